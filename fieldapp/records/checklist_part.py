"""A part of a checklist's package, small enough to travel as one change."""

from typing import Final

from fieldapp.domain.fields import field
from fieldapp.domain.record import Record

PART_LENGTH: Final = 90_000
"""Characters of base64 in one part; what a part holds is counted from 0."""


def in_parts(text: str) -> list[str]:
    """Cut a long text (base64) into pieces that each travel as one change; in order they are the text again."""
    return [text[start : start + PART_LENGTH] for start in range(0, len(text), PART_LENGTH)]


class ChecklistPart(
    Record,
    type_name="checklist_part",
    title="Part of a checklist",
    plural="Parts of checklists",
    zone="shared",
    icon="mdi6.puzzle-outline",
    label=("number",),
    parent="checklist",
    audience="agency",
    blank_is_everybody=True,
    sort="number",
    area="people",
    part=True,
):
    """One piece of the packed checklist. The pieces in order are the package whose SHA-256 the checklist names."""

    checklist: str | None = field("Checklist", link="checklist", required=True)
    agency: str | None = field("Stays with", link="agency", help="Blank: every agency may use it")
    number: int | None = field("Number", minimum=0, required=True)
    content: str | None = field("Content", max_length=PART_LENGTH, required=True)
