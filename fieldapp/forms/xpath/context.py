"""What an expression is worked out against: a node, and all that comes from outside the tree."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from datetime import datetime, tzinfo
from typing import Final, Protocol, TypeAlias

from fieldapp.forms.sentence import sentence
from fieldapp.forms.tree import Node
from fieldapp.forms.xpath.error import ExpressionError

Table: TypeAlias = Sequence[Mapping[str, str]]
"""Rows of a CSV file beside the form, by column heading."""


MOST_LOOKS: Final = 1_000_000
"""About a second's work."""


class Environment(Protocol):
    """What a running form knows beyond its tree. Nothing here is read from the machine by itself."""

    @property
    def zone(self) -> tzinfo:
        """The zone of local days and of moments written without one."""

    @property
    def random(self) -> random.Random:
        """The source of the draws of ``random()`` and ``uuid()``."""

    @property
    def extras(self) -> frozenset[str]:
        """Functions outside ODK that this form may use."""

    def now(self) -> datetime:
        """Return the moment."""

    def instance(self, name: str) -> Node | None:
        """Return the document of a secondary instance, None when there is none of that name."""

    def text(self, key: str) -> str:
        """Return a text of the form in the language of the moment."""

    def choice_name(self, value: str, path: str, node: Node) -> str:
        """Return the label of a choice of the question at ``path``, as seen from ``node``."""

    def table(self, name: str) -> Table | None:
        """Return a table that came with the form, None when there is none of that name."""

    def resolve(self, steps: tuple[str, ...], node: Node) -> list[Node] | None:
        """Return the nodes of an absolute path as seen from ``node``: within a repeat, those of its own row.

        None lets the evaluator walk the tree.
        """


class Effort:
    """How often one evaluation may look at a node through a condition: lists within lists within lists end here."""

    __slots__ = ("left",)

    def __init__(self) -> None:
        self.left = MOST_LOOKS

    def spend(self, looks: int) -> None:
        """Take so many looks. Raises ExpressionError when there are none left."""
        self.left -= looks
        if self.left < 0:
            raise ExpressionError(
                sentence("This looks at more than {0:,} questions or choices, one through another.", MOST_LOOKS)
            )


class Context:
    """One evaluation: at ``node``, the ``position`` th of ``size``; ``current`` is the node of the whole expression."""

    __slots__ = ("current", "effort", "environment", "node", "position", "size")

    def __init__(
        self,
        node: Node,
        environment: Environment,
        position: int = 1,
        size: int = 1,
        current: Node | None = None,
        effort: Effort | None = None,
    ) -> None:
        self.effort = Effort() if effort is None else effort
        self.node = node
        self.environment = environment
        self.position = position
        self.size = size
        self.current = node if current is None else current


__all__ = ["Context", "Environment", "ExpressionError", "Table"]
