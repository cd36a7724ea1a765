"""One charge of an arrest."""

from collections.abc import Iterator
from datetime import date

from fieldapp.domain.fields import Search, field
from fieldapp.domain.problems import Problem
from fieldapp.domain.record import Record

CLOSED = frozenset({"rejected", "dismissed", "diverted", "acquitted", "plea", "convicted", "vacated"})


class Charge(
    Record,
    type_name="charge",
    title="Charge",
    zone="police",
    icon="mdi6.gavel",
    label=("offence",),
    parent="arrest",
    columns=("offence", "counts", "level", "disposition", "court_case_number"),
    sort="offence",
    area="enforcement",
):
    """A count or several of one offence of the dated offence table, and what became of it in court."""

    arrest: str | None = field("Arrest", link="arrest", required=True)
    offence: str | None = field("Offense", vocabulary="offence", required=True)
    offence_on: date | None = field("Date of offense", help="Blank means the arrest's")
    counts: int | None = field("Counts", minimum=1, maximum=999, default=1)
    level: str | None = field("Level", vocabulary="charge_level")
    nibrs: str | None = field("NIBRS code", max_length=8, help="Blank: as the offense table suggests")
    attempted: bool | None = field("Attempt")
    victim: str | None = field("Victim", link="person")
    disposition: str | None = field("Disposition", vocabulary="charge_disposition", default="pending", required=True)
    disposed_on: date | None = field("Disposed on")
    filed_on: date | None = field("Filed on")
    court_case_number: str | None = field("Court case number", max_length=60, search=Search.EXACT)
    prosecutor: str | None = field("Prosecutor", max_length=120)
    sentence: str | None = field("Sentence", max_length=300)
    remarks: str | None = field("Remarks", multiline=True, search=Search.TEXT)

    def check(self) -> Iterator[Problem]:
        """A disposition that ends the charge has a date, and not before the filing."""
        if self.disposition in CLOSED and not self.disposed_on:
            yield Problem("DISPOSITION_DATE_MISSING", "disposed_on")
        if self.filed_on and self.disposed_on and self.disposed_on < self.filed_on:
            yield Problem("DISPOSED_BEFORE_FILED", "disposed_on")
