"""How a function is declared: its name, how many arguments it takes, and what it does with them."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, TypeVar

from fieldapp.forms.sentence import sentence
from fieldapp.forms.tree import Node
from fieldapp.forms.xpath.ast import Call, Tree
from fieldapp.forms.xpath.context import Context
from fieldapp.forms.xpath.value import Value

ANY: Final = sys.maxsize

Run = Callable[[Context], Value]
_Work = TypeVar("_Work", bound=Callable[..., Value])


@dataclass(frozen=True, slots=True)
class _Shape:
    least: int
    most: int

    @property
    def arity(self) -> str:
        """How many arguments it takes, in words."""
        if self.least == self.most:
            return sentence("1 argument") if self.least == 1 else sentence("{0} arguments", self.least)
        if self.most == ANY:
            return sentence("{0} or more", self.least)
        return sentence("{0} to {1} arguments", self.least, self.most)


@dataclass(frozen=True, slots=True)
class Function(_Shape):
    """A function of values: ``work(context, *values)``. ``is_extra``: outside ODK, only where a form asks for it."""

    work: Callable[..., Value]
    is_extra: bool = False


@dataclass(frozen=True, slots=True)
class Special(_Shape):
    """A function that does not simply work out all its arguments: ``make(call, compile)`` compiles the call."""

    make: Callable[[Call, Callable[[Tree], Run]], Run]


def declare(
    table: dict[str, Function], name: str, least: int, most: int | None = None, *, extra: bool = False
) -> Callable[[_Work], _Work]:
    """Put the decorated function into a table under its name."""

    def put(work: _Work) -> _Work:
        table[name] = Function(least, least if most is None else most, work, extra)
        return work

    return put


def flatten(values: tuple[Value, ...]) -> list[Value]:
    """Return values with every node as the text it holds."""
    found: list[Value] = []
    for value in values:
        if isinstance(value, list):
            found += [node.typed() for node in value]
        else:
            found.append(value)
    return found


def first_node(value: Value) -> Node | None:
    """Return the first node of nodes, None where there is none."""
    return value[0] if isinstance(value, list) and value else None
