"""What the expressions of a running form see beyond their node: time, draws, texts, tables, the row that is meant."""

from __future__ import annotations

import random
from datetime import datetime, tzinfo
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final

from fieldapp.forms.instance import Instance
from fieldapp.forms.item import Item, Setting
from fieldapp.forms.model import Form
from fieldapp.forms.scope import Scope
from fieldapp.forms.shape import Shape
from fieldapp.forms.tree import Document, Node
from fieldapp.forms.xpath import Context, ExpressionError, Table, compile_expression

if TYPE_CHECKING:
    from fieldapp.forms.wording import Wording

_LAST_SAVED: Final = "jr://instance/last-saved"


class World:
    """``xpath.Environment`` of one session. ``wording`` is put in by the session, which knows the language."""

    extras: frozenset[str] = frozenset()
    wording: Wording

    def __init__(self, form: Form, shape: Shape, instance: Instance, setting: Setting) -> None:
        self._form = form
        self._shape = shape
        self._instance = instance
        self._setting = setting
        self._documents: dict[str, Node] = {}
        self._routes: dict[tuple[str, ...], tuple[str, tuple[str, ...]]] = {}
        self.zone: tzinfo = setting.zone
        self.moment = setting.clock.now()

    @property
    def random(self) -> random.Random:
        return self._setting.random

    def now(self) -> datetime:
        return self.moment

    def local_now(self) -> str:
        """Return the moment on the local clock, as ISO 8601."""
        return self.moment.astimezone(self.zone).isoformat(timespec="milliseconds")

    def freeze(self) -> bool:
        """An act begins: time stands until the next. Says whether another local day has begun since the last."""
        before, self.moment = self.moment, self._setting.clock.now()
        return before.astimezone(self.zone).date() != self.moment.astimezone(self.zone).date()

    def instance(self, name: str) -> Node | None:
        found = self._form.instances.get(name) or self._documents.get(name)
        if found is not None:
            return found
        source = self._form.sources.get(name, name)
        table = self._setting.tables.get(name) or self._setting.tables.get(PurePosixPath(source).stem)
        if table is not None:
            found = self._documents[name] = _document(table)
        elif source == _LAST_SAVED:  # nothing is taken over from one screening to the next, on purpose
            found = self._documents[name] = Document()
        return found

    def text(self, key: str) -> str:
        return self.wording.words(self._form.texts.get(key), self._instance.root)

    def choice_name(self, value: str, path: str, node: Node) -> str:
        item = self.near(path, node)
        return self.wording.label(value, item) if item is not None else ""

    def table(self, name: str) -> Table | None:
        return self._setting.tables.get(name)

    def near(self, path: str, node: Node) -> Item | None:
        """Return the question at a path as an expression at a node sees it: of the node's own row."""
        try:
            found = compile_expression(path).nodes(Context(node, self))
        except ExpressionError:
            return None
        return next((each for each in found if isinstance(each, Item)), None)

    def resolve(self, steps: tuple[str, ...], node: Node, *, is_hidden_too: bool = False) -> list[Node] | None:
        """Within a repeat, a path into or through it means the node's own row (JavaRosa)."""
        route = self._routes.get(steps)
        if route is None:
            route = self._routes[steps] = self._route(steps)
        path, repeats = route
        if repeats:
            own = _own_rows(node)
            scopes = [self._instance.scope]
            for repeat in repeats:
                mine = own.get(repeat)
                scopes = [mine] if mine is not None else [each for scope in scopes for each in scope.descend((repeat,))]
            found = [item for scope in scopes for item in scope.items.get(path, ())]
        else:
            found = self._instance.scope.items.get(path, [])
        return [item for item in found if item.is_live or is_hidden_too]

    def _route(self, steps: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
        path = "/" + "/".join(steps)
        return path, self._shape.route(path)


def _document(table: Table) -> Node:
    document = Document()
    root = document.add(Node("root"))
    for row in table:
        item = root.add(Node("item"))
        for name, value in row.items():
            item.add(Node(name, value))
    return document


def _own_rows(node: Node) -> dict[str, Scope]:
    here: Node | None = node
    while here is not None and not isinstance(here, Item):
        here = here.parent
    return here.scope.outwards() if here is not None else {}
