"""A layout that fills rows and breaks them, so that chips and buttons are never cut at large text."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QSizePolicy, QWidget

from ui.style.look import px
from ui.style.token import Space


class FlowLayout(QLayout):
    """Items left to right at their own size; those that do not fit begin the next row."""

    def __init__(self, parent: QWidget | None = None, *, gap: Space = Space.S) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        # Asked for ten times by every layout of a page; forgotten when anything inside changes.
        self._heights: dict[int, int] = {}
        self._gap = px(gap)
        self.setContentsMargins(0, 0, 0, 0)

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)
        self.invalidate()

    def invalidate(self) -> None:
        self._heights.clear()
        super().invalidate()

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        self._heights.clear()
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        if width not in self._heights:
            self._heights[width] = self._arrange(QRect(0, 0, width, 0), move=False)
        return self._heights[width]

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        self._arrange(rect, move=True)

    def sizeHint(self) -> QSize:
        hints = [item.sizeHint() for item in self._items if not item.isEmpty()]
        width = sum(hint.width() for hint in hints) + self._gap * max(0, len(hints) - 1)
        return QSize(width, max((hint.height() for hint in hints), default=0))

    def minimumSize(self) -> QSize:
        sizes = [item.minimumSize() for item in self._items]
        return QSize(
            max((size.width() for size in sizes), default=0), max((size.height() for size in sizes), default=0)
        )

    def _arrange(self, rect: QRect, *, move: bool) -> int:
        left, top, tallest = rect.x(), rect.y(), 0
        for item in self._items:
            if item.isEmpty():
                continue
            size = _size_in(item, rect.width())
            if left > rect.x() and left + size.width() > rect.right() + 1:
                left, top, tallest = rect.x(), top + tallest + self._gap, 0
            if move:
                item.setGeometry(QRect(QPoint(left, top), size))
            left += size.width() + self._gap
            tallest = max(tallest, size.height())
        return top + tallest - rect.y()


def _size_in(item: QLayoutItem, room: int) -> QSize:
    """What an item takes of a row of ``room`` pixels; one that must be narrower than it likes wraps its words."""
    wanted, least, most = item.sizeHint(), item.minimumSize(), item.maximumSize()
    width = min(max(min(wanted.width(), room), least.width()), most.width())
    if not item.hasHeightForWidth():
        return QSize(width, wanted.height())
    return QSize(width, max(item.heightForWidth(width), least.height()))


def flow(*widgets: QWidget, gap: Space = Space.S, name: str = "flow", layout: type[FlowLayout] = FlowLayout) -> QWidget:
    """``widgets`` in a row that breaks when it must."""
    host = QWidget()
    host.setObjectName(name)
    policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
    policy.setHeightForWidth(True)
    host.setSizePolicy(policy)
    inside = layout(host, gap=gap)
    for widget in widgets:
        inside.addWidget(widget)
    return host
