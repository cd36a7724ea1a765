"""Working out what follows from a change, and nothing else: each rule after those that it depends on, once.

What a rule reads is settled before it (``turn``). Rules that depend on one another in a circle are gone through again,
in the order of the form, a bounded number of times: the same answers always come to the same end.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from fieldapp.forms.act import Act, RowMove
from fieldapp.forms.cast import cast
from fieldapp.forms.instance import MOST_ROWS, Instance
from fieldapp.forms.item import Item
from fieldapp.forms.plan import Plan, Readers
from fieldapp.forms.rule import Kind, Rule
from fieldapp.forms.scope import Scope
from fieldapp.forms.turn import Turns, Work
from fieldapp.forms.xpath import Context, Environment, Expression, ExpressionError

_DRAWN: Final = frozenset({"random", "uuid"})


class Settlement:
    """The state of one running form. ``act`` gathers what changes; ``evaluated`` counts expressions worked out."""

    def __init__(self, plan: Plan, instance: Instance, environment: Environment) -> None:
        self.act = Act()
        self.evaluated = 0
        self._plan = plan
        self._instance = instance
        self._environment = environment
        self.on_choices: Callable[[Item], None] = lambda _item: None
        self.on_new_row: Callable[[Item], None] = lambda _row: None
        self._turns = Turns(instance)
        self._enqueue = self._turns.push
        work: dict[Kind, Work] = {
            Kind.COUNT: self._count,
            Kind.RELEVANT: self._decide_relevance,
            Kind.CALCULATE: self._calculate,
            Kind.READONLY: self._decide_readonly,
            Kind.REQUIRED: self._decide_required,
            Kind.CONSTRAINT: self._doubt,
            Kind.CHOICES: self._change_choices,
            Kind.WORDS: self._change_words,
        }
        self._work = [work[kind] for kind in Kind]

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
        row = self._add_row(repeat, holder, key, has_defaults=has_defaults)
        self._rows_changed(repeat, holder)
        return row

    def _add_row(self, repeat: str, holder: Item, key: str = "", *, has_defaults: bool = True) -> Item:
        row = self._instance.make_row(repeat, holder, key, has_defaults=has_defaults)
        self.act.moves.append(RowMove(row, holder, None, is_added=True))
        self.begin(row, is_first=not self._plan.new_row)
        return row

    def take_out(self, row: Item) -> None:
        """Take a row out; the act keeps it whole."""
        holder = self._take_out(row)
        self._rows_changed(row.path, holder)

    def _take_out(self, row: Item) -> Item:
        holder = row.parent
        assert holder is not None  # noqa: S101 - a row that is in has a holder
        before = self._instance.take_out(row)
        self.act.moves.append(RowMove(row, holder, before, is_added=False))
        return holder

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

    def begin(self, item: Item, *, is_first: bool) -> None:
        """Have everything at and below a new item worked out. Until then it matters, as for JavaRosa, where the form
        itself sets something first (``is_first`` is false); else nothing is shown that a condition may hide.
        """
        if item.parent is not None and not item.parent.is_live:
            _lay_low(item)
        elif is_first:
            self._lay_low_conditioned(item)
        self.require(item)

    def require(self, item: Item) -> None:
        """Have everything at and below an item worked out, as far as it matters."""
        if item.is_live:
            for rule in self._plan.at.get(item.path, ()):
                self._enqueue(rule, item)
            for child in item.below():
                self.require(child)
        elif item.path in self._plan.relevant and (item.parent is None or item.parent.is_live):
            self._enqueue(self._plan.relevant[item.path], item)

    def _lay_low_conditioned(self, item: Item) -> None:
        if item.path in self._plan.relevant:
            _lay_low(item)
        else:
            for child in item.below():
                self._lay_low_conditioned(child)

    def require_again(self, rule: Rule) -> None:
        """Have a rule worked out for every node that it is about."""
        for scope in self._instance.scope.descend(self._plan.shape.route(rule.path)):
            for item in scope.items.get(rule.path, ()):
                self._enqueue(rule, item)

    def settle(self) -> None:
        """Work out everything that waits, and what follows from it."""
        self._turns.run(self._work)

    def _call(self, readers: Readers, item: Item, *, but: Rule | None = None) -> None:
        self._call_from(readers, item.path, item.scope, but=but, of=item)

    def _call_from(
        self, readers: Readers, path: str, scope: Scope, *, but: Rule | None = None, of: Item | None = None
    ) -> None:
        for reader in readers.get(path, ()):
            rule = reader.rule
            above = scope.climb(reader.climb) if reader.climb else scope
            for found in above.descend(reader.descent) if reader.descent else (above,):
                for item in found.items.get(rule.path, ()):
                    if (item.is_live or rule.kind is Kind.RELEVANT) and (rule is not but or item is not of):
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
        # A blank one, too: what is hidden is not there, and that is another thing than a blank to some functions.
        self._call(self._plan.presence_readers, item)
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

    def _doubt(self, _rule: Rule, item: Item) -> None:
        self.act.doubts[item] = None

    def _change_choices(self, _rule: Rule, item: Item) -> None:
        self.act.choices[item] = None
        self.on_choices(item)
        self.act.doubts[item] = None

    def _change_words(self, _rule: Rule, item: Item) -> None:
        self.act.words[item] = None

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
                self._take_out(row)
        for _ in range(wanted - len(rows)):
            if self._instance.has_room(rule.repeat, holder):
                self.on_new_row(self._add_row(rule.repeat, holder))
        if wanted != len(rows):
            self._rows_changed(rule.repeat, holder)

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


def _lay_low(item: Item) -> None:
    for each in item.items():
        each.is_relevant = False
