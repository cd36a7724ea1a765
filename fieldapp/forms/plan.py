"""What follows from what in a form: its rules, who reads what, and the order in which they are worked out.

Made once for each form, and kept as long as the form is.
"""

from __future__ import annotations

import weakref
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final, TypeVar

from fieldapp.forms.model import Control, Form, SetValue
from fieldapp.forms.order import find_order
from fieldapp.forms.rule import Kind, Rule, gather_rules
from fieldapp.forms.shape import Shape

FIRST_LOAD: Final = ("odk-instance-first-load", "xforms-ready")
NEW_ROW: Final = "odk-new-repeat"
VALUE_CHANGED: Final = "xforms-value-changed"
_OF_THE_DAY: Final = frozenset({"today", "now"})
_DECIDING: Final = frozenset({Kind.COUNT, Kind.RELEVANT, Kind.CALCULATE, Kind.CHOICES})
_IN_WORDS: Final = frozenset({"jr:choice-name", "jr:itext"})


@dataclass(frozen=True, slots=True)
class Reader:
    """Who must be asked again: ``climb`` that many rows up from what changed, then down through ``descent``."""

    rule: Rule
    climb: int
    descent: tuple[str, ...]


Readers = Mapping[str, tuple[Reader, ...]]
_Found = dict[str, dict[Reader, None]]
_Thing = TypeVar("_Thing")


class Plan:
    """The rules of a form. Readers are found by the path of what changed: its value, its presence, its rows."""

    def __init__(self, form: Form) -> None:
        self.shape = Shape(form)
        self.controls: dict[str, Control] = {}
        for control in form.controls():
            self.controls.setdefault(control.path, control)
        self.rules = gather_rules(form, self.shape, self.controls)
        _put_in_order(self.rules, self.shape)
        in_order = sorted(self.rules, key=lambda rule: (rule.component, rule.number))
        self.at = _grouped((rule.path, rule) for rule in in_order)
        self.relevant = {rule.path: rule for rule in self.rules if rule.kind is Kind.RELEVANT}
        self.count = {rule.repeat: rule for rule in self.rules if rule.kind is Kind.COUNT}
        self.of_the_day = tuple(rule for rule in self.rules if not _OF_THE_DAY.isdisjoint(rule.functions))
        self.in_words = tuple(rule for rule in self.rules if not _IN_WORDS.isdisjoint(rule.functions))
        self.first_load = tuple(action for action in form.actions if action.event in FIRST_LOAD)
        self.new_row = tuple(action for action in form.actions if action.event == NEW_ROW)
        self.preloaded = tuple(path for path, bind in form.binds.items() if bind.preload and path in self.shape.paths)
        self.triggered: Mapping[str, tuple[SetValue, ...]] = _grouped(
            (action.trigger or "", action) for action in form.actions if action.event == VALUE_CHANGED
        )
        self.value_readers, self.presence_readers, self.row_readers = _find_readers(self.rules, self.shape)


_PLANS: Final[weakref.WeakKeyDictionary[Form, Plan]] = weakref.WeakKeyDictionary()


def plan_of(form: Form) -> Plan:
    """Return the plan of a form, made the first time."""
    found = _PLANS.get(form)
    if found is None:
        found = _PLANS[form] = Plan(form)
    return found


def _find_readers(rules: tuple[Rule, ...], shape: Shape) -> tuple[Readers, Readers, Readers]:
    values: _Found = {}
    presences: _Found = {}
    rows: _Found = {}
    for rule in rules:
        for reading in rule.readings:
            route, within = shape.route(reading.path), len(reading.within)
            descent = shape.route(rule.path)[within:]
            found = presences if reading.is_presence else values
            found.setdefault(reading.path, {})[Reader(rule, len(route) - within, descent)] = None
            for depth in range(within, len(route)):
                rows.setdefault(route[depth], {})[Reader(rule, depth - within, descent)] = None
    return _frozen(values), _frozen(presences), _frozen(rows)


def _put_in_order(rules: tuple[Rule, ...], shape: Shape) -> None:
    """Give each rule its number, as written, and its component. Circles run all the same; the lint names them."""
    deciders: dict[tuple[Kind, str], int] = {}
    for number, rule in enumerate(rules):
        rule.number = number
        if rule.kind in _DECIDING:
            deciders[rule.kind, rule.repeat or rule.path] = number
    followers: dict[int, list[int]] = {}
    for number, rule in enumerate(rules):
        for need in dict.fromkeys(_needs(rule, shape)):
            decider = deciders.get(need)
            if decider is not None and decider != number:
                followers.setdefault(decider, []).append(number)
    for component, circle in enumerate(find_order(followers, len(rules))):
        for number in circle:
            rules[number].component = component


def _needs(rule: Rule, shape: Shape) -> Iterator[tuple[Kind, str]]:
    """Yield what must be decided before: whether the node is there, and all that the rule reads."""
    yield from _presence(rule.path, shape)
    for path in rule.asked:
        yield Kind.CHOICES, path
    for reading in rule.readings:
        yield from _presence(reading.path, shape)
        if not reading.is_presence:
            yield Kind.CALCULATE, reading.path


def _presence(path: str, shape: Shape) -> Iterator[tuple[Kind, str]]:
    for repeat in shape.route(path):
        yield Kind.COUNT, repeat
    while path:
        yield Kind.RELEVANT, path
        path = path.rpartition("/")[0]


def _grouped(pairs: Iterable[tuple[str, _Thing]]) -> dict[str, tuple[_Thing, ...]]:
    found: dict[str, list[_Thing]] = {}
    for key, thing in pairs:
        found.setdefault(key, []).append(thing)
    return {key: tuple(things) for key, things in found.items()}


def _frozen(readers: _Found) -> Readers:
    return {path: tuple(found) for path, found in readers.items()}
