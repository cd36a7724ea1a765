"""The records around a record: those it names, and those that name it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from PySide6.QtWidgets import QWidget

from fieldapp.actions import lookup
from fieldapp.actions.listing import titles_of
from fieldapp.actions.query import query_rows
from fieldapp.domain.fields import Kind
from fieldapp.domain.record import Record
from fieldapp.records import RECORD_TYPES, children_of, require_type
from ui.desk import Desk
from ui.forms.emblem import glyph_of
from ui.style.token import Space
from ui.text import declared_text, tr
from ui.widgets.jump_line import JumpLine
from ui.widgets.label import Role, label
from ui.widgets.layout import clear, column

MOST: Final = 40
"""How many records of one type that name a record have a line of their own."""


@dataclass(frozen=True, repr=False)
class LinkLine:
    """One record nearby; ``part`` is the label of the link that joins them, or the type's title.

    With ``ids`` it leads to the list of all these instead, of which only the newest have lines of their own; without
    a ``record_id`` either it says how many more there are.
    """

    part: str
    record_type: str
    record_id: str
    title: str
    ids: tuple[str, ...] = ()


def read_links(session: Any, record_type: str, record_id: str) -> list[LinkLine]:
    """Return the records around one, on the store's thread. Children stand on the page itself and are left out."""
    record, view = require_type(record_type), lookup.load_record(session, record_type, record_id)
    if view is None:
        return []
    found = [
        LinkLine(
            declared_text(declared.label),
            declared.link or "",
            str(view.values[name]),
            lookup.words_of(session, record, name, view.values[name]),
        )
        for name, declared in record.fields.items()
        if declared.kind is Kind.LINK and view.values.get(name) is not None
    ]
    children = children_of(record_type)
    for other in (each for each in RECORD_TYPES if not each.is_part):
        names = [
            n
            for n, f in other.fields.items()
            if f.link == record_type and not (other in children and n == other.parent)
        ]
        for name in names:
            found += _naming(session, other, name, record_id)
    return found


def _naming(session: Any, other: type[Record], name: str, record_id: str) -> Iterator[LinkLine]:
    """Yield the records of a type that name this one in a field: the newest, then the way to all of them."""
    sql = f'SELECT id FROM "{other.type_name}" WHERE "{name}" = ? AND voided = 0 ORDER BY id'
    ids = tuple(row["id"] for row in query_rows(session, sql, record_id))
    part, shown = declared_text(other.title), ids[-MOST:]
    titles = titles_of(session, other.type_name, shown)
    yield from (LinkLine(part, other.type_name, each, titles.get(each, "")) for each in shown)
    if len(ids) > MOST and _place_of(other.type_name):
        yield LinkLine(part, other.type_name, "", tr("record.links_all", count=f"{len(ids):,}"), ids)
    elif len(ids) > MOST:
        yield LinkLine(part, other.type_name, "", tr("record.links_more", count=f"{len(ids) - MOST:,}"))


def _place_of(record_type: str) -> str:
    """The place with the list of a type; blank for what is listed nowhere."""
    from ui.workspace import LISTED

    return next((place for place, types in LISTED.items() if record_type in types), "")


class LinksPane(QWidget):
    """Each record as a line that opens it."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setObjectName("links_pane")
        self._desk = desk
        self._inside = column(self, gap=Space.XS)

    def show_lines(self, lines: Sequence[LinkLine]) -> None:
        """Show the records."""
        clear(self._inside)
        if not lines:
            self._inside.addWidget(label(tr("record.no_links"), Role.MUTED, wrap=True))
        last = ""
        for line in lines:
            if line.part != last:
                self._inside.addWidget(label(line.part, Role.OVERLINE))
                last = line.part
            self._inside.addWidget(self._line(line))
        self._inside.addStretch()

    def _line(self, line: LinkLine) -> QWidget:
        if not line.record_id and not line.ids:
            return label(line.title, Role.MUTED, wrap=True)
        made = JumpLine(line.title, glyph_of(line.record_type), name=f"link_{line.record_id or 'all'}")
        made.pressed.connect(lambda: self._open(line))
        return made

    def _open(self, line: LinkLine) -> None:
        if not line.ids:
            self._desk.open("record", record_type=line.record_type, record_id=line.record_id)
            return
        kind = line.record_type
        heading = declared_text(require_type(kind).plural)
        self._desk.open(_place_of(kind), record_type=kind, ids=list(line.ids), heading=heading)
