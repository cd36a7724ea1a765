"""The tree of a running form: made from the form's own, grown and cut row by row, looked up by path and by ref."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from fieldapp.forms.item import Item
from fieldapp.forms.model import Form
from fieldapp.forms.plan import Plan
from fieldapp.forms.scope import Scope
from fieldapp.forms.shape import is_template
from fieldapp.forms.tree import Node

MOST_ROWS: Final = 500
"""Of one repeat in one place; a form that asks for more is in error."""
MOST_ROWS_IN_ALL: Final = 5_000
"""Rows within rows included."""

_STEP: Final = re.compile(r"([^/\[]+)(?:\[@([^\]]+)\]|\[(\d+)\])?\Z")


class Instance:
    """``has_defaults``: whether it begins with the answers and rows that the form is written with."""

    def __init__(self, form: Form, plan: Plan, new_key: Callable[[], str], *, has_defaults: bool) -> None:
        self._form = form
        self._plan = plan
        self._new_key = new_key
        self._refs: dict[str, Item] = {}
        self._row_count = 0
        self.scope = Scope(None)
        self.root = self._make(form.template, None, self.scope, has_defaults=has_defaults)
        self.scope.item = self.root

    def make_row(self, repeat: str, holder: Item, key: str = "", *, has_defaults: bool = True) -> Item:
        """Return a new row, put in among the others of its repeat by its key."""
        rows = holder.scope.rows.get(repeat, [])
        key = self._own_key(rows, key or self._new_key())
        row = self._make_row(self._plan.shape.templates[repeat], holder, key, has_defaults)
        later = next((each for each in rows if each.row > row.row), None)
        self.put_in(row, holder, later)
        return row

    def put_in(self, row: Item, holder: Item, before: Item | None) -> None:
        """Put a row in before another one of its repeat, or behind them all."""
        rows = holder.scope.rows.setdefault(row.path, [])
        rows.insert(_index(rows, before) if before is not None else len(rows), row)
        if before is not None:
            at = _index(holder.children, before)
        elif len(rows) > 1:
            at = _index(holder.children, rows[-2]) + 1
        else:
            at = self._first_place(row, holder)
        holder.children.insert(at, row)
        row.parent = holder
        for item in row.items():
            self._row_count += bool(item.row) and item.ref not in self._refs
            self._refs[item.ref] = item

    def take_out(self, row: Item) -> Item | None:
        """Take a row out, whole; return the row that it stood before."""
        holder = row.parent
        assert holder is not None  # noqa: S101 - a row that is in has a holder
        rows = holder.scope.rows[row.path]
        at = _index(rows, row)
        del rows[at]
        del holder.children[_index(holder.children, row)]
        row.parent = None
        for item in row.items():
            del self._refs[item.ref]
            self._row_count -= bool(item.row)
        return rows[at] if at < len(rows) else None

    def is_repeat(self, path: str) -> bool:
        """Say whether there can be rows at a path."""
        return path in self._plan.shape.templates

    def has_room(self, repeat: str, holder: Item) -> bool:
        """Say whether one more row may be put in."""
        rows = holder.scope.rows.get(repeat, ())
        return self.is_repeat(repeat) and len(rows) < MOST_ROWS and self._row_count < MOST_ROWS_IN_ALL

    def holds(self, item: Item) -> bool:
        """Say whether an item is in the tree, not in a row that was taken out."""
        return self._refs.get(item.ref) is item

    def find(self, path: str) -> Item | None:
        """Return the item of a ref (``/data/rep[@key]/q``) or at a path with positions (``/data/rep[2]/q``)."""
        found = self._refs.get(path)
        if found is not None:
            return found
        steps = [match for part in path.strip("/").split("/") if (match := _STEP.match(part))]
        if not steps or steps[0][1] != self.root.name:
            return None
        here = self.root
        for step in steps[1:]:
            named = [child for child in here.below() if child.name == step[1]]
            if step[2]:
                named = [child for child in named if child.row == step[2]]
            place = int(step[3]) - 1 if step[3] else 0
            if not 0 <= place < len(named):
                return None
            here = named[place]
        return here

    def _make(self, node: Node, parent: Item | None, scope: Scope, *, has_defaults: bool, row: str = "") -> Item:
        path = f"{parent.path if parent else ''}/{node.name}"
        ref = f"{parent.ref if parent else ''}/{node.name}" + (f"[@{row}]" if row else "")
        item = Item(node.name, path, ref, self._form.binds.get(path), self._plan.controls.get(path), row)
        item.scope = scope
        item.place = self._place(path, scope, row)
        item.attributes = [Node(each.name, each.text, item) for each in node.attributes if each.name != "@template"]
        if row:
            scope.item = item
        scope.items.setdefault(path, []).append(item)
        if parent is not None and not row:
            item.parent = parent
            parent.children.append(item)
            self._refs[ref] = item
        if not node.children and has_defaults:
            item.value = node.text.strip()
        for child in node.children:
            self._make_child(child, item, has_defaults=has_defaults)
        if parent is None:
            self._refs[ref] = item
        return item

    def _make_child(self, node: Node, item: Item, *, has_defaults: bool) -> None:
        path = f"{item.path}/{node.name}"
        repeat = self._plan.shape.repeats.get(path)
        if node.name.startswith("#"):
            return
        if repeat is None:
            self._make(node, item, item.scope, has_defaults=has_defaults)
        elif has_defaults and not repeat.count and not is_template(node):
            key = self._own_key(item.scope.rows.get(path, []), self._new_key())
            self.put_in(self._make_row(node, item, key, has_defaults), item, None)

    def _own_key(self, rows: list[Item], key: str) -> str:
        """Return a key that no other row there has: where a result is reckoned again all new keys are the same."""
        return f"{key}.{len(rows):04d}" if any(row.row == key for row in rows) else key

    def _make_row(self, node: Node, holder: Item, key: str, has_defaults: bool) -> Item:
        return self._make(node, holder, Scope(holder.scope), has_defaults=has_defaults, row=key)

    def _place(self, path: str, scope: Scope, row: str) -> tuple[int | str, ...]:
        number = self._plan.shape.paths[path]
        if row:
            above = scope.outer.item if scope.outer is not None else None
            return (*(above.place if above is not None and above.row else ()), number, row)
        above = scope.item
        return (*(above.place if above is not None and above.row else ()), number)

    def _first_place(self, row: Item, holder: Item) -> int:
        number = self._plan.shape.paths[row.path]
        later = (n for n, child in enumerate(holder.below()) if self._plan.shape.paths[child.path] > number)
        return next(later, len(holder.children))


def _index(nodes: list[Item] | list[Node], wanted: Node) -> int:
    return next(number for number, node in enumerate(nodes) if node is wanted)
