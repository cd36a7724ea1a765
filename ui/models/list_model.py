"""A table of any length over rows that live in the store: only what is seen is fetched, a page at a time.

Sorting and filtering happen in the query that gives the ids; a proxy model would sort 100,000 rows in Python.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QIcon

PAGE: Final = 128
_KEPT_PAGES: Final = 24
_UNDER_WAY: Final = 2
_DISPLAY: Final = int(Qt.ItemDataRole.DisplayRole)
_DECORATION: Final = int(Qt.ItemDataRole.DecorationRole)
_HINT: Final = int(Qt.ItemDataRole.ToolTipRole)
_MARK_ROLES: Final = frozenset({_DECORATION, _HINT})
PLACEHOLDER: Final = "\N{HORIZONTAL ELLIPSIS}"

Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, repr=False)
class ModelRow:
    """One row in words. ``mark`` is the icon before its first cell and ``hint`` what the icon means, if any.

    ``record_id`` is blank for a record that has left this laptop since the list was opened.
    """

    record_id: str
    cells: Sequence[str]
    mark: QIcon | None = None
    hint: str = ""


OnRows = Callable[[Sequence[ModelRow]], object]
Fetch = Callable[[int, int, OnRows, Callable[[], object]], object]


@dataclass(frozen=True)
class ListColumn:
    """One column: the field it shows, its heading, and whether a query can sort by it."""

    name: str
    heading: str
    sortable: bool = True


class ListModel(QAbstractTableModel):
    """``fetch(start, n, on_rows, on_failure)`` brings rows in words, later, on the GUI thread.

    At most two pages are under way; of those wanted meanwhile the newest is fetched first, so that a long drag of
    the scroll bar ends where it stops and not after a hundred pages.
    """

    page_arrived = Signal(int)

    def __init__(self, columns: Sequence[ListColumn], fetch: Fetch, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self._fetch = fetch
        self._count = 0
        self._pages: OrderedDict[int, Sequence[ModelRow]] = OrderedDict()
        self._wanted: OrderedDict[int, None] = OrderedDict()
        self._under_way: set[int] = set()
        self._generation = 0
        self._last_page = 0

    def set_count(self, count: int) -> None:
        """Show another list, of this length."""
        self.beginResetModel()
        self._forget()
        self._count = count
        self.endResetModel()

    def id_at(self, row: int) -> str | None:
        """The record in a row; None while its page is not here."""
        page = self._pages.get(row // PAGE)
        found = page[row % PAGE] if page is not None and row % PAGE < len(page) else None
        return (found.record_id or None) if found is not None else None

    def row_at(self, row: int) -> ModelRow | None:
        """A row in words; None while its page is not here, which asks for it."""
        page = self._pages.get(row // PAGE)
        if page is None:
            self._want(row // PAGE)
            return None
        return page[row % PAGE]

    def refresh(self) -> None:
        """Fetch what is seen anew, keeping order and selection."""
        self._forget()
        if self._count:
            last = self.index(self._count - 1, len(self.columns) - 1)
            self.dataChanged.emit(self.index(0, 0), last)

    def has_page(self, number: int) -> bool:
        """Whether a page is here."""
        return number in self._pages

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else self._count

    def columnCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        # Called thousands of times a repaint: every role that we do not answer leaves at once.
        if role == _DISPLAY:
            number, place = divmod(index.row(), PAGE)
            page = self._pages.get(number)
            if page is None:
                self._want(number)
                return PLACEHOLDER
            return page[place].cells[index.column()]
        return self._mark(index, role) if role in _MARK_ROLES and index.column() == 0 else None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self.columns[section].heading
        return None

    def look_ahead(self, first_row: int, last_row: int) -> None:
        """The view stands here: fetch what it shows, then the next page in the direction it moves."""
        if not self._count:
            return
        top, bottom = first_row // PAGE, min(last_row, self._count - 1) // PAGE
        ahead = bottom + 1 if top >= self._last_page else top - 1
        # After a jump nobody knows which way it goes on.
        glides = abs(top - self._last_page) <= 1
        self._last_page = top
        # The newest wish is granted first, so what is before the eyes is wished for last.
        for number in ((ahead,) if glides else ()) + (bottom, top):
            if 0 <= number * PAGE < self._count:
                self._wish(number)
        self._go()

    def _mark(self, index: Index, role: int) -> Any:
        number, place = divmod(index.row(), PAGE)
        page = self._pages.get(number)
        if page is None:
            return None
        return page[place].mark if role == _DECORATION else page[place].hint or None

    def _want(self, number: int) -> None:
        self._wish(number)
        self._go()

    def _wish(self, number: int) -> None:
        if number in self._pages:
            self._pages.move_to_end(number)
            return
        if number in self._under_way:
            return
        self._wanted[number] = None
        self._wanted.move_to_end(number)
        while len(self._wanted) > _KEPT_PAGES // 2:
            self._wanted.popitem(last=False)

    def _go(self) -> None:
        while self._wanted and len(self._under_way) < _UNDER_WAY:
            number, _ = self._wanted.popitem(last=True)
            self._under_way.add(number)
            generation = self._generation
            self._fetch(
                number * PAGE,
                min(PAGE, self._count - number * PAGE),
                partial(self._on_rows, number, generation),
                partial(self._on_failure, number, generation),
            )

    def _on_rows(self, number: int, generation: int, rows: Sequence[ModelRow]) -> None:
        if generation != self._generation:
            return
        self._under_way.discard(number)
        self._pages[number] = rows
        while len(self._pages) > _KEPT_PAGES:
            self._pages.popitem(last=False)
        first = number * PAGE
        last = min(first + PAGE, self._count) - 1
        self.dataChanged.emit(self.index(first, 0), self.index(last, len(self.columns) - 1))
        self.page_arrived.emit(number)
        self._go()

    def _on_failure(self, number: int, generation: int) -> None:
        if generation == self._generation:
            self._under_way.discard(number)

    def _forget(self) -> None:
        self._generation += 1
        self._pages.clear()
        self._wanted.clear()
        self._under_way.clear()
        self._last_page = 0
