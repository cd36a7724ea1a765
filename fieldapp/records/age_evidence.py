"""What somebody's age rests on."""

from collections.abc import Iterator
from datetime import date

from fieldapp.domain.fields import Instant, Search, Sensitivity, field
from fieldapp.domain.people import age_on
from fieldapp.domain.problems import Problem
from fieldapp.domain.record import Record


class AgeEvidence(
    Record,
    type_name="age_evidence",
    title="Evidence of age",
    plural="Ages by their evidence",
    zone="police",
    icon="mdi6.calendar-account-outline",
    label=("basis", "stated_on"),
    parent="person",
    columns=("stated_on", "basis", "age", "source"),
    sort="-stated_on",
    area="people",
    part=True,
):
    """An age as it was claimed, looked, was documented or verified: each stands beside the others, none replaces one.

    What counts is the person's own date of birth or estimate, which says on which of them it rests.
    """

    person: str | None = field("Person", link="person", required=True)
    basis: str | None = field("How the age is known", vocabulary="age_basis", required=True)
    born_on: date | None = field("Date of birth", sensitivity=Sensitivity.PERSONAL)
    age: int | None = field("Age", minimum=0, maximum=120, help="In years, on the day it was stated")
    stated_on: date | None = field("Stated on", required=True)
    source: str | None = field("Source", max_length=200, search=Search.TEXT, help="Who said so, or which document")
    kept_from: str | None = field(
        "Kept from", max_length=20, help="The record on which it stood until another age was written over it"
    )
    noted_by: str | None = field("First written by", max_length=40, help="Of one that was kept: who wrote it then")
    noted_at: Instant | None = field("First written at")

    def check(self) -> Iterator[Problem]:
        """It gives a date of birth or an age, and where it gives both they agree to within a year."""
        if not self.born_on and self.age is None:
            yield Problem("AGE_MISSING", "age")
        if not (self.born_on and self.stated_on):
            return
        if self.born_on > self.stated_on:
            yield Problem("AGE_BORN_LATER", "born_on")
        elif self.age is not None and abs(age_on(self.born_on, self.stated_on) - self.age) > 1:
            yield Problem("AGE_CONTRADICTS", "age")
