"""The table of what was found in a workbook: whole sentences, wrapped, so that nothing has to be dragged wider."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from ui.screens.checklist.finding_model import FindingModel
from ui.style.look import px
from ui.style.token import Motion, Size, Space
from ui.text import tr
from ui.widgets.table import dress_table

_NARROW: Final = (Size.SHEET_CELL + Space.XXL, Size.SHEET_CELL + Space.XXL, Size.SHEET_CELL + Space.XL)
_MESSAGE_PART: Final = 0.58
_FEW: Final = 40
"""So many rows can be measured while somebody drags the window's edge; for more it waits until they let go."""


class FindingTable(QTableView):
    """Rows grow with their sentences; up and down goes from finding to finding."""

    def __init__(self, model: FindingModel) -> None:
        super().__init__()
        self.setObjectName("findings")
        self.setAccessibleName(tr("checklist.findings"))
        dress_table(self)
        self.setWordWrap(True)
        self.setTextElideMode(Qt.TextElideMode.ElideNone)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.setModel(model)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(Motion.SHORT)
        self._later.timeout.connect(self.resizeRowsToContents)
        model.modelReset.connect(self._on_reset)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share()
        if self.model().rowCount() <= _FEW:
            self.resizeRowsToContents()
        else:
            self._later.start()

    def _on_reset(self) -> None:
        self._share()
        self.resizeRowsToContents()
        if self.model().rowCount():
            self.selectRow(0)
        self.scrollToTop()

    def _share(self) -> None:
        """Give the two columns of sentences what the others leave."""
        left = self.viewport().width()
        for number, width in enumerate(_NARROW):
            self.setColumnWidth(number, px(width))
            left -= px(width)
        self.setColumnWidth(len(_NARROW), round(left * _MESSAGE_PART))
