"""A transfer of custody of an item of evidence."""

from collections.abc import Iterator

from fieldapp.domain.fields import Instant, Search, field
from fieldapp.domain.problems import Problem
from fieldapp.domain.record import Record

DENIED = "denied"
SIGNED = "signed"


class CustodyTransfer(
    Record,
    type_name="custody_transfer",
    title="Custody transfer",
    zone="police",
    icon="mdi6.swap-horizontal",
    label=("purpose", "handed_at"),
    parent="evidence_item",
    columns=("handed_at", "handed_by", "received_by", "purpose", "giver_answer", "receiver_answer", "evidence_item"),
    sort="-handed_at",
    area="enforcement",
):
    """An item of evidence passed from one hand to the next. Both sign, the second perhaps later on a laptop of theirs.

    A transfer that somebody denies stays on record with the reason.
    """

    evidence_item: str | None = field("Evidence item", link="evidence_item", required=True, group="Transfer")
    handed_by: str | None = field(
        "Handed over by",
        max_length=120,
        required=True,
        group="Transfer",
        help="Their name in the program: they sign",
    )
    received_by: str | None = field(
        "Received by", max_length=120, required=True, group="Transfer", help="Their name in the program: they sign"
    )
    handed_at: Instant | None = field("When", required=True, group="Transfer")
    purpose: str | None = field("Purpose", vocabulary="custody_purpose", required=True, group="Transfer")
    place: str | None = field("Place", max_length=200, search=Search.TEXT, group="Transfer")
    seal_number: str | None = field("Seal", max_length=60, search=Search.EXACT, group="Transfer")
    seal_intact: bool | None = field("Seal intact", group="Transfer")
    remarks: str | None = field("Remarks", multiline=True, search=Search.TEXT, group="Transfer")

    giver_answer: str | None = field("Answer", vocabulary="custody_answer", group="Who handed it over")
    giver_answered_at: Instant | None = field("Answered", group="Who handed it over")
    giver_reason: str | None = field("Why denied", max_length=300, group="Who handed it over")

    receiver_answer: str | None = field("Answer", vocabulary="custody_answer", group="Who received it")
    receiver_answered_at: Instant | None = field("Answered", group="Who received it")
    receipt_reference: str | None = field(
        "Signed receipt",
        max_length=80,
        search=Search.EXACT,
        group="Who received it",
        help="Number of the paper that somebody signed who does not use this program",
    )
    receiver_reason: str | None = field("Why denied", max_length=300, group="Who received it")

    def check(self) -> Iterator[Problem]:
        """It takes two people, and whoever denies it says why."""
        if self.handed_by and self.handed_by == self.received_by:
            yield Problem("CUSTODY_SAME_PERSON", "received_by")
        for side in ("giver", "receiver"):
            if getattr(self, f"{side}_answer") == DENIED and not getattr(self, f"{side}_reason"):
                yield Problem("CUSTODY_REASON_MISSING", f"{side}_reason")
