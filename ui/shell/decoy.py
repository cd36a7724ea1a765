"""The ordinary-looking sheet that replaces the window at one key press."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QTableWidget, QVBoxLayout, QWidget

from ui.style.look import px
from ui.style.token import Size, Space

_ROWS: Final = 100
_LETTERS: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


class DecoySheet(QWidget):
    """An empty grid one can type in; nothing of it is kept."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("decoy")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        formula = QLineEdit()
        self._grid = QTableWidget(_ROWS, len(_LETTERS))
        self._grid.setHorizontalHeaderLabels(list(_LETTERS))
        self._grid.horizontalHeader().setDefaultSectionSize(px(Size.SHEET_CELL))
        self._grid.verticalHeader().setDefaultSectionSize(px(Space.XL))
        self._grid.setCornerButtonEnabled(False)
        self._grid.setCurrentCell(0, 0)
        outside = QVBoxLayout(self)
        outside.setContentsMargins(0, 0, 0, 0)
        outside.setSpacing(0)
        outside.addWidget(formula)
        outside.addWidget(self._grid)
        self.setFocusProxy(self._grid)
