"""A tip or a lead."""

from collections.abc import Iterator
from datetime import date

from fieldapp.domain.fields import Instant, Search, Sensitivity, field
from fieldapp.domain.problems import Problem
from fieldapp.domain.record import Record

CLOSED = frozenset({"referred", "unfounded", "closed"})


class Lead(
    Record,
    type_name="lead",
    title="Lead",
    zone="police",
    icon="mdi6.lightbulb-on-outline",
    label=("number", "summary"),
    code="Lead",
    columns=("number", "summary", "urgency", "status", "source", "received_at", "assigned_to"),
    sort="-received_at",
    open_while=("new", "triaged", "assigned", "working"),
    area="leads",
    keeps_drafts=True,
):
    """A tip as it came in, how far it can be trusted, and what was done. Held apart until it is assessed."""

    number: str | None = field("Number", max_length=40, required=True, search=Search.EXACT)
    summary: str | None = field("Summary", max_length=300, required=True, search=Search.TEXT)
    source: str | None = field("Source", vocabulary="lead_source", required=True, group="Receipt")
    source_reference: str | None = field("Tip number", max_length=60, search=Search.EXACT, group="Receipt")
    received_at: Instant | None = field("Received", required=True, group="Receipt")
    received_by: str | None = field("Received by", max_length=120, group="Receipt")
    caller: str | None = field(
        "Caller, if not anonymous", max_length=200, sensitivity=Sensitivity.IDENTITY, group="Receipt"
    )

    urgency: str | None = field(
        "Urgency", vocabulary="lead_urgency", default="routine", required=True, group="Assessment"
    )
    source_reliability: str | None = field("Source", vocabulary="source_reliability", group="Assessment")
    information_credibility: str | None = field("Information", vocabulary="information_credibility", group="Assessment")
    exploitation_type: str | None = field("Exploitation", vocabulary="trafficking_type", group="Assessment")
    minor_involved: bool | None = field("A minor may be involved", group="Assessment")

    place: str | None = field("Place", max_length=200, search=Search.TEXT, group="What it says")
    city: str | None = field("City", max_length=80, search=Search.TEXT, group="What it says")
    platform: str | None = field("Site or application", max_length=120, search=Search.TEXT, group="What it says")
    web_address: str | None = field("Web address", max_length=500, search=Search.EXACT, group="What it says")
    person: str | None = field("Person", link="person", group="What it says")
    narrative: str | None = field("Narrative", multiline=True, search=Search.TEXT, group="What it says")

    status: str | None = field("Status", vocabulary="lead_status", default="new", required=True, group="Work")
    assigned_to: str | None = field("Assigned to", max_length=120, group="Work")
    operation: str | None = field("Operation", link="operation", group="Work")
    referred_to: str | None = field("Referred to", link="agency", group="Work")
    suspicion_basis: str | None = field(
        "Basis of reasonable suspicion",
        multiline=True,
        search=Search.TEXT,
        group="Work",
        help="Needed to promote a tip to intelligence (28 CFR 23)",
    )
    review_on: date | None = field("Review or purge on", group="Work")
    closed_on: date | None = field("Closed on", group="Work")
    outcome: str | None = field("Outcome", max_length=500, search=Search.TEXT, group="Work")

    def check(self) -> Iterator[Problem]:
        """Intelligence needs its basis and a review date; a referral its agency; an end its date."""
        if self.status == "intelligence":
            if not self.suspicion_basis:
                yield Problem("LEAD_BASIS_MISSING", "suspicion_basis")
            if not self.review_on:
                yield Problem("LEAD_REVIEW_MISSING", "review_on")
        if self.status == "referred" and not self.referred_to:
            yield Problem("LEAD_AGENCY_MISSING", "referred_to")
        if self.status in CLOSED and not self.closed_on:
            yield Problem("LEAD_CLOSED_DATE_MISSING", "closed_on")
