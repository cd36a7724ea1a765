"""A part of an attached file, small enough to travel as one change."""

from fieldapp.domain.fields import field
from fieldapp.domain.record import Record
from fieldapp.records.checklist_part import PART_LENGTH


class AttachmentPart(
    Record,
    type_name="attachment_part",
    title="Part of an attachment",
    plural="Parts of attachments",
    zone="police",
    icon="mdi6.puzzle-outline",
    label=("number",),
    parent="attachment",
    sort="number",
    area="people",
    part=True,
):
    """One piece of an attached file. The pieces in order are the file whose SHA-256 the attachment names."""

    attachment: str | None = field("Attachment", link="attachment", required=True)
    number: int | None = field("Number", minimum=0, required=True)
    content: str | None = field("Content", max_length=PART_LENGTH, required=True)
