"""Questions answered in one line: typed, read when the typing rests or the line is left, kept whatever it is."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from typing import ClassVar, Final

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from ui.forms.editor import PERSONAL_HINTS
from ui.forms.question.entry import Entry, Prompt
from ui.forms.text_editor import make_line, text_to_wire
from ui.style.look import px
from ui.style.token import Size
from ui.text import tr

PAUSE_MS: Final = 600
_WHOLE: Final = re.compile(r"[+-]?[0-9]{1,15}\Z", re.ASCII)
_DECIMAL: Final = re.compile(r"[+-]?([0-9]{1,15}(\.[0-9]{0,15})?|\.[0-9]{1,15})\Z", re.ASCII)
# One comma not before exactly three digits can only be a decimal sign; "1,000" is not guessed at.
_COMMA: Final = re.compile(r"([+-]?[0-9]{1,15}),([0-9]{1,2}|[0-9]{4,15})\Z", re.ASCII)


class UntakenError(ValueError):
    """What is typed is no answer to this question; the argument is the sentence that says so."""


class LineEntry(Entry):
    """One line of text, and the parent of every question that is typed."""

    is_narrow: ClassVar[bool] = False
    hints: ClassVar[Qt.InputMethodHint] = Qt.InputMethodHint.ImhNone

    def __init__(self, prompt: Prompt) -> None:
        super().__init__(prompt)
        self._line: QLineEdit = make_line(is_sensitive=False)
        self._line.setInputMethodHints(PERSONAL_HINTS | self.hints)
        self._line.setProperty("large", True)
        if self.is_narrow:
            self._line.setMaximumWidth(px(Size.PANE))
        self._is_typed = False
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self._on_pause)
        self._line.textEdited.connect(self._on_edited)
        self._line.returnPressed.connect(self._on_return)
        self._line.installEventFilter(self)
        self.setFocusProxy(self._line)
        self._place_line()

    def focus_widget(self) -> QWidget:
        return self._line

    def set_value(self, value: str) -> None:
        if self._is_typed or self._reads_as(value):
            self.value = value
            return
        super().set_value(value)

    def flush(self) -> None:
        self._pause.stop()
        if self._is_typed:
            self._hand_over(say=True)

    def wipe(self) -> None:
        self._pause.stop()
        self._is_typed = False
        super().wipe()

    def typed(self) -> str:
        """Return the text as it stands in the line."""
        return self._line.text()

    def set_hint(self, words: str) -> None:
        """Show words while nothing is typed."""
        self._line.setPlaceholderText(words)

    def type_text(self, text: str) -> None:
        """Put a text in as if the person had typed it."""
        self._line.setText(text)
        self._on_edited()
        self.flush()

    def _place_line(self) -> None:
        self.body.addWidget(self._line)

    def _parse(self, text: str) -> str:
        """Return the value of what is typed. Raises UntakenError."""
        return text_to_wire(text) or ""

    def _format(self, value: str) -> str:
        return value

    def _show(self, value: str) -> None:
        self._line.setText(self._format(value))
        self._line.setCursorPosition(0)

    def _reads_as(self, value: str) -> bool:
        try:
            return bool(value) and self._parse(self._line.text()) == value
        except UntakenError:
            return False

    def _hand_over(self, *, say: bool) -> None:
        try:
            value = self._parse(self._line.text())
        except UntakenError as untaken:
            # In the middle of typing half a date is no mistake yet.
            if say:
                self.complained.emit(str(untaken))
            return
        self._is_typed = False
        self.complained.emit("")
        self._give(value)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QFocusEvent) and event.lostFocus() and event.reason() != Qt.FocusReason.PopupFocusReason:
            self._on_left()
        return super().eventFilter(watched, event)

    def _on_edited(self) -> None:
        self._is_typed = True
        self._pause.start()

    def _on_pause(self) -> None:
        if self._is_typed:
            self._hand_over(say=False)

    def _on_left(self) -> None:
        self.flush()
        if not self._is_typed and self.value and self._line.text() != self._format(self.value):
            self._show(self.value)

    def _on_return(self) -> None:
        self._on_left()
        if not self._is_typed:
            self.went_on.emit()


class TextEntry(LineEntry):
    """A line of plain text."""


class NumbersEntry(LineEntry):
    """A text of digits, as an account number: text that keeps its leading noughts."""

    is_narrow = True
    hints = Qt.InputMethodHint.ImhPreferNumbers


class PhoneEntry(LineEntry):
    """A telephone number, as it is said."""

    is_narrow = True
    hints = Qt.InputMethodHint.ImhDialableCharactersOnly


class EmailEntry(LineEntry):
    """An e-mail address."""

    hints = Qt.InputMethodHint.ImhEmailCharactersOnly


class BarcodeEntry(LineEntry):
    """A code that is typed, or read by a scanner that types it."""

    is_narrow = True

    def __init__(self, prompt: Prompt) -> None:
        super().__init__(prompt)
        self._line.setPlaceholderText(tr("question.barcode_hint"))


class IntegerEntry(LineEntry):
    """A whole number, in the digits of any keyboard."""

    is_narrow = True
    hints = Qt.InputMethodHint.ImhFormattedNumbersOnly

    def _parse(self, text: str) -> str:
        typed = unicodedata.normalize("NFKC", text).strip()
        if not typed:
            return ""
        if not _WHOLE.match(typed):
            raise UntakenError(tr("question.whole_number"))
        return str(int(typed))


class DecimalEntry(LineEntry):
    """A number with a decimal part."""

    is_narrow = True
    hints = Qt.InputMethodHint.ImhFormattedNumbersOnly

    def _parse(self, text: str) -> str:
        typed = _COMMA.sub(r"\1.\2", unicodedata.normalize("NFKC", text).strip())
        if not typed:
            return ""
        if not _DECIMAL.match(typed):
            raise UntakenError(tr("question.number"))
        return f"{Decimal(typed):f}"
