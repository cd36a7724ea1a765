"""A call-out or referral to a partner agency."""

from collections.abc import Iterator

from fieldapp.domain.fields import Instant, Search, field
from fieldapp.domain.problems import Problem
from fieldapp.domain.record import Record

ANSWERED = frozenset({"accepted", "rejected", "arrived", "completed"})


class Referral(
    Record,
    type_name="referral",
    title="Referral",
    zone="shared",
    icon="mdi6.account-arrow-right-outline",
    label=("client_code", "kind"),
    parent="recovery",
    audience="agency",
    columns=("client_code", "kind", "agency", "status", "sent_at", "arrived_at"),
    sort="-sent_at",
    open_while=("sent", "accepted"),
    area="services",
    keeps_drafts=True,
):
    """The agreed minimum about a victim, for the one agency that is asked to help: code name, age group, needs."""

    recovery: str | None = field("Recovery", link="recovery", help="Partners see only its number")
    client_code: str | None = field("Client code name", max_length=40, required=True, search=Search.EXACT)
    kind: str | None = field("Kind", vocabulary="referral_kind", default="call_out", required=True)
    agency: str | None = field("To", link="agency", required=True)
    status: str | None = field("Status", vocabulary="referral_status", default="draft", required=True)
    consent: str | None = field("Consent", link="consent")

    age_group: str | None = field("Age group", vocabulary="age_group", required=True, group="Client")
    gender: str | None = field("Gender", vocabulary="gender", group="Client")
    language: str | None = field("Language", vocabulary="language", group="Client")
    needs: list[str] | None = field("Needs now", vocabulary="immediate_need", group="Client")
    placement_type: str | None = field("Placement", vocabulary="placement_type", group="Client")
    safe_contact: str | None = field(
        "Safe contact", max_length=300, group="Client", help="How to reach the client without putting them in danger"
    )

    requested_by: str | None = field("Requested by", max_length=120, group="Call-out")
    sent_at: Instant | None = field("Sent", group="Call-out")
    meeting_place: str | None = field(
        "Where to come", max_length=200, group="Call-out", help="The meeting place, never the scene"
    )
    answered_at: Instant | None = field("Answered", group="Call-out")
    answered_by: str | None = field("Answered by", max_length=120, group="Call-out")
    arrived_at: Instant | None = field("Arrived", group="Call-out")
    rejection_reason: str | None = field("Why not accepted", max_length=300, group="Call-out")
    closed_at: Instant | None = field("Closed", group="Call-out")
    message: str | None = field("Message", multiline=True, search=Search.TEXT, group="Call-out")

    def check(self) -> Iterator[Problem]:
        """Sent, answered and arrived in that order; a refusal says why."""
        if self.status not in {None, "draft"} and not self.sent_at:
            yield Problem("REFERRAL_SENT_TIME_MISSING", "sent_at")
        if self.status in ANSWERED and not self.answered_at:
            yield Problem("REFERRAL_ANSWER_TIME_MISSING", "answered_at")
        if self.status == "rejected" and not self.rejection_reason:
            yield Problem("REJECTION_REASON_MISSING", "rejection_reason")
        if self.sent_at and self.answered_at and self.answered_at < self.sent_at:
            yield Problem("ANSWERED_BEFORE_SENT", "answered_at")
        if self.sent_at and self.arrived_at and self.arrived_at < self.sent_at:
            yield Problem("ARRIVED_BEFORE_SENT", "arrived_at")
