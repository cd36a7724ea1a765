"""Whose turn it is: rules wait for those that they depend on, and in a circle for the next sweep over it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from heapq import heappop, heappush
from typing import Final

from fieldapp.forms.instance import Instance
from fieldapp.forms.item import Item
from fieldapp.forms.rule import Kind, Rule

_MOST_SWEEPS: Final = 12

Work = Callable[[Rule, Item], None]
_Entry = tuple[int, int, int, tuple[int | str, ...], int, Rule, Item]
"""Component, sweep, number of the rule, place of the item; a count, since rules and items have no order."""


class Turns:
    """Rules that wait, each with the item that it is about."""

    def __init__(self, instance: Instance) -> None:
        self._instance = instance
        self._queue: list[_Entry] = []
        self._waiting: set[tuple[Rule, Item]] = set()
        self._count = 0
        self._component, self._sweep, self._number = -1, 0, 0
        self._place: tuple[int | str, ...] = ()

    def push(self, rule: Rule, item: Item) -> None:
        """Let a rule wait. In a circle what comes earlier in the form waits for the next sweep, or is given up."""
        pair = (rule, item)
        if pair in self._waiting:
            return
        sweep = 0
        if rule.component == self._component:
            sweep = self._sweep + ((rule.number, item.place) <= (self._number, self._place))
            if sweep > _MOST_SWEEPS:
                return
        self._waiting.add(pair)
        self._count += 1
        heappush(self._queue, (rule.component, sweep, rule.number, item.place, self._count, rule, item))

    def run(self, work: Sequence[Work]) -> None:
        """Work out what waits until nothing does: ``work`` by the number of the kind of rule."""
        queue, waiting = self._queue, self._waiting
        while queue:
            self._component, self._sweep, self._number, self._place, _, rule, item = heappop(queue)
            waiting.discard((rule, item))
            if (item.is_live or rule.kind is Kind.RELEVANT) and self._instance.holds(item):
                work[rule.kind](rule, item)
        self._component = -1
