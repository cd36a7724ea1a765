"""A training that somebody completed."""

from collections.abc import Iterator
from datetime import date

from fieldapp.domain.fields import Search, field
from fieldapp.domain.problems import Problem
from fieldapp.domain.record import Record


class Training(
    Record,
    type_name="training",
    title="Training",
    plural="Trainings",
    zone="police",
    icon="mdi6.school-outline",
    label=("who", "course"),
    columns=("who", "course", "agency", "completed_on", "expires_on", "hours"),
    sort="-completed_on",
    sought_by=(("handle", "who", "voided"),),
    area="operations",
):
    """A course that one person completed, and until when it counts."""

    who: str | None = field("Who", max_length=120, required=True, search=Search.TEXT)
    handle: str | None = field(
        "Name in the program", max_length=40, search=Search.EXACT, help="Blank for somebody who does not use it"
    )
    agency: str | None = field("Agency", link="agency")
    course: str | None = field("Course", vocabulary="training_course", required=True)
    completed_on: date | None = field("Completed on", required=True)
    expires_on: date | None = field("Expires on", help="Blank: it does not expire")
    hours: int | None = field("Hours", minimum=0, maximum=1_000)
    provider: str | None = field("Given by", max_length=120, search=Search.TEXT)
    certificate: str | None = field("Certificate", max_length=120, search=Search.EXACT, help="Its number or reference")

    def check(self) -> Iterator[Problem]:
        """It counts from its last day on."""
        if self.completed_on and self.expires_on and self.expires_on < self.completed_on:
            yield Problem("TRAINING_EXPIRES_BEFORE", "expires_on")
