"""What a running form is made of: its items, what is kept of them, and what one act changes."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import tzinfo
from typing import Final

from fieldapp.domain.clock import Clock
from fieldapp.forms.model import Bind, Control
from fieldapp.forms.scope import Scope
from fieldapp.forms.tree import Node
from fieldapp.forms.xpath import Table, to_number, to_text

OBSERVED: Final = "observed"
DECLINED: Final = "declined"
NOT_ASKED: Final = "not_asked"
ROW: Final = "row"
WITHOUT_ANSWER: Final = frozenset({DECLINED, NOT_ASKED})

_NUMBERS: Final = frozenset({"int", "integer", "long", "decimal"})


@dataclass(frozen=True)
class Setting:
    """What a form may know of the world; ``new_key`` gives keys that sort by when they were made."""

    clock: Clock
    zone: tzinfo
    random: random.Random
    preloads: Mapping[str, str]
    tables: Mapping[str, Table]
    new_key: Callable[[], str]


@dataclass(frozen=True, repr=False)
class Stored:
    """What must be kept of one answer; a row is kept under its ref with no value, known as ``row``."""

    value: str
    known: str = ""


@dataclass(frozen=True)
class Option:
    """A choice as it is offered now."""

    value: str
    label: str


@dataclass(frozen=True, repr=False)
class Violation:
    """What the form holds against an answer. ``kind``: constraint, required or choice."""

    ref: str
    kind: str
    message: str


class Item(Node):
    """A node of a running form. ``row`` is the key of a row of a repeat, "" for anything else.

    ``place`` orders items as the document does. What is not relevant reads as blank, and no path finds it.
    """

    __slots__ = (
        "_typed",
        "_value",
        "bind",
        "control",
        "is_aside",
        "is_live",
        "is_locked",
        "is_required",
        "known",
        "path",
        "place",
        "ref",
        "row",
        "scope",
    )
    parent: Item | None
    scope: Scope
    place: tuple[int | str, ...]

    def __init__(self, name: str, path: str, ref: str, bind: Bind | None, control: Control | None, row: str) -> None:
        super().__init__(name)
        self.path, self.ref, self.bind, self.control, self.row = path, ref, bind, control, row
        self.known = ""
        self.is_live, self.is_required, self.is_locked = True, False, False
        self.is_aside = False  # a filled row that the count of its repeat does not ask for
        self._value = ""
        self._typed: str | float | None = None

    @property
    def value(self) -> str:
        """The answer, whether or not the question is relevant now."""
        return self._value

    @value.setter
    def value(self, value: str) -> None:
        self._value = value
        self.text = value if self.is_live else ""
        self._typed = None

    def typed(self) -> str | float:
        """Return the answer as expressions take it: a question of a number, or a result that is one, is that number.

        So nought is false where a condition is wanted, as in JavaRosa.
        """
        if self._typed is None or self.children:
            self._typed = self._type()
        return self._typed

    def _type(self) -> str | float:
        text, bind = self.string_value(), self.bind
        if not text or bind is None or not (bind.calculate or bind.type in _NUMBERS):
            return text
        number = to_number(text)
        is_number = number == number and (bind.type in _NUMBERS or to_text(number) == text)  # noqa: PLR0124 - not NaN
        return number if is_number else text

    @property
    def is_relevant(self) -> bool:
        """Whether the node matters now."""
        return self.is_live

    @is_relevant.setter
    def is_relevant(self, is_relevant: bool) -> None:
        self.is_live = is_relevant
        self.text = self._value if is_relevant else ""
        self._typed = None

    @property
    def is_readonly(self) -> bool:
        """Whether the answer may not be changed: by a condition of its own or of a group that it lies in."""
        return self.is_locked or (self.parent is not None and self.parent.is_readonly)

    def named(self, name: str) -> Sequence[Node]:
        """Return the children of a name, without looking through all."""
        path = f"{self.path}/{name}"
        return self.scope.items.get(path) or self.scope.rows.get(path) or ()

    def child(self, name: str) -> Item | None:
        """Return the first item of a name directly below this one."""
        path = f"{self.path}/{name}"
        found = self.scope.items.get(path) or self.scope.rows.get(path)
        return found[0] if found else None

    def below(self) -> Iterator[Item]:
        """Yield the items directly below this one."""
        return (child for child in self.children if isinstance(child, Item))

    def items(self) -> Iterator[Item]:
        """Yield this and everything below it, in document order."""
        waiting = [self]
        while waiting:
            item = waiting.pop()
            yield item
            if item.children:
                waiting += reversed([*item.below()])


@dataclass(frozen=True)
class Changes:
    """What one act changed, each in the order of the form. Items of rows in ``added`` stand in none of the others.

    ``states``: needed, locked, or held against otherwise than before. ``stored``: exactly what must be saved, None for
    what must be taken away.
    """

    values: tuple[Item, ...] = ()
    relevance: tuple[Item, ...] = ()
    states: tuple[Item, ...] = ()
    choices: tuple[Item, ...] = ()
    texts: tuple[Item, ...] = ()
    added: tuple[Item, ...] = ()
    removed: tuple[Item, ...] = ()
    stored: Mapping[str, Stored | None] = field(default_factory=dict)
