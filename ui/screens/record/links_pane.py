"""The records around a record: those it names, and those that name it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtWidgets import QWidget

from fieldapp.actions import lookup
from fieldapp.domain.fields import Kind
from fieldapp.records import RECORD_TYPES, children_of, require_type
from ui.desk import Desk
from ui.forms.emblem import glyph_of
from ui.style.token import Space
from ui.text import declared_text, tr
from ui.widgets.jump_line import JumpLine
from ui.widgets.label import Role, label
from ui.widgets.layout import clear, column


@dataclass(frozen=True, repr=False)
class LinkLine:
    """One record nearby; ``part`` is the label of the link that joins them, or the type's title."""

    part: str
    record_type: str
    record_id: str
    title: str


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
            found += [
                LinkLine(declared_text(other.title), other.type_name, linked.record_id, linked.title)
                for linked in lookup.load_linked(session, other.type_name, name, record_id)
            ]
    return found


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
        made = JumpLine(line.title, glyph_of(line.record_type), name=f"link_{line.record_id}")
        made.pressed.connect(lambda: self._desk.open("record", record_type=line.record_type, record_id=line.record_id))
        return made
