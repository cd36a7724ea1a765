"""Two things side by side while there is room, else one below the other."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from ui.style.look import px
from ui.style.token import Space


class Sides(QWidget):
    """``left`` takes the room there is, ``right`` what it needs. Large text or a small window puts it below."""

    def __init__(self, left: QWidget, right: QWidget, wanted: int) -> None:
        super().__init__()
        self._left = left
        self._right = right
        self._wanted = wanted
        self._is_stacked: bool | None = None
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(px(Space.M))
        self._grid.setVerticalSpacing(px(Space.S))
        self._grid.setColumnStretch(0, 1)
        self._place(stacked=False)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()

    def fit(self) -> None:
        """Place both sides for the present width; call it when the right side grew."""
        self._place(stacked=self._right.sizeHint().width() + self._wanted + px(Space.M) > self.width())

    def minimumSizeHint(self) -> QSize:
        hint = super().minimumSizeHint()
        widest = max(self._left.minimumSizeHint().width(), self._right.minimumSizeHint().width())
        return QSize(widest, hint.height())

    def _place(self, *, stacked: bool) -> None:
        if stacked == self._is_stacked:
            return
        self._is_stacked = stacked
        self._grid.removeWidget(self._left)
        self._grid.removeWidget(self._right)
        self._grid.addWidget(self._left, 0, 0)
        if stacked:
            self._grid.addWidget(self._right, 1, 0, Qt.AlignmentFlag.AlignLeft)
        else:
            self._grid.addWidget(self._right, 0, 1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
