"""What a form is, once read: binds, controls, groups, repeats, choices and texts, all immutable.

A *path* is the absolute path of a node without row positions (``/data/contacts/name``). Expressions are kept as their
text here; whoever runs or lints a form compiles them. Source: ODK XForms specification, sections "Bindings",
"Body elements", "Languages".
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from fieldapp.forms.tree import Node


@dataclass(frozen=True, slots=True)
class Output:
    """A computed part of a text: the string value of an expression."""

    expression: str


Segments: TypeAlias = tuple[str | Output, ...]


@dataclass(frozen=True, slots=True)
class Text:
    """Words by language; ``""`` is the language of a form that has only one. ``media``: by language, kind -> file."""

    versions: Mapping[str, Segments] = field(default_factory=dict)
    media: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Bind:
    """What holds of the node at ``path``. An expression is None when absent."""

    path: str
    type: str = "string"
    relevant: str | None = None
    required: str | None = None
    constraint: str | None = None
    readonly: str | None = None
    calculate: str | None = None
    required_message: Text | None = None
    constraint_message: Text | None = None
    preload: str | None = None
    preload_params: str | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """One choice of a list written out in the form."""

    value: str
    label: Text


@dataclass(frozen=True, slots=True)
class Itemset:
    """Where choices come from: ``choices`` written out, else ``nodeset`` over a secondary instance.

    ``value`` and ``label`` are expressions relative to an item of the nodeset.
    """

    choices: tuple[Choice, ...] = ()
    nodeset: str | None = None
    value: str = "name"
    label: str = "label"


@dataclass(frozen=True, slots=True)
class Control:
    """A question. ``kind``: input, select1, select, upload, trigger, range or rank. ``appearance`` in lower case."""

    kind: str
    path: str
    label: Text | None = None
    hint: Text | None = None
    guidance: Text | None = None
    appearance: frozenset[str] = frozenset()
    itemset: Itemset | None = None
    parameters: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Group:
    """Questions that belong together; ``field-list`` in ``appearance`` puts them on one page."""

    path: str | None
    label: Text | None = None
    appearance: frozenset[str] = frozenset()
    children: tuple[Body, ...] = ()


@dataclass(frozen=True, slots=True)
class Repeat:
    """Rows of the same questions. ``count``: expression of how many; None lets the person add and remove."""

    path: str
    label: Text | None = None
    appearance: frozenset[str] = frozenset()
    count: str | None = None
    children: tuple[Body, ...] = ()


Body: TypeAlias = Control | Group | Repeat


@dataclass(frozen=True, slots=True)
class SetValue:
    """An action: on ``event`` (``odk-instance-first-load``, ``odk-new-repeat``, ``xforms-value-changed``) set ``path``.

    ``trigger`` is the path of the question whose change fires it, None for the events of the form and its rows.
    """

    path: str
    event: str
    value: str
    trigger: str | None = None


@dataclass(frozen=True, eq=False, slots=True, weakref_slot=True)
class Form:
    """A form as read, itself only. ``template``: the primary instance as written, ``instances``: the others.

    ``sources``: where a list comes from that is not written out in the form, by its id (``jr://file-csv/cities.csv``).
    """

    form_id: str
    version: str
    title: str
    template: Node
    binds: Mapping[str, Bind]
    body: tuple[Body, ...]
    instances: Mapping[str, Node] = field(default_factory=dict)
    texts: Mapping[str, Text] = field(default_factory=dict)
    languages: tuple[str, ...] = ()
    default_language: str = ""
    actions: tuple[SetValue, ...] = ()
    sources: Mapping[str, str] = field(default_factory=dict)

    def controls(self) -> Iterator[Control]:
        """Yield every question, in the order of the form."""
        yield from _controls(self.body)


def _controls(body: tuple[Body, ...]) -> Iterator[Control]:
    for part in body:
        if isinstance(part, Control):
            yield part
        else:
            yield from _controls(part.children)
