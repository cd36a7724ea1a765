"""Arithmetic beyond the four operations. What has no answer is NaN, never an error."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Final

from fieldapp.forms.xpath.context import Context
from fieldapp.forms.xpath.signature import Function
from fieldapp.forms.xpath.value import NAN, Value, to_number

MATH: Final[dict[str, Function]] = {}


def _declare(name: str, work: Callable[..., float], count: int = 1) -> None:
    def run(context: Context, *values: Value) -> Value:
        numbers = [to_number(value, context.environment.zone) for value in values]
        try:
            return float(work(*numbers))
        except (ValueError, ZeroDivisionError):
            return NAN
        except OverflowError:
            return math.inf

    MATH[name] = Function(count, count, run)


def _power(base: float, exponent: float) -> float:
    if base == 0 and exponent < 0:
        return math.inf
    found = base**exponent
    return found if isinstance(found, float) else math.nan


def _logarithm(work: Callable[[float], float]) -> Callable[[float], float]:
    return lambda number: -math.inf if number == 0 else work(number)


_OF_ONE: Final[dict[str, Callable[[float], float]]] = {
    "abs": abs,
    "sin": math.sin,
    "cos": math.cos,
    "tan": math.tan,
    "asin": math.asin,
    "acos": math.acos,
    "atan": math.atan,
    "sqrt": math.sqrt,
    "exp": math.exp,
    "exp10": lambda number: _power(10.0, number),
    "log": _logarithm(math.log),
    "log10": _logarithm(math.log10),
}
for _name, _work in _OF_ONE.items():
    _declare(_name, _work)
_declare("pow", _power, 2)
_declare("atan2", math.atan2, 2)
_declare("pi", lambda: math.pi, 0)
