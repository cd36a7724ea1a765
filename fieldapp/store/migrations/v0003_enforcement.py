"""Version 3: protocol runs, interviews, custody, clocks, reviews, trainings, disclosures, sealed names, files."""

from __future__ import annotations

import sqlalchemy as sa
from alembic.operations import Operations

# What is open, by the statuses that say so: (codes, columns of the list in its first order).
_OPEN = {
    "task": (("open", "started", "waiting"), ("due_at", "what", "assigned_to", "priority", "status")),
    "protocol_step": (("unable",), ("at", "step", "status", "by", "recovery")),
    "service": (
        ("planned", "started"),
        ("due_on", "client_code", "category", "status", "delivered_on", "provider"),
    ),
    "operation": (
        ("draft", "reviewed", "approved", "briefed", "active"),
        ("starts_at", "number", "name", "kind", "status", "risk_class"),
    ),
    "lead": (
        ("new", "triaged", "assigned", "working"),
        ("received_at", "number", "summary", "urgency", "status", "source", "assigned_to"),
    ),
    "referral": (
        ("sent", "accepted"),
        ("sent_at", "client_code", "kind", "agency", "status", "arrived_at"),
    ),
}
_DRAFTS = ("arrest", "evidence_item", "lead", "operation", "recovery", "referral", "screening", "search_warrant")
_TITLES = {"evidence_item": "number", "operation": "number", "person": "code_name"}


