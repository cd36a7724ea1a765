"""Editors of text: one line, and prose."""

from __future__ import annotations

import unicodedata
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from fieldapp.domain.fields import Field
from fieldapp.domain.wire import Json
from ui.desk import Desk
from ui.forms.editor import PERSONAL_HINTS, Editor
from ui.style.look import px
from ui.style.token import Space
from ui.widgets.cut_line import CutLine

# Far above what any field takes, so that too long a text is kept and spoken of, never cut.
_LONGEST_LINE: Final = 10_000_000
_FEWEST_LINES: Final = 3
_MOST_LINES: Final = 14


def text_to_wire(text: str) -> str | None:
    """Return typed text in NFC without blanks around it, None when nothing is left."""
    return unicodedata.normalize("NFC", text).strip() or None


def make_line(*, is_sensitive: bool) -> QLineEdit:
    """A line that takes any length, and keeps personal words from input methods."""
    line = CutLine()
    line.setMaxLength(_LONGEST_LINE)
    if is_sensitive:
        line.setInputMethodHints(PERSONAL_HINTS)
    return line


class TextEditor(Editor):
    """One line of plain text."""

    def __init__(self, field: Field, desk: Desk) -> None:
        super().__init__(field, desk)
        self._line = make_line(is_sensitive=self.is_sensitive)
        self._adopt(self._line)
        self.body.addWidget(self._line)
        self._line.textEdited.connect(self._touch)

    def focus_widget(self) -> QWidget:
        return self._line

    def _show(self, value: Json) -> None:
        shown = str(value) if value is not None else ""
        if self._line.text() != shown:
            self._line.setText(shown)
            self._line.setCursorPosition(0)

    def _read(self) -> Json:
        return text_to_wire(self._line.text())


class NarrativeEditor(Editor):
    """Prose of any length, plain text only; Tab leaves it. It grows with what is written."""

    def __init__(self, field: Field, desk: Desk) -> None:
        super().__init__(field, desk)
        self._prose = QPlainTextEdit()
        self._prose.setTabChangesFocus(True)
        self._prose.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        if self.is_sensitive:
            self._prose.setInputMethodHints(PERSONAL_HINTS)
        self._adopt(self._prose)
        self.body.addWidget(self._prose)
        self._prose.document().documentLayout().documentSizeChanged.connect(self._fit)
        self._prose.textChanged.connect(self._on_changed)
        self._showing = False
        self._fit()

    def focus_widget(self) -> QWidget:
        return self._prose

    def _show(self, value: Json) -> None:
        shown = str(value) if value is not None else ""
        if self._text() != shown:
            self._showing = True
            self._prose.setPlainText(shown)
            self._showing = False

    def _read(self) -> Json:
        return text_to_wire(self._text())

    def _text(self) -> str:
        # toPlainText would turn a no-break space into a space; the raw text only has its own line ends.
        return self._prose.document().toRawText().replace("\u2029", "\n").replace("\u2028", "\n")

    def _on_changed(self) -> None:
        if not self._showing:
            self._touch()

    def _fit(self) -> None:
        lines = max(_FEWEST_LINES, min(_MOST_LINES, round(self._prose.document().size().height())))
        self._prose.setFixedHeight(lines * self._prose.fontMetrics().lineSpacing() + px(Space.L) + px(Space.XS))
