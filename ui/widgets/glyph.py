"""An icon that stands by itself in a layout and follows the theme."""

from __future__ import annotations

from PySide6.QtCore import QEvent
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QLabel

from ui.style.look import px
from ui.style.token import Size, Tone


class Glyph(QLabel):
    """A small icon in a tone. Decorative: its meaning must also stand beside it in words."""

    def __init__(self, name: str, tone: Tone = Tone.TEXT, size: Size = Size.ICON) -> None:
        super().__init__()
        self._size = size
        self.set_glyph(name, tone)

    def set_glyph(self, name: str, tone: Tone) -> None:
        """Show another icon."""
        self._name, self._tone = name, tone
        self._take_size()
        if self.isVisible():
            self._draw()

    def _take_size(self) -> None:
        side = px(self._size)
        self.setFixedSize(side, side)

    def _draw(self) -> None:
        # Imported when first seen: the way in shows no icon, and must not wait for the icon font.
        from ui.style.icon import icon_pixmap

        self.setPixmap(icon_pixmap(self._name, self._tone, px(self._size), self.devicePixelRatioF()))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._take_size()
        self._draw()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        # What is not seen is told of a palette at every step up to its window, and draws itself when it is.
        if event.type() == QEvent.Type.PaletteChange and self.isVisible():
            self.set_glyph(self._name, self._tone)
