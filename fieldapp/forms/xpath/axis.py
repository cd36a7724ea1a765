"""Walking the tree: the axes of XPath 1.0, section 2.2, and what a step lets through."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Final

from fieldapp.forms.tree import Node

Walk = Callable[[Node], Iterable[Node]]
Test = Callable[[Node], bool]


def _parent(node: Node) -> Iterator[Node]:
    if node.parent is not None:
        yield node.parent


def _ancestors(node: Node) -> Iterator[Node]:
    above = node.parent
    while above is not None:
        yield above
        above = above.parent


def _siblings(node: Node, *, after: bool) -> list[Node]:
    if node.parent is None or node.name.startswith("@"):
        return []
    family = node.parent.children
    at = next(index for index, each in enumerate(family) if each is node)
    return family[at + 1 :] if after else family[:at][::-1]


def _following(node: Node) -> Iterator[Node]:
    for start in (node, *_ancestors(node)):
        for sibling in _siblings(start, after=True):
            yield sibling
            yield from sibling.descendants()


def _preceding(node: Node) -> Iterator[Node]:
    for start in (node, *_ancestors(node)):
        for sibling in _siblings(start, after=False):
            yield from reversed([sibling, *sibling.descendants()])


def _self_and(walk: Callable[[Node], Iterable[Node]]) -> Walk:
    def both(node: Node) -> Iterator[Node]:
        yield node
        yield from walk(node)

    return both


AXES: Final[dict[str, Walk]] = {
    "child": lambda node: node.children,
    "self": lambda node: (node,),
    "parent": _parent,
    "attribute": lambda node: node.attributes,
    "descendant": Node.descendants,
    "descendant-or-self": _self_and(Node.descendants),
    "ancestor": _ancestors,
    "ancestor-or-self": _self_and(_ancestors),
    "following-sibling": lambda node: _siblings(node, after=True),
    "preceding-sibling": lambda node: _siblings(node, after=False),
    "following": _following,
    "preceding": _preceding,
    "namespace": lambda _node: (),
}
BACKWARD: Final = frozenset({"ancestor", "ancestor-or-self", "preceding", "preceding-sibling"})


def make_test(axis: str, test: str) -> Test:
    """Return what says whether a node passes the node test of a step."""
    if test == "node()":
        return lambda _node: True
    if test.endswith(")"):
        kind = f"#{test.partition('(')[0]}"
        return lambda node: node.name == kind
    mark = "@" if axis == "attribute" else ""
    prefix, _, name = test.rpartition(":")
    if name == "*":
        if prefix:
            return lambda node: node.prefix in {prefix, ""} and not node.name.startswith("#")
        return lambda node: node.name != "" and not node.name.startswith("#")
    wanted = mark + name
    if prefix:
        return lambda node: node.name == wanted and node.prefix in {prefix, ""}
    return lambda node: node.name == wanted


def in_document_order(nodes: list[Node]) -> list[Node]:
    """Return nodes once each, in the order of the document."""
    if len(nodes) < 2:
        return nodes
    wanted = {id(node): node for node in nodes}
    root = nodes[0].root
    found = [each for each in _everything(root) if wanted.pop(id(each), None) is not None]
    return found + list(wanted.values())


def _everything(node: Node) -> Iterator[Node]:
    yield node
    yield from node.attributes
    for child in node.children:
        yield from _everything(child)
