"""Working out what follows from a change, and nothing else: each rule after those that it depends on, once.

Rules that depend on one another in a circle are gone through again, in the order of the form, a bounded number of
times: the same answers always come to the same end.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from heapq import heappop, heappush
from typing import Final

from fieldapp.forms.act import Act, RowMove
from fieldapp.forms.cast import cast
from fieldapp.forms.instance import MOST_ROWS, Instance
from fieldapp.forms.item import Item
from fieldapp.forms.plan import Plan, Readers
from fieldapp.forms.rule import Kind, Rule
from fieldapp.forms.scope import Scope
from fieldapp.forms.xpath import Context, Environment, Expression, ExpressionError

_MOST_SWEEPS: Final = 12
_DRAWN: Final = frozenset({"random", "uuid"})

_Turn = tuple[int, int, int, tuple[int | str, ...]]
"""When a rule is worked out for an item: component, sweep, number of the rule, place of the item."""


class Settlement:
    """The state of one running form. ``act`` gathers what changes; ``evaluated`` counts expressions worked out."""

    def __init__(self, plan: Plan, instance: Instance, environment: Environment) -> None:
        self.act = Act()
        self.evaluated = 0
        self._plan = plan
        self._instance = instance
        self._environment = environment
        self.on_new_row: Callable[[Item], None] = lambda _row: None
        self._queue: list[tuple[_Turn, int, Rule, Item]] = []
        self._waiting: set[tuple[Rule, Item]] = set()
        self._pushed = 0
        self._turn: _Turn = (-1, 0, 0, ())
        self._work: Mapping[Kind, Callable[[Rule, Item], None]] = {
            Kind.COUNT: self._count,
            Kind.RELEVANT: self._decide_relevance,
            Kind.CALCULATE: self._calculate,
            Kind.READONLY: self._decide_readonly,
            Kind.REQUIRED: self._decide_required,
        }

    # what changes from outside

    def set_value(self, item: Item, value: str, known: str | None = None, *, by: Rule | None = None) -> None:
        """Give an item another answer; ``by`` the rule whose outcome it is."""
        known = item.known if known is None else known
        if (item.value, item.known) == (value, known):
            return
        self.act.values.setdefault(item, (item.value, item.known))
        self.act.doubts[item] = None
        is_new = item.value != value
        item.value, item.known = value, known
        if is_new and item.is_live:
            self._call(self._plan.value_readers, item, but=by)

    def add_row(self, repeat: str, holder: Item, key: str = "", *, has_defaults: bool = True) -> Item:
        """Put a new row in; what it holds is worked out when everything settles."""
        row = self._instance.make_row(repeat, holder, key, has_defaults=has_defaults)
        if not holder.is_live:
            for item in row.items():
                item.is_relevant = False
        self.act.moves.append(RowMove(row, holder, None, is_added=True))
        self._rows_changed(repeat, holder)
        self.require(row)
        return row

    def take_out(self, row: Item) -> None:
        """Take a row out; the act keeps it whole."""
        holder = row.parent
        assert holder is not None  # noqa: S101 - a row that is in has a holder
        before = self._instance.take_out(row)
        self.act.moves.append(RowMove(row, holder, before, is_added=False))
        self._rows_changed(row.path, holder)

    def put_back(self, move: RowMove) -> None:
        """Put a row back where an act took it out."""
        self._instance.put_in(move.row, move.holder, move.before)
        self.act.moves.append(move._replace(is_added=True))
        self._rows_changed(move.row.path, move.holder)
        self.require(move.row)

    def set_aside(self, row: Item, *, is_aside: bool) -> None:
        """Let a row count no more, or again; it keeps its answers."""
        if row.is_aside is not is_aside:
            row.is_aside = is_aside
            condition = self._plan.relevant.get(row.path)
            if is_aside or condition is None:
                self._show_or_hide(row, matters=not is_aside)
            else:
                self._enqueue(condition, row)

    # what follows

    def require(self, item: Item) -> None:
        """Have everything at and below an item worked out."""
        for each in item.items():
            for rule in self._plan.at.get(each.path, ()):
                self._enqueue(rule, each)

    def require_again(self, rule: Rule) -> None:
        """Have a rule worked out for every node that it is about."""
        for scope in self._instance.scope.descend(self._plan.shape.route(rule.path)):
            for item in scope.items.get(rule.path, ()):
                self._enqueue(rule, item)

    def settle(self) -> None:
        """Work out everything that waits, and what follows from it."""
        while self._queue:
            self._turn, _, rule, item = heappop(self._queue)
            self._waiting.discard((rule, item))
            if self._instance.holds(item):
                self._run(rule, item)
        self._turn = (-1, 0, 0, ())

    def _run(self, rule: Rule, item: Item) -> None:
        if rule.kind is Kind.WORDS:
            self.act.words[item] = None
        elif rule.kind in {Kind.CHOICES, Kind.CONSTRAINT}:
            self.act.doubts[item] = None
            if rule.kind is Kind.CHOICES:
                self.act.choices[item] = None
        elif item.is_live or rule.kind is Kind.RELEVANT:
            self._work[rule.kind](rule, item)

    def _enqueue(self, rule: Rule, item: Item) -> None:
        """Let a rule wait its turn; within a circle what comes earlier waits for the next sweep."""
        if (rule, item) in self._waiting:
            return
        component, sweep, number, place = self._turn
        sweep = sweep if rule.component == component else 0
        if rule.component == component and (rule.number, item.place) <= (number, place):
            sweep += 1
            if sweep > _MOST_SWEEPS:
                return
        self._waiting.add((rule, item))
        self._pushed += 1
        heappush(self._queue, ((rule.component, sweep, rule.number, item.place), self._pushed, rule, item))

    def _call(self, readers: Readers, item: Item, *, but: Rule | None = None) -> None:
        self._call_from(readers, item.path, item.scope, but=but, of=item)

    def _call_from(
        self, readers: Readers, path: str, scope: Scope, *, but: Rule | None = None, of: Item | None = None
    ) -> None:
        for reader in readers.get(path, ()):
            rule = reader.rule
            for found in scope.climb(reader.climb).descend(reader.descent):
                for item in found.items.get(rule.path, ()):
                    if rule is not but or item is not of:
                        self._enqueue(rule, item)

    def _rows_changed(self, repeat: str, holder: Item) -> None:
        self._call_from(self._plan.row_readers, repeat, holder.scope)
        count = self._plan.count.get(repeat)
        if count is not None:
            self._enqueue(count, holder)

    # how it is worked out

    def _decide_relevance(self, rule: Rule, item: Item) -> None:
        if item.parent is not None and not item.parent.is_live:
            return
        self._show_or_hide(item, matters=not item.is_aside and self._boolean(rule.expression, item, broken=True))

    def _show_or_hide(self, item: Item, *, matters: bool) -> None:
        if matters and not item.is_live:
            self._show(item)
        elif item.is_live and not matters:
            self._hide(item)

    def _show(self, item: Item) -> None:
        """Let an item matter again. What lies in it under a condition of its own waits for that."""
        self._change_relevance(item, matters=True)
        for rule in self._plan.at.get(item.path, ()):
            if rule.kind is not Kind.RELEVANT:
                self._enqueue(rule, item)
        for child in item.below():
            condition = self._plan.relevant.get(child.path)
            if condition is not None:
                self._enqueue(condition, child)
            elif not child.is_aside:
                self._show(child)

    def _hide(self, item: Item) -> None:
        self._change_relevance(item, matters=False)
        for child in item.below():
            if child.is_live:
                self._hide(child)

    def _change_relevance(self, item: Item, *, matters: bool) -> None:
        self.act.relevance.setdefault(item, item.is_live)
        self.act.doubts[item] = None
        item.is_relevant = matters
        self._call(self._plan.presence_readers, item)
        if item.value:
            self._call(self._plan.value_readers, item)

    def _calculate(self, rule: Rule, item: Item) -> None:
        expression = rule.expression
        if item.value and not _DRAWN.isdisjoint(rule.functions):
            return
        value = ""
        if expression is not None:
            self.evaluated += 1
            try:
                found = expression.value(Context(item, self._environment))
                value = cast(found, item.bind.type if item.bind is not None else "string", self._environment.zone)
            except ExpressionError:
                value = ""
        self.set_value(item, value, by=rule)

    def _decide_required(self, rule: Rule, item: Item) -> None:
        is_required = self._boolean(rule.expression, item, broken=False)
        if is_required is not item.is_required:
            self.act.states.setdefault(item, (item.is_required, item.is_readonly))
            self.act.doubts[item] = None
            item.is_required = is_required

    def _decide_readonly(self, rule: Rule, item: Item) -> None:
        is_locked = self._boolean(rule.expression, item, broken=False)
        if is_locked is not item.is_locked:
            for each in item.items():
                self.act.states.setdefault(each, (each.is_required, each.is_readonly))
            item.is_locked = is_locked

    def _count(self, rule: Rule, holder: Item) -> None:
        """Bring rows to their number. New ones are worked out together; filled ones beyond it are put aside."""
        wanted = self._number_of_rows(rule, holder)
        rows = list(holder.scope.rows.get(rule.repeat, ()))
        for row in rows[:wanted]:
            self.set_aside(row, is_aside=False)
        for row in rows[wanted:]:
            if is_filled(row):
                self.set_aside(row, is_aside=True)
            else:
                self.take_out(row)
        for _ in range(wanted - len(rows)):
            self.on_new_row(self.add_row(rule.repeat, holder))

    def _number_of_rows(self, rule: Rule, holder: Item) -> int:
        seen_from = Item(rule.repeat.rpartition("/")[2], rule.repeat, "", None, None, "")
        seen_from.parent, seen_from.scope = holder, holder.scope
        self.evaluated += 1
        try:
            number = rule.expression.number(Context(seen_from, self._environment)) if rule.expression else 0.0
        except ExpressionError:
            number = 0.0
        return int(min(number, MOST_ROWS)) if number > 0 else 0

    def _boolean(self, expression: Expression | None, item: Item, *, broken: bool) -> bool:
        if expression is None:
            return broken
        self.evaluated += 1
        try:
            return expression.boolean(Context(item, self._environment))
        except ExpressionError:
            return broken


def is_filled(row: Item) -> bool:
    """Say whether a row holds an answer; what is calculated in it is none."""
    return any(
        item.control is not None
        and bool(item.value or item.known)
        and not (item.bind is not None and (item.bind.calculate or item.is_readonly))
        for item in row.items()
    )
