"""A form, or one row of a repeat, with what lies in it up to the rows below: where paths are looked up."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from fieldapp.forms.item import Item


class Scope:
    """``items`` by path, the row itself included; ``rows`` by the path of their repeat, in order."""

    __slots__ = ("item", "items", "outer", "rows")

    def __init__(self, outer: Scope | None) -> None:
        self.outer = outer
        self.items: dict[str, list[Item]] = {}
        self.rows: dict[str, list[Item]] = {}
        self.item: Item | None = None

    def climb(self, rows: int) -> Scope:
        """Return the scope that many rows further out."""
        scope = self
        for _ in range(rows):
            assert scope.outer is not None  # noqa: S101 - a plan never climbs beyond the form
            scope = scope.outer
        return scope

    def descend(self, repeats: Iterable[str]) -> list[Scope]:
        """Return the scopes of all rows that a way through repeats leads to."""
        found = [self]
        for repeat in repeats:
            found = [row.scope for scope in found for row in scope.rows.get(repeat, ())]
        return found

    def outwards(self) -> dict[str, Scope]:
        """Return the rows that this is or lies in, by the path of their repeat."""
        found: dict[str, Scope] = {}
        scope = self
        while scope.outer is not None and scope.item is not None:
            found[scope.item.path] = scope
            scope = scope.outer
        return found
