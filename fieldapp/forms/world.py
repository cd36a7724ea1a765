"""What the expressions of a running form see beyond their node: time, draws, texts, tables, the row that is meant."""

from __future__ import annotations

import random
from datetime import datetime, tzinfo
from typing import Protocol

from fieldapp.forms.item import Item, Option, Setting
from fieldapp.forms.model import Form, Text
from fieldapp.forms.tree import Node
from fieldapp.forms.xpath import Table


class Outlook(Protocol):
    """What of a session its expressions look at."""

    @property
    def form(self) -> Form:
        """The form."""

    @property
    def root(self) -> Item:
        """The top of the instance."""

    def words(self, text: Text | None, item: Item) -> str:
        """Return a text in the language of the session."""

    def choices(self, item: Item) -> tuple[Option, ...]:
        """Return the choices of a question."""

    def near(self, path: str, node: Node) -> Item | None:
        """Return the question at a path, of the node's own row."""


class World:
    """``xpath.Environment`` of one session."""

    extras: frozenset[str] = frozenset()

    def __init__(self, session: Outlook, setting: Setting) -> None:
        self._session = session
        self._setting = setting
        self.moment = setting.clock.now()
        self._documents: dict[str, Node] = {}

    @property
    def zone(self) -> tzinfo:
        return self._setting.zone

    @property
    def random(self) -> random.Random:
        return self._setting.random

    def now(self) -> datetime:
        return self.moment

    def freeze(self) -> None:
        """An act begins: time stands until the next."""
        self.moment = self._setting.clock.now()

    def instance(self, name: str) -> Node | None:
        found = self._session.form.instances.get(name) or self._documents.get(name)
        if found is None and name in self._setting.tables:
            found = self._documents[name] = _document(self._setting.tables[name])
        return found

    def text(self, key: str) -> str:
        return self._session.words(self._session.form.texts.get(key), self._session.root)

    def choice_name(self, value: str, path: str, node: Node) -> str:
        item = self._session.near(path, node)
        return next((o.label for o in self._session.choices(item) if o.value == value), "") if item else ""

    def table(self, name: str) -> Table | None:
        return self._setting.tables.get(name)

    def resolve(self, steps: tuple[str, ...], node: Node) -> list[Node] | None:
        """Within a repeat, a path through it means the node's own row (JavaRosa), except in its last step."""
        root: Node = self._session.root
        if not steps or steps[0] != root.name or any(step in {"..", ".", "*"} for step in steps):
            return None
        above = set()
        here: Node | None = node
        while here is not None:
            above.add(id(here))
            here = here.parent
        level = [root]
        for number, name in enumerate(steps[1:], start=2):
            level = [child for each in level for child in each.children if child.name == name]
            if number < len(steps):
                own = [child for child in level if id(child) in above]
                level = own or level
        return level


def _document(table: Table) -> Node:
    document = Node("")
    root = document.add(Node("root"))
    for row in table:
        item = root.add(Node("item"))
        for name, value in row.items():
            item.add(Node(name, value))
    return document
