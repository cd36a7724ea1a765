"""The editor of a link: type a few letters, choose by title, or make the other record in place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QToolButton, QWidget

from fieldapp.actions import capture, lookup
from fieldapp.domain.access import EVERY_AGENCY
from fieldapp.domain.fields import Field, Kind
from fieldapp.domain.record import Record
from fieldapp.domain.wire import Json
from fieldapp.records import require_type
from ui.desk import Desk
from ui.forms.editor import PERSONAL_HINTS, Editor
from ui.forms.emblem import glyph_of
from ui.forms.link_search import LinkHit, search_links
from ui.forms.save_queue import take_back
from ui.forms.text_editor import make_line, text_to_wire
from ui.style.icon import icon
from ui.style.look import px
from ui.style.token import Motion, Size, Space, Tone
from ui.text import declared_text, error_text, tr
from ui.widgets.label import set_hint
from ui.widgets.layout import row
from ui.widgets.lead_icon import lead_with

_HITS: Final = 7
_HIT_ROLE: Final = Qt.ItemDataRole.UserRole


@dataclass(frozen=True)
class _New:
    """The row that makes a new record."""

    field_name: str | None


class LinkEditor(Editor):
    """Shows the other record's title. What is typed and not chosen stays, with a sentence; it is never guessed."""

    def __init__(self, field: Field, desk: Desk) -> None:
        super().__init__(field, desk)
        self._record: type[Record] = require_type(field.link or "")
        self._chosen: Json = None
        self._title = ""
        self._asked = ""
        self._line = make_line(is_sensitive=True)
        self._line.setInputMethodHints(PERSONAL_HINTS)
        makes_blank = (new := _new_of(self._record)) is not None and new.field_name is None
        self._line.setPlaceholderText(tr("form.type_or_new" if makes_blank else "form.type_to_find"))
        lead_with(self._line, glyph_of(self._record.type_name), declared_text(self._record.title))
        self._open = QToolButton()
        self._open.setIcon(icon("arrow-square-out", Tone.MUTED, Size.ICON))
        self._open.setIconSize(QSize(px(Size.ICON), px(Size.ICON)))
        self._open.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._open.setAccessibleName(tr("form.open_linked"))
        set_hint(self._open, tr("form.open_linked"))
        self._open.hide()
        # Made by the first search: most links of a page are read, and a list is five widgets.
        self._hits: QListWidget | None = None
        self._adopt(self._line)
        line = row(gap=Space.XS)
        line.addWidget(self._line, stretch=1)
        line.addWidget(self._open)
        self.body.addLayout(line)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(Motion.TYPING_PAUSE)
        self._pause.timeout.connect(self._ask)
        self._line.textEdited.connect(self._on_typed)
        self._open.clicked.connect(self._on_open)

    def focus_widget(self) -> QWidget:
        return self._line

    def pick(self, record_id: str, title: str) -> None:
        """Choose a record, as a click on its row does."""
        self._chosen, self._title = record_id, title
        self._line.setText(title)
        self._line.setCursorPosition(0)
        self._close()
        self._open.setVisible(True)
        self._touch()
        self.left.emit(self.field.name)

    def _show(self, value: Json) -> None:
        words = self.words
        if value == self._chosen and value is not None and not words:
            words = self._title
        self._chosen, self._title = value, words
        self._line.setText(words)
        self._line.setCursorPosition(0)
        self._open.setVisible(value is not None)
        self._close()

    def _read(self) -> Json:
        typed = self._line.text().strip()
        if not typed:
            return None
        if self._chosen is not None and typed == self._title.strip():
            return self._chosen
        raise self._refuse("LINK_UNCHOSEN")

    def _on_typed(self, text: str) -> None:
        self._touch()
        if text.strip():
            self._shown_hits()
            self._pause.start()
        else:
            self._close()

    def _on_left(self) -> None:
        if self._hits is not None:
            self._hits.hide()
        super()._on_left()

    def _close(self) -> None:
        self._pause.stop()
        self._asked = ""
        if self._hits is not None:
            self._hits.clear()
            self._hits.hide()

    def _ask(self) -> None:
        session, text, wanted = self.desk.session, self._line.text().strip(), self._record.type_name
        if session is None:
            return
        self._asked = text
        if not text:
            self._on_found(text, [])
            return
        self.desk.jobs.store(
            lambda: search_links(session, wanted, text, _HITS),
            lambda hits: self._on_found(text, hits),
            lambda fault: self.show_problem(error_text(fault)),
            self,
        )

    def _on_found(self, text: str, hits: list[LinkHit]) -> None:
        if text != self._asked or not self._line.hasFocus():
            return
        shown = self._shown_hits()
        shown.clear()
        for hit in hits:
            _add_row(shown, hit.title, glyph_of(self._record.type_name), hit)
        new = _new_of(self._record)
        if new is not None and (text or new.field_name is None):
            kind = declared_text(self._record.title).lower()
            key = "form.new_named" if new.field_name else "form.new_coded"
            _add_row(shown, tr(key, kind=kind, text=text), "plus", new)
        elif not hits and text:
            _add_row(shown, tr("form.nothing_found"), "info", None)
        rows = shown.count()
        if not rows:
            return
        shown.setCurrentRow(0)
        shown.setFixedHeight(rows * max(1, shown.sizeHintForRow(0)) + px(Space.M))
        shown.show()

    def _shown_hits(self) -> QListWidget:
        if self._hits is not None:
            return self._hits
        made = self._hits = QListWidget()
        made.setObjectName(f"{self.field.name}_hits")
        made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        made.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        made.setIconSize(QSize(px(Size.ICON), px(Size.ICON)))
        made.hide()
        made.itemClicked.connect(self._on_picked)
        self.body.addWidget(made)
        return made

    def _on_picked(self, item: QListWidgetItem) -> None:
        what = item.data(_HIT_ROLE)
        if isinstance(what, LinkHit):
            self.pick(what.record_id, what.title)
        elif isinstance(what, _New):
            self._make_new(what)

    def _make_new(self, new: _New) -> None:
        session, name = self.desk.session, self._record.type_name
        typed = text_to_wire(self._line.text())
        values: dict[str, Json] = {new.field_name: typed} if new.field_name else {}
        self._close()
        if session is not None:
            self.desk.jobs.store(
                lambda: _make(session, name, values),
                self._on_made,
                lambda fault: self.show_problem(error_text(fault)),
                self,
            )

    def _on_made(self, hit: LinkHit) -> None:
        self.desk.remember(lambda: take_back(self.desk))
        self.pick(hit.record_id, hit.title)

    def _on_open(self) -> None:
        if self._chosen is not None:
            self.desk.open("record", record_type=self._record.type_name, record_id=str(self._chosen))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            hits = self._hits
            if hits is None or hits.isHidden():
                if event.key() == Qt.Key.Key_Down and not self._line.text().strip():
                    self._ask()
                    return True
                return super().eventFilter(watched, event)
            key, at = event.key(), hits.currentRow()
            if key in {Qt.Key.Key_Down, Qt.Key.Key_Up}:
                step = 1 if key == Qt.Key.Key_Down else -1
                hits.setCurrentRow(max(0, min(at + step, hits.count() - 1)))
                return True
            if key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
                if hits.currentItem() is not None:
                    self._on_picked(hits.currentItem())
                return True
            if key == Qt.Key.Key_Escape:
                self._close()
                return True
        return super().eventFilter(watched, event)


def _add_row(hits: QListWidget, words: str, glyph: str, what: object) -> None:
    item = QListWidgetItem(icon(glyph, Tone.MUTED), words)
    item.setData(_HIT_ROLE, what)
    hits.addItem(item)


def _new_of(record: type[Record]) -> _New | None:
    """Return how a record of this type is made from a few typed words; None where that makes no sense."""
    if record.audience == EVERY_AGENCY:
        return None
    texts = [name for name in record.label if record.fields[name].kind is Kind.TEXT]
    if record.code is not None:
        # The code is given by the laptop; the words typed go to the next name, where there is one.
        return _New(texts[1] if len(texts) > 1 else None)
    return _New(texts[0]) if len(texts) == 1 == len(record.label) else None


def _make(session: Any, record_type: str, values: dict[str, Json]) -> LinkHit:
    record_id = capture.save_record(session, record_type, values)
    view = lookup.load_record(session, record_type, record_id)
    return LinkHit(record_id, view.title if view else "")
