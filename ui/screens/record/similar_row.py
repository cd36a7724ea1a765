"""What this laptop already holds that may be what is being typed, each with a way to it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any, Final

from PySide6.QtWidgets import QWidget

from fieldapp.actions.find import FoundRecord, find_similar
from fieldapp.actions.lookup import load_record
from fieldapp.domain.fields import Search
from fieldapp.domain.record import Record
from fieldapp.domain.wire import Json
from ui.desk import Desk
from ui.forms.emblem import glyph_of
from ui.jobs import Fault
from ui.style.token import Space, Tone
from ui.text import tr
from ui.widgets.button import Kind, button
from ui.widgets.glyph import Glyph
from ui.widgets.label import Role, label
from ui.widgets.layout import clear, column, row

_MOST: Final = 3
_TELLING: Final = frozenset({Search.EXACT, Search.NAME})


def read_similar(session: Any, record_type: str, record_id: str) -> list[FoundRecord]:
    """Return the records like this one, on the store's thread; none when it is gone."""
    view = load_record(session, record_type, record_id)
    return find_similar(session, record_type, view.values, exclude=record_id) if view is not None else []


class SimilarRow(QWidget):
    """Not to be seen while there is nothing like it. It never stands in the way of saving."""

    def __init__(self, desk: Desk, record: type[Record]) -> None:
        super().__init__()
        self.setObjectName("similar_row")
        self._desk = desk
        self._record = record
        self._asked = 0
        self._inside = column(self, gap=Space.XS)
        self.hide()

    def look(self, record_id: str | None, saved: Mapping[str, Json]) -> None:
        """Look for records like this one, if what was saved of it can tell anything."""
        session, name = self._desk.session, self._record.type_name
        fields = (self._record.fields[each] for each in saved if each in self._record.fields)
        if session is None or record_id is None or not any(each.search in _TELLING for each in fields):
            return
        self._asked += 1
        asked = self._asked
        self._desk.jobs.store(
            lambda: read_similar(session, name, record_id),
            lambda found: self._on_found(asked, found),
            self._on_failed,
            self,
        )

    def forget(self) -> None:
        """Show nothing, whatever is still being looked for."""
        self._asked += 1
        self._show([])

    def _on_found(self, asked: int, found: Sequence[FoundRecord]) -> None:
        if asked == self._asked:
            self._show(found[:_MOST])

    def _on_failed(self, _fault: Fault) -> None:
        # A hint that cannot be had is no reason to disturb whoever is typing.
        self.forget()

    def _show(self, found: Sequence[FoundRecord]) -> None:
        clear(self._inside)
        if found:
            self._inside.addWidget(label(tr("record.similar"), Role.MUTED, name="similar_words"))
        for one in found:
            self._inside.addWidget(self._line(one))
        self.setVisible(bool(found))

    def _line(self, one: FoundRecord) -> QWidget:
        made = QWidget()
        inside = row(made, gap=Space.S)
        inside.addWidget(Glyph(glyph_of(one.record_type), Tone.MUTED))
        words = f"{one.title} \N{MIDDLE DOT} {one.belongs_to}" if one.belongs_to else one.title
        inside.addWidget(label(words, wrap=True, name="similar_title"), stretch=1)
        way = button(tr("record.similar_open"), Kind.QUIET, glyph="arrow-right", name=f"similar_{one.record_id}")
        way.setAccessibleName(f"{tr('record.similar_open')}: {words}")
        way.clicked.connect(partial(self._open, one))
        inside.addWidget(way)
        return made

    def _open(self, one: FoundRecord, _checked: bool = False) -> None:
        self._desk.open("record", record_type=one.record_type, record_id=one.record_id)
