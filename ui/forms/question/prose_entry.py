"""A question answered in several lines."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from ui.forms.editor import PERSONAL_HINTS
from ui.forms.question.entry import Entry, Prompt
from ui.forms.question.line_entry import PAUSE_MS
from ui.forms.text_editor import text_to_wire
from ui.style.look import px
from ui.style.token import Space

_FEWEST_LINES: Final = 3
_MOST_LINES: Final = 14


class ProseEntry(Entry):
    """Plain text of any length; Tab leaves it, and it grows with what is written."""

    def __init__(self, prompt: Prompt) -> None:
        super().__init__(prompt)
        self._prose = QPlainTextEdit()
        self._prose.setTabChangesFocus(True)
        self._prose.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._prose.setInputMethodHints(PERSONAL_HINTS)
        self._is_typed = False
        self._is_showing = False
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self.flush)
        self._prose.textChanged.connect(self._on_changed)
        self._prose.document().documentLayout().documentSizeChanged.connect(self._fit)
        self._prose.installEventFilter(self)
        self.setFocusProxy(self._prose)
        self.body.addWidget(self._prose)
        self._fit()

    def focus_widget(self) -> QWidget:
        return self._prose

    def set_value(self, value: str) -> None:
        if self._is_typed or value == self._text():
            self.value = value
            return
        super().set_value(value)

    def flush(self) -> None:
        self._pause.stop()
        if self._is_typed:
            self._is_typed = False
            self._give(self._text())

    def wipe(self) -> None:
        self._pause.stop()
        self._is_typed = False
        super().wipe()

    def _show(self, value: str) -> None:
        self._is_showing = True
        self._prose.setPlainText(value)
        self._is_showing = False

    def _text(self) -> str:
        # toPlainText would turn a no-break space into a space; the raw text only has its own line ends.
        raw = self._prose.document().toRawText().replace("\u2029", "\n").replace("\u2028", "\n")
        return text_to_wire(raw) or ""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QFocusEvent) and event.lostFocus() and event.reason() != Qt.FocusReason.PopupFocusReason:
            self.flush()
        return super().eventFilter(watched, event)

    def _on_changed(self) -> None:
        if not self._is_showing:
            self._is_typed = True
            self._pause.start()

    def _fit(self) -> None:
        lines = max(_FEWEST_LINES, min(_MOST_LINES, round(self._prose.document().size().height())))
        self._prose.setFixedHeight(lines * self._prose.fontMetrics().lineSpacing() + px(Space.L) + px(Space.XS))
