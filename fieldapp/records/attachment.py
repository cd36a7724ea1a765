"""A file that answers a question of a screening."""

from fieldapp.domain.fields import field
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
    area="people",
    part=True,
):
    """A photograph, signature or document given as an answer; the file itself lies beside it in parts."""

    screening: str | None = field("Screening", link="screening", required=True)
    question: str | None = field("Question", max_length=2_000, required=True)
    name: str | None = field("Name of the file", max_length=200, required=True)
    media_type: str | None = field("Kind of file", max_length=100, required=True)
    size_bytes: int | None = field("Size in bytes", minimum=0, required=True)
    sha256: str | None = field("SHA-256", max_length=64, required=True)
    parts: int | None = field("Parts", minimum=0, required=True)
