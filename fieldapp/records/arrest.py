"""An arrest."""

from collections.abc import Iterator
from datetime import date

from fieldapp.domain.fields import Instant, Search, field
from fieldapp.domain.problems import Problem
from fieldapp.domain.record import Record

# The prosecutor's decisions that end the waiting.
FILING_DECIDED = frozenset({"filed", "declined", "diverted"})


def is_line_without_purchaser(report_bucket: object, role: object) -> bool:
    """Say whether an arrest counts as a purchaser's though another part was played (rule R2)."""
    return report_bucket == "BUYER" and role != "purchaser"


class Arrest(
    Record,
    type_name="arrest",
    title="Arrest",
    zone="police",
    icon="mdi6.handcuffs",
    label=("person", "arrested_at"),
    columns=("person", "arrested_at", "role", "report_bucket", "city", "operation"),
    sort="-arrested_at",
    area="enforcement",
    keeps_drafts=True,
):
    """One person arrested once, counted in one line of the yearly report.

    Whether its charges may stand with the arrestee's age is the charge guard's to say.
    """

    person: str | None = field("Arrestee", link="person", required=True, group="Arrest")
    operation: str | None = field("Operation", link="operation", group="Arrest")
    agency: str | None = field("Arresting agency", link="agency", group="Arrest")
    role: str | None = field("Part played", vocabulary="arrest_role", required=True, group="Arrest")
    arrested_at: Instant | None = field("Arrested", required=True, group="Arrest")
    offence_on: date | None = field("Date of offense", group="Arrest", help="Blank means the day of the arrest")
    place: str | None = field("Place", max_length=200, required=True, search=Search.TEXT, group="Arrest")
    city: str | None = field("City", max_length=80, search=Search.TEXT, group="Arrest")
    officer: str | None = field("Arresting officer", max_length=120, group="Arrest")

    estimated_age: int | None = field("Estimated age", minimum=0, maximum=120, group="Age")
    age_basis: str | None = field("How the age is known", vocabulary="age_basis", group="Age")
    apparent_minor: bool | None = field("Looks under 18", group="Age")
    nexus_reviewed: bool | None = field(
        "Exploitation nexus reviewed", group="Age", help="PC 236.23: needed before a minor's arrest is final"
    )

    booking_number: str | None = field("Booking number", max_length=40, search=Search.EXACT, group="Booking")
    report_number: str | None = field("Report number", max_length=40, search=Search.EXACT, group="Booking")
    facility: str | None = field("Booked at", max_length=120, group="Booking")
    disposition: str | None = field("Disposition", vocabulary="arrest_disposition", group="Booking")
    warrant_number: str | None = field("Arrest warrant", max_length=60, search=Search.EXACT, group="Booking")

    unscreened_reason: str | None = field(
        "Why not screened",
        max_length=300,
        group="Victim screening",
        help="PC 236.2: an adult taken for selling is screened for trafficking first; otherwise a supervisor signs why",
    )
    unscreened_by: str | None = field("Signed by", max_length=120, group="Victim screening")
    unscreened_at: Instant | None = field("Signed", group="Victim screening")

    presented_at: Instant | None = field("Presented", group="Prosecution", help="To the district attorney, for filing")
    prosecutor_office: str | None = field("Prosecutor's office", max_length=120, group="Prosecution")
    da_number: str | None = field("Prosecutor's number", max_length=40, search=Search.EXACT, group="Prosecution")
    da_decision: str | None = field("Filing decision", vocabulary="da_decision", group="Prosecution")
    da_decided_on: date | None = field("Decided on", group="Prosecution")
    da_decline_reason: str | None = field("Why declined", max_length=300, group="Prosecution")

    report_bucket: str | None = field(
        "Counts as", vocabulary="report_bucket", required=True, group="Report", help="One line of the yearly report"
    )
    bucket_reason: str | None = field("Why, if changed", max_length=300, group="Report")
    approved_by: str | None = field("Approved by", max_length=120, group="Report")
    approved_at: Instant | None = field("Approved at", group="Report")
    narrative: str | None = field("Narrative", multiline=True, search=Search.TEXT, group="Narrative")

    def check(self) -> Iterator[Problem]:
        """A purchaser's line of the report needs a purchaser; an estimate needs its basis."""
        if is_line_without_purchaser(self.report_bucket, self.role):
            yield Problem("BUCKET_WITHOUT_PURCHASER", "report_bucket")
        if self.estimated_age is not None and not self.age_basis:
            yield Problem("AGE_BASIS_MISSING", "age_basis")
        if self.arrested_at and self.approved_at and self.approved_at < self.arrested_at:
            yield Problem("APPROVED_BEFORE_ARREST", "approved_at")
        if self.da_decision in FILING_DECIDED and not self.da_decided_on:
            yield Problem("FILING_DATE_MISSING", "da_decided_on")
        if self.da_decision == "declined" and not self.da_decline_reason:
            yield Problem("FILING_REASON_MISSING", "da_decline_reason")
