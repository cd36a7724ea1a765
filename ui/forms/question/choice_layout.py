"""Where choices stand: side by side while each has its words in one line, else below one another."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QStyle, QWidget

from ui.forms.question.choice_button import ChoiceButton
from ui.style.look import px
from ui.style.token import Size, Space
from ui.widgets.flow import FlowLayout

_SIDE_BY_SIDE: Final = 5
_TWO_LINES: Final = 0.6
_MOST_COLUMNS: Final = 12


class ChoiceLayout(FlowLayout):
    """Cells of one width. ``columns`` None: as many as suit; 0: as many as fit; else that many while words fit."""

    def __init__(self, parent: QWidget, columns: int | None = None) -> None:
        super().__init__(parent, gap=Space.XS)
        self._wanted = columns

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation.Horizontal

    def heightForWidth(self, width: int) -> int:
        if width not in self._heights:
            self._heights[width] = self._arrange(QRect(0, 0, width, 0), move=False) + self._edges().height()
        return self._heights[width]

    def setGeometry(self, rect: QRect) -> None:
        QLayout.setGeometry(self, rect)
        self._arrange(rect.marginsRemoved(self.contentsMargins()), move=True)

    def sizeHint(self) -> QSize:
        width = px(Size.PROSE)
        return QSize(width, self.heightForWidth(width))

    def minimumSize(self) -> QSize:
        buttons = self._buttons()
        widest = max((made.longest_word() for made in buttons), default=0)
        return QSize(min(widest, px(Size.PANE)), px(Size.TARGET_LARGE) if buttons else 0) + self._edges()

    def columns_in(self, width: int) -> int:
        """Return how many columns stand in a width."""
        buttons = self._buttons()
        if not buttons:
            return 1
        one_line = max(made.natural_width() for made in buttons)
        least = max(px(Size.TARGET_LARGE), *(made.longest_word() for made in buttons))
        if self._wanted:
            wanted = min(self._wanted, len(buttons))
            fitting = self._fitting(width, least)
            return wanted if wanted <= fitting else _evened(len(buttons), fitting)
        fitting = self._fitting(width, one_line)
        if self._wanted is None:
            # Words may take two lines each where that saves rows.
            two_lines = self._fitting(width, max(least, round(one_line * _TWO_LINES)))
            if len(buttons) <= _SIDE_BY_SIDE:
                # A few choices stand in one row or in one column: a ragged block is slow to read.
                return len(buttons) if two_lines >= len(buttons) else 1
            fitting = max(min(fitting, 3), min(two_lines, 2))
        return _evened(len(buttons), min(fitting, _MOST_COLUMNS))

    def _fitting(self, width: int, cell: int) -> int:
        return max(1, (width + self._gap) // (cell + self._gap))

    def _buttons(self) -> list[ChoiceButton]:
        found = (item.widget() for item in self._items)
        return [made for made in found if isinstance(made, ChoiceButton)]

    def _edges(self) -> QSize:
        margins = self.contentsMargins()
        return QSize(margins.left() + margins.right(), margins.top() + margins.bottom())

    def _arrange(self, rect: QRect, *, move: bool) -> int:
        buttons = self._buttons()
        columns = self.columns_in(rect.width())
        cell = (rect.width() - self._gap * (columns - 1)) // columns
        # What is left over of the width goes to the gaps, so that the last choice ends where the others do.
        step = (rect.width() - cell) / (columns - 1) if columns > 1 else 0.0
        top = rect.top()
        parent = self.parentWidget()
        direction = parent.layoutDirection() if parent is not None else Qt.LayoutDirection.LeftToRight
        for first in range(0, len(buttons), columns):
            line = buttons[first : first + columns]
            height = max(made.heightForWidth(cell) for made in line)
            for at, made in enumerate(line):
                if move:
                    place = QRect(rect.left() + round(at * step), top, cell, height)
                    made.setGeometry(QStyle.visualRect(direction, rect, place))
            top += height + self._gap
        return max(0, top - self._gap - rect.top())


def _evened(cells: int, most: int) -> int:
    """Return how many columns fill as many rows as ``most`` columns need, with the fewest gaps."""
    rows = -(-cells // max(1, min(most, cells)))
    return -(-cells // rows)
