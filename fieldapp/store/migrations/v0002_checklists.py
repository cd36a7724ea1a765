"""Version 2: checklists, the answers of a screening, and the duties that a result brings."""

from __future__ import annotations

import sqlalchemy as sa
from alembic.operations import Operations


def upgrade(op: Operations) -> None:
    """To version 2."""
    op.create_table(
        "answer",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("zone", sa.Text(), nullable=False),
        sa.Column("audience", sa.Text(), nullable=True),
        sa.Column("created_at", sa.Text(), nullable=False),
        sa.Column("created_by", sa.Text(), nullable=False),
        sa.Column("updated_at", sa.Text(), nullable=False),
        sa.Column("updated_by", sa.Text(), nullable=False),
        sa.Column("voided", sa.Integer(), nullable=False),
        sa.Column("conflicts", sa.Integer(), nullable=False),
        sa.Column("hq_seq", sa.BigInteger(), nullable=False),
        sa.Column("digest", sa.BigInteger(), nullable=False),
        sa.Column("heads", sa.Text(), nullable=False),
        sa.Column("extra", sa.Text(), nullable=True),
        sa.Column("screening", sa.Text(), nullable=True),
        sa.Column("question", sa.Text(), nullable=True),
        sa.Column("value", sa.Text(), nullable=True),
        sa.Column("known", sa.Text(), nullable=True),
        sa.Column("language", sa.Text(), nullable=True),
        sa.Column("state", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("answer", schema=None) as batch_op:
        batch_op.create_index("ix_answer_conflict", ["id"], unique=False, sqlite_where=sa.text("conflicts > 0"))
        batch_op.create_index("ix_answer_screening", ["screening"], unique=False)
        batch_op.create_index("ix_answer_updated_at", ["updated_at"], unique=False)

    op.create_table(
        "attachment",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("zone", sa.Text(), nullable=False),
        sa.Column("audience", sa.Text(), nullable=True),
        sa.Column("created_at", sa.Text(), nullable=False),
        sa.Column("created_by", sa.Text(), nullable=False),
        sa.Column("updated_at", sa.Text(), nullable=False),
        sa.Column("updated_by", sa.Text(), nullable=False),
        sa.Column("voided", sa.Integer(), nullable=False),
        sa.Column("conflicts", sa.Integer(), nullable=False),
        sa.Column("hq_seq", sa.BigInteger(), nullable=False),
        sa.Column("digest", sa.BigInteger(), nullable=False),
        sa.Column("heads", sa.Text(), nullable=False),
        sa.Column("extra", sa.Text(), nullable=True),
        sa.Column("screening", sa.Text(), nullable=True),
        sa.Column("question", sa.Text(), nullable=True),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("media_type", sa.Text(), nullable=True),
        sa.Column("size_bytes", sa.BigInteger(), nullable=True),
        sa.Column("sha256", sa.Text(), nullable=True),
        sa.Column("parts", sa.BigInteger(), nullable=True),
        sa.Column("state", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("attachment", schema=None) as batch_op:
        batch_op.create_index("ix_attachment_conflict", ["id"], unique=False, sqlite_where=sa.text("conflicts > 0"))
        batch_op.create_index("ix_attachment_screening", ["screening"], unique=False)
        batch_op.create_index("ix_attachment_updated_at", ["updated_at"], unique=False)

    op.create_table(
        "attachment_part",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("zone", sa.Text(), nullable=False),
        sa.Column("audience", sa.Text(), nullable=True),
        sa.Column("created_at", sa.Text(), nullable=False),
        sa.Column("created_by", sa.Text(), nullable=False),
        sa.Column("updated_at", sa.Text(), nullable=False),
        sa.Column("updated_by", sa.Text(), nullable=False),
        sa.Column("voided", sa.Integer(), nullable=False),
        sa.Column("conflicts", sa.Integer(), nullable=False),
        sa.Column("hq_seq", sa.BigInteger(), nullable=False),
        sa.Column("digest", sa.BigInteger(), nullable=False),
        sa.Column("heads", sa.Text(), nullable=False),
        sa.Column("extra", sa.Text(), nullable=True),
        sa.Column("attachment", sa.Text(), nullable=True),
        sa.Column("number", sa.BigInteger(), nullable=True),
        sa.Column("content", sa.Text(), nullable=True),
        sa.Column("state", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("attachment_part", schema=None) as batch_op:
        batch_op.create_index("ix_attachment_part_attachment", ["attachment"], unique=False)
        batch_op.create_index(
            "ix_attachment_part_conflict", ["id"], unique=False, sqlite_where=sa.text("conflicts > 0")
        )
        batch_op.create_index("ix_attachment_part_updated_at", ["updated_at"], unique=False)

    op.create_table(
        "checklist",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("zone", sa.Text(), nullable=False),
        sa.Column("audience", sa.Text(), nullable=True),
        sa.Column("created_at", sa.Text(), nullable=False),
        sa.Column("created_by", sa.Text(), nullable=False),
        sa.Column("updated_at", sa.Text(), nullable=False),
        sa.Column("updated_by", sa.Text(), nullable=False),
        sa.Column("voided", sa.Integer(), nullable=False),
        sa.Column("conflicts", sa.Integer(), nullable=False),
        sa.Column("hq_seq", sa.BigInteger(), nullable=False),
        sa.Column("digest", sa.BigInteger(), nullable=False),
        sa.Column("heads", sa.Text(), nullable=False),
        sa.Column("extra", sa.Text(), nullable=True),
        sa.Column("form_id", sa.Text(), nullable=True),
        sa.Column("version", sa.Text(), nullable=True),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("status", sa.Text(), nullable=True),
        sa.Column("agency", sa.Text(), nullable=True),
        sa.Column("refusal", sa.Text(), nullable=True),
        sa.Column("published_at", sa.Text(), nullable=True),
        sa.Column("imported_by", sa.Text(), nullable=True),
        sa.Column("languages", sa.Text(), nullable=True),
        sa.Column("questions", sa.BigInteger(), nullable=True),
        sa.Column("administration", sa.Text(), nullable=True),
        sa.Column("roles", sa.Text(), nullable=True),
        sa.Column("age_min", sa.BigInteger(), nullable=True),
        sa.Column("age_max", sa.BigInteger(), nullable=True),
        sa.Column("licence_holder", sa.Text(), nullable=True),
        sa.Column("licence_terms", sa.Text(), nullable=True),
        sa.Column("licence_agency", sa.Text(), nullable=True),
        sa.Column("sha256", sa.Text(), nullable=True),
        sa.Column("package_bytes", sa.BigInteger(), nullable=True),
        sa.Column("parts", sa.BigInteger(), nullable=True),
        sa.Column("signature", sa.Text(), nullable=True),
        sa.Column("state", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("checklist", schema=None) as batch_op:
        batch_op.create_index("ix_checklist_conflict", ["id"], unique=False, sqlite_where=sa.text("conflicts > 0"))
        batch_op.create_index(
            "ix_checklist_list",
            [
                "name",
                "version",
                "status",
                "licence_holder",
                "languages",
                "questions",
                "state",
                "conflicts",
                "created_by",
            ],
            unique=False,
            sqlite_where=sa.text("voided = 0"),
        )
        batch_op.create_index("ix_checklist_updated_at", ["updated_at"], unique=False)

    op.create_table(
        "checklist_part",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("zone", sa.Text(), nullable=False),
        sa.Column("audience", sa.Text(), nullable=True),
        sa.Column("created_at", sa.Text(), nullable=False),
        sa.Column("created_by", sa.Text(), nullable=False),
        sa.Column("updated_at", sa.Text(), nullable=False),
        sa.Column("updated_by", sa.Text(), nullable=False),
        sa.Column("voided", sa.Integer(), nullable=False),
        sa.Column("conflicts", sa.Integer(), nullable=False),
        sa.Column("hq_seq", sa.BigInteger(), nullable=False),
        sa.Column("digest", sa.BigInteger(), nullable=False),
        sa.Column("heads", sa.Text(), nullable=False),
        sa.Column("extra", sa.Text(), nullable=True),
        sa.Column("checklist", sa.Text(), nullable=True),
        sa.Column("agency", sa.Text(), nullable=True),
        sa.Column("number", sa.BigInteger(), nullable=True),
        sa.Column("content", sa.Text(), nullable=True),
        sa.Column("state", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("checklist_part", schema=None) as batch_op:
        batch_op.create_index("ix_checklist_part_checklist", ["checklist"], unique=False)
        batch_op.create_index("ix_checklist_part_conflict", ["id"], unique=False, sqlite_where=sa.text("conflicts > 0"))
        batch_op.create_index("ix_checklist_part_updated_at", ["updated_at"], unique=False)

    with op.batch_alter_table("note", schema=None) as batch_op:
        batch_op.add_column(sa.Column("screening", sa.Text(), nullable=True))

    with op.batch_alter_table("screening", schema=None) as batch_op:
        batch_op.add_column(sa.Column("client_code", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("checklist", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("checklist_title", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("checklist_version", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("checklist_sha256", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("shown_language", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("gate_override", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("score", sa.BigInteger(), nullable=True))
        batch_op.add_column(sa.Column("score_highest", sa.BigInteger(), nullable=True))
        batch_op.add_column(sa.Column("band", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("band_highest", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("band_label", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("answered", sa.BigInteger(), nullable=True))
        batch_op.add_column(sa.Column("asked", sa.BigInteger(), nullable=True))
        batch_op.add_column(sa.Column("determination", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("determined_by", sa.Text(), nullable=True))
        batch_op.drop_index("ix_screening_list", sqlite_where=sa.text("voided = 0"))
        batch_op.create_index(
            "ix_screening_list",
            [
                "started_at",
                "person",
                "client_code",
                "screener",
                "reason",
                "checklist_title",
                "band_label",
                "disclosure_made",
                "state",
                "conflicts",
                "created_by",
            ],
            unique=False,
            sqlite_where=sa.text("voided = 0"),
        )

    with op.batch_alter_table("task", schema=None) as batch_op:
        batch_op.add_column(sa.Column("person", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("screening", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("duty", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("raised_by", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("raised_earlier", sa.BigInteger(), nullable=True))
        batch_op.add_column(sa.Column("not_done_reason", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("approved_by", sa.Text(), nullable=True))
        batch_op.create_index("ix_task_person", ["person"], unique=False)


def downgrade(op: Operations) -> None:
    """Back to version 1."""
    op.drop_index("ix_task_person")
    op.drop_column("task", "approved_by")
    op.drop_column("task", "not_done_reason")
    op.drop_column("task", "raised_earlier")
    op.drop_column("task", "raised_by")
    op.drop_column("task", "duty")
    op.drop_column("task", "screening")
    op.drop_column("task", "person")

    op.drop_index("ix_screening_list")
    op.create_index(
        "ix_screening_list",
        "screening",
        ["started_at", "person", "screener", "reason", "disclosure_made", "state", "conflicts", "created_by"],
        unique=False,
        sqlite_where=sa.text("voided = 0"),
    )
    op.drop_column("screening", "determined_by")
    op.drop_column("screening", "determination")
    op.drop_column("screening", "asked")
    op.drop_column("screening", "answered")
    op.drop_column("screening", "band_label")
    op.drop_column("screening", "band_highest")
    op.drop_column("screening", "band")
    op.drop_column("screening", "score_highest")
    op.drop_column("screening", "score")
    op.drop_column("screening", "gate_override")
    op.drop_column("screening", "shown_language")
    op.drop_column("screening", "checklist_sha256")
    op.drop_column("screening", "checklist_version")
    op.drop_column("screening", "checklist_title")
    op.drop_column("screening", "checklist")
    op.drop_column("screening", "client_code")

    op.drop_column("note", "screening")

    with op.batch_alter_table("checklist_part", schema=None) as batch_op:
        batch_op.drop_index("ix_checklist_part_updated_at")
        batch_op.drop_index("ix_checklist_part_conflict", sqlite_where=sa.text("conflicts > 0"))
        batch_op.drop_index("ix_checklist_part_checklist")

    op.drop_table("checklist_part")
    with op.batch_alter_table("checklist", schema=None) as batch_op:
        batch_op.drop_index("ix_checklist_updated_at")
        batch_op.drop_index("ix_checklist_list", sqlite_where=sa.text("voided = 0"))
        batch_op.drop_index("ix_checklist_conflict", sqlite_where=sa.text("conflicts > 0"))

    op.drop_table("checklist")
    with op.batch_alter_table("attachment_part", schema=None) as batch_op:
        batch_op.drop_index("ix_attachment_part_updated_at")
        batch_op.drop_index("ix_attachment_part_conflict", sqlite_where=sa.text("conflicts > 0"))
        batch_op.drop_index("ix_attachment_part_attachment")

    op.drop_table("attachment_part")
    with op.batch_alter_table("attachment", schema=None) as batch_op:
        batch_op.drop_index("ix_attachment_updated_at")
        batch_op.drop_index("ix_attachment_screening")
        batch_op.drop_index("ix_attachment_conflict", sqlite_where=sa.text("conflicts > 0"))

    op.drop_table("attachment")
    with op.batch_alter_table("answer", schema=None) as batch_op:
        batch_op.drop_index("ix_answer_updated_at")
        batch_op.drop_index("ix_answer_screening")
        batch_op.drop_index("ix_answer_conflict", sqlite_where=sa.text("conflicts > 0"))

    op.drop_table("answer")
