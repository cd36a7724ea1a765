"""A row of things of one width, in as few lines as the room allows and as evenly shared out over them."""

from __future__ import annotations

from PySide6.QtCore import QRect
from PySide6.QtWidgets import QWidget

from ui.style.token import Space
from ui.widgets.flow import FlowLayout, flow


class EvenLayout(FlowLayout):
    """Every item is as wide as the others; large text or a small window puts some of them into a line below."""

    def _arrange(self, rect: QRect, *, move: bool) -> int:
        shown = [item for item in self._items if not item.isEmpty()]
        if not shown:
            return 0
        least = max(item.sizeHint().width() for item in shown)
        fit = max(1, min(len(shown), (rect.width() + self._gap) // (least + self._gap)))
        lines = -(-len(shown) // fit)
        across = -(-len(shown) // lines)
        width = (rect.width() - self._gap * (across - 1)) // across
        tall = max(item.sizeHint().height() for item in shown)
        for number, item in enumerate(shown) if move else ():
            line, place = divmod(number, across)
            left, top = rect.x() + place * (width + self._gap), rect.y() + line * (tall + self._gap)
            item.setGeometry(QRect(left, top, width, tall))
        return lines * tall + (lines - 1) * self._gap


def even(*widgets: QWidget, gap: Space = Space.L, name: str = "even") -> QWidget:
    """``widgets`` side by side, all of one width."""
    return flow(*widgets, gap=gap, name=name, layout=EvenLayout)
