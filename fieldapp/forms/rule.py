"""What is decided about the nodes of a form, one rule for each thing, with whom each reads."""

from __future__ import annotations

import enum
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from fieldapp.forms.model import Control, Form, Itemset, Output, Repeat, Text
from fieldapp.forms.reading import Reading, find_readings
from fieldapp.forms.shape import Shape, parts
from fieldapp.forms.xpath import Expression, ExpressionError, compile_expression


class Kind(enum.IntEnum):
    """What a rule decides. The last three are not worked out here, only said to be different now."""

    COUNT = 0
    RELEVANT = enum.auto()
    CALCULATE = enum.auto()
    READONLY = enum.auto()
    REQUIRED = enum.auto()
    CONSTRAINT = enum.auto()
    CHOICES = enum.auto()
    WORDS = enum.auto()


@dataclass(slots=True, eq=False)
class Rule:
    """One thing that is decided about the node at ``path``. ``expression`` is None where it cannot be read at all.

    ``asked``: the questions whose choices it asks for a label. For ``Kind.COUNT`` the path is that of the node that
    holds the rows, and ``repeat`` that of the rows. ``component`` comes after all that it depends on; rules that share
    one run in a circle, in the order of ``number``.
    """

    kind: Kind
    path: str
    expression: Expression | None = None
    readings: tuple[Reading, ...] = ()
    functions: frozenset[str] = field(default_factory=frozenset)
    repeat: str = ""
    asked: tuple[str, ...] = ()
    number: int = 0
    component: int = 0


def gather_rules(form: Form, shape: Shape, controls: Mapping[str, Control]) -> tuple[Rule, ...]:
    """Return every rule of a form; what it says of nodes that it does not have is left out."""
    gathering = _Gathering(form, shape, controls)
    return (*gathering.of_binds(), *gathering.of_body())


def compiled(text: str) -> Expression | None:
    """Return an expression; None for text that is none."""
    try:
        return compile_expression(text)
    except ExpressionError:
        return None


class _Gathering:
    def __init__(self, form: Form, shape: Shape, controls: Mapping[str, Control]) -> None:
        self._form = form
        self._shape = shape
        self._controls = controls
        self._computed = {key: text for key, text in form.texts.items() if any(_outputs(text))}

    def of_binds(self) -> Iterator[Rule]:
        for path, bind in self._form.binds.items():
            if path not in self._shape.paths:
                continue
            for kind, text in (
                *((Kind.RELEVANT, bind.relevant), (Kind.CALCULATE, bind.calculate)),
                *((Kind.READONLY, bind.readonly), (Kind.REQUIRED, bind.required)),
            ):
                if text:
                    yield self._rule(kind, path, text)
            messages = (*_outputs(bind.constraint_message), *_outputs(bind.required_message))
            if bind.constraint or messages:
                yield self._rule(Kind.CONSTRAINT, path, *filter(None, [bind.constraint]), *messages)

    def of_body(self) -> Iterator[Rule]:
        for part in parts(self._form.body):
            if part.path not in self._shape.paths:
                continue
            texts = (part.label, part.hint, part.guidance) if isinstance(part, Control) else (part.label,)
            outputs = tuple(output for text in texts for output in _outputs(text))
            if outputs:
                yield self._rule(Kind.WORDS, part.path, *outputs)
            if isinstance(part, Control) and part.itemset is not None:
                yield from self._of_choices(part.path, part.itemset)
            if isinstance(part, Repeat) and part.count:
                yield self._of_count(part.path, part.count)

    def _rule(self, kind: Kind, path: str, *texts: str) -> Rule:
        readings = tuple(dict.fromkeys(self._readings(texts, path)))
        asked = tuple(control.path for text in texts for control in self._asked(text, path))
        return Rule(kind, path, compiled(texts[0]), readings, _functions(texts), asked=asked)

    def _of_count(self, repeat: str, text: str) -> Rule:
        """The count is written as seen from the rows, and decided for the node that holds them."""
        readings = tuple(each for each in self._readings([text], repeat) if repeat not in each.within)
        return Rule(Kind.COUNT, repeat.rpartition("/")[0], compiled(text), readings, _functions([text]), repeat)

    def _of_choices(self, path: str, itemset: Itemset) -> Iterator[Rule]:
        """Yield the rule of choices that are not always the same."""
        readings = tuple(dict.fromkeys(self._choice_readings(path, itemset)))
        functions = _functions([itemset.nodeset] if itemset.nodeset else [])
        if readings or functions - {"instance", "randomize"}:
            yield Rule(Kind.CHOICES, path, None, readings, functions)

    def _readings(self, texts: Iterable[str], path: str) -> Iterator[Reading]:
        for text in texts:
            expression = compiled(text)
            if expression is None:
                continue
            yield from find_readings(expression, path, self._shape)
            for control in self._asked(text, path):
                for each in self._choice_readings(control.path, control.itemset):
                    yield Reading(each.path, (), is_presence=each.is_presence)

    def _asked(self, text: str, path: str) -> Iterator[Control]:
        """Yield the other questions whose choices an expression asks for a label."""
        expression = compiled(text)
        for named in expression.asked if expression is not None else ():
            where = compiled(named)
            for reading in find_readings(where, path, self._shape) if where is not None else ():
                control = self._controls.get(reading.path)
                if control is not None and control.path != path:
                    yield control

    def _choice_readings(self, path: str, itemset: Itemset | None) -> Iterator[Reading]:
        if itemset is None:
            return
        if itemset.nodeset is None:
            yield from self._readings([each for choice in itemset.choices for each in _outputs(choice.label)], path)
            return
        nodeset = compiled(itemset.nodeset)
        if nodeset is not None:
            yield from find_readings(nodeset, path, self._shape)
            yield from self._readings(self._words_offered(nodeset), self._shape.root)

    def _words_offered(self, nodeset: Expression) -> Iterator[str]:
        """Yield what is computed in the texts that a list beside the form names."""
        if not self._computed:
            return
        for name in {read.origin.removeprefix("instance:") for read in nodeset.reads} & set(self._form.instances):
            for node in self._form.instances[name].descendants():
                yield from _outputs(self._computed.get(node.text))


def _functions(texts: Iterable[str]) -> frozenset[str]:
    found = (compiled(text) for text in texts)
    return frozenset(name for expression in found if expression for name in expression.functions)


def _outputs(text: Text | None) -> Iterator[str]:
    for version in text.versions.values() if text is not None else ():
        for segment in version:
            if isinstance(segment, Output):
                yield segment.expression
