"""The tree that expressions are evaluated over: elements with text, parents and children, and nothing else of XML."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from typing import Any


class Node:
    """An element, an attribute (name ``@…``) or a document (name ``""``).

    ``name`` is the local name and ``prefix`` its namespace prefix as written; ``text`` is an element's own text.
    """

    __slots__ = ("attributes", "children", "name", "parent", "prefix", "text")
    is_live: bool = True
    """False where a form has put the node aside: no path finds it then."""

    def __init__(self, name: str, text: str = "", parent: Node | None = None, prefix: str = "") -> None:
        self.name = name
        self.prefix = prefix
        self.text = text
        self.parent = parent
        self.children: list[Node] = []
        self.attributes: list[Node] = []

    def add(self, child: Node) -> Node:
        """Put a child at the end and return it."""
        child.parent = self
        self.children.append(child)
        return child

    def named(self, name: str) -> Sequence[Node]:
        """Return the children of a name."""
        return [child for child in self.children if child.name == name]

    def string_value(self) -> str:
        """Return the text of this node and all below it, in document order (XPath 1.0, section 5)."""
        if not self.children:
            return self.text
        return self.text + "".join(child.string_value() for child in self.children)

    def typed(self) -> str | float:
        """Return what an expression takes this node for: its text, or the number that a form says it holds."""
        return self.string_value()

    def descendants(self) -> Iterator[Node]:
        """Yield everything below this node, in document order."""
        for child in self.children:
            yield child
            yield from child.descendants()

    @property
    def root(self) -> Node:
        """The top of the tree."""
        node = self
        while node.parent is not None:
            node = node.parent
        return node

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.name}>"  # never its text: tracebacks must stay empty of people


class Document(Node):
    """The top of a list beside the form, which never changes. ``kept``: what was found out about it, once."""

    __slots__ = ("kept",)

    def __init__(self) -> None:
        super().__init__("")
        self.kept: dict[Hashable, Any] = {}
