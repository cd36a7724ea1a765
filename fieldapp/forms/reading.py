"""Whom an expression reads: the paths of a form, and within which rows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from fieldapp.forms.shape import Shape
from fieldapp.forms.xpath import ANYWHERE, Expression, Read


@dataclass(frozen=True, slots=True)
class Reading:
    """A path that is read. ``within``: the repeats whose row is the reader's own; across all others it reads all rows.

    ``is_presence``: only whether the node is there matters (``count()``, ``position()``), not what it holds.
    """

    path: str
    within: tuple[str, ...]
    is_presence: bool = False


def find_readings(expression: Expression, at: str, shape: Shape) -> tuple[Reading, ...]:
    """Return whom an expression that belongs to the node ``at`` reads, itself included, each once."""
    found = (reading for read in expression.reads for reading in _readings(read, at, shape))
    return tuple(dict.fromkeys(found))


def _readings(read: Read, at: str, shape: Shape) -> Iterator[Reading]:
    if read.origin == "root":
        steps, own = read.steps, () if read.is_filtered or _is_wide(read.steps) else shape.route(at)
    elif read.origin == "node":
        up = next((n for n, step in enumerate(read.steps) if step != ".."), len(read.steps))
        names = at.strip("/").split("/")
        if up >= len(names):
            return
        base = names[: len(names) - up]
        steps, own = (*base, *read.steps[up:]), shape.route("/" + "/".join(base))
    else:
        return  # a list beside the form, which does not change
    for path in shape.match(steps):
        yield from _reading(path, own, shape, is_presence=read.rows_only)


def _reading(path: str, own: tuple[str, ...], shape: Shape, *, is_presence: bool) -> Iterator[Reading]:
    within = _shared(shape.route(path), own)
    if path in shape.repeats:
        within = within[: len(shape.route(path)) - 1]  # which row it is depends on the others
    if is_presence or not shape.is_leaf(path):
        yield Reading(path, within, is_presence=True)
    if not is_presence:
        for leaf in shape.leaves(path):
            yield Reading(leaf, within)


def _shared(first: tuple[str, ...], second: tuple[str, ...]) -> tuple[str, ...]:
    count = 0
    while count < min(len(first), len(second)) and first[count] == second[count]:
        count += 1
    return first[:count]


def _is_wide(steps: tuple[str, ...]) -> bool:
    return any(step in {"*", ANYWHERE} for step in steps)
