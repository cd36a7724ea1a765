"""What a running form is made of: its items, what is kept of them, and what one act changes."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import tzinfo
from typing import Final

from fieldapp.domain.clock import Clock
from fieldapp.forms.model import Bind, Control
from fieldapp.forms.tree import Node
from fieldapp.forms.xpath import Table

OBSERVED: Final = "observed"
DECLINED: Final = "declined"
NOT_ASKED: Final = "not_asked"
ROW: Final = "row"
WITHOUT_ANSWER: Final = frozenset({DECLINED, NOT_ASKED})


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
    """A node of a running form. ``row`` is the key of a row of a repeat, "" for anything else."""

    __slots__ = (
        "_value",
        "bind",
        "control",
        "is_readonly",
        "is_relevant",
        "is_required",
        "known",
        "path",
        "ref",
        "row",
    )
    parent: Item | None

    def __init__(self, name: str, path: str, ref: str, bind: Bind | None, control: Control | None, row: str) -> None:
        super().__init__(name)
        self.path, self.ref, self.bind, self.control, self.row = path, ref, bind, control, row
        self.known = ""
        self.is_relevant, self.is_required, self.is_readonly = True, False, False
        self._value = ""

    @property
    def value(self) -> str:
        """The answer, whether or not the question is relevant now."""
        return self._value

    @value.setter
    def value(self, value: str) -> None:
        self._value = value
        self.text = value if self.is_relevant else ""

    def below(self) -> Iterator[Item]:
        """Yield the items directly below this one."""
        return (child for child in self.children if isinstance(child, Item))

    def items(self) -> Iterator[Item]:
        """Yield this and everything below it, in document order."""
        yield self
        for child in self.below():
            yield from child.items()


@dataclass(frozen=True)
class Changes:
    """What one act changed. ``stored``: exactly what must be saved, None for what must be taken away."""

    values: tuple[Item, ...] = ()
    relevance: tuple[Item, ...] = ()
    states: tuple[Item, ...] = ()
    choices: tuple[Item, ...] = ()
    texts: tuple[Item, ...] = ()
    added: tuple[Item, ...] = ()
    removed: tuple[Item, ...] = ()
    stored: Mapping[str, Stored | None] = field(default_factory=dict)
