"""A search warrant through its life."""

from collections.abc import Iterator

from fieldapp.domain.fields import Instant, Search, Sensitivity, field
from fieldapp.domain.problems import Problem
from fieldapp.domain.record import Record

ISSUED = frozenset({"issued", "served", "returned"})
SERVED = frozenset({"served", "returned"})
_IN_ORDER = (
    ("affidavit_at", "issued_at", "WARRANT_ISSUED_BEFORE_SWORN"),
    ("issued_at", "served_at", "WARRANT_SERVED_BEFORE_ISSUED"),
    ("served_at", "returned_at", "WARRANT_RETURNED_BEFORE_SERVED"),
    ("emergency_acquired_at", "court_notified_at", "COURT_NOTIFIED_BEFORE_EMERGENCY"),
)


class SearchWarrant(
    Record,
    type_name="search_warrant",
    title="Search warrant",
    zone="police",
    icon="mdi6.file-sign",
    label=("number",),
    columns=("number", "kind", "status", "target", "issued_at", "served_at"),
    sort="-issued_at",
    area="enforcement",
    keeps_drafts=True,
):
    """A warrant from its affidavit to its return to court; it counts in the yearly report on the day it is served."""

    number: str | None = field("Warrant number", max_length=60, required=True, search=Search.EXACT)
    kind: str | None = field("Kind", vocabulary="warrant_type", required=True)
    status: str | None = field("Status", vocabulary="warrant_status", default="drafting", required=True)
    operation: str | None = field("Operation", link="operation")
    agency: str | None = field("Agency", link="agency")
    case_number: str | None = field("Case number", max_length=60, search=Search.EXACT)

    target: str | None = field(
        "Place, device or account", max_length=300, required=True, search=Search.TEXT, group="Target"
    )
    city: str | None = field("City", max_length=80, search=Search.TEXT, group="Target")
    person: str | None = field("Person", link="person", group="Target")
    provider: str | None = field("Provider", max_length=120, search=Search.TEXT, group="Target")

    affiant: str | None = field("Affiant", max_length=120, group="Court")
    affidavit_at: Instant | None = field("Affidavit sworn", group="Court")
    probable_cause: str | None = field(
        "Probable cause", multiline=True, sensitivity=Sensitivity.PERSONAL, search=Search.TEXT, group="Court"
    )
    items_listed: str | None = field("Items to be seized", multiline=True, search=Search.TEXT, group="Court")
    judge: str | None = field("Judge", max_length=120, group="Court")
    court: str | None = field("Court", max_length=120, group="Court")
    issued_at: Instant | None = field("Issued", group="Court")
    night_service: bool | None = field("Night service endorsed", group="Court")
    sealed: bool | None = field("Sealed", group="Court")

    served_at: Instant | None = field("Served", group="Service")
    served_by: str | None = field("Served by", max_length=120, group="Service")
    result: str | None = field("Items found", multiline=True, search=Search.TEXT, group="Service")
    extended_until: Instant | None = field(
        "Time to serve extended until", group="Service", help="By order of the court, for a tracking device"
    )
    notice_given_at: Instant | None = field("Notice given", group="Service")
    notice_delayed_until: Instant | None = field(
        "Notice delayed until", group="Service", help="By order of the court, for electronic records"
    )
    returned_at: Instant | None = field("Returned to court", group="Service")
    void_reason: str | None = field(
        "Why void", max_length=300, group="Service", help="PC 1534: not served within 10 days, or recalled"
    )
    emergency_acquired_at: Instant | None = field(
        "Obtained in an emergency", group="Service", help="Electronic records without a warrant (PC 1546.1)"
    )
    court_notified_at: Instant | None = field(
        "Court notified", group="Service", help="Within three court days of an emergency"
    )
    remarks: str | None = field("Remarks", multiline=True, search=Search.TEXT, group="Service")

    def check(self) -> Iterator[Problem]:
        """Issued, served and returned in that order, each with its time."""
        for earlier, later, code in _IN_ORDER:
            first, second = getattr(self, earlier), getattr(self, later)
            if first and second and second < first:
                yield Problem(code, later)
        if self.status in ISSUED and not self.issued_at:
            yield Problem("WARRANT_TIME_MISSING", "issued_at", {"label": self.fields["issued_at"].label})
        if self.status in SERVED and not self.served_at:
            yield Problem("WARRANT_TIME_MISSING", "served_at", {"label": self.fields["served_at"].label})
        if self.status == "returned" and not self.returned_at:
            yield Problem("WARRANT_TIME_MISSING", "returned_at", {"label": self.fields["returned_at"].label})
