"""Works conditions out as far as they can be without an answer: always true, always false, or None for it depends."""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC
from typing import Final

from fieldapp.forms.examined import Examined, Site
from fieldapp.forms.lint_type import ARITHMETIC, COMPARISONS, is_number, read_path
from fieldapp.forms.xpath import to_boolean
from fieldapp.forms.xpath.ast import Binary, Call, Literal, Negative, Number, Path, Tree
from fieldapp.forms.xpath.value import compare

LONGEST_LIST: Final = 500
"""Of longer lists only membership is asked, not every choice in turn."""

_MIRROR: Final = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "=": "=", "!=": "!="}
_ORDER: Final[Mapping[str, Callable[[float, float], bool]]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "=": operator.eq,
}


@dataclass(frozen=True)
class Range:
    """The numbers from ``low`` to ``high``, both inclusive unless open."""

    low: float = -math.inf
    high: float = math.inf
    is_low_open: bool = False
    is_high_open: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether no number is in it."""
        return self.low > self.high or (self.low == self.high and (self.is_low_open or self.is_high_open))

    def narrowed(self, sign: str, number: float) -> Range:
        """Return the part of it where ``x sign number`` holds."""
        found = self
        if sign in {">", ">=", "="} and (number > found.low or (number == found.low and sign == ">")):
            found = Range(number, found.high, sign == ">", found.is_high_open)
        if sign in {"<", "<=", "="} and (number < found.high or (number == found.high and sign == "<")):
            found = Range(found.low, number, found.is_low_open, sign == "<")
        return found


@dataclass
class Fold:
    """Folds the expressions of one form. ``never``: paths never asked, which therefore read as blank."""

    examined: Examined
    never: set[str] = field(default_factory=set)
    ranges: dict[str, Range] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Take from the constraints which numbers each question admits."""
        for site in self.examined.sites:
            if site.role == "constraint":
                found = Range()
                for path, sign, number in self._bounds(_operands(site.expression.tree, "and"), site):
                    if path == site.path:
                        found = found.narrowed(sign, number)
                self.ranges[site.path] = found

    def truth(self, site: Site) -> bool | None:
        """Return what the condition always is, None if that depends."""
        return self.truth_of(site.expression.tree, site)

    def truth_of(self, tree: Tree, site: Site) -> bool | None:
        """Return what a part of an expression always is as a condition, None if that depends."""
        if isinstance(tree, Call):
            return self._call(tree, site)
        if isinstance(tree, Binary) and tree.operator in {"and", "or"}:
            return self._junction(tree, site)
        if isinstance(tree, Binary) and tree.operator in COMPARISONS:
            return self._comparison(tree, site)
        constant = self._constant(tree, site)
        return None if constant is None else to_boolean(constant)

    def _call(self, tree: Call, site: Site) -> bool | None:
        if tree.name in {"true", "false"} and not tree.arguments:
            return tree.name == "true"
        if tree.name in {"not", "boolean"} and len(tree.arguments) == 1:
            inner = self.truth_of(tree.arguments[0], site)
            return inner if inner is None or tree.name == "boolean" else not inner
        if tree.name == "selected" and len(tree.arguments) == 2 and isinstance(tree.arguments[1], Literal):
            path, word = read_path(tree.arguments[0], site), tree.arguments[1].value.strip()
            values = self.examined.lists.get(path or "")
            if path in self.never or (word and values is not None and word not in values):
                return False
        return None

    def _junction(self, tree: Binary, site: Site) -> bool | None:
        is_and = tree.operator == "and"
        operands = list(_operands(tree, tree.operator))
        truths = [self.truth_of(each, site) for each in operands]
        if (not is_and) in truths:
            return not is_and
        if all(truth is is_and for truth in truths):
            return is_and
        # x = 'a' and x = 'b' never holds; x != 'a' or x != 'b' always does.
        words: dict[str, set[str]] = {}
        for each in operands:
            for path, word in self._words(each, "=" if is_and else "!=", site):
                words.setdefault(path, set()).add(word)
        if any(len(each) > 1 for each in words.values()):
            return not is_and
        return False if is_and and self._is_out_of_range(operands, site) else None

    def _words(self, tree: Tree, sign: str, site: Site) -> Iterator[tuple[str, str]]:
        if isinstance(tree, Binary) and tree.operator == sign:
            for one, other in ((tree.left, tree.right), (tree.right, tree.left)):
                path = read_path(one, site)
                if path and isinstance(other, Literal) and self._is_single(path, site):
                    yield path, other.value

    def _is_out_of_range(self, operands: list[Tree], site: Site) -> bool:
        ranges: dict[str, Range] = {}
        for path, sign, number in self._bounds(operands, site):
            ranges[path] = ranges.get(path, Range()).narrowed(sign, number)
        return any(each.is_empty for each in ranges.values())

    def _bounds(self, operands: Iterator[Tree] | list[Tree], site: Site) -> Iterator[tuple[str, str, float]]:
        for each in operands:
            if isinstance(each, Binary) and each.operator in _ORDER:
                sides = ((each.left, each.right, each.operator), (each.right, each.left, _MIRROR[each.operator]))
                for one, other, sign in sides:
                    path, number = read_path(one, site), _number(other)
                    if path and number is not None and self._is_single(path, site):
                        yield path, sign, number

    def _comparison(self, tree: Binary, site: Site) -> bool | None:
        left, right = self._constant(tree.left, site), self._constant(tree.right, site)
        if left is not None and right is not None:
            return bool(compare(tree.operator, left, right, UTC))
        for one, other, sign in ((tree.left, right, tree.operator), (tree.right, left, _MIRROR[tree.operator])):
            path = read_path(one, site)
            if path is not None and other is not None and self._is_single(path, site):
                return self._with_answer(path, sign, other, site)
        return None

    def _with_answer(self, path: str, sign: str, other: str | float, site: Site) -> bool | None:
        """Return what ``answer sign other`` always is, for all that may be answered at ``path``."""
        values = self.examined.lists.get(path)
        if values is not None and len(values) > LONGEST_LIST:
            is_lost = isinstance(other, str) and other.strip() and other not in values
            return sign == "!=" if is_lost and sign in {"=", "!="} else None
        if values is not None:
            possible = {compare(sign, value, other, UTC) for value in (*values, "")}
            return possible.pop() if len(possible) == 1 else None
        number = other if isinstance(other, float) else float(other) if is_number(other) else None
        admitted = self.ranges.get(path)
        if number is None or admitted is None or sign not in _ORDER:
            return None
        if path == site.path and site.role == "constraint":
            return None
        return False if admitted.narrowed(sign, number).is_empty else None

    def _is_single(self, path: str, site: Site) -> bool:
        """Whether there is one node at a path as seen from here, with one value: of several, any may fit."""
        around = [repeat for repeat in self.examined.repeats if path.startswith(f"{repeat}/")]
        is_own_row = all(f"{site.path}/".startswith(f"{repeat}/") for repeat in around)
        return is_own_row and self.examined.kind(path) not in {"many", "rank"}

    def _constant(self, tree: Tree, site: Site) -> str | float | None:
        if isinstance(tree, (Number, Literal)):
            return tree.value
        if isinstance(tree, Negative):
            inner = self._constant(tree.operand, site)
            return -_to_number(inner) if inner is not None else None
        if isinstance(tree, Path):
            return "" if read_path(tree, site) in self.never else None
        if isinstance(tree, Binary) and tree.operator in ARITHMETIC:
            left, right = self._constant(tree.left, site), self._constant(tree.right, site)
            if left is not None and right is not None:
                return _work(tree.operator, _to_number(left), _to_number(right))
        return None


def _operands(tree: Tree, sign: str) -> Iterator[Tree]:
    """Yield what a chain of one operator joins."""
    if isinstance(tree, Binary) and tree.operator == sign:
        yield from _operands(tree.left, sign)
        yield from _operands(tree.right, sign)
    else:
        yield tree


def _number(tree: Tree) -> float | None:
    if isinstance(tree, Number):
        return tree.value
    if isinstance(tree, Negative) and isinstance(tree.operand, Number):
        return -tree.operand.value
    return float(tree.value) if isinstance(tree, Literal) and is_number(tree.value) else None


def _to_number(value: str | float) -> float:
    if isinstance(value, str):
        return float(value) if is_number(value) else math.nan
    return value


def _work(sign: str, left: float, right: float) -> float:
    if sign in {"div", "mod"}:
        if not right or not math.isfinite(left):
            return math.nan
        return math.fmod(left, right) if sign == "mod" else left / right
    return left + right if sign == "+" else left - right if sign == "-" else left * right
