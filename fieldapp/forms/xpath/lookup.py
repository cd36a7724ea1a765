"""Looking choices up: ``instance('cities')/root/item[state = …]`` asks an index of the column, not every choice.

A list of 100,000 choices is gone through once. What is found is what going through it each time would find.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final, NamedTuple

from fieldapp.forms.tree import Document, Node
from fieldapp.forms.xpath.ast import Binary, Call, Path, Step, Tree
from fieldapp.forms.xpath.context import Context
from fieldapp.forms.xpath.signature import Run
from fieldapp.forms.xpath.value import Value, to_number

Lookup = Callable[[Context], list[Node] | None]
_Index = dict[str | float, list[tuple[int, Node]]]

_OF_THE_NODE: Final = frozenset({"position", "last", "string", "number", "string-length", "normalize-space", "name"})
"""Functions that without an argument speak of the node in hand."""
_NEVER: Final = frozenset({"once", "random", "uuid", "randomize", "local-name"})


class Asked(NamedTuple):
    """A condition on a list that an index answers: the column and what it must equal."""

    column: str
    equals: Tree


def compile_lookup(path: Path, compile_tree: Callable[[Tree], Run]) -> tuple[Lookup, int] | None:
    """Return what looks the choices of a path up, and how many of its steps that does; None where it cannot be.

    The lookup itself returns None where the list must be gone through after all.
    """
    if not isinstance(path.base, Call) or path.base.name != "instance":
        return None
    names: list[str] = []
    for number, step in enumerate(path.steps):
        if step.axis != "child" or step.test.endswith(("*", ")")) or len(step.predicates) > 1:
            return None
        names.append(step.test)
        if step.predicates:
            asked = _asked(step.predicates[0])
            if asked is None:
                return None
            return _lookup(compile_tree(path.base), tuple(names), asked.column, compile_tree(asked.equals)), number + 1
    return None


def _lookup(base: Run, names: tuple[str, ...], column: str, equals: Run) -> Lookup:
    def run(context: Context) -> list[Node] | None:
        documents = base(context)
        document = documents[0] if isinstance(documents, list) and documents else None
        if not isinstance(document, Document):
            return None
        current = context.current
        keys = _keys(equals(Context(current, context.environment, current=current)))
        if keys is None:
            return None
        found = [each for key in keys for each in _index(document, names, column, key).get(key, ())]
        return [node for _, node in (sorted(dict(found).items()) if len(keys) > 1 else found)]

    return run


def _keys(value: Value) -> set[str | float] | None:
    """Return what the column may hold; None for a kind of value that compares in another way."""
    if isinstance(value, list):
        return {key for node in value for key in [node.typed()] if key == key} or {""}  # noqa: PLR0124 - NaN
    if isinstance(value, str):
        return {value}
    if isinstance(value, float):
        return {value} if value == value else set()  # noqa: PLR0124 - NaN equals nothing
    return None


def _index(document: Document, names: tuple[str, ...], column: str, key: str | float) -> _Index:
    is_number = isinstance(key, float)
    kept = (names, column, is_number)
    if kept not in document.kept:
        made: _Index = {}
        for number, node in enumerate(_reached(document, names)):
            texts = {child.string_value() for child in node.named(column)} or {""}
            for held in {to_number(text) for text in texts} if is_number else texts:
                made.setdefault(held, []).append((number, node))
        document.kept[kept] = made
    found: _Index = document.kept[kept]
    return found


def _reached(document: Document, names: tuple[str, ...]) -> list[Node]:
    nodes: list[Node] = [document]
    for name in names:
        nodes = [child for node in nodes for child in node.named(name)]
    return nodes


def _asked(condition: Tree) -> Asked | None:
    if not isinstance(condition, Binary) or condition.operator != "=":
        return None
    for column, equals in ((condition.left, condition.right), (condition.right, condition.left)):
        if _is_column(column) and _is_outside(equals):
            assert isinstance(column, Path)  # noqa: S101 - just said
            return Asked(column.steps[0].test, equals)
    return None


def _is_column(tree: Tree) -> bool:
    if not isinstance(tree, Path) or tree.absolute or tree.base is not None or len(tree.steps) != 1:
        return False
    return tree.steps[0] == Step("child", tree.steps[0].test) and not tree.steps[0].test.endswith(("*", ")"))


def _is_outside(tree: Tree) -> bool:
    """Say whether something has nothing to do with the choice in hand, so that it is the same for all."""
    return all(_is_fixed(part) for part in _parts(tree))


def _is_fixed(part: Tree) -> bool:
    if isinstance(part, Path):
        from_current = isinstance(part.base, Call) and part.base.name == "current"
        return (part.absolute or from_current) and not any(step.predicates for step in part.steps)
    if isinstance(part, Call):
        return part.name not in _NEVER and bool(part.arguments or part.name not in _OF_THE_NODE)
    return True


def _parts(tree: Tree) -> Iterator[Tree]:
    from fieldapp.forms.xpath.expression import walk_tree

    return walk_tree(tree)
