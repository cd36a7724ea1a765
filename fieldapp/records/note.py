"""A note on a record."""

from fieldapp.domain.fields import Instant, Search, field
from fieldapp.domain.record import Record


class Note(
    Record,
    type_name="note",
    title="Note",
    zone="police",
    icon="mdi6.note-text-outline",
    label=("kind", "written_at"),
    columns=("written_at", "kind", "text", "person", "recovery"),
    sort="-written_at",
    area="leads",
):
    """What somebody saw, heard or concluded, each kept apart; people's words stand in quotes."""

    kind: str | None = field("Kind", vocabulary="note_kind", default="observation", required=True)
    written_at: Instant | None = field("Written", required=True)
    text: str | None = field("Text", multiline=True, required=True, search=Search.TEXT)
    person: str | None = field("Person", link="person", group="About")
    recovery: str | None = field("Recovery", link="recovery", group="About")
    operation: str | None = field("Operation", link="operation", group="About")
    arrest: str | None = field("Arrest", link="arrest", group="About")
    search_warrant: str | None = field("Search warrant", link="search_warrant", group="About")
    lead: str | None = field("Lead", link="lead", group="About")
    screening: str | None = field("Screening", link="screening", group="About")
