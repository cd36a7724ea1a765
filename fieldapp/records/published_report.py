"""A report whose figures were published, signed."""

from datetime import date

from fieldapp.domain.fields import Instant, field
from fieldapp.domain.record import Record


class PublishedReport(
    Record,
    type_name="published_report",
    title="Published report",
    zone="police",
    icon="mdi6.file-sign",
    label=("name",),
    columns=("published_at", "name", "first_day", "last_day", "as_of", "published_by"),
    sort="-published_at",
    area="operations",
    part=True,
):
    """The figures of a period as they stood at an instant, with their questions and rows; they never change again."""

    name: str | None = field("Name", max_length=120, required=True)
    first_day: date | None = field("First day", required=True)
    last_day: date | None = field("Last day", required=True)
    as_of: Instant | None = field("As of", required=True)
    published_at: Instant | None = field("Published", required=True)
    published_by: str | None = field("Published by", max_length=120, required=True)
    program_version: str | None = field("Version of the program", max_length=40, required=True)
    sha256: str | None = field("SHA-256", max_length=64, required=True)
    public_key: str | None = field("Key it was signed with", max_length=64, required=True)
    signature: str | None = field("Signature", max_length=200, required=True)
    parts: int | None = field("Parts", minimum=0, required=True)
    part_digests: str | None = field("SHA-256 of each part", max_length=20_000, required=True)
