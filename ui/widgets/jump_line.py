"""A line of words that leads somewhere; unlike a button it wraps."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame

from ui.style.look import px
from ui.style.token import Size, Space, Tone
from ui.widgets.glyph import Glyph
from ui.widgets.label import Role, label
from ui.widgets.layout import column, row


class JumpLine(QFrame):
    """Emits ``pressed`` on a click, Enter or Space. ``note`` stands below the words, in small."""

    pressed = Signal()

    def __init__(
        self,
        words: str,
        glyph: str,
        *,
        name: str,
        strong: bool = False,
        note: str = "",
        tone: Tone = Tone.ACCENT,
    ) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setProperty("kind", "jump")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(f"{words}. {note}" if note else words)
        self.setMinimumHeight(px(Size.TARGET))
        inside = row(self, gap=Space.S)
        inside.setContentsMargins(px(Space.XS), px(Space.XS), px(Space.XS), px(Space.XS))
        inside.addWidget(Glyph(glyph, tone, Size.ICON))
        told = column(gap=Space.NONE)
        told.addWidget(label(words, Role.STRONG if strong else Role.BODY, wrap=True))
        if note:
            told.addWidget(label(note, Role.CAPTION, wrap=True))
        inside.addLayout(told, stretch=1)

    def press(self) -> None:
        """Go where it leads."""
        self.pressed.emit()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.press()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space}:
            self.press()
        else:
            super().keyPressEvent(event)
