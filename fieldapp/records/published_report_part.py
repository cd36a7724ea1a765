"""A part of a published report, small enough to travel as one change."""

from fieldapp.domain.fields import field
from fieldapp.domain.record import Record
from fieldapp.records.checklist_part import PART_LENGTH


class PublishedReportPart(
    Record,
    type_name="published_report_part",
    title="Part of a published report",
    plural="Parts of published reports",
    zone="police",
    icon="mdi6.puzzle-outline",
    label=("number",),
    parent="published_report",
    sort="number",
    area="operations",
    part=True,
):
    """One piece of a published report. The pieces in order are the text whose SHA-256 the report names and signs."""

    published_report: str | None = field("Published report", link="published_report", required=True)
    number: int | None = field("Number", minimum=0, required=True)
    content: str | None = field("Content", max_length=PART_LENGTH, required=True)
