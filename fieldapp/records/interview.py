"""An interview with a victim."""

from collections.abc import Iterator

from fieldapp.domain.fields import Instant, Search, field
from fieldapp.domain.problems import Problem
from fieldapp.domain.record import Record


class Interview(
    Record,
    type_name="interview",
    title="Interview",
    zone="police",
    icon="mdi6.account-voice",
    label=("kind", "started_at"),
    parent="recovery",
    columns=("kind", "interviewer", "scheduled_for", "started_at", "ended_at", "advocate_answer", "person"),
    sort="-started_at",
    area="people",
):
    """One talk with a victim, planned or held. Nobody is interviewed before being told of the right to an advocate."""

    recovery: str | None = field("Recovery", link="recovery", required=True, group="Interview")
    person: str | None = field("Person", link="person", group="Interview")
    kind: str | None = field("Kind", vocabulary="interview_kind", required=True, group="Interview")
    interviewer: str | None = field("Interviewer", max_length=120, required=True, group="Interview")
    scheduled_for: Instant | None = field("Planned for", group="Interview")
    place: str | None = field("Place", max_length=200, search=Search.TEXT, group="Interview")
    language: str | None = field("Language", vocabulary="language", group="Interview")
    interpreter: str | None = field(
        "Interpreter", max_length=120, group="Interview", help="Independent, never somebody who came with the person"
    )

    advocate_notice_at: Instant | None = field(
        "Told of the right to an advocate", group="Right to an advocate", help="PC 236.21: before the interview starts"
    )
    advocate_answer: str | None = field("Answer", vocabulary="advocate_answer", group="Right to an advocate")
    support_person_answer: str | None = field(
        "Support person", vocabulary="support_answer", group="Right to an advocate"
    )
    advocate_called_at: Instant | None = field("Advocate called", group="Right to an advocate")
    advocate_arrived_at: Instant | None = field("Advocate arrived", group="Right to an advocate")
    waiver_reference: str | None = field(
        "Waiver",
        max_length=80,
        search=Search.EXACT,
        group="Right to an advocate",
        help="WIC 23020: where the signed form is; it may be revoked at any time",
    )
    waiver_signed_at: Instant | None = field("Waiver signed", group="Right to an advocate")
    waiver_revoked_at: Instant | None = field("Waiver revoked", group="Right to an advocate")

    started_at: Instant | None = field("Started", group="Held")
    ended_at: Instant | None = field("Ended", group="Held")
    others_present: str | None = field(
        "Who else was present", max_length=300, group="Held", help='"Nobody" is an answer'
    )
    recording_reference: str | None = field(
        "Recording", max_length=120, search=Search.EXACT, group="Held", help="Its reference only"
    )
    summary: str | None = field(
        "Summary", multiline=True, search=Search.TEXT, group="Held", help="The person's words in quotes"
    )

    def check(self) -> Iterator[Problem]:
        """Rule R8: the right to an advocate comes first, and who does without one has signed so."""
        if self.started_at and not (self.advocate_notice_at and self.advocate_notice_at <= self.started_at):
            yield Problem("INTERVIEW_WITHOUT_NOTICE", "advocate_notice_at")
        if self.advocate_answer == "declined" and not (self.waiver_reference or self.waiver_signed_at):
            yield Problem("WAIVER_MISSING", "waiver_reference")
        if self.waiver_signed_at and self.waiver_revoked_at and self.waiver_revoked_at < self.waiver_signed_at:
            yield Problem("WAIVER_REVOKED_BEFORE_SIGNED", "waiver_revoked_at")
        if self.advocate_called_at and self.advocate_arrived_at and self.advocate_arrived_at < self.advocate_called_at:
            yield Problem("ADVOCATE_ARRIVED_BEFORE_CALL", "advocate_arrived_at")
        if self.started_at and self.ended_at and self.ended_at < self.started_at:
            yield Problem("INTERVIEW_ENDS_BEFORE_STARTS", "ended_at")
