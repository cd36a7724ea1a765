"""What an expression is made of, as parsed: immutable, with the offset at which each part stands in the text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Number:
    """A number written out."""

    value: float


@dataclass(frozen=True, slots=True)
class Literal:
    """A quoted string."""

    value: str


@dataclass(frozen=True, slots=True)
class Call:
    """A function with its arguments."""

    name: str
    arguments: tuple[Tree, ...]
    offset: int = 0


@dataclass(frozen=True, slots=True)
class Binary:
    """An operator between two operands: or, and, =, !=, <, <=, >, >=, +, -, *, div, mod or |."""

    operator: str
    left: Tree
    right: Tree
    offset: int = 0


@dataclass(frozen=True, slots=True)
class Negative:
    """A minus before an operand."""

    operand: Tree


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a path. ``test``: a name, ``*``, ``prefix:*``, ``node()``, ``text()``, ``comment()`` and the like."""

    axis: str
    test: str
    predicates: tuple[Tree, ...] = ()


@dataclass(frozen=True, slots=True)
class Path:
    """A location path. ``base`` is the expression it starts from; without one it starts at the root or the node."""

    steps: tuple[Step, ...]
    absolute: bool = False
    base: Tree | None = None
    offset: int = 0


@dataclass(frozen=True, slots=True)
class Filter:
    """An expression with predicates behind it."""

    base: Tree
    predicates: tuple[Tree, ...]


Tree: TypeAlias = Number | Literal | Call | Binary | Negative | Path | Filter
