"""Functions that look at their arguments before working them out: what is not needed is never evaluated."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import Final

from fieldapp.forms.sentence import sentence
from fieldapp.forms.xpath.ast import Binary, Call, Path, Step, Tree
from fieldapp.forms.xpath.context import Context
from fieldapp.forms.xpath.error import ExpressionError
from fieldapp.forms.xpath.signature import ANY, Run, Special
from fieldapp.forms.xpath.value import Value, to_boolean, to_number, to_text

Compile = Callable[[Tree], Run]


def _if(call: Call, compile_tree: Compile) -> Run:
    condition, yes, no = (compile_tree(each) for each in call.arguments)
    return lambda context: yes(context) if to_boolean(condition(context)) else no(context)


def _coalesce(call: Call, compile_tree: Compile) -> Run:
    choices = [compile_tree(each) for each in call.arguments]

    def run(context: Context) -> Value:
        for choice in choices:
            value = choice(context)
            if to_text(value) and value == value:  # noqa: PLR0124 - NaN alone differs from itself
                return value
        return ""

    return run


def _once(call: Call, compile_tree: Compile) -> Run:
    first = compile_tree(call.arguments[0])

    def run(context: Context) -> Value:
        return context.current.string_value() or first(context)

    return run


def _instance(call: Call, compile_tree: Compile) -> Run:
    named = compile_tree(call.arguments[0])

    def run(context: Context) -> Value:
        name = to_text(named(context))
        found = context.environment.instance(name)
        if found is None:
            raise ExpressionError(sentence("This form has no list or file called {0}.", name), call.offset)
        return [found]

    return run


def _current(_call: Call, _compile_tree: Compile) -> Run:
    return lambda context: [context.current]


def _indexed_repeat(call: Call, compile_tree: Compile) -> Run:
    """``indexed-repeat(question, repeat, number, …)``: the question in that row, counted over the whole form."""
    target, *pairs = call.arguments
    if not isinstance(target, Path) or not target.absolute or len(pairs) % 2:
        raise ExpressionError(
            sentence("indexed-repeat() needs a question, and for each repeat its number."), call.offset
        )
    steps = list(target.steps)
    for group, number in zip(pairs[::2], pairs[1::2], strict=True):
        depth = len(group.steps) if isinstance(group, Path) else 0
        if not isinstance(group, Path) or tuple(step.test for step in group.steps) != tuple(
            step.test for step in steps[:depth]
        ):
            raise ExpressionError(
                sentence("indexed-repeat() needs the repeats that the question stands in."), call.offset
            )
        here = Path((Step("self", "node()"),))
        place = Binary("=", Call("position", ()), Call(_OUTSIDE, (number, here)))
        steps[depth - 1] = dataclasses.replace(steps[depth - 1], predicates=(place,))
    return compile_tree(dataclasses.replace(target, steps=tuple(steps)))


_OUTSIDE: Final = "#outside"


def _outside(call: Call, compile_tree: Compile) -> Run:
    """Work an argument out where the whole expression stands, though it is written inside a predicate."""
    number = compile_tree(call.arguments[0])

    def run(context: Context) -> Value:
        outside = Context(context.current, context.environment, current=context.current)
        return to_number(number(outside), context.environment.zone)

    return run


SPECIAL: Final = {
    "if": Special(3, 3, _if),
    "coalesce": Special(1, ANY, _coalesce),
    "once": Special(1, 1, _once),
    "instance": Special(1, 1, _instance),
    "current": Special(0, 0, _current),
    "indexed-repeat": Special(3, ANY, _indexed_repeat),
    _OUTSIDE: Special(1, 2, _outside),
}
