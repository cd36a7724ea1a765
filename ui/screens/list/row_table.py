"""The table of a list: whole rows, columns that share the width by what they hold.

What has no room beside the first columns, as with large text, stands below them in a second line: nobody scrolls
sideways to read a row.

It paints its rows itself, in one pass. Painting cell by cell through delegate and style sheet costs ten times as
much, and a repaint must stay well below the 16 ms that a frame lasts.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from PySide6.QtCore import QEvent, QModelIndex, QPoint, QRect, Qt
from PySide6.QtGui import QColor, QFontMetrics, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from fieldapp.domain.fields import Field, Kind
from ui.models.list_model import PLACEHOLDER, ListModel, ModelRow
from ui.style.look import current_look, px
from ui.style.token import Size, Space
from ui.widgets.table import dress_table

_LEAST: Final = 7  # logical pixels for each unit of weight below which a column is not squeezed
_LONG_TEXT: Final = 150
_LONG: Final = 36
_FIRST: Final = 25  # it carries the mark of its row, and is what people look for
_WEIGHTS: Final = {
    Kind.TEXT: 20,
    Kind.NARRATIVE: 40,
    Kind.CHOICE: 18,
    Kind.CHOICES: 24,
    Kind.FLAG: 9,
    Kind.COUNT: 10,
    Kind.DATE: 12,
    Kind.INSTANT: 18,
    Kind.LINK: 20,
}
_ELIDED: Final = 4_096
_SPEAKS: Final = frozenset({Kind.TEXT, Kind.NARRATIVE, Kind.CHOICE, Kind.CHOICES, Kind.LINK})
_BETWEEN: Final = " \N{MIDDLE DOT} "


class RowTable(QTableView):
    """The rows. Columns keep the width that somebody drags them to."""

    def __init__(self, fields: Sequence[Field], model: ListModel) -> None:
        super().__init__()
        self.setObjectName("rows")
        dress_table(self)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.setModel(model)
        self.viewport().setMouseTracking(True)
        self._rows = model
        self._weights = [_weight(field) for field in fields]
        self._weights[0] = max(self._weights[0], _FIRST)
        # A date or a yes says nothing without the word above its column.
        self._named = [field.kind not in _SPEAKS for field in fields]
        self._beside = len(self._weights)
        self._dragged = False
        self._sharing = False
        self._hovered = -1
        self._elide = lru_cache(_ELIDED)(self._measure)
        header = self.horizontalHeader()
        header.setSectionsClickable(True)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.sectionResized.connect(self._on_section_resized)

    @property
    def columns_beside(self) -> int:
        """How many columns stand beside each other; the rest of each row stands below."""
        return self._beside

    def words_below(self, row: ModelRow) -> str:
        """What of a row stands in its second line."""
        parts = [
            f"{self._rows.columns[number].heading}: {row.cells[number]}" if self._named[number] else row.cells[number]
            for number in range(self._beside, len(row.cells))
            if row.cells[number]
        ]
        return _BETWEEN.join(parts)

    def forget(self) -> None:
        """Drop every word that was shown."""
        self._elide.cache_clear()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in {QEvent.Type.FontChange, QEvent.Type.StyleChange} and hasattr(self, "_elide"):
            self._elide.cache_clear()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        self._hover(self.rowAt(round(event.position().y())))

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._hover(-1)

    def paintEvent(self, event: QPaintEvent) -> None:
        first, last = self.rowAt(event.rect().top()), self.rowAt(event.rect().bottom())
        if first < 0:
            return
        last = last if last >= 0 else self._rows.rowCount() - 1
        painter = QPainter(self.viewport())
        painter.setFont(self.font())
        shown = event.rect()
        columns = [
            (number, self.columnViewportPosition(number), self.columnWidth(number)) for number in range(self._beside)
        ]
        columns = [each for each in columns if each[1] <= shown.right() and each[1] + each[2] >= shown.left()]
        for number in range(first, last + 1):
            self._paint_row(painter, number, columns)
        painter.end()

    def _paint_row(self, painter: QPainter, number: int, columns: Sequence[tuple[int, int, int]]) -> None:
        theme = current_look().theme
        top, height, width = self.rowViewportPosition(number), self.rowHeight(number), self.viewport().width()
        if self.selectionModel().isRowSelected(number, QModelIndex()):
            painter.fillRect(0, top, width, height, QColor(theme.selection))
        elif number == self._hovered:
            painter.fillRect(0, top, width, height, QColor(theme.hover))
        painter.fillRect(0, top + height - 1, width, 1, QColor(theme.line))
        row = self._rows.row_at(number)
        metrics = painter.fontMetrics()
        more = self._more()
        baseline = top + (height - more + metrics.ascent() - metrics.descent()) // 2
        painter.setPen(QColor(theme.text if row is not None and row.record_id else theme.muted))
        for column, left, room in columns:
            indent = px(Space.S)
            if column == 0 and row is not None and row.mark is not None:
                indent += self._paint_mark(painter, row, QPoint(left + indent, top), height - more)
            words = row.cells[column] if row is not None else PLACEHOLDER
            if words:
                painter.drawText(left + indent, baseline, self._elide(words, room - indent - px(Space.S)))
        if more and row is not None:
            indent = px(Space.S)
            painter.setPen(QColor(theme.muted))
            below = self._elide(self.words_below(row), width - 2 * indent)
            painter.drawText(indent, baseline + more, below)
        if number == self.currentIndex().row() and self.hasFocus():
            painter.setPen(QColor(theme.accent))
            painter.drawRect(QRect(0, top, width - 1, height - 2))

    def _paint_mark(self, painter: QPainter, row: ModelRow, corner: QPoint, height: int) -> int:
        side = px(Size.ICON_SMALL)
        if row.mark is not None:
            row.mark.paint(painter, QRect(corner.x(), corner.y() + (height - side) // 2, side, side))
        return side + px(Space.S)

    def _measure(self, words: str, room: int) -> str:
        return QFontMetrics(self.font()).elidedText(words, Qt.TextElideMode.ElideRight, room)

    def _hover(self, number: int) -> None:
        if number != self._hovered:
            self._hovered = number
            self.viewport().update()

    def _more(self) -> int:
        """The height of the second line, 0 without one."""
        return 0 if self._beside == len(self._weights) else self.fontMetrics().lineSpacing()

    def _share(self) -> None:
        if self._dragged:
            return
        self._sharing = True
        width = self.viewport().width()
        self._stand_beside(width)
        whole = sum(self._weights[: self._beside])
        for number, weight in enumerate(self._weights[: self._beside]):
            self.setColumnWidth(number, max(width * weight // whole, px(weight * _LEAST)))
        self._sharing = False

    def _stand_beside(self, width: int) -> None:
        """Let as many columns stand beside each other as there is room for, one at the least."""
        room, beside = width, 0
        for weight in self._weights:
            room -= px(weight * _LEAST)
            if room < 0 and beside:
                break
            beside += 1
        if beside == self._beside:
            return
        self._beside = beside
        for number in range(len(self._weights)):
            self.setColumnHidden(number, number >= beside)
        self.verticalHeader().setDefaultSectionSize(px(Size.TARGET) + self._more())

    def _on_section_resized(self, section: int, _old: int, _new: int) -> None:
        if not self._sharing and section < self._beside - 1 and self.isVisible():
            self._dragged = True


def _weight(field: Field) -> int:
    return _LONG if field.kind is Kind.TEXT and field.max_length > _LONG_TEXT else _WEIGHTS[field.kind]
