"""One number of a tally: large tabular figures over a caption."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.style.font import tabular
from ui.style.token import Space, Tone
from ui.widgets.label import Role, label, set_state
from ui.widgets.layout import column


class BigNumber(QWidget):
    """A counted thing. Emits ``opened`` when pressed, if it was made to open its rows."""

    opened = Signal()

    def __init__(self, caption: str, value: int | str = 0, *, name: str = "number", opens: bool = False) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._opens = opens
        self._figure = label("", Role.FIGURE, name="figure")
        self._figure.setFont(tabular(self._figure.font()))
        self._caption = label(caption, Role.CAPTION)
        inside = column(self, gap=Space.NONE)
        inside.addWidget(self._figure)
        inside.addWidget(self._caption)
        if opens:
            self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.set_value(value)

    def set_value(self, value: int | str, tone: Tone = Tone.TEXT) -> None:
        """Show another number; whole numbers get thousands separators."""
        self._figure.setText(f"{value:,}" if isinstance(value, int) else value)
        set_state(self._figure, "tone", tone.value)
        self.setAccessibleName(f"{self._caption.text()}: {self._figure.text()}")

    def text(self) -> str:
        """The figure as shown."""
        return self._figure.text()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        if self._opens and event.button() == Qt.MouseButton.LeftButton:
            self.opened.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._opens and event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space}:
            self.opened.emit()
        else:
            super().keyPressEvent(event)
