"""What an expression reads: every path in it, so that a change is followed only to whom it concerns."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from fieldapp.forms.xpath.ast import Binary, Call, Filter, Negative, Path, Step, Tree

ANYWHERE = "//"
_ROW_SETS = frozenset({"position", "count"})


@dataclass(frozen=True, slots=True)
class Read:
    """A path that an expression reads.

    ``origin``: ``root`` (absolute), ``node`` (from the node the expression belongs to; ``current()`` too) or the id of
    a secondary instance after ``instance:``. ``steps`` are names, ``..``, ``.``, ``*`` and ``//`` (any depth).
    ``rows_only``: only which rows there are matters, not what they hold. ``is_filtered``: a predicate picks among
    the rows, so that it reads across them.
    """

    origin: str
    steps: tuple[str, ...]
    rows_only: bool = False
    is_filtered: bool = False


@dataclass(frozen=True, slots=True)
class _Place:
    origin: str
    steps: tuple[str, ...]


_NODE = _Place("node", ())


def find_reads(tree: Tree) -> tuple[Read, ...]:
    """Return the paths that a tree reads, each once, in the order in which they are written."""
    return tuple(dict.fromkeys(_reads(tree, _NODE, rows_only=False)))


def _reads(tree: Tree, place: _Place, *, rows_only: bool) -> Iterator[Read]:
    if isinstance(tree, Path):
        yield from _path_reads(tree, place, rows_only=rows_only)
    elif isinstance(tree, Binary):
        for operand in _operands(tree):
            yield from _reads(operand, place, rows_only=False)
    elif isinstance(tree, Negative):
        yield from _reads(tree.operand, place, rows_only=False)
    elif isinstance(tree, Filter):
        yield from _reads(tree.base, place, rows_only=rows_only)
        for predicate in tree.predicates:
            yield from _reads(predicate, place, rows_only=False)
    elif isinstance(tree, Call):
        yield from _call_reads(tree, place)


def _call_reads(call: Call, place: _Place) -> Iterator[Read]:
    for number, argument in enumerate(call.arguments):
        is_other_row = call.name == "indexed-repeat" and number == 0
        rows_only = call.name in _ROW_SETS or (call.name == "indexed-repeat" and number % 2 == 1)
        for read in _reads(argument, place, rows_only=rows_only):
            yield Read(read.origin, read.steps, read.rows_only, is_filtered=True) if is_other_row else read


def _operands(tree: Tree) -> list[Tree]:
    """Return what a row of operators joins, however long it is."""
    found: list[Tree] = []
    while isinstance(tree, Binary):
        found.append(tree.right)
        tree = tree.left
    return [tree, *reversed(found)]


def _path_reads(path: Path, place: _Place, *, rows_only: bool) -> Iterator[Read]:
    here = _start(path, place)
    if path.base is not None and here is None:
        yield from _reads(path.base, place, rows_only=False)
        here = _Place(_first_origin(path.base, place), (ANYWHERE,))
    if here is None:
        return
    steps, is_filtered = here.steps, False
    for step in path.steps:
        steps = _extend(steps, step)
        for predicate in step.predicates:
            is_filtered = True
            across_rows = not here.origin.startswith("instance:")
            for read in _reads(predicate, _Place(here.origin, steps), rows_only=False):
                yield Read(read.origin, read.steps, read.rows_only, read.is_filtered or across_rows)
    yield Read(here.origin, steps, rows_only, is_filtered)


def _start(path: Path, place: _Place) -> _Place | None:
    if path.absolute:
        return _Place("root", ())
    if path.base is None:
        return place
    if isinstance(path.base, Call) and path.base.name == "current":
        return _NODE
    if isinstance(path.base, Call) and path.base.name == "instance" and path.base.arguments:
        return _Place(f"instance:{getattr(path.base.arguments[0], 'value', '')}", ())
    return None


def _first_origin(base: Tree, place: _Place) -> str:
    return next((read.origin for read in _reads(base, place, rows_only=False)), place.origin)


def _extend(steps: tuple[str, ...], step: Step) -> tuple[str, ...]:
    if step.axis == "parent":
        return (*steps[:-1],) if steps and steps[-1] not in {"..", ANYWHERE, "*"} else (*steps, "..")
    if step.axis == "self":
        return steps
    if step.axis in {"child", "attribute"}:
        return (*steps, "*" if step.test.endswith((")", "*")) else step.test.rpartition(":")[2])
    if step.axis in {"descendant", "descendant-or-self"}:
        return (*steps, ANYWHERE) if step.test == "node()" else (*steps, ANYWHERE, step.test)
    if step.axis in {"preceding-sibling", "following-sibling"}:
        return (*steps, "..", step.test)
    return (*steps, ANYWHERE)
