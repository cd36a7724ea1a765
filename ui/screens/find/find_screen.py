"""Hits by kind, below the find field of the strip: arrows choose, Enter opens."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QHideEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QStackedWidget, QWidget

from fieldapp.actions.find import Findings, FoundRecord, find_records, index_some
from fieldapp.records import find_type
from ui.desk import Desk
from ui.forms.emblem import glyph_of
from ui.jobs import Fault
from ui.screen import Screen
from ui.screens.board.board_row import BoardRow
from ui.style.look import px
from ui.style.token import Size, Space, Tone
from ui.text import declared_text, error_text, tr
from ui.widgets.banner import Banner
from ui.widgets.card import Card
from ui.widgets.chip import Chip
from ui.widgets.empty_state import EmptyState
from ui.widgets.glyph import Glyph
from ui.widgets.label import Role, label, set_state
from ui.widgets.layout import clear, column, row, scrolled

_FIELD = "find"
# Types that have a place of their own instead of a generated page.
_PLACES = {"checklist": "checklists"}


class FindScreen(Screen):
    """Open with ``query``. What is typed into stays the window's field; its arrows and Enter are taken from there."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._query = ""
        self._shown_query = ""
        self._rows: list[BoardRow] = []
        self._chosen = -1
        self._field: QLineEdit | None = None
        self.banner = Banner(name="find_banner")
        self._note = label("", Role.CAPTION, wrap=True, name="find_note")
        self._pages = QStackedWidget()
        self._start = EmptyState("magnifying-glass", tr("find_screen.title"), tr("find_screen.how"), name="find_start")
        self._none = EmptyState(
            "magnifying-glass", tr("find_screen.none"), tr("find_screen.none_hint"), name="find_none"
        )
        ground = QWidget()
        ground.setObjectName("ground")
        across = row(ground, gap=Space.NONE, margin=Space.XL)
        middle = QWidget()
        middle.setMaximumWidth(px(Size.COLUMN_MAX))
        across.addWidget(middle, stretch=1)
        inside = column(middle, gap=Space.M)
        self._groups = column(gap=Space.M)
        inside.addLayout(self._groups)
        inside.addStretch()
        self._area = scrolled(ground)
        for page in (self._start, self._none, self._area):
            self._pages.addWidget(page)
        outside = column(self, gap=Space.NONE)
        head = column(gap=Space.S)
        head.setContentsMargins(px(Space.XL), px(Space.M), px(Space.XL), Space.NONE)
        head.addWidget(self.banner)
        head.addWidget(self._note)
        outside.addLayout(head)
        outside.addWidget(self._pages, stretch=1)

    def shown(self, **params: object) -> None:
        self._listen()
        self._query = str(params.get("query") or "").strip()
        if not self._query:
            self._forget()
            self._pages.setCurrentWidget(self._start)
            return
        session, query = self.desk.session, self._query
        if session is None:
            return
        self.desk.jobs.store(lambda: find_records(session, query), partial(self._on_found, query), self._on_error, self)

    def locked(self) -> None:
        self._query = ""
        self._forget()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._unlisten()

    def step(self, by: int) -> None:
        """Choose another hit."""
        if self._rows:
            self._choose(max(0, min(len(self._rows) - 1, self._chosen + by)))

    def open_chosen(self) -> bool:
        """Open the chosen hit; False when there is none."""
        if not 0 <= self._chosen < len(self._rows):
            return False
        self._rows[self._chosen].opened.emit()
        return True

    def titles(self) -> list[str]:
        """Every hit, as shown."""
        return [made.accessibleName() for made in self._rows]

    def note(self) -> str:
        """What is said about what may be missing."""
        return self._note.text()

    def _on_found(self, query: str, findings: Findings) -> None:
        if query != self._query:
            return
        self._forget()
        self._shown_query = query
        for record_type, group in findings.groups.items():
            self._groups.addWidget(self._group(record_type, group))
        notes = [tr("find_screen.too_long")] if findings.reason == "TOO_LONG" else []
        if findings.mended:
            notes.append(tr("find_screen.mended"))
        if findings.more:
            notes.append(tr("find_screen.more"))
        if findings.catching_up:
            one = findings.catching_up == 1
            key = "find_screen.catching_up_one" if one else "find_screen.catching_up_many"
            notes.append(tr(key, count=findings.catching_up))
            self._index_on()
        self._note.setText(" ".join(notes))
        self._note.setVisible(bool(notes))
        self._pages.setCurrentWidget(self._area if self._rows else self._none)
        self._choose(0)

    def _index_on(self) -> None:
        # What is still to be indexed is indexed while somebody waits for it.
        session = self.desk.session
        if session is not None:
            self.desk.jobs.store(lambda: index_some(session), None, self._on_error, self)

    def _group(self, record_type: str, group: list[FoundRecord]) -> QWidget:
        record = find_type(record_type)
        card = Card(declared_text(record.plural) if record else record_type, name=f"found_{record_type}")
        card.body.setSpacing(Space.NONE)
        for found in group:
            near = Chip(tr("find_screen.near"), "magic-wand") if found.matched == "near" else None
            lead = Glyph(glyph_of(record_type), Tone.MUTED)
            made = BoardRow(found.title, found.belongs_to, lead=lead, action=near, name="found_row")
            place = _PLACES.get(found.record_type, "record")
            made.opened.connect(
                partial(self.desk.open, place, record_type=found.record_type, record_id=found.record_id)
            )
            self._rows.append(made)
            card.body.addWidget(made)
        return card

    def _choose(self, number: int) -> None:
        if not self._rows:
            return
        if 0 <= self._chosen < len(self._rows):
            set_state(self._rows[self._chosen], "chosen", False)
        self._chosen = number
        set_state(self._rows[number], "chosen", True)
        self._area.ensureWidgetVisible(self._rows[number])

    def _forget(self) -> None:
        self._rows, self._chosen, self._shown_query = [], -1, ""
        self._note.setText("")
        self._note.hide()
        self.banner.hide()
        clear(self._groups)

    def _on_error(self, error: Fault) -> None:
        self.banner.say(tr("find_screen.failed"), error_text(error))

    def _listen(self) -> None:
        found = self.window().findChild(QLineEdit, _FIELD)
        if isinstance(found, QLineEdit) and found is not self._field:
            self._field = found
            found.installEventFilter(self)

    def _unlisten(self) -> None:
        if self._field is not None:
            self._field.removeEventFilter(self)
            self._field = None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._field and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._take_key(event)
        return super().eventFilter(watched, event)

    def _take_key(self, event: QKeyEvent) -> bool:
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 8, Qt.Key.Key_PageUp: -8}
        if event.key() in steps:
            self.step(steps[Qt.Key(event.key())])
            return True
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self._field is not None:
            # Only when these hits are the answer to what stands in the field now.
            return self._field.text().strip() == self._shown_query and self.open_chosen()
        return False
