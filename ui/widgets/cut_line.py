"""A line to type in that says when it shows less than it holds."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, Qt
from PySide6.QtGui import QHelpEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QLineEdit, QStyle, QStyleOptionFrame, QToolTip

from ui.style.look import px
from ui.style.token import Size, Space
from ui.widgets.label import as_hint


class CutLine(QLineEdit):
    """What does not fit ends in an ellipsis while nobody types, and is whole in the hint."""

    def is_cut(self) -> bool:
        """Whether the line shows less than it holds."""
        return self.fontMetrics().horizontalAdvance(self.text()) > self._room().width()

    def paintEvent(self, event: QPaintEvent) -> None:
        # Whoever types sees the letters around the cursor, as in any line.
        if self.hasFocus() or self.cursorPosition() or self.echoMode() is not self.EchoMode.Normal or not self.is_cut():
            super().paintEvent(event)
            return
        option = QStyleOptionFrame()
        self.initStyleOption(option)
        painter = QPainter(self)
        self.style().drawPrimitive(QStyle.PrimitiveElement.PE_PanelLineEdit, option, painter, self)
        room = self._room()
        words = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, room.width())
        middle = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.setPen(self.palette().text().color())
        painter.drawText(room, middle, words)
        painter.end()

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and not self.toolTip() and self.is_cut():
            QToolTip.showText(event.globalPos(), as_hint(self.text()), self)
            return True
        return super().event(event)

    def _room(self) -> QRect:
        """Where its letters stand, from the cursor's place before the first of them."""
        option = QStyleOptionFrame()
        self.initStyleOption(option)
        inside = self.style().subElementRect(QStyle.SubElement.SE_LineEditContents, option, self)
        inside.setLeft(self.cursorRect().center().x() + Size.LINE)
        inside.setRight(inside.right() - px(Space.XS))
        return inside
