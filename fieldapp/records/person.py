"""A person, whatever part they play in any event."""

from collections.abc import Iterator
from datetime import date

from fieldapp.domain.fields import Search, Sensitivity, field
from fieldapp.domain.problems import Problem
from fieldapp.domain.record import Record

TALLEST_CM = 250


class Person(
    Record,
    type_name="person",
    title="Person",
    plural="People",
    zone="police",
    icon="mdi6.account-outline",
    label=("code_name",),
    code="Doe",
    columns=("code_name", "gender", "estimated_age", "primary_language", "marks"),
    area="people",
):
    """Somebody the task force met or looks for.

    The part they play (victim of a recovery, arrestee, purchaser) is a record of its own that points here, and
    the code name stands for them everywhere: the true name is hidden until somebody reveals it.
    """

    code_name: str | None = field(
        "Code name", max_length=40, required=True, search=Search.EXACT, help="Stands for the name everywhere"
    )
    family_name: str | None = field(
        "Family name", max_length=80, sensitivity=Sensitivity.IDENTITY, search=Search.NAME, group="True name"
    )
    given_name: str | None = field(
        "Given name", max_length=80, sensitivity=Sensitivity.IDENTITY, search=Search.NAME, group="True name"
    )
    middle_name: str | None = field(
        "Middle name", max_length=80, sensitivity=Sensitivity.IDENTITY, search=Search.NAME, group="True name"
    )
    born_on: date | None = field("Date of birth", sensitivity=Sensitivity.PERSONAL, group="Age")
    age_basis: str | None = field(
        "How the age is known", vocabulary="age_basis", group="Age", help="What the date of birth or age rests on"
    )
    estimated_age: int | None = field(
        "Estimated age", minimum=0, maximum=120, group="Age", help="In years, when the date of birth is not known"
    )
    estimated_on: date | None = field("Estimated on", group="Age", help="The day that estimate was made")
    gender: str | None = field("Gender", vocabulary="gender", group="Description")
    race_ethnicity: list[str] | None = field("Race and ethnicity", vocabulary="race_ethnicity", group="Description")
    height_cm: int | None = field("Height (cm)", minimum=30, maximum=TALLEST_CM, group="Description")
    weight_kg: int | None = field("Weight (kg)", minimum=1, maximum=400, group="Description")
    hair: str | None = field("Hair", max_length=60, group="Description")
    eyes: str | None = field("Eyes", max_length=60, group="Description")
    marks: str | None = field("Scars, marks, tattoos", max_length=500, search=Search.TEXT, group="Description")
    primary_language: str | None = field("Primary language", vocabulary="language", group="Contact")
    interpreter_needed: bool | None = field("Needs an interpreter", group="Contact")
    address: str | None = field("Address", max_length=200, sensitivity=Sensitivity.IDENTITY, group="Contact")
    safe_contact: str | None = field(
        "Safe contact", max_length=300, group="Contact", help="How and when to call without putting anybody in danger"
    )
    remarks: str | None = field("Remarks", multiline=True, search=Search.TEXT, group="Remarks")

    def check(self) -> Iterator[Problem]:
        """A date of birth or an estimate needs its basis."""
        if (self.born_on or self.estimated_age is not None) and not self.age_basis:
            yield Problem("AGE_BASIS_MISSING", "age_basis")
