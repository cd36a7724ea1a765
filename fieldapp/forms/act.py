"""What one act does to a running form, gathered while it happens: to tell it, and to take it back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from fieldapp.forms.item import Item


class RowMove(NamedTuple):
    """A row that came or went; ``before`` is the row that it stands or stood before, None at the end."""

    row: Item
    holder: Item
    before: Item | None
    is_added: bool


class Act:
    """Of every item touched what it was before the act, and every row that came or went, in turn."""

    def __init__(self) -> None:
        self.values: dict[Item, tuple[str, str]] = {}
        self.relevance: dict[Item, bool] = {}
        self.states: dict[Item, tuple[bool, bool]] = {}
        self.doubts: dict[Item, None] = {}
        self.choices: dict[Item, None] = {}
        self.words: dict[Item, None] = {}
        self.moves: list[RowMove] = []

    def touched(self) -> Iterator[Item]:
        """Yield every item of which something must be kept otherwise than before, or that came or went."""
        yield from self.values
        for move in self.moves:
            yield from move.row.items()

    def changed_values(self) -> Iterator[Item]:
        """Yield the items whose answer is another now."""
        return (item for item, old in self.values.items() if (item.value, item.known) != old)

    def changed_relevance(self) -> Iterator[Item]:
        """Yield the items that began or ceased to matter."""
        return (item for item, old in self.relevance.items() if item.is_live is not old)

    def changed_states(self) -> Iterator[Item]:
        """Yield the items that are needed, locked or held against otherwise than before."""
        for item, old in self.states.items():
            if (item.is_required, item.is_readonly) != old:
                yield item
        for item in self.doubts:
            if item not in self.values and item not in self.relevance and item not in self.states:
                yield item

    def rows(self) -> tuple[tuple[Item, ...], tuple[Item, ...]]:
        """Return (rows added, rows removed) by the act as a whole, the rows within them included."""
        first: dict[Item, bool] = {}
        last: dict[Item, bool] = {}
        for move in self.moves:
            first.setdefault(move.row, move.is_added)
            last[move.row] = move.is_added
        moved = [row for row in first if first[row] is last[row]]
        return _within(row for row in moved if last[row]), _within(row for row in moved if not last[row])


def _within(rows: Iterable[Item]) -> tuple[Item, ...]:
    return tuple(dict.fromkeys(item for row in rows for item in row.items() if item.row))


def in_order(items: Iterable[Item]) -> tuple[Item, ...]:
    """Return items in the order of the document."""
    return tuple(sorted(items, key=lambda item: item.place))
