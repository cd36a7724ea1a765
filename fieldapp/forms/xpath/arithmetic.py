"""Rows of operands: a sum of 500 answers is worked out in a row, and is no tree 500 levels deep."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection
from typing import Final

from fieldapp.forms.xpath.ast import Binary, Tree
from fieldapp.forms.xpath.context import Context
from fieldapp.forms.xpath.signature import Run
from fieldapp.forms.xpath.value import Value, to_number


def _divide(a: float, b: float) -> float:
    if b:
        return a / b
    return math.nan if a != a or not a else math.copysign(math.inf, a) * math.copysign(1, b)  # noqa: PLR0124 - NaN


def _remainder(a: float, b: float) -> float:
    return math.fmod(a, b) if b and not math.isinf(a) else math.nan


ARITHMETIC: Final[dict[str, Callable[[float, float], float]]] = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "div": _divide,
    "mod": _remainder,
}


def compile_arithmetic(tree: Binary, compile_tree: Callable[[Tree], Run]) -> Run:
    """Return what works a row of operators out, from the left."""
    (_, start), *others = chain(tree, ARITHMETIC.keys())
    first = compile_tree(start)
    rest = [(ARITHMETIC[operator], compile_tree(part)) for operator, part in others]

    def run(context: Context) -> Value:
        zone = context.environment.zone
        number = to_number(first(context), zone)
        for work, part in rest:
            number = work(number, to_number(part(context), zone))
        return number

    return run


def chain(tree: Tree, operators: Collection[str]) -> list[tuple[str, Tree]]:
    """Return a row of operands, each with the operator before it."""
    found: list[tuple[str, Tree]] = []
    while isinstance(tree, Binary) and tree.operator in operators:
        found.append((tree.operator, tree.right))
        tree = tree.left
    return [("", tree), *reversed(found)]
