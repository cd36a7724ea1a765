"""The nodes that a form can have, by path, whatever rows there are when it runs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from fieldapp.forms.model import Body, Form, Group, Repeat
from fieldapp.forms.tree import Node
from fieldapp.forms.xpath import ANYWHERE

_TEMPLATE: Final = "@template"


class Shape:
    """``paths`` in document order, each with its number; ``templates``: what a new row of a repeat looks like."""

    def __init__(self, form: Form) -> None:
        self.root = f"/{form.template.name}"
        self.repeats = {part.path: part for part in parts(form.body) if isinstance(part, Repeat)}
        self.paths: dict[str, int] = {}
        self.templates: dict[str, Node] = {}
        self._below: dict[str, list[str]] = {}
        self._routes: dict[str, tuple[str, ...]] = {}
        self._gather(form.template, "")

    def route(self, path: str) -> tuple[str, ...]:
        """Return the repeats that a path leads through, outermost first, itself included where it is one."""
        found = self._routes.get(path)
        if found is None:
            above = self.route(path.rpartition("/")[0]) if path.count("/") > 1 else ()
            found = self._routes[path] = (*above, path) if path in self.repeats else above
        return found

    def is_leaf(self, path: str) -> bool:
        """Say whether a node holds an answer and no other nodes."""
        return not self._below.get(path)

    def leaves(self, path: str) -> Iterator[str]:
        """Yield the paths at and below a path that hold answers."""
        below = self._below.get(path, ())
        if not below:
            yield path
        for each in below:
            yield from self.leaves(each)

    def match(self, steps: tuple[str, ...]) -> tuple[str, ...]:
        """Return the paths that steps from the top lead to; ``*`` and ``//`` lead to several."""
        if not any(step in {"*", ANYWHERE, ".."} for step in steps):
            path = "/" + "/".join(steps)
            return (path,) if path in self.paths else ()
        if ".." in steps:  # up again from who knows where
            return tuple(self.paths)
        pattern = re.compile("".join(_STEPS.get(step) or f"/{re.escape(step)}" for step in steps))
        return tuple(path for path in self.paths if pattern.fullmatch(path))

    def _gather(self, node: Node, above: str) -> None:
        path = f"{above}/{node.name}"
        if path in self.repeats:
            is_template = any(each.name == _TEMPLATE for each in node.attributes)
            if is_template or path not in self.templates:
                self.templates[path] = node
        if path not in self.paths:
            self.paths[path] = len(self.paths)
            self._below[path] = []
            if above:
                self._below[above].append(path)
        for child in node.children:
            if not child.name.startswith("#"):
                self._gather(child, path)


_STEPS: Final = {"*": "/[^/]+", ANYWHERE: "(?:/[^/]+)*"}


def parts(body: tuple[Body, ...]) -> Iterator[Body]:
    """Yield questions, groups and repeats in the order of the form."""
    for part in body:
        yield part
        if isinstance(part, Group | Repeat):
            yield from parts(part.children)


def is_template(node: Node) -> bool:
    """Say whether a node of the primary instance only shows what a new row looks like."""
    return any(each.name == _TEMPLATE for each in node.attributes)
