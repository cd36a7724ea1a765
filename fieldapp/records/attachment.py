"""A file kept with a record."""

from collections.abc import Iterator

from fieldapp.domain.fields import Instant, field
from fieldapp.domain.problems import Problem
from fieldapp.domain.record import Record


class Attachment(
    Record,
    type_name="attachment",
    title="Attachment",
    zone="police",
    icon="mdi6.paperclip",
    label=("name",),
    parent="screening",
    columns=("name", "media_type", "size_bytes"),
    sort="name",
    sought_by=("record_id",),
    area="people",
    part=True,
):
    """A photograph, signature or document, as the answer to a question or with any record; it lies beside in parts."""

    screening: str | None = field("Screening", link="screening")
    question: str | None = field("Question", max_length=2_000)
    record_type: str | None = field("Kind of record", max_length=40)
    record_id: str | None = field("Record", max_length=36)
    name: str | None = field("Name of the file", max_length=200, required=True)
    media_type: str | None = field("Kind of file", max_length=100, required=True)
    size_bytes: int | None = field("Size in bytes", minimum=0, required=True)
    sha256: str | None = field("SHA-256", max_length=64, required=True)
    parts: int | None = field("Parts", minimum=0, required=True)
    description: str | None = field("What it shows", max_length=300)
    distressing: bool | None = field("Distressing to look at", help="Opened with a reason only, and counted")
    taken_at: Instant | None = field("Taken")
    taken_source: str | None = field("Time known from", vocabulary="capture_source")
    taken_place: str | None = field("Where", max_length=200)

    def check(self) -> Iterator[Problem]:
        """It belongs to a question of a screening or to one other record."""
        if bool(self.screening and self.question) == bool(self.record_type and self.record_id):
            yield Problem("ATTACHMENT_OWNER", "record_id")
