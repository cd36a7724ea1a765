"""The table of what was found in a workbook: whole sentences, wrapped, so that nothing has to be dragged wider."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRect, QSize, Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from ui.screens.checklist.finding_model import FindingModel
from ui.style.look import px
from ui.style.token import Motion, Size, Space
from ui.text import tr
from ui.widgets.table import dress_table

_WIDTHS: Final = (Size.SHEET_CELL + Space.XL, Size.SHEET_CELL + Space.XXL, Size.SHEET_CELL + Space.XL)
_HEADING: Final = 2
_MESSAGE: Final = 3
_FIX: Final = 4
_MESSAGE_PART: Final = 0.58
_TALLEST: Final = 10_000
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
        self.setIconSize(QSize(px(Size.ICON_SMALL), px(Size.ICON_SMALL)))
        self._findings = model
        self.setModel(model)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(Motion.SHORT)
        self._later.timeout.connect(self._fit)
        model.modelReset.connect(self._on_reset)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share()
        if self.model().rowCount() <= _FEW:
            self._fit()
        else:
            self._later.start()

    def _on_reset(self) -> None:
        self._share()
        self._fit()
        if self.model().rowCount():
            self.selectRow(0)
        self.scrollToTop()

    def _share(self) -> None:
        """Give the columns of sentences what the others leave; in a narrow window there is but one of them."""
        left = self.viewport().width()
        is_narrow = left < px(Size.COLUMN_MIN)
        self._findings.is_narrow = is_narrow
        self.setColumnHidden(_HEADING, is_narrow)
        self.setColumnHidden(_FIX, is_narrow)
        for number, width in enumerate(_WIDTHS):
            self.setColumnWidth(number, px(width))
            left -= 0 if self.isColumnHidden(number) else px(width)
        self.setColumnWidth(_MESSAGE, left if is_narrow else round(left * _MESSAGE_PART))

    def _fit(self) -> None:
        """Make each row as high as its longest sentence; Qt's own reckoning leaves the padding of a cell out."""
        columns = [column for column in (_MESSAGE, _FIX) if not self.isColumnHidden(column)]
        for number in range(self._findings.rowCount()):
            heights = (self._height(str(self._findings.index(number, column).data()), column) for column in columns)
            self.setRowHeight(number, max(px(Size.TARGET), *heights))

    def _height(self, words: str, column: int) -> int:
        room = QRect(0, 0, self.columnWidth(column) - 2 * px(Space.M), _TALLEST)
        return self.fontMetrics().boundingRect(room, Qt.TextFlag.TextWordWrap, words).height() + px(Space.XL)