def upgrade(op: Operations) -> None:
    """To version 3."""
    op.create_table(
        "arrival",
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("seq"),
    )
    op.create_table(
        "check_in",
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
        sa.Column("roster_member", sa.Text(), nullable=True),
        sa.Column("operation", sa.Text(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=True),
        sa.Column("at", sa.Text(), nullable=True),
        sa.Column("due_at", sa.Text(), nullable=True),
        sa.Column("place", sa.Text(), nullable=True),
        sa.Column("remarks", sa.Text(), nullable=True),
        sa.Column("state", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("check_in", schema=None) as batch_op:
        batch_op.create_index("ix_check_in_conflict", ["id"], unique=False, sqlite_where=sa.text("conflicts > 0"))
        batch_op.create_index(
            "ix_check_in_list",
            ["at", "kind", "due_at", "place", "roster_member", "operation", "state", "conflicts", "created_by"],
            unique=False,
            sqlite_where=sa.text("voided = 0"),
        )
        batch_op.create_index(
            "ix_check_in_operation", ["operation"], unique=False, sqlite_where=sa.text("operation IS NOT NULL")
        )
        batch_op.create_index("ix_check_in_roster_member", ["roster_member"], unique=False)
        batch_op.create_index("ix_check_in_updated_at", ["updated_at"], unique=False)

    op.create_table(
        "clock_change",
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
        sa.Column("clock", sa.Text(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=True),
        sa.Column("at", sa.Text(), nullable=True),
        sa.Column("new_start", sa.Text(), nullable=True),
        sa.Column("until", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("approved_by", sa.Text(), nullable=True),
        sa.Column("recovery", sa.Text(), nullable=True),
        sa.Column("search_warrant", sa.Text(), nullable=True),
        sa.Column("arrest", sa.Text(), nullable=True),
        sa.Column("state", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("clock_change", schema=None) as batch_op:
        batch_op.create_index(
            "ix_clock_change_arrest", ["arrest"], unique=False, sqlite_where=sa.text("arrest IS NOT NULL")
        )
        batch_op.create_index("ix_clock_change_conflict", ["id"], unique=False, sqlite_where=sa.text("conflicts > 0"))
        batch_op.create_index(
            "ix_clock_change_list",
            ["at", "clock", "kind", "new_start", "until", "approved_by", "state", "conflicts", "created_by"],
            unique=False,
            sqlite_where=sa.text("voided = 0"),
        )
        batch_op.create_index(
            "ix_clock_change_recovery", ["recovery"], unique=False, sqlite_where=sa.text("recovery IS NOT NULL")
        )
        batch_op.create_index(
            "ix_clock_change_search_warrant",
            ["search_warrant"],
            unique=False,
            sqlite_where=sa.text("search_warrant IS NOT NULL"),
        )
        batch_op.create_index("ix_clock_change_updated_at", ["updated_at"], unique=False)

    op.create_table(
        "custody_transfer",
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
        sa.Column("evidence_item", sa.Text(), nullable=True),
        sa.Column("handed_by", sa.Text(), nullable=True),
        sa.Column("received_by", sa.Text(), nullable=True),
        sa.Column("handed_at", sa.Text(), nullable=True),
        sa.Column("purpose", sa.Text(), nullable=True),
        sa.Column("place", sa.Text(), nullable=True),
        sa.Column("seal_number", sa.Text(), nullable=True),
        sa.Column("seal_intact", sa.BigInteger(), nullable=True),
        sa.Column("remarks", sa.Text(), nullable=True),
        sa.Column("giver_answer", sa.Text(), nullable=True),
        sa.Column("giver_answered_at", sa.Text(), nullable=True),
        sa.Column("giver_reason", sa.Text(), nullable=True),
        sa.Column("receiver_answer", sa.Text(), nullable=True),
        sa.Column("receiver_answered_at", sa.Text(), nullable=True),
        sa.Column("receipt_reference", sa.Text(), nullable=True),
        sa.Column("receiver_reason", sa.Text(), nullable=True),
        sa.Column("state", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("custody_transfer", schema=None) as batch_op:
        batch_op.create_index(
            "ix_custody_transfer_conflict", ["id"], unique=False, sqlite_where=sa.text("conflicts > 0")
        )
        batch_op.create_index("ix_custody_transfer_evidence_item", ["evidence_item"], unique=False)
        batch_op.create_index(
            "ix_custody_transfer_list",
            [
                "handed_at",
                "handed_by",
                "received_by",
                "purpose",
                "giver_answer",
                "receiver_answer",
                "evidence_item",
                "state",
                "conflicts",
                "created_by",
            ],
            unique=False,
            sqlite_where=sa.text("voided = 0"),
        )
        batch_op.create_index("ix_custody_transfer_updated_at", ["updated_at"], unique=False)

    op.create_table(
        "interview",
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
        sa.Column("person", sa.Text(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=True),
        sa.Column("interviewer", sa.Text(), nullable=True),
        sa.Column("scheduled_for", sa.Text(), nullable=True),
        sa.Column("place", sa.Text(), nullable=True),
        sa.Column("language", sa.Text(), nullable=True),
        sa.Column("interpreter", sa.Text(), nullable=True),
        sa.Column("advocate_notice_at", sa.Text(), nullable=True),
        sa.Column("advocate_answer", sa.Text(), nullable=True),
        sa.Column("support_person_answer", sa.Text(), nullable=True),
        sa.Column("advocate_called_at", sa.Text(), nullable=True),
        sa.Column("advocate_arrived_at", sa.Text(), nullable=True),
        sa.Column("waiver_reference", sa.Text(), nullable=True),
        sa.Column("waiver_signed_at", sa.Text(), nullable=True),
        sa.Column("waiver_revoked_at", sa.Text(), nullable=True),
        sa.Column("started_at", sa.Text(), nullable=True),
        sa.Column("ended_at", sa.Text(), nullable=True),
        sa.Column("others_present", sa.Text(), nullable=True),
        sa.Column("recording_reference", sa.Text(), nullable=True),
        sa.Column("summary", sa.Text(), nullable=True),
        sa.Column("state", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("interview", schema=None) as batch_op:
        batch_op.create_index("ix_interview_conflict", ["id"], unique=False, sqlite_where=sa.text("conflicts > 0"))
        batch_op.create_index(
            "ix_interview_list",
            [
                "started_at",
                "kind",
                "interviewer",
                "scheduled_for",
                "ended_at",
                "advocate_answer",
                "person",
                "state",
                "conflicts",
                "created_by",
            ],
            unique=False,
            sqlite_where=sa.text("voided = 0"),
        )
        batch_op.create_index("ix_interview_person", ["person"], unique=False)
        batch_op.create_index("ix_interview_recovery", ["recovery"], unique=False)
        batch_op.create_index("ix_interview_updated_at", ["updated_at"], unique=False)

    op.create_table(
        "protocol_step",
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
        sa.Column("step", sa.Text(), nullable=True),
        sa.Column("status", sa.Text(), nullable=True),
        sa.Column("at", sa.Text(), nullable=True),
        sa.Column("by", sa.Text(), nullable=True),
        sa.Column("owner", sa.Text(), nullable=True),
        sa.Column("contact", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("template", sa.Text(), nullable=True),
        sa.Column("state", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("protocol_step", schema=None) as batch_op:
        batch_op.create_index("ix_protocol_step_conflict", ["id"], unique=False, sqlite_where=sa.text("conflicts > 0"))
        batch_op.create_index(
            "ix_protocol_step_list",
            ["at", "step", "status", "by", "recovery", "state", "conflicts", "created_by"],
            unique=False,
            sqlite_where=sa.text("voided = 0"),
        )
        batch_op.create_index("ix_protocol_step_recovery", ["recovery"], unique=False)
        batch_op.create_index("ix_protocol_step_updated_at", ["updated_at"], unique=False)

    op.create_table(
        "responder",
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
        sa.Column("kind", sa.Text(), nullable=True),
        sa.Column("agency", sa.Text(), nullable=True),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("called_at", sa.Text(), nullable=True),
        sa.Column("called_by", sa.Text(), nullable=True),
        sa.Column("arrived_at", sa.Text(), nullable=True),
        sa.Column("left_at", sa.Text(), nullable=True),
        sa.Column("declined_at", sa.Text(), nullable=True),
        sa.Column("declined_reason", sa.Text(), nullable=True),
        sa.Column("remarks", sa.Text(), nullable=True),
        sa.Column("state", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("responder", schema=None) as batch_op:
        batch_op.create_index("ix_responder_conflict", ["id"], unique=False, sqlite_where=sa.text("conflicts > 0"))
        batch_op.create_index(
            "ix_responder_list",
            [
                "called_at",
                "kind",
                "agency",
                "arrived_at",
                "declined_at",
                "recovery",
                "state",
                "conflicts",
                "created_by",
            ],
            unique=False,
            sqlite_where=sa.text("voided = 0"),
        )
        batch_op.create_index("ix_responder_recovery", ["recovery"], unique=False)
        batch_op.create_index("ix_responder_updated_at", ["updated_at"], unique=False)

    op.create_table(
        "review",
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
        sa.Column("record_type", sa.Text(), nullable=True),
        sa.Column("record_id", sa.Text(), nullable=True),
        sa.Column("decision", sa.Text(), nullable=True),
        sa.Column("comment", sa.Text(), nullable=True),
        sa.Column("reviewer", sa.Text(), nullable=True),
        sa.Column("reviewed_at", sa.Text(), nullable=True),
        sa.Column("state", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("review", schema=None) as batch_op:
        batch_op.create_index("ix_review_conflict", ["id"], unique=False, sqlite_where=sa.text("conflicts > 0"))
        batch_op.create_index(
            "ix_review_list",
            ["reviewed_at", "decision", "record_type", "reviewer", "comment", "state", "conflicts", "created_by"],
            unique=False,
            sqlite_where=sa.text("voided = 0"),
        )
        batch_op.create_index(
            "ix_review_record_id", ["record_id"], unique=False, sqlite_where=sa.text("record_id IS NOT NULL")
        )
        batch_op.create_index("ix_review_updated_at", ["updated_at"], unique=False)

    op.create_table(
        "training",
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
        sa.Column("who", sa.Text(), nullable=True),
        sa.Column("handle", sa.Text(), nullable=True),
        sa.Column("agency", sa.Text(), nullable=True),
        sa.Column("course", sa.Text(), nullable=True),
        sa.Column("completed_on", sa.Text(), nullable=True),
        sa.Column("expires_on", sa.Text(), nullable=True),
        sa.Column("hours", sa.BigInteger(), nullable=True),
        sa.Column("provider", sa.Text(), nullable=True),
        sa.Column("certificate", sa.Text(), nullable=True),
        sa.Column("state", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("training", schema=None) as batch_op:
        batch_op.create_index("ix_training_conflict", ["id"], unique=False, sqlite_where=sa.text("conflicts > 0"))
        batch_op.create_index(
            "ix_training_list",
            ["completed_on", "who", "course", "agency", "expires_on", "hours", "state", "conflicts", "created_by"],
            unique=False,
            sqlite_where=sa.text("voided = 0"),
        )
        batch_op.create_index("ix_training_updated_at", ["updated_at"], unique=False)

    op.add_column("agency", sa.Column("acute_exam", sa.BigInteger(), nullable=True))

    with op.batch_alter_table("arrest", schema=None) as batch_op:
        batch_op.add_column(sa.Column("unscreened_reason", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("unscreened_by", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("unscreened_at", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("presented_at", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("prosecutor_office", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("da_number", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("da_decision", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("da_decided_on", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("da_decline_reason", sa.Text(), nullable=True))
        batch_op.create_index(
            "ix_arrest_operation", ["operation"], unique=False, sqlite_where=sa.text("operation IS NOT NULL")
        )

    with op.batch_alter_table("charge", schema=None) as batch_op:
        batch_op.add_column(sa.Column("nibrs", sa.Text(), nullable=True))

    with op.batch_alter_table("evidence_item", schema=None) as batch_op:
        batch_op.add_column(sa.Column("contraband", sa.BigInteger(), nullable=True))
        batch_op.create_index(
            "ix_evidence_item_arrest", ["arrest"], unique=False, sqlite_where=sa.text("arrest IS NOT NULL")
        )
        batch_op.create_index(
            "ix_evidence_item_operation", ["operation"], unique=False, sqlite_where=sa.text("operation IS NOT NULL")
        )
        batch_op.create_index(
            "ix_evidence_item_recovery", ["recovery"], unique=False, sqlite_where=sa.text("recovery IS NOT NULL")
        )

    with op.batch_alter_table("identifier", schema=None) as batch_op:
        batch_op.create_index("ix_identifier_lead", ["lead"], unique=False, sqlite_where=sa.text("lead IS NOT NULL"))

    with op.batch_alter_table("lead", schema=None) as batch_op:
        batch_op.create_index(
            "ix_lead_operation", ["operation"], unique=False, sqlite_where=sa.text("operation IS NOT NULL")
        )

    with op.batch_alter_table("note", schema=None) as batch_op:
        batch_op.create_index("ix_note_arrest", ["arrest"], unique=False, sqlite_where=sa.text("arrest IS NOT NULL"))
        batch_op.create_index("ix_note_lead", ["lead"], unique=False, sqlite_where=sa.text("lead IS NOT NULL"))
        batch_op.create_index(
            "ix_note_operation", ["operation"], unique=False, sqlite_where=sa.text("operation IS NOT NULL")
        )
        batch_op.create_index(
            "ix_note_recovery", ["recovery"], unique=False, sqlite_where=sa.text("recovery IS NOT NULL")
        )
        batch_op.create_index(
            "ix_note_screening", ["screening"], unique=False, sqlite_where=sa.text("screening IS NOT NULL")
        )
        batch_op.create_index(
            "ix_note_search_warrant",
            ["search_warrant"],
            unique=False,
            sqlite_where=sa.text("search_warrant IS NOT NULL"),
        )

    with op.batch_alter_table("operation", schema=None) as batch_op:
        batch_op.add_column(sa.Column("check_in_minutes", sa.BigInteger(), nullable=True))
        batch_op.add_column(sa.Column("notice_released_at", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("notice_released_by", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("reviewed_by", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("reviewed_at", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("closed_at", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("closed_by", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("cancelled_reason", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("places_visited", sa.BigInteger(), nullable=True))
        batch_op.add_column(sa.Column("people_reached", sa.BigInteger(), nullable=True))
        batch_op.add_column(sa.Column("signs_posted", sa.BigInteger(), nullable=True))
        batch_op.add_column(sa.Column("materials", sa.Text(), nullable=True))

    with op.batch_alter_table("recovery", schema=None) as batch_op:
        batch_op.add_column(sa.Column("was_missing", sa.BigInteger(), nullable=True))
        batch_op.add_column(sa.Column("missing_reported_at", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("missing_entered_at", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("foster_care", sa.BigInteger(), nullable=True))
        batch_op.add_column(sa.Column("ncmec_notified_at", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("located_notice_at", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("comfort_given", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("restraints_used", sa.BigInteger(), nullable=True))
        batch_op.add_column(sa.Column("restraints_reason", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("exam_facility", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("exam_consent", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("exam_kit", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("hub_visited_at", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("support_person_answer", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("waiver_reference", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("waiver_revoked_at", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("informed_at", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("cross_reported_at", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("hhs_notified_at", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("review_72h_at", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("mdt_at", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("endorsement_given_at", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("endorsement_refused_at", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("new_evidence_at", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("reconsidered_at", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("certification_requested_at", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("in_removal", sa.BigInteger(), nullable=True))
        batch_op.add_column(sa.Column("certification_answered_at", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("unscreened_reason", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("unscreened_by", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("unscreened_at", sa.Text(), nullable=True))
        batch_op.create_index(
            "ix_recovery_operation", ["operation"], unique=False, sqlite_where=sa.text("operation IS NOT NULL")
        )

    with op.batch_alter_table("referral", schema=None) as batch_op:
        batch_op.create_index(
            "ix_referral_consent", ["consent"], unique=False, sqlite_where=sa.text("consent IS NOT NULL")
        )

    with op.batch_alter_table("roster_member", schema=None) as batch_op:
        batch_op.add_column(sa.Column("handle", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("on_site_at", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("next_check_in_at", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("checked_in_at", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("off_site_at", sa.Text(), nullable=True))

    with op.batch_alter_table("screening", schema=None) as batch_op:
        batch_op.create_index(
            "ix_screening_operation", ["operation"], unique=False, sqlite_where=sa.text("operation IS NOT NULL")
        )
        batch_op.create_index(
            "ix_screening_recovery", ["recovery"], unique=False, sqlite_where=sa.text("recovery IS NOT NULL")
        )

    with op.batch_alter_table("search_warrant", schema=None) as batch_op:
        batch_op.add_column(sa.Column("probable_cause", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("items_listed", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("extended_until", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("void_reason", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("emergency_acquired_at", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("court_notified_at", sa.Text(), nullable=True))
        batch_op.create_index(
            "ix_search_warrant_operation", ["operation"], unique=False, sqlite_where=sa.text("operation IS NOT NULL")
        )

    with op.batch_alter_table("task", schema=None) as batch_op:
        batch_op.add_column(sa.Column("reassigned_reason", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("asked_supervisor", sa.Text(), nullable=True))
        batch_op.create_index("ix_task_arrest", ["arrest"], unique=False, sqlite_where=sa.text("arrest IS NOT NULL"))
        batch_op.create_index("ix_task_lead", ["lead"], unique=False, sqlite_where=sa.text("lead IS NOT NULL"))
        batch_op.create_index(
            "ix_task_operation", ["operation"], unique=False, sqlite_where=sa.text("operation IS NOT NULL")
        )
        batch_op.create_index(
            "ix_task_recovery", ["recovery"], unique=False, sqlite_where=sa.text("recovery IS NOT NULL")
        )
        batch_op.create_index(
            "ix_task_screening", ["screening"], unique=False, sqlite_where=sa.text("screening IS NOT NULL")
        )
        batch_op.create_index(
            "ix_task_search_warrant",
            ["search_warrant"],
            unique=False,
            sqlite_where=sa.text("search_warrant IS NOT NULL"),
        )

    op.create_table(
        "age_evidence",
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
        sa.Column("basis", sa.Text(), nullable=True),
        sa.Column("born_on", sa.Text(), nullable=True),
        sa.Column("age", sa.BigInteger(), nullable=True),
        sa.Column("stated_on", sa.Text(), nullable=True),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("kept_from", sa.Text(), nullable=True),
        sa.Column("noted_by", sa.Text(), nullable=True),
        sa.Column("noted_at", sa.Text(), nullable=True),
        sa.Column("state", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("age_evidence", schema=None) as batch_op:
        batch_op.create_index("ix_age_evidence_conflict", ["id"], unique=False, sqlite_where=sa.text("conflicts > 0"))
        batch_op.create_index("ix_age_evidence_person", ["person"], unique=False)
        batch_op.create_index("ix_age_evidence_updated_at", ["updated_at"], unique=False)

    op.create_table(
        "disclosure",
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
        sa.Column("record_type", sa.Text(), nullable=True),
        sa.Column("record_id", sa.Text(), nullable=True),
        sa.Column("person", sa.Text(), nullable=True),
        sa.Column("recipient", sa.Text(), nullable=True),
        sa.Column("basis", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("what", sa.Text(), nullable=True),
        sa.Column("given_by", sa.Text(), nullable=True),
        sa.Column("at", sa.Text(), nullable=True),
        sa.Column("withheld", sa.Text(), nullable=True),
        sa.Column("sha256", sa.Text(), nullable=True),
        sa.Column("state", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("disclosure", schema=None) as batch_op:
        batch_op.create_index("ix_disclosure_conflict", ["id"], unique=False, sqlite_where=sa.text("conflicts > 0"))
        batch_op.create_index("ix_disclosure_person", ["person"], unique=False)
        batch_op.create_index(
            "ix_disclosure_record_id", ["record_id"], unique=False, sqlite_where=sa.text("record_id IS NOT NULL")
        )
        batch_op.create_index("ix_disclosure_updated_at", ["updated_at"], unique=False)

    op.create_table(
        "image_view",
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
        sa.Column("viewer", sa.Text(), nullable=True),
        sa.Column("viewed_at", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("state", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("image_view", schema=None) as batch_op:
        batch_op.create_index("ix_image_view_attachment", ["attachment"], unique=False)
        batch_op.create_index("ix_image_view_conflict", ["id"], unique=False, sqlite_where=sa.text("conflicts > 0"))
        batch_op.create_index("ix_image_view_updated_at", ["updated_at"], unique=False)

    op.create_table(
        "keeper",
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
        sa.Column("handle", sa.Text(), nullable=True),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("agency", sa.Text(), nullable=True),
        sa.Column("public_key", sa.Text(), nullable=True),
        sa.Column("since", sa.Text(), nullable=True),
        sa.Column("state", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("keeper", schema=None) as batch_op:
        batch_op.create_index("ix_keeper_conflict", ["id"], unique=False, sqlite_where=sa.text("conflicts > 0"))
        batch_op.create_index("ix_keeper_updated_at", ["updated_at"], unique=False)

    op.create_table(
        "name_opening",
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
        sa.Column("sealed_name", sa.Text(), nullable=True),
        sa.Column("asked_by", sa.Text(), nullable=True),
        sa.Column("asked_at", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("asked_with", sa.Text(), nullable=True),
        sa.Column("once_key", sa.Text(), nullable=True),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("answered_by", sa.Text(), nullable=True),
        sa.Column("answered_with", sa.Text(), nullable=True),
        sa.Column("answered_at", sa.Text(), nullable=True),
        sa.Column("answer_reason", sa.Text(), nullable=True),
        sa.Column("half", sa.Text(), nullable=True),
        sa.Column("opened_at", sa.Text(), nullable=True),
        sa.Column("state", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("name_opening", schema=None) as batch_op:
        batch_op.create_index(
            "ix_name_opening_answered_with",
            ["answered_with"],
            unique=False,
            sqlite_where=sa.text("answered_with IS NOT NULL"),
        )
        batch_op.create_index(
            "ix_name_opening_asked_with",
            ["asked_with"],
            unique=False,
            sqlite_where=sa.text("asked_with IS NOT NULL"),
        )
        batch_op.create_index("ix_name_opening_conflict", ["id"], unique=False, sqlite_where=sa.text("conflicts > 0"))
        batch_op.create_index("ix_name_opening_sealed_name", ["sealed_name"], unique=False)
        batch_op.create_index("ix_name_opening_updated_at", ["updated_at"], unique=False)

    op.create_table(
        "published_report",
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
        sa.Column("first_day", sa.Text(), nullable=True),
        sa.Column("last_day", sa.Text(), nullable=True),
        sa.Column("as_of", sa.Text(), nullable=True),
        sa.Column("published_at", sa.Text(), nullable=True),
        sa.Column("published_by", sa.Text(), nullable=True),
        sa.Column("program_version", sa.Text(), nullable=True),
        sa.Column("sha256", sa.Text(), nullable=True),
        sa.Column("public_key", sa.Text(), nullable=True),
        sa.Column("signature", sa.Text(), nullable=True),
        sa.Column("parts", sa.BigInteger(), nullable=True),
        sa.Column("part_digests", sa.Text(), nullable=True),
        sa.Column("state", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("published_report", schema=None) as batch_op:
        batch_op.create_index(
            "ix_published_report_conflict", ["id"], unique=False, sqlite_where=sa.text("conflicts > 0")
        )
        batch_op.create_index("ix_published_report_updated_at", ["updated_at"], unique=False)

    op.create_table(
        "published_report_part",
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
        sa.Column("published_report", sa.Text(), nullable=True),
        sa.Column("number", sa.BigInteger(), nullable=True),
        sa.Column("content", sa.Text(), nullable=True),
        sa.Column("state", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("published_report_part", schema=None) as batch_op:
        batch_op.create_index(
            "ix_published_report_part_conflict", ["id"], unique=False, sqlite_where=sa.text("conflicts > 0")
        )
        batch_op.create_index("ix_published_report_part_published_report", ["published_report"], unique=False)
        batch_op.create_index("ix_published_report_part_updated_at", ["updated_at"], unique=False)

    op.create_table(
        "sealed_name",
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
        sa.Column("alias_number", sa.Text(), nullable=True),
        sa.Column("agency", sa.Text(), nullable=True),
        sa.Column("content", sa.Text(), nullable=True),
        sa.Column("boxes", sa.Text(), nullable=True),
        sa.Column("sealed_by", sa.Text(), nullable=True),
        sa.Column("sealed_at", sa.Text(), nullable=True),
        sa.Column("state", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("sealed_name", schema=None) as batch_op:
        batch_op.create_index(
            "ix_sealed_name_alias_number",
            ["alias_number"],
            unique=False,
            sqlite_where=sa.text("alias_number IS NOT NULL"),
        )
        batch_op.create_index("ix_sealed_name_conflict", ["id"], unique=False, sqlite_where=sa.text("conflicts > 0"))
        batch_op.create_index("ix_sealed_name_updated_at", ["updated_at"], unique=False)

    with op.batch_alter_table("attachment", schema=None) as batch_op:
        batch_op.add_column(sa.Column("record_type", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("record_id", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("description", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("distressing", sa.BigInteger(), nullable=True))
        batch_op.add_column(sa.Column("taken_at", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("taken_source", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("taken_place", sa.Text(), nullable=True))
        batch_op.create_index(
            "ix_attachment_record_id", ["record_id"], unique=False, sqlite_where=sa.text("record_id IS NOT NULL")
        )

    _index_what_is_open(op)
    op.create_index(
        "ix_contact_attempt_next_attempt_on",
        "contact_attempt",
        ["next_attempt_on"],
        sqlite_where=sa.text("next_attempt_on IS NOT NULL"),
    )
    for table, name in (("roster_member", "name"), ("training", "who")):
        op.create_index(
            f"ix_{table}_handle", table, ["handle", name, "voided"], sqlite_where=sa.text("handle IS NOT NULL")
        )
    for table in _DRAFTS:
        columns = ["updated_by", "updated_at", "created_by", "id"]
        op.create_index(f"ix_{table}_draft", table, columns, sqlite_where=sa.text("voided = 0 AND state = 'draft'"))
    for table, name in _TITLES.items():
        op.create_index(f"ix_{table}_title", table, [sa.text(f"{name} COLLATE NOCASE"), "id"])


def _index_what_is_open(op: Operations) -> None:
    for table, (codes, columns) in _OPEN.items():
        listed = ", ".join(f"'{code}'" for code in codes)
        op.create_index(
            f"ix_{table}_open",
            table,
            [*columns, "state", "conflicts", "created_by", "id"],
            sqlite_where=sa.text(f"voided = 0 AND status IN ({listed})"),
        )


def downgrade(op: Operations) -> None:
    """Back to version 2."""
    op.drop_table("arrival")
    for table in _TITLES:
        op.drop_index(f"ix_{table}_title")
    for table in _DRAFTS:
        op.drop_index(f"ix_{table}_draft")
    op.drop_index("ix_training_handle")
    op.drop_index("ix_roster_member_handle")
    op.drop_index("ix_contact_attempt_next_attempt_on")
    for table in _OPEN:
        op.drop_index(f"ix_{table}_open")
    op.drop_index("ix_attachment_record_id")
    op.drop_column("attachment", "taken_place")
    op.drop_column("attachment", "taken_source")
    op.drop_column("attachment", "taken_at")
    op.drop_column("attachment", "distressing")
    op.drop_column("attachment", "description")
    op.drop_column("attachment", "record_id")
    op.drop_column("attachment", "record_type")

    op.drop_index("ix_sealed_name_updated_at")
    op.drop_index("ix_sealed_name_conflict")
    op.drop_index("ix_sealed_name_alias_number")

    op.drop_table("sealed_name")
    op.drop_index("ix_published_report_part_updated_at")
    op.drop_index("ix_published_report_part_published_report")
    op.drop_index("ix_published_report_part_conflict")

    op.drop_table("published_report_part")
    op.drop_index("ix_published_report_updated_at")
    op.drop_index("ix_published_report_conflict")

    op.drop_table("published_report")
    op.drop_index("ix_name_opening_updated_at")
    op.drop_index("ix_name_opening_sealed_name")
    op.drop_index("ix_name_opening_conflict")
    op.drop_index("ix_name_opening_asked_with")
    op.drop_index("ix_name_opening_answered_with")

    op.drop_table("name_opening")
    op.drop_index("ix_keeper_updated_at")
    op.drop_index("ix_keeper_conflict")

    op.drop_table("keeper")
    op.drop_index("ix_image_view_updated_at")
    op.drop_index("ix_image_view_conflict")
    op.drop_index("ix_image_view_attachment")

    op.drop_table("image_view")
    op.drop_index("ix_disclosure_updated_at")
    op.drop_index("ix_disclosure_record_id")
    op.drop_index("ix_disclosure_person")
    op.drop_index("ix_disclosure_conflict")

    op.drop_table("disclosure")
    op.drop_index("ix_age_evidence_updated_at")
    op.drop_index("ix_age_evidence_person")
    op.drop_index("ix_age_evidence_conflict")

    op.drop_table("age_evidence")

    op.drop_index("ix_task_search_warrant")
    op.drop_index("ix_task_screening")
    op.drop_index("ix_task_recovery")
    op.drop_index("ix_task_operation")
    op.drop_index("ix_task_lead")
    op.drop_index("ix_task_arrest")
    op.drop_column("task", "asked_supervisor")
    op.drop_column("task", "reassigned_reason")

    op.drop_index("ix_search_warrant_operation")
    op.drop_column("search_warrant", "court_notified_at")
    op.drop_column("search_warrant", "emergency_acquired_at")
    op.drop_column("search_warrant", "void_reason")
    op.drop_column("search_warrant", "extended_until")
    op.drop_column("search_warrant", "items_listed")
    op.drop_column("search_warrant", "probable_cause")

    op.drop_index("ix_screening_recovery")
    op.drop_index("ix_screening_operation")

    op.drop_column("roster_member", "off_site_at")
    op.drop_column("roster_member", "checked_in_at")
    op.drop_column("roster_member", "next_check_in_at")
    op.drop_column("roster_member", "on_site_at")
    op.drop_column("roster_member", "handle")

    op.drop_index("ix_referral_consent")

    op.drop_index("ix_recovery_operation")
    op.drop_column("recovery", "unscreened_at")
    op.drop_column("recovery", "unscreened_by")
    op.drop_column("recovery", "unscreened_reason")
    op.drop_column("recovery", "certification_answered_at")
    op.drop_column("recovery", "in_removal")
    op.drop_column("recovery", "certification_requested_at")
    op.drop_column("recovery", "reconsidered_at")
    op.drop_column("recovery", "new_evidence_at")
    op.drop_column("recovery", "endorsement_refused_at")
    op.drop_column("recovery", "endorsement_given_at")
    op.drop_column("recovery", "mdt_at")
    op.drop_column("recovery", "review_72h_at")
    op.drop_column("recovery", "hhs_notified_at")
    op.drop_column("recovery", "cross_reported_at")
    op.drop_column("recovery", "informed_at")
    op.drop_column("recovery", "waiver_revoked_at")
    op.drop_column("recovery", "waiver_reference")
    op.drop_column("recovery", "support_person_answer")
    op.drop_column("recovery", "hub_visited_at")
    op.drop_column("recovery", "exam_kit")
    op.drop_column("recovery", "exam_consent")
    op.drop_column("recovery", "exam_facility")
    op.drop_column("recovery", "restraints_reason")
    op.drop_column("recovery", "restraints_used")
    op.drop_column("recovery", "comfort_given")
    op.drop_column("recovery", "located_notice_at")
    op.drop_column("recovery", "ncmec_notified_at")
    op.drop_column("recovery", "foster_care")
    op.drop_column("recovery", "missing_entered_at")
    op.drop_column("recovery", "missing_reported_at")
    op.drop_column("recovery", "was_missing")

    op.drop_column("operation", "materials")
    op.drop_column("operation", "signs_posted")
    op.drop_column("operation", "people_reached")
    op.drop_column("operation", "places_visited")
    op.drop_column("operation", "cancelled_reason")
    op.drop_column("operation", "closed_by")
    op.drop_column("operation", "closed_at")
    op.drop_column("operation", "reviewed_at")
    op.drop_column("operation", "reviewed_by")
    op.drop_column("operation", "notice_released_by")
    op.drop_column("operation", "notice_released_at")
    op.drop_column("operation", "check_in_minutes")

    op.drop_index("ix_note_search_warrant")
    op.drop_index("ix_note_screening")
    op.drop_index("ix_note_recovery")
    op.drop_index("ix_note_operation")
    op.drop_index("ix_note_lead")
    op.drop_index("ix_note_arrest")

    op.drop_index("ix_lead_operation")

    op.drop_index("ix_identifier_lead")

    op.drop_index("ix_evidence_item_recovery")
    op.drop_index("ix_evidence_item_operation")
    op.drop_index("ix_evidence_item_arrest")
    op.drop_column("evidence_item", "contraband")

    op.drop_column("charge", "nibrs")

    op.drop_index("ix_arrest_operation")
    op.drop_column("arrest", "da_decline_reason")
    op.drop_column("arrest", "da_decided_on")
    op.drop_column("arrest", "da_decision")
    op.drop_column("arrest", "da_number")
    op.drop_column("arrest", "prosecutor_office")
    op.drop_column("arrest", "presented_at")
    op.drop_column("arrest", "unscreened_at")
    op.drop_column("arrest", "unscreened_by")
    op.drop_column("arrest", "unscreened_reason")

    op.drop_column("agency", "acute_exam")

    op.drop_index("ix_training_updated_at")
    op.drop_index("ix_training_list")
    op.drop_index("ix_training_conflict")

    op.drop_table("training")
    op.drop_index("ix_review_updated_at")
    op.drop_index("ix_review_record_id")
    op.drop_index("ix_review_list")
    op.drop_index("ix_review_conflict")

    op.drop_table("review")
    op.drop_index("ix_responder_updated_at")
    op.drop_index("ix_responder_recovery")
    op.drop_index("ix_responder_list")
    op.drop_index("ix_responder_conflict")

    op.drop_table("responder")
    op.drop_index("ix_protocol_step_updated_at")
    op.drop_index("ix_protocol_step_recovery")
    op.drop_index("ix_protocol_step_list")
    op.drop_index("ix_protocol_step_conflict")

    op.drop_table("protocol_step")
    op.drop_index("ix_interview_updated_at")
    op.drop_index("ix_interview_recovery")
    op.drop_index("ix_interview_person")
    op.drop_index("ix_interview_list")
    op.drop_index("ix_interview_conflict")

    op.drop_table("interview")
    op.drop_index("ix_custody_transfer_updated_at")
    op.drop_index("ix_custody_transfer_list")
    op.drop_index("ix_custody_transfer_evidence_item")
    op.drop_index("ix_custody_transfer_conflict")

    op.drop_table("custody_transfer")
    op.drop_index("ix_clock_change_updated_at")
    op.drop_index("ix_clock_change_search_warrant")
    op.drop_index("ix_clock_change_recovery")
    op.drop_index("ix_clock_change_list")
    op.drop_index("ix_clock_change_conflict")
    op.drop_index("ix_clock_change_arrest")

    op.drop_table("clock_change")
    op.drop_index("ix_check_in_updated_at")
    op.drop_index("ix_check_in_roster_member")
    op.drop_index("ix_check_in_operation")
    op.drop_index("ix_check_in_list")
    op.drop_index("ix_check_in_conflict")

    op.drop_table("check_in")
