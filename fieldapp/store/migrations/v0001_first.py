"""Version 1: the first store. Written by the generator, the full-text table by hand."""

from __future__ import annotations

import sqlalchemy as sa
from alembic.operations import Operations


def upgrade(op: Operations) -> None:
    """To version 1."""
    op.create_table(
        "agency",
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
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("short_name", sa.Text(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=True),
        sa.Column("offers", sa.Text(), nullable=True),
        sa.Column("languages", sa.Text(), nullable=True),
        sa.Column("phone", sa.Text(), nullable=True),
        sa.Column("on_call_phone", sa.Text(), nullable=True),
        sa.Column("email", sa.Text(), nullable=True),
        sa.Column("web", sa.Text(), nullable=True),
        sa.Column("address", sa.Text(), nullable=True),
        sa.Column("city", sa.Text(), nullable=True),
        sa.Column("ori", sa.Text(), nullable=True),
        sa.Column("mou_reference", sa.Text(), nullable=True),
        sa.Column("mou_expires_on", sa.Text(), nullable=True),
        sa.Column("active", sa.BigInteger(), nullable=True),
        sa.Column("remarks", sa.Text(), nullable=True),
        sa.Column("state", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("agency", schema=None) as batch_op:
        batch_op.create_index("ix_agency_conflict", ["id"], unique=False, sqlite_where=sa.text("conflicts > 0"))
        batch_op.create_index(
            "ix_agency_list",
            ["name", "kind", "city", "on_call_phone", "mou_expires_on", "state", "conflicts", "created_by"],
            unique=False,
            sqlite_where=sa.text("voided = 0"),
        )
        batch_op.create_index("ix_agency_updated_at", ["updated_at"], unique=False)

    op.create_table(
        "alias",
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
        sa.Column("person", sa.Text(), nullable=True),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=True),
        sa.Column("used_where", sa.Text(), nullable=True),
        sa.Column("remarks", sa.Text(), nullable=True),
        sa.Column("state", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("alias", schema=None) as batch_op:
        batch_op.create_index("ix_alias_conflict", ["id"], unique=False, sqlite_where=sa.text("conflicts > 0"))
        batch_op.create_index(
            "ix_alias_list",
            ["kind", "name", "used_where", "state", "conflicts", "created_by"],
            unique=False,
            sqlite_where=sa.text("voided = 0"),
        )
        batch_op.create_index("ix_alias_person", ["person"], unique=False)
        batch_op.create_index("ix_alias_updated_at", ["updated_at"], unique=False)

    op.create_table(
        "arrest",
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
        sa.Column("person", sa.Text(), nullable=True),
        sa.Column("operation", sa.Text(), nullable=True),
        sa.Column("agency", sa.Text(), nullable=True),
        sa.Column("role", sa.Text(), nullable=True),
        sa.Column("arrested_at", sa.Text(), nullable=True),
        sa.Column("offence_on", sa.Text(), nullable=True),
        sa.Column("place", sa.Text(), nullable=True),
        sa.Column("city", sa.Text(), nullable=True),
        sa.Column("officer", sa.Text(), nullable=True),
        sa.Column("estimated_age", sa.BigInteger(), nullable=True),
        sa.Column("age_basis", sa.Text(), nullable=True),
        sa.Column("apparent_minor", sa.BigInteger(), nullable=True),
        sa.Column("nexus_reviewed", sa.BigInteger(), nullable=True),
        sa.Column("booking_number", sa.Text(), nullable=True),
        sa.Column("report_number", sa.Text(), nullable=True),
        sa.Column("facility", sa.Text(), nullable=True),
        sa.Column("disposition", sa.Text(), nullable=True),
        sa.Column("warrant_number", sa.Text(), nullable=True),
        sa.Column("report_bucket", sa.Text(), nullable=True),
        sa.Column("bucket_reason", sa.Text(), nullable=True),
        sa.Column("approved_by", sa.Text(), nullable=True),
        sa.Column("approved_at", sa.Text(), nullable=True),
        sa.Column("narrative", sa.Text(), nullable=True),
        sa.Column("state", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("arrest", schema=None) as batch_op:
        batch_op.create_index("ix_arrest_conflict", ["id"], unique=False, sqlite_where=sa.text("conflicts > 0"))
        batch_op.create_index(
            "ix_arrest_list",
            ["arrested_at", "person", "role", "report_bucket", "city", "operation", "state", "conflicts", "created_by"],
            unique=False,
            sqlite_where=sa.text("voided = 0"),
        )
        batch_op.create_index("ix_arrest_person", ["person"], unique=False)
        batch_op.create_index("ix_arrest_updated_at", ["updated_at"], unique=False)

    op.create_table(
        "base",
        sa.Column("record_id", sa.Text(), nullable=False),
        sa.Column("record_type", sa.Text(), nullable=False),
        sa.Column("zone", sa.Text(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("values", sa.LargeBinary(), nullable=False),
        sa.Column("heads", sa.Text(), nullable=False),
        sa.Column("created_at", sa.Text(), nullable=False),
        sa.Column("created_by", sa.Text(), nullable=False),
        sa.Column("updated_at", sa.Text(), nullable=False),
        sa.Column("updated_by", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("record_id"),
    )
    op.create_table(
        "charge",
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
        sa.Column("arrest", sa.Text(), nullable=True),
        sa.Column("offence", sa.Text(), nullable=True),
        sa.Column("offence_on", sa.Text(), nullable=True),
        sa.Column("counts", sa.BigInteger(), nullable=True),
        sa.Column("level", sa.Text(), nullable=True),
        sa.Column("attempted", sa.BigInteger(), nullable=True),
        sa.Column("victim", sa.Text(), nullable=True),
        sa.Column("disposition", sa.Text(), nullable=True),
        sa.Column("disposed_on", sa.Text(), nullable=True),
        sa.Column("filed_on", sa.Text(), nullable=True),
        sa.Column("court_case_number", sa.Text(), nullable=True),
        sa.Column("prosecutor", sa.Text(), nullable=True),
        sa.Column("sentence", sa.Text(), nullable=True),
        sa.Column("remarks", sa.Text(), nullable=True),
        sa.Column("state", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("charge", schema=None) as batch_op:
        batch_op.create_index("ix_charge_arrest", ["arrest"], unique=False)
        batch_op.create_index("ix_charge_conflict", ["id"], unique=False, sqlite_where=sa.text("conflicts > 0"))
        batch_op.create_index(
            "ix_charge_list",
            ["offence", "counts", "level", "disposition", "court_case_number", "state", "conflicts", "created_by"],
            unique=False,
            sqlite_where=sa.text("voided = 0"),
        )
        batch_op.create_index("ix_charge_updated_at", ["updated_at"], unique=False)
        batch_op.create_index("ix_charge_victim", ["victim"], unique=False)

    op.create_table(
        "consent",
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
        sa.Column("recovery", sa.Text(), nullable=True),
        sa.Column("client_code", sa.Text(), nullable=True),
        sa.Column("agency", sa.Text(), nullable=True),
        sa.Column("scope", sa.Text(), nullable=True),
        sa.Column("purpose", sa.Text(), nullable=True),
        sa.Column("given_by", sa.Text(), nullable=True),
        sa.Column("method", sa.Text(), nullable=True),
        sa.Column("language", sa.Text(), nullable=True),
        sa.Column("given_at", sa.Text(), nullable=True),
        sa.Column("obtained_by", sa.Text(), nullable=True),
        sa.Column("witness", sa.Text(), nullable=True),
        sa.Column("limits", sa.Text(), nullable=True),
        sa.Column("expires_on", sa.Text(), nullable=True),
        sa.Column("revoked_at", sa.Text(), nullable=True),
        sa.Column("state", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("consent", schema=None) as batch_op:
        batch_op.create_index("ix_consent_conflict", ["id"], unique=False, sqlite_where=sa.text("conflicts > 0"))
        batch_op.create_index(
            "ix_consent_list",
            [
                "given_at",
                "client_code",
                "agency",
                "scope",
                "expires_on",
                "revoked_at",
                "state",
                "conflicts",
                "created_by",
            ],
            unique=False,
            sqlite_where=sa.text("voided = 0"),
        )
        batch_op.create_index("ix_consent_recovery", ["recovery"], unique=False)
        batch_op.create_index("ix_consent_updated_at", ["updated_at"], unique=False)

    op.create_table(
        "contact_attempt",
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
        sa.Column("referral", sa.Text(), nullable=True),
        sa.Column("client_code", sa.Text(), nullable=True),
        sa.Column("attempted_at", sa.Text(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.Column("worker", sa.Text(), nullable=True),
        sa.Column("language", sa.Text(), nullable=True),
        sa.Column("next_attempt_on", sa.Text(), nullable=True),
        sa.Column("remarks", sa.Text(), nullable=True),
        sa.Column("state", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("contact_attempt", schema=None) as batch_op:
        batch_op.create_index(
            "ix_contact_attempt_conflict", ["id"], unique=False, sqlite_where=sa.text("conflicts > 0")
        )
        batch_op.create_index(
            "ix_contact_attempt_list",
            ["attempted_at", "client_code", "kind", "outcome", "next_attempt_on", "state", "conflicts", "created_by"],
            unique=False,
            sqlite_where=sa.text("voided = 0"),
        )
        batch_op.create_index("ix_contact_attempt_referral", ["referral"], unique=False)
        batch_op.create_index("ix_contact_attempt_updated_at", ["updated_at"], unique=False)

    op.create_table(
        "evidence_item",
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
        sa.Column("number", sa.Text(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=True),
        sa.Column("description", sa.Text(), nullable=True),
        sa.Column("search_warrant", sa.Text(), nullable=True),
        sa.Column("operation", sa.Text(), nullable=True),
        sa.Column("arrest", sa.Text(), nullable=True),
        sa.Column("recovery", sa.Text(), nullable=True),
        sa.Column("person", sa.Text(), nullable=True),
        sa.Column("seized_at", sa.Text(), nullable=True),
        sa.Column("seized_by", sa.Text(), nullable=True),
        sa.Column("place", sa.Text(), nullable=True),
        sa.Column("serial_number", sa.Text(), nullable=True),
        sa.Column("sha256", sa.Text(), nullable=True),
        sa.Column("forensic_reference", sa.Text(), nullable=True),
        sa.Column("container", sa.Text(), nullable=True),
        sa.Column("seal_number", sa.Text(), nullable=True),
        sa.Column("storage_place", sa.Text(), nullable=True),
        sa.Column("photo_reference", sa.Text(), nullable=True),
        sa.Column("disposition", sa.Text(), nullable=True),
        sa.Column("disposed_on", sa.Text(), nullable=True),
        sa.Column("remarks", sa.Text(), nullable=True),
        sa.Column("state", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("evidence_item", schema=None) as batch_op:
        batch_op.create_index("ix_evidence_item_conflict", ["id"], unique=False, sqlite_where=sa.text("conflicts > 0"))
        batch_op.create_index(
            "ix_evidence_item_list",
            [
                "number",
                "kind",
                "description",
                "seized_at",
                "storage_place",
                "disposition",
                "state",
                "conflicts",
                "created_by",
            ],
            unique=False,
            sqlite_where=sa.text("voided = 0"),
        )
        batch_op.create_index("ix_evidence_item_person", ["person"], unique=False)
        batch_op.create_index("ix_evidence_item_search_warrant", ["search_warrant"], unique=False)
        batch_op.create_index("ix_evidence_item_updated_at", ["updated_at"], unique=False)

    op.create_table(
        "identifier",
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
        sa.Column("kind", sa.Text(), nullable=True),
        sa.Column("value", sa.Text(), nullable=True),
        sa.Column("platform", sa.Text(), nullable=True),
        sa.Column("region", sa.Text(), nullable=True),
        sa.Column("person", sa.Text(), nullable=True),
        sa.Column("lead", sa.Text(), nullable=True),
        sa.Column("first_seen_on", sa.Text(), nullable=True),
        sa.Column("last_seen_on", sa.Text(), nullable=True),
        sa.Column("verified", sa.BigInteger(), nullable=True),
        sa.Column("remarks", sa.Text(), nullable=True),
        sa.Column("state", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("identifier", schema=None) as batch_op:
        batch_op.create_index("ix_identifier_conflict", ["id"], unique=False, sqlite_where=sa.text("conflicts > 0"))
        batch_op.create_index(
            "ix_identifier_list",
            ["created_at", "kind", "value", "platform", "person", "last_seen_on", "state", "conflicts", "created_by"],
            unique=False,
            sqlite_where=sa.text("voided = 0"),
        )
        batch_op.create_index("ix_identifier_person", ["person"], unique=False)
        batch_op.create_index("ix_identifier_updated_at", ["updated_at"], unique=False)

    op.create_table(
        "journal",
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("device", sa.Text(), nullable=False),
        sa.Column("counter", sa.Integer(), nullable=False),
        sa.Column("record_id", sa.Text(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=True),
        sa.Column("entry", sa.LargeBinary(), nullable=False),
        sa.Column("payload", sa.LargeBinary(), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("n"),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("journal", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_journal_record_id"), ["record_id"], unique=False)
        batch_op.create_index("ux_journal_change", ["device", "counter"], unique=True)

    op.create_table(
        "lead",
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
        sa.Column("number", sa.Text(), nullable=True),
        sa.Column("summary", sa.Text(), nullable=True),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("source_reference", sa.Text(), nullable=True),
        sa.Column("received_at", sa.Text(), nullable=True),
        sa.Column("received_by", sa.Text(), nullable=True),
        sa.Column("caller", sa.Text(), nullable=True),
        sa.Column("urgency", sa.Text(), nullable=True),
        sa.Column("source_reliability", sa.Text(), nullable=True),
        sa.Column("information_credibility", sa.Text(), nullable=True),
        sa.Column("exploitation_type", sa.Text(), nullable=True),
        sa.Column("minor_involved", sa.BigInteger(), nullable=True),
        sa.Column("place", sa.Text(), nullable=True),
        sa.Column("city", sa.Text(), nullable=True),
        sa.Column("platform", sa.Text(), nullable=True),
        sa.Column("web_address", sa.Text(), nullable=True),
        sa.Column("person", sa.Text(), nullable=True),
        sa.Column("narrative", sa.Text(), nullable=True),
        sa.Column("status", sa.Text(), nullable=True),
        sa.Column("assigned_to", sa.Text(), nullable=True),
        sa.Column("operation", sa.Text(), nullable=True),
        sa.Column("referred_to", sa.Text(), nullable=True),
        sa.Column("suspicion_basis", sa.Text(), nullable=True),
        sa.Column("review_on", sa.Text(), nullable=True),
        sa.Column("closed_on", sa.Text(), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.Column("state", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("lead", schema=None) as batch_op:
        batch_op.create_index("ix_lead_conflict", ["id"], unique=False, sqlite_where=sa.text("conflicts > 0"))
        batch_op.create_index(
            "ix_lead_list",
            [
                "received_at",
                "number",
                "summary",
                "urgency",
                "status",
                "source",
                "assigned_to",
                "state",
                "conflicts",
                "created_by",
            ],
            unique=False,
            sqlite_where=sa.text("voided = 0"),
        )
        batch_op.create_index("ix_lead_person", ["person"], unique=False)
        batch_op.create_index("ix_lead_updated_at", ["updated_at"], unique=False)

    op.create_table(
        "meta",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("key"),
    )
    op.create_table(
        "note",
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
        sa.Column("kind", sa.Text(), nullable=True),
        sa.Column("written_at", sa.Text(), nullable=True),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("person", sa.Text(), nullable=True),
        sa.Column("recovery", sa.Text(), nullable=True),
        sa.Column("operation", sa.Text(), nullable=True),
        sa.Column("arrest", sa.Text(), nullable=True),
        sa.Column("search_warrant", sa.Text(), nullable=True),
        sa.Column("lead", sa.Text(), nullable=True),
        sa.Column("state", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("note", schema=None) as batch_op:
        batch_op.create_index("ix_note_conflict", ["id"], unique=False, sqlite_where=sa.text("conflicts > 0"))
        batch_op.create_index(
            "ix_note_list",
            ["written_at", "kind", "text", "person", "recovery", "state", "conflicts", "created_by"],
            unique=False,
            sqlite_where=sa.text("voided = 0"),
        )
        batch_op.create_index("ix_note_person", ["person"], unique=False)
        batch_op.create_index("ix_note_updated_at", ["updated_at"], unique=False)

    op.create_table(
        "operation",
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
        sa.Column("number", sa.Text(), nullable=True),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=True),
        sa.Column("status", sa.Text(), nullable=True),
        sa.Column("phase", sa.Text(), nullable=True),
        sa.Column("agency", sa.Text(), nullable=True),
        sa.Column("starts_at", sa.Text(), nullable=True),
        sa.Column("ends_at", sa.Text(), nullable=True),
        sa.Column("objective", sa.Text(), nullable=True),
        sa.Column("legal_basis", sa.Text(), nullable=True),
        sa.Column("risk_class", sa.Text(), nullable=True),
        sa.Column("threat_assessment", sa.Text(), nullable=True),
        sa.Column("contingency", sa.Text(), nullable=True),
        sa.Column("incident_commander", sa.Text(), nullable=True),
        sa.Column("case_agent", sa.Text(), nullable=True),
        sa.Column("command_post", sa.Text(), nullable=True),
        sa.Column("rally_point", sa.Text(), nullable=True),
        sa.Column("radio_channel", sa.Text(), nullable=True),
        sa.Column("arrest_signal", sa.Text(), nullable=True),
        sa.Column("abort_signal", sa.Text(), nullable=True),
        sa.Column("minors_expected", sa.BigInteger(), nullable=True),
        sa.Column("expected_victims", sa.BigInteger(), nullable=True),
        sa.Column("languages", sa.Text(), nullable=True),
        sa.Column("victim_services_lead", sa.Text(), nullable=True),
        sa.Column("cps_liaison", sa.Text(), nullable=True),
        sa.Column("advocate_staging", sa.Text(), nullable=True),
        sa.Column("medical_plan", sa.Text(), nullable=True),
        sa.Column("deconfliction_system", sa.Text(), nullable=True),
        sa.Column("deconfliction_number", sa.Text(), nullable=True),
        sa.Column("deconfliction_at", sa.Text(), nullable=True),
        sa.Column("deconfliction_by", sa.Text(), nullable=True),
        sa.Column("deconfliction_result", sa.Text(), nullable=True),
        sa.Column("deconfliction_contact", sa.Text(), nullable=True),
        sa.Column("approved_by", sa.Text(), nullable=True),
        sa.Column("approved_at", sa.Text(), nullable=True),
        sa.Column("briefed_at", sa.Text(), nullable=True),
        sa.Column("debriefed_at", sa.Text(), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.Column("state", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("operation", schema=None) as batch_op:
        batch_op.create_index("ix_operation_conflict", ["id"], unique=False, sqlite_where=sa.text("conflicts > 0"))
        batch_op.create_index(
            "ix_operation_list",
            ["starts_at", "number", "name", "kind", "status", "risk_class", "state", "conflicts", "created_by"],
            unique=False,
            sqlite_where=sa.text("voided = 0"),
        )
        batch_op.create_index("ix_operation_updated_at", ["updated_at"], unique=False)

    op.create_table(
        "other_record",
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
        sa.Column("record_type", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "person",
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
        sa.Column("code_name", sa.Text(), nullable=True),
        sa.Column("family_name", sa.Text(), nullable=True),
        sa.Column("given_name", sa.Text(), nullable=True),
        sa.Column("middle_name", sa.Text(), nullable=True),
        sa.Column("born_on", sa.Text(), nullable=True),
        sa.Column("age_basis", sa.Text(), nullable=True),
        sa.Column("estimated_age", sa.BigInteger(), nullable=True),
        sa.Column("estimated_on", sa.Text(), nullable=True),
        sa.Column("gender", sa.Text(), nullable=True),
        sa.Column("race_ethnicity", sa.Text(), nullable=True),
        sa.Column("height_cm", sa.BigInteger(), nullable=True),
        sa.Column("weight_kg", sa.BigInteger(), nullable=True),
        sa.Column("hair", sa.Text(), nullable=True),
        sa.Column("eyes", sa.Text(), nullable=True),
        sa.Column("marks", sa.Text(), nullable=True),
        sa.Column("primary_language", sa.Text(), nullable=True),
        sa.Column("interpreter_needed", sa.BigInteger(), nullable=True),
        sa.Column("address", sa.Text(), nullable=True),
        sa.Column("safe_contact", sa.Text(), nullable=True),
        sa.Column("remarks", sa.Text(), nullable=True),
        sa.Column("state", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.create_index("ix_person_conflict", ["id"], unique=False, sqlite_where=sa.text("conflicts > 0"))
        batch_op.create_index(
            "ix_person_list",
            [
                "created_at",
                "code_name",
                "gender",
                "estimated_age",
                "primary_language",
                "marks",
                "state",
                "conflicts",
                "created_by",
            ],
            unique=False,
            sqlite_where=sa.text("voided = 0"),
        )
        batch_op.create_index("ix_person_updated_at", ["updated_at"], unique=False)

    op.create_table(
        "quarantine",
        sa.Column("device", sa.Text(), nullable=False),
        sa.Column("counter", sa.Integer(), nullable=False),
        sa.Column("record_type", sa.Text(), nullable=False),
        sa.Column("record_id", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("noticed_at", sa.Text(), nullable=False),
        sa.Column("settled_at", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("device", "counter"),
    )
    op.create_table(
        "receipt",
        sa.Column("device", sa.Text(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.Column("first", sa.Integer(), nullable=False),
        sa.Column("chain", sa.Text(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("received_at", sa.Text(), nullable=False),
        sa.Column("signature", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("device", "last"),
    )
    op.create_table(
        "recovery",
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
        sa.Column("person", sa.Text(), nullable=True),
        sa.Column("operation", sa.Text(), nullable=True),
        sa.Column("first_contact_at", sa.Text(), nullable=True),
        sa.Column("place", sa.Text(), nullable=True),
        sa.Column("city", sa.Text(), nullable=True),
        sa.Column("agency", sa.Text(), nullable=True),
        sa.Column("recovered_by", sa.Text(), nullable=True),
        sa.Column("origin", sa.Text(), nullable=True),
        sa.Column("report_number", sa.Text(), nullable=True),
        sa.Column("estimated_age", sa.BigInteger(), nullable=True),
        sa.Column("age_basis", sa.Text(), nullable=True),
        sa.Column("foreign_national_minor", sa.BigInteger(), nullable=True),
        sa.Column("exploitation_type", sa.Text(), nullable=True),
        sa.Column("victim_status", sa.Text(), nullable=True),
        sa.Column("age_first_exploited", sa.BigInteger(), nullable=True),
        sa.Column("needs", sa.Text(), nullable=True),
        sa.Column("medical_decision", sa.Text(), nullable=True),
        sa.Column("assaulted_at", sa.Text(), nullable=True),
        sa.Column("hotline_called_at", sa.Text(), nullable=True),
        sa.Column("hotline_worker", sa.Text(), nullable=True),
        sa.Column("hotline_disposition", sa.Text(), nullable=True),
        sa.Column("hotline_referral_number", sa.Text(), nullable=True),
        sa.Column("advocate_notice_at", sa.Text(), nullable=True),
        sa.Column("advocate_answer", sa.Text(), nullable=True),
        sa.Column("advocate_agency", sa.Text(), nullable=True),
        sa.Column("advocate_called_at", sa.Text(), nullable=True),
        sa.Column("advocate_arrived_at", sa.Text(), nullable=True),
        sa.Column("name_advice_given", sa.BigInteger(), nullable=True),
        sa.Column("name_advice_by", sa.Text(), nullable=True),
        sa.Column("name_advice_at", sa.Text(), nullable=True),
        sa.Column("name_confidentiality", sa.Text(), nullable=True),
        sa.Column("taken_into", sa.Text(), nullable=True),
        sa.Column("placement_type", sa.Text(), nullable=True),
        sa.Column("written_report_at", sa.Text(), nullable=True),
        sa.Column("narrative", sa.Text(), nullable=True),
        sa.Column("state", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("recovery", schema=None) as batch_op:
        batch_op.create_index("ix_recovery_conflict", ["id"], unique=False, sqlite_where=sa.text("conflicts > 0"))
        batch_op.create_index(
            "ix_recovery_list",
            [
                "first_contact_at",
                "person",
                "place",
                "exploitation_type",
                "taken_into",
                "operation",
                "state",
                "conflicts",
                "created_by",
            ],
            unique=False,
            sqlite_where=sa.text("voided = 0"),
        )
        batch_op.create_index("ix_recovery_person", ["person"], unique=False)
        batch_op.create_index("ix_recovery_updated_at", ["updated_at"], unique=False)

    op.create_table(
        "referral",
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
        sa.Column("recovery", sa.Text(), nullable=True),
        sa.Column("client_code", sa.Text(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=True),
        sa.Column("agency", sa.Text(), nullable=True),
        sa.Column("status", sa.Text(), nullable=True),
        sa.Column("consent", sa.Text(), nullable=True),
        sa.Column("age_group", sa.Text(), nullable=True),
        sa.Column("gender", sa.Text(), nullable=True),
        sa.Column("language", sa.Text(), nullable=True),
        sa.Column("needs", sa.Text(), nullable=True),
        sa.Column("placement_type", sa.Text(), nullable=True),
        sa.Column("safe_contact", sa.Text(), nullable=True),
        sa.Column("requested_by", sa.Text(), nullable=True),
        sa.Column("sent_at", sa.Text(), nullable=True),
        sa.Column("meeting_place", sa.Text(), nullable=True),
        sa.Column("answered_at", sa.Text(), nullable=True),
        sa.Column("answered_by", sa.Text(), nullable=True),
        sa.Column("arrived_at", sa.Text(), nullable=True),
        sa.Column("rejection_reason", sa.Text(), nullable=True),
        sa.Column("closed_at", sa.Text(), nullable=True),
        sa.Column("message", sa.Text(), nullable=True),
        sa.Column("state", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("referral", schema=None) as batch_op:
        batch_op.create_index("ix_referral_conflict", ["id"], unique=False, sqlite_where=sa.text("conflicts > 0"))
        batch_op.create_index(
            "ix_referral_list",
            ["sent_at", "client_code", "kind", "agency", "status", "arrived_at", "state", "conflicts", "created_by"],
            unique=False,
            sqlite_where=sa.text("voided = 0"),
        )
        batch_op.create_index("ix_referral_recovery", ["recovery"], unique=False)
        batch_op.create_index("ix_referral_updated_at", ["updated_at"], unique=False)

    op.create_table(
        "roster_member",
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
        sa.Column("operation", sa.Text(), nullable=True),
        sa.Column("role", sa.Text(), nullable=True),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("alias_number", sa.Text(), nullable=True),
        sa.Column("agency", sa.Text(), nullable=True),
        sa.Column("call_sign", sa.Text(), nullable=True),
        sa.Column("vehicle", sa.Text(), nullable=True),
        sa.Column("equipment", sa.Text(), nullable=True),
        sa.Column("signed_in_at", sa.Text(), nullable=True),
        sa.Column("signed_out_at", sa.Text(), nullable=True),
        sa.Column("remarks", sa.Text(), nullable=True),
        sa.Column("state", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("roster_member", schema=None) as batch_op:
        batch_op.create_index("ix_roster_member_conflict", ["id"], unique=False, sqlite_where=sa.text("conflicts > 0"))
        batch_op.create_index(
            "ix_roster_member_list",
            ["role", "name", "alias_number", "call_sign", "agency", "signed_in_at", "state", "conflicts", "created_by"],
            unique=False,
            sqlite_where=sa.text("voided = 0"),
        )
        batch_op.create_index("ix_roster_member_operation", ["operation"], unique=False)
        batch_op.create_index("ix_roster_member_updated_at", ["updated_at"], unique=False)

    op.create_table(
        "screening",
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
        sa.Column("person", sa.Text(), nullable=True),
        sa.Column("operation", sa.Text(), nullable=True),
        sa.Column("recovery", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("screener", sa.Text(), nullable=True),
        sa.Column("screener_role", sa.Text(), nullable=True),
        sa.Column("screener_trained_on", sa.Text(), nullable=True),
        sa.Column("mode", sa.Text(), nullable=True),
        sa.Column("location", sa.Text(), nullable=True),
        sa.Column("others_present", sa.Text(), nullable=True),
        sa.Column("language", sa.Text(), nullable=True),
        sa.Column("interpreter", sa.Text(), nullable=True),
        sa.Column("started_at", sa.Text(), nullable=True),
        sa.Column("signs_of_harm", sa.Text(), nullable=True),
        sa.Column("silenced", sa.Text(), nullable=True),
        sa.Column("no_freedom_of_movement", sa.Text(), nullable=True),
        sa.Column("lives_where_works", sa.Text(), nullable=True),
        sa.Column("owes_debt", sa.Text(), nullable=True),
        sa.Column("contact_controlled", sa.Text(), nullable=True),
        sa.Column("papers_withheld", sa.Text(), nullable=True),
        sa.Column("disclosure_made", sa.BigInteger(), nullable=True),
        sa.Column("disclosure_at", sa.Text(), nullable=True),
        sa.Column("own_words", sa.Text(), nullable=True),
        sa.Column("immediate_danger", sa.BigInteger(), nullable=True),
        sa.Column("stopped_at", sa.Text(), nullable=True),
        sa.Column("observations", sa.Text(), nullable=True),
        sa.Column("state", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("screening", schema=None) as batch_op:
        batch_op.create_index("ix_screening_conflict", ["id"], unique=False, sqlite_where=sa.text("conflicts > 0"))
        batch_op.create_index(
            "ix_screening_list",
            ["started_at", "person", "screener", "reason", "disclosure_made", "state", "conflicts", "created_by"],
            unique=False,
            sqlite_where=sa.text("voided = 0"),
        )
        batch_op.create_index("ix_screening_person", ["person"], unique=False)
        batch_op.create_index("ix_screening_updated_at", ["updated_at"], unique=False)

    op.create_table(
        "search_doc",
        sa.Column("rowid", sa.Integer(), nullable=False),
        sa.Column("record_id", sa.Text(), nullable=False),
        sa.Column("record_type", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("rowid"),
        sa.UniqueConstraint("record_id"),
    )
    op.create_table(
        "search_queue",
        sa.Column("record_id", sa.Text(), nullable=False),
        sa.Column("record_type", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("record_id"),
    )
    op.create_table(
        "search_warrant",
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
        sa.Column("number", sa.Text(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=True),
        sa.Column("status", sa.Text(), nullable=True),
        sa.Column("operation", sa.Text(), nullable=True),
        sa.Column("agency", sa.Text(), nullable=True),
        sa.Column("case_number", sa.Text(), nullable=True),
        sa.Column("target", sa.Text(), nullable=True),
        sa.Column("city", sa.Text(), nullable=True),
        sa.Column("person", sa.Text(), nullable=True),
        sa.Column("provider", sa.Text(), nullable=True),
        sa.Column("affiant", sa.Text(), nullable=True),
        sa.Column("affidavit_at", sa.Text(), nullable=True),
        sa.Column("judge", sa.Text(), nullable=True),
        sa.Column("court", sa.Text(), nullable=True),
        sa.Column("issued_at", sa.Text(), nullable=True),
        sa.Column("night_service", sa.BigInteger(), nullable=True),
        sa.Column("sealed", sa.BigInteger(), nullable=True),
        sa.Column("served_at", sa.Text(), nullable=True),
        sa.Column("served_by", sa.Text(), nullable=True),
        sa.Column("result", sa.Text(), nullable=True),
        sa.Column("notice_given_at", sa.Text(), nullable=True),
        sa.Column("notice_delayed_until", sa.Text(), nullable=True),
        sa.Column("returned_at", sa.Text(), nullable=True),
        sa.Column("remarks", sa.Text(), nullable=True),
        sa.Column("state", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("search_warrant", schema=None) as batch_op:
        batch_op.create_index("ix_search_warrant_conflict", ["id"], unique=False, sqlite_where=sa.text("conflicts > 0"))
        batch_op.create_index(
            "ix_search_warrant_list",
            ["issued_at", "number", "kind", "status", "target", "served_at", "state", "conflicts", "created_by"],
            unique=False,
            sqlite_where=sa.text("voided = 0"),
        )
        batch_op.create_index("ix_search_warrant_person", ["person"], unique=False)
        batch_op.create_index("ix_search_warrant_updated_at", ["updated_at"], unique=False)

    op.create_table(
        "service",
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
        sa.Column("referral", sa.Text(), nullable=True),
        sa.Column("client_code", sa.Text(), nullable=True),
        sa.Column("category", sa.Text(), nullable=True),
        sa.Column("status", sa.Text(), nullable=True),
        sa.Column("provider", sa.Text(), nullable=True),
        sa.Column("worker", sa.Text(), nullable=True),
        sa.Column("delivery", sa.Text(), nullable=True),
        sa.Column("requested_on", sa.Text(), nullable=True),
        sa.Column("due_on", sa.Text(), nullable=True),
        sa.Column("delivered_on", sa.Text(), nullable=True),
        sa.Column("minutes", sa.BigInteger(), nullable=True),
        sa.Column("events", sa.BigInteger(), nullable=True),
        sa.Column("paid_by", sa.Text(), nullable=True),
        sa.Column("age_group", sa.Text(), nullable=True),
        sa.Column("gender", sa.Text(), nullable=True),
        sa.Column("exploitation_type", sa.Text(), nullable=True),
        sa.Column("citizenship", sa.Text(), nullable=True),
        sa.Column("remarks", sa.Text(), nullable=True),
        sa.Column("state", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("service", schema=None) as batch_op:
        batch_op.create_index("ix_service_conflict", ["id"], unique=False, sqlite_where=sa.text("conflicts > 0"))
        batch_op.create_index(
            "ix_service_list",
            [
                "due_on",
                "client_code",
                "category",
                "status",
                "delivered_on",
                "provider",
                "state",
                "conflicts",
                "created_by",
            ],
            unique=False,
            sqlite_where=sa.text("voided = 0"),
        )
        batch_op.create_index("ix_service_referral", ["referral"], unique=False)
        batch_op.create_index("ix_service_updated_at", ["updated_at"], unique=False)

    op.create_table(
        "site",
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
        sa.Column("operation", sa.Text(), nullable=True),
        sa.Column("purpose", sa.Text(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=True),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("address", sa.Text(), nullable=True),
        sa.Column("city", sa.Text(), nullable=True),
        sa.Column("room", sa.Text(), nullable=True),
        sa.Column("contact", sa.Text(), nullable=True),
        sa.Column("filmed_before", sa.BigInteger(), nullable=True),
        sa.Column("filmed_after", sa.BigInteger(), nullable=True),
        sa.Column("hazards", sa.Text(), nullable=True),
        sa.Column("remarks", sa.Text(), nullable=True),
        sa.Column("state", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("site", schema=None) as batch_op:
        batch_op.create_index("ix_site_conflict", ["id"], unique=False, sqlite_where=sa.text("conflicts > 0"))
        batch_op.create_index(
            "ix_site_list",
            ["purpose", "name", "kind", "address", "city", "state", "conflicts", "created_by"],
            unique=False,
            sqlite_where=sa.text("voided = 0"),
        )
        batch_op.create_index("ix_site_operation", ["operation"], unique=False)
        batch_op.create_index("ix_site_updated_at", ["updated_at"], unique=False)

    op.create_table(
        "tally",
        sa.Column("record_type", sa.Text(), nullable=False),
        sa.Column("zone", sa.Text(), nullable=False),
        sa.Column("audience", sa.Text(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("digest", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("record_type", "zone", "audience"),
    )
    op.create_table(
        "task",
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
        sa.Column("what", sa.Text(), nullable=True),
        sa.Column("assigned_to", sa.Text(), nullable=True),
        sa.Column("due_at", sa.Text(), nullable=True),
        sa.Column("priority", sa.Text(), nullable=True),
        sa.Column("status", sa.Text(), nullable=True),
        sa.Column("done_at", sa.Text(), nullable=True),
        sa.Column("done_by", sa.Text(), nullable=True),
        sa.Column("details", sa.Text(), nullable=True),
        sa.Column("recovery", sa.Text(), nullable=True),
        sa.Column("operation", sa.Text(), nullable=True),
        sa.Column("lead", sa.Text(), nullable=True),
        sa.Column("arrest", sa.Text(), nullable=True),
        sa.Column("search_warrant", sa.Text(), nullable=True),
        sa.Column("state", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("task", schema=None) as batch_op:
        batch_op.create_index("ix_task_conflict", ["id"], unique=False, sqlite_where=sa.text("conflicts > 0"))
        batch_op.create_index(
            "ix_task_list",
            ["due_at", "what", "assigned_to", "priority", "status", "state", "conflicts", "created_by"],
            unique=False,
            sqlite_where=sa.text("voided = 0"),
        )
        batch_op.create_index("ix_task_updated_at", ["updated_at"], unique=False)
    op.execute(
        "CREATE VIRTUAL TABLE search USING fts5(name, exact, words, content='', contentless_delete=1, "
        "tokenize='unicode61 remove_diacritics 2', prefix='2 3')"
    )

    op.create_table(
        "withdrawn",
        sa.Column("record_id", sa.Text(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("record_id"),
    )


def downgrade(op: Operations) -> None:
    """Back to version 0."""
    op.drop_table("withdrawn")
    op.execute("DROP TABLE search")
    with op.batch_alter_table("task", schema=None) as batch_op:
        batch_op.drop_index("ix_task_updated_at")
        batch_op.drop_index("ix_task_list", sqlite_where=sa.text("voided = 0"))
        batch_op.drop_index("ix_task_conflict", sqlite_where=sa.text("conflicts > 0"))

    op.drop_table("task")
    op.drop_table("tally")
    with op.batch_alter_table("site", schema=None) as batch_op:
        batch_op.drop_index("ix_site_updated_at")
        batch_op.drop_index("ix_site_operation")
        batch_op.drop_index("ix_site_list", sqlite_where=sa.text("voided = 0"))
        batch_op.drop_index("ix_site_conflict", sqlite_where=sa.text("conflicts > 0"))

    op.drop_table("site")
    with op.batch_alter_table("service", schema=None) as batch_op:
        batch_op.drop_index("ix_service_updated_at")
        batch_op.drop_index("ix_service_referral")
        batch_op.drop_index("ix_service_list", sqlite_where=sa.text("voided = 0"))
        batch_op.drop_index("ix_service_conflict", sqlite_where=sa.text("conflicts > 0"))

    op.drop_table("service")
    with op.batch_alter_table("search_warrant", schema=None) as batch_op:
        batch_op.drop_index("ix_search_warrant_updated_at")
        batch_op.drop_index("ix_search_warrant_person")
        batch_op.drop_index("ix_search_warrant_list", sqlite_where=sa.text("voided = 0"))
        batch_op.drop_index("ix_search_warrant_conflict", sqlite_where=sa.text("conflicts > 0"))

    op.drop_table("search_warrant")
    op.drop_table("search_queue")
    op.drop_table("search_doc")
    with op.batch_alter_table("screening", schema=None) as batch_op:
        batch_op.drop_index("ix_screening_updated_at")
        batch_op.drop_index("ix_screening_person")
        batch_op.drop_index("ix_screening_list", sqlite_where=sa.text("voided = 0"))
        batch_op.drop_index("ix_screening_conflict", sqlite_where=sa.text("conflicts > 0"))

    op.drop_table("screening")
    with op.batch_alter_table("roster_member", schema=None) as batch_op:
        batch_op.drop_index("ix_roster_member_updated_at")
        batch_op.drop_index("ix_roster_member_operation")
        batch_op.drop_index("ix_roster_member_list", sqlite_where=sa.text("voided = 0"))
        batch_op.drop_index("ix_roster_member_conflict", sqlite_where=sa.text("conflicts > 0"))

    op.drop_table("roster_member")
    with op.batch_alter_table("referral", schema=None) as batch_op:
        batch_op.drop_index("ix_referral_updated_at")
        batch_op.drop_index("ix_referral_recovery")
        batch_op.drop_index("ix_referral_list", sqlite_where=sa.text("voided = 0"))
        batch_op.drop_index("ix_referral_conflict", sqlite_where=sa.text("conflicts > 0"))

    op.drop_table("referral")
    with op.batch_alter_table("recovery", schema=None) as batch_op:
        batch_op.drop_index("ix_recovery_updated_at")
        batch_op.drop_index("ix_recovery_person")
        batch_op.drop_index("ix_recovery_list", sqlite_where=sa.text("voided = 0"))
        batch_op.drop_index("ix_recovery_conflict", sqlite_where=sa.text("conflicts > 0"))

    op.drop_table("recovery")
    op.drop_table("receipt")
    op.drop_table("quarantine")
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.drop_index("ix_person_updated_at")
        batch_op.drop_index("ix_person_list", sqlite_where=sa.text("voided = 0"))
        batch_op.drop_index("ix_person_conflict", sqlite_where=sa.text("conflicts > 0"))

    op.drop_table("person")
    op.drop_table("other_record")
    with op.batch_alter_table("operation", schema=None) as batch_op:
        batch_op.drop_index("ix_operation_updated_at")
        batch_op.drop_index("ix_operation_list", sqlite_where=sa.text("voided = 0"))
        batch_op.drop_index("ix_operation_conflict", sqlite_where=sa.text("conflicts > 0"))

    op.drop_table("operation")
    with op.batch_alter_table("note", schema=None) as batch_op:
        batch_op.drop_index("ix_note_updated_at")
        batch_op.drop_index("ix_note_person")
        batch_op.drop_index("ix_note_list", sqlite_where=sa.text("voided = 0"))
        batch_op.drop_index("ix_note_conflict", sqlite_where=sa.text("conflicts > 0"))

    op.drop_table("note")
    op.drop_table("meta")
    with op.batch_alter_table("lead", schema=None) as batch_op:
        batch_op.drop_index("ix_lead_updated_at")
        batch_op.drop_index("ix_lead_person")
        batch_op.drop_index("ix_lead_list", sqlite_where=sa.text("voided = 0"))
        batch_op.drop_index("ix_lead_conflict", sqlite_where=sa.text("conflicts > 0"))

    op.drop_table("lead")
    with op.batch_alter_table("journal", schema=None) as batch_op:
        batch_op.drop_index("ux_journal_change")
        batch_op.drop_index(batch_op.f("ix_journal_record_id"))

    op.drop_table("journal")
    with op.batch_alter_table("identifier", schema=None) as batch_op:
        batch_op.drop_index("ix_identifier_updated_at")
        batch_op.drop_index("ix_identifier_person")
        batch_op.drop_index("ix_identifier_list", sqlite_where=sa.text("voided = 0"))
        batch_op.drop_index("ix_identifier_conflict", sqlite_where=sa.text("conflicts > 0"))

    op.drop_table("identifier")
    with op.batch_alter_table("evidence_item", schema=None) as batch_op:
        batch_op.drop_index("ix_evidence_item_updated_at")
        batch_op.drop_index("ix_evidence_item_search_warrant")
        batch_op.drop_index("ix_evidence_item_person")
        batch_op.drop_index("ix_evidence_item_list", sqlite_where=sa.text("voided = 0"))
        batch_op.drop_index("ix_evidence_item_conflict", sqlite_where=sa.text("conflicts > 0"))

    op.drop_table("evidence_item")
    with op.batch_alter_table("contact_attempt", schema=None) as batch_op:
        batch_op.drop_index("ix_contact_attempt_updated_at")
        batch_op.drop_index("ix_contact_attempt_referral")
        batch_op.drop_index("ix_contact_attempt_list", sqlite_where=sa.text("voided = 0"))
        batch_op.drop_index("ix_contact_attempt_conflict", sqlite_where=sa.text("conflicts > 0"))

    op.drop_table("contact_attempt")
    with op.batch_alter_table("consent", schema=None) as batch_op:
        batch_op.drop_index("ix_consent_updated_at")
        batch_op.drop_index("ix_consent_recovery")
        batch_op.drop_index("ix_consent_list", sqlite_where=sa.text("voided = 0"))
        batch_op.drop_index("ix_consent_conflict", sqlite_where=sa.text("conflicts > 0"))

    op.drop_table("consent")
    with op.batch_alter_table("charge", schema=None) as batch_op:
        batch_op.drop_index("ix_charge_victim")
        batch_op.drop_index("ix_charge_updated_at")
        batch_op.drop_index("ix_charge_list", sqlite_where=sa.text("voided = 0"))
        batch_op.drop_index("ix_charge_conflict", sqlite_where=sa.text("conflicts > 0"))
        batch_op.drop_index("ix_charge_arrest")

    op.drop_table("charge")
    op.drop_table("base")
    with op.batch_alter_table("arrest", schema=None) as batch_op:
        batch_op.drop_index("ix_arrest_updated_at")
        batch_op.drop_index("ix_arrest_person")
        batch_op.drop_index("ix_arrest_list", sqlite_where=sa.text("voided = 0"))
        batch_op.drop_index("ix_arrest_conflict", sqlite_where=sa.text("conflicts > 0"))

    op.drop_table("arrest")
    with op.batch_alter_table("alias", schema=None) as batch_op:
        batch_op.drop_index("ix_alias_updated_at")
        batch_op.drop_index("ix_alias_person")
        batch_op.drop_index("ix_alias_list", sqlite_where=sa.text("voided = 0"))
        batch_op.drop_index("ix_alias_conflict", sqlite_where=sa.text("conflicts > 0"))

    op.drop_table("alias")
    with op.batch_alter_table("agency", schema=None) as batch_op:
        batch_op.drop_index("ix_agency_updated_at")
        batch_op.drop_index("ix_agency_list", sqlite_where=sa.text("voided = 0"))
        batch_op.drop_index("ix_agency_conflict", sqlite_where=sa.text("conflicts > 0"))

    op.drop_table("agency")
