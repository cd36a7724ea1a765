"""An expression, compiled once and worked out as often as wanted."""

from __future__ import annotations

import functools
from collections.abc import Iterator

from fieldapp.forms.sentence import sentence
from fieldapp.forms.tree import Node
from fieldapp.forms.xpath.ast import Binary, Call, Filter, Literal, Negative, Path, Tree
from fieldapp.forms.xpath.compile import call_fault, compile_tree
from fieldapp.forms.xpath.context import Context
from fieldapp.forms.xpath.error import ExpressionError
from fieldapp.forms.xpath.function import VOLATILE
from fieldapp.forms.xpath.parser import parse
from fieldapp.forms.xpath.read import Read, find_reads
from fieldapp.forms.xpath.value import Value, to_boolean, to_number, to_text


class Expression:
    """An expression of a form. Each way of working it out may raise ExpressionError, and nothing else."""

    def __init__(self, text: str) -> None:
        self.text = text
        try:
            self.tree: Tree = parse(text)
            self._run = compile_tree(self.tree)
        except RecursionError as error:
            raise ExpressionError(sentence("Too much is nested in one another.")) from error

    @functools.cached_property
    def reads(self) -> tuple[Read, ...]:
        """The paths that it reads."""
        return find_reads(self.tree)

    @functools.cached_property
    def functions(self) -> frozenset[str]:
        """The names of the functions in it."""
        return frozenset(each.name for each in walk_tree(self.tree) if isinstance(each, Call))

    @functools.cached_property
    def asked(self) -> tuple[str, ...]:
        """The paths, as written, of questions whose choices it asks for the label of one."""
        if "jr:choice-name" not in self.functions:
            return ()
        calls = (each for each in walk_tree(self.tree) if isinstance(each, Call) and each.name == "jr:choice-name")
        named = (call.arguments[1] for call in calls if len(call.arguments) == 2)
        return tuple(dict.fromkeys(each.value for each in named if isinstance(each, Literal)))

    @functools.cached_property
    def faults(self) -> tuple[ExpressionError, ...]:
        """What is wrong with the calls in it, each of which fails when it is reached."""
        calls = (each for each in walk_tree(self.tree) if isinstance(each, Call))
        return tuple(fault for fault in map(call_fault, calls) if fault is not None)

    @property
    def is_volatile(self) -> bool:
        """Whether it may come out differently with nothing answered in between."""
        return not VOLATILE.isdisjoint(self.functions)

    def value(self, context: Context) -> Value:
        """Return what it comes to."""
        return self._run(context)

    def string(self, context: Context) -> str:
        """Return what it comes to, as text."""
        return to_text(self._run(context))

    def number(self, context: Context) -> float:
        """Return what it comes to, as a number; NaN where it is none."""
        return to_number(self._run(context), context.environment.zone)

    def boolean(self, context: Context) -> bool:
        """Return what it comes to, as a truth."""
        return to_boolean(self._run(context))

    def nodes(self, context: Context) -> list[Node]:
        """Return the nodes that it finds. Raises ExpressionError where it finds a value."""
        found = self._run(context)
        if not isinstance(found, list):
            raise ExpressionError(sentence("This finds a value where a list of questions or choices is needed."))
        return found

    def __repr__(self) -> str:
        return f"<Expression {self.text}>"


@functools.lru_cache(maxsize=20_000)
def compile_expression(text: str) -> Expression:
    """Return the expression that a text is. Raises ExpressionError, with the offset of what is wrong."""
    return Expression(text)


def walk_tree(tree: Tree) -> Iterator[Tree]:
    """Yield a tree and all its parts, predicates included, however long its chains are."""
    waiting = [tree]
    while waiting:
        part = waiting.pop()
        yield part
        if isinstance(part, Call):
            waiting += part.arguments[::-1]
        elif isinstance(part, Binary):
            waiting += (part.right, part.left)
        elif isinstance(part, Negative):
            waiting.append(part.operand)
        elif isinstance(part, Filter):
            waiting += (*part.predicates[::-1], part.base)
        elif isinstance(part, Path):
            waiting += [each for step in part.steps[::-1] for each in step.predicates[::-1]]
            if part.base is not None:
                waiting.append(part.base)
