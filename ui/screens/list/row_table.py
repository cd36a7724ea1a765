"""The table of a list: whole rows, columns that share the width by what they hold."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from fieldapp.domain.fields import Field, Kind
from ui.widgets.table import dress_table

_LONG_TEXT: Final = 150
_LONG: Final = 36
_WEIGHTS: Final = {
    Kind.TEXT: 20,
    Kind.NARRATIVE: 40,
    Kind.CHOICE: 18,
    Kind.CHOICES: 24,
    Kind.FLAG: 9,
    Kind.COUNT: 10,
    Kind.DATE: 12,
    Kind.INSTANT: 17,
    Kind.LINK: 20,
}


class RowTable(QTableView):
    """The rows. Columns share the width by what they hold until somebody drags one."""

    def __init__(self, fields: Sequence[Field]) -> None:
        super().__init__()
        self.setObjectName("rows")
        dress_table(self)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setFrameShape(QTableView.Shape.NoFrame)
        self._weights = [_weight(field) for field in fields]
        self._dragged = False
        header = self.horizontalHeader()
        header.setSectionsClickable(True)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.sectionResized.connect(self._on_section_resized)
        self._sharing = False

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share()

    def _share(self) -> None:
        if self._dragged or self.model() is None:
            return
        self._sharing = True
        width, whole = self.viewport().width(), sum(self._weights)
        for number, weight in enumerate(self._weights):
            self.setColumnWidth(number, width * weight // whole)
        self._sharing = False

    def _on_section_resized(self, section: int, _old: int, _new: int) -> None:
        if not self._sharing and section < len(self._weights) - 1 and self.isVisible():
            self._dragged = True


def _weight(field: Field) -> int:
    return _LONG if field.kind is Kind.TEXT and field.max_length > _LONG_TEXT else _WEIGHTS[field.kind]
