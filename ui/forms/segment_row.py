"""A few answers side by side; none chosen is an answer that has not been given."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QPushButton, QSizePolicy

from ui.style.look import px
from ui.style.token import Space
from ui.widgets.button import Kind, button
from ui.widgets.layout import row


class SegmentRow(QFrame):
    """One stop for the Tab key. 1 to 9 choose, arrows move, Delete takes the answer back, a click on it too."""

    picked = Signal()

    def __init__(self, options: Sequence[tuple[str, str]], *, large: bool = False, numbered: bool = False) -> None:
        super().__init__()
        self.setProperty("kind", "segments")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._codes = [code for code, _words in options]
        self._words = [words for _code, words in options]
        self._buttons: list[QPushButton] = []
        self._code: str | None = None
        self._inside = row(self, gap=Space.XS)
        for number, (code, words) in enumerate(options, start=1):
            made = button(
                f"{number}   {words}" if numbered else words, Kind.SECONDARY, name=f"option_{code}", large=large
            )
            made.setCheckable(True)
            made.setProperty("segment", True)
            made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            made.setSizePolicy(
                QSizePolicy.Policy.Expanding if large else QSizePolicy.Policy.Maximum,
                made.sizePolicy().verticalPolicy(),
            )
            made.clicked.connect(self._on_clicked)
            self._buttons.append(made)
            self._inside.addWidget(made)
        self._speak()

    def sizeHint(self) -> QSize:
        # Side by side, also while they are not: else what stood one below the other for a moment would stay so.
        return QSize(self._across(), super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        # One below the other, if need be: then the widest answer is all the width it takes.
        widest = max((made.sizeHint().width() for made in self._buttons), default=0)
        return QSize(widest + px(Space.S), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        fits = self._across() <= self.width()
        self._inside.setDirection(QBoxLayout.Direction.LeftToRight if fits else QBoxLayout.Direction.TopToBottom)

    def _across(self) -> int:
        """The width that all answers side by side take, the frame included."""
        return sum(made.sizeHint().width() + px(Space.XS) for made in self._buttons)

    def code(self) -> str | None:
        """The answer chosen, None while there is none."""
        return self._code

    def set_code(self, code: str | None) -> None:
        """Show an answer without telling anybody."""
        self._code = code if code in self._codes else None
        for name, made in zip(self._codes, self._buttons, strict=True):
            made.setChecked(name == self._code)
        self._speak()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        number = key - Qt.Key.Key_1
        if 0 <= number < len(self._codes):
            self._pick(self._codes[number])
        elif key in {Qt.Key.Key_Delete, Qt.Key.Key_Backspace}:
            self._pick(None)
        elif key in {Qt.Key.Key_Left, Qt.Key.Key_Right}:
            self._step(1 if key == Qt.Key.Key_Right else -1)
        elif event.text().strip() and (named := self._named(event.text().lower())) is not None:
            self._pick(named)
        else:
            super().keyPressEvent(event)

    def _named(self, letter: str) -> str | None:
        found = [code for code, words in zip(self._codes, self._words, strict=True) if words.lower().startswith(letter)]
        return found[0] if len(found) == 1 else None

    def _step(self, by: int) -> None:
        place = (
            self._codes.index(self._code) + by if self._code in self._codes else (0 if by > 0 else len(self._codes) - 1)
        )
        self._pick(self._codes[max(0, min(place, len(self._codes) - 1))])

    def _pick(self, code: str | None) -> None:
        changed = code != self._code
        self.set_code(code)
        if changed:
            self.picked.emit()

    def _on_clicked(self) -> None:
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        code = self._codes[self._buttons.index(self.sender())]  # type: ignore[arg-type]  # only buttons are connected
        self._pick(None if code == self._code else code)

    def _speak(self) -> None:
        words = dict(zip(self._codes, self._words, strict=True))
        self.setAccessibleDescription(words.get(self._code or "", ""))
