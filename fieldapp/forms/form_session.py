"""A form that is being filled in: answers in, what follows from them out, in batches.

Nodes that are not relevant read as blank and keep their value for when they are relevant again. The moment of an act
is frozen: ``now()`` and ``today()`` are the same throughout it. How it is worked out: ``settle``; in which order:
``plan``; why so: docs/decisions/022-form-engine.md.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from fieldapp.forms.act import Act, in_order
from fieldapp.forms.action import Actions
from fieldapp.forms.instance import Instance
from fieldapp.forms.item import (
    DECLINED,
    NOT_ASKED,
    OBSERVED,
    ROW,
    WITHOUT_ANSWER,
    Changes,
    Item,
    Option,
    Setting,
    Stored,
    Violation,
)
from fieldapp.forms.judgement import Judgement
from fieldapp.forms.keeping import Keeping
from fieldapp.forms.model import Form, Text
from fieldapp.forms.plan import plan_of
from fieldapp.forms.settle import Settlement
from fieldapp.forms.submission import write_instance
from fieldapp.forms.wording import Wording
from fieldapp.forms.world import World
from fieldapp.forms.xpath import Context, ExpressionError, compile_expression

__all__ = [
    "DECLINED",
    "NOT_ASKED",
    "OBSERVED",
    "ROW",
    "WITHOUT_ANSWER",
    "Changes",
    "FormSession",
    "Item",
    "Option",
    "Setting",
    "Stored",
    "Violation",
]


class FormSession:
    """One form under way. ``stored`` resumes it; nothing that fires once fires again then."""

    def __init__(
        self, form: Form, setting: Setting, *, language: str = "", stored: Mapping[str, Stored] | None = None
    ) -> None:
        self.form = form
        self._plan = plan_of(form)
        self._instance = Instance(form, self._plan, setting.new_key, has_defaults=stored is None)
        self._world = World(form, self._plan.shape, self._instance, setting)
        self._wording = Wording(form, self._plan, self._world, language or form.default_language)
        self._world.wording = self._wording
        self._settlement = Settlement(self._plan, self._instance, self._world)
        self._actions = Actions(self._plan, self._settlement, self._world, setting)
        self._settlement.on_new_row = self._actions.begin_row
        self._settlement.on_choices = self._wording.forget_choices
        self._judgement = Judgement(self._wording, self._world)
        self._keeping = Keeping(self._instance, self._settlement)
        self._past: list[Act] = []
        if stored is None:
            self._actions.begin_form(self._instance.scope)
        else:
            self._keeping.restore(stored)
        self._settlement.begin(self.root, is_first=True)
        self._settlement.settle()
        self._keeping.begin(stored or {})
        self._judgement.doubt(self.root.items())
        self._settlement.act = Act()

    @property
    def root(self) -> Item:
        """The top of the instance."""
        return self._instance.root

    @property
    def evaluated(self) -> int:
        """How many conditions and calculations were worked out so far."""
        return self._settlement.evaluated

    # what the form says

    @property
    def language(self) -> str:
        """The language that the form is shown in."""
        return self._wording.language

    def set_language(self, language: str) -> None:
        """Show the form in another of its languages. Answers that are words of it follow; the next act tells them."""
        self._wording.speak(language)
        done = self._settlement.act = Act()
        for rule in self._plan.in_words:
            self._settlement.require_again(rule)
        self._settlement.settle()
        self._keeping.owe(done.touched())
        self._judgement.doubt(self.root.items())

    def words(self, text: Text | None, item: Item) -> str:
        """Return a text in the language of the session, with what it computes; "" for none."""
        return self._wording.words(text, item)

    def choices(self, item: Item) -> tuple[Option, ...]:
        """Return the choices of a question as they are now."""
        return self._wording.choices(item)

    def holds(self, expression: str) -> bool:
        """Say whether a condition of the package holds, seen from the top of the form."""
        try:
            return compile_expression(expression).boolean(Context(self.root, self._world))
        except ExpressionError:
            return False

    # what people do

    def answer(self, item: Item, value: str, known: str = "") -> Changes:
        """Answer a question. What hangs on the answer is done after what follows from it."""

        def act() -> None:
            had = item.value
            self._settlement.set_value(item, value, known)
            self._settlement.settle()
            if value != had:
                self._actions.fire(item)

        return self._act(act)

    def add_row(self, repeat_path: str, parent: Item, key: str | None = None) -> Changes:
        """Add a row at the end of a repeat; nothing happens where there are as many as there may be."""

        def act() -> None:
            above = repeat_path.rpartition("/")[0]
            holder = next((item for item in parent.items() if item.path == above), None)
            if holder is not None and self._instance.has_room(repeat_path, holder):
                self._actions.begin_row(self._settlement.add_row(repeat_path, holder, key or ""))

        return self._act(act)

    def remove_row(self, row: Item) -> Changes:
        """Take a row away; undo brings it back."""
        return self._act(lambda: self._settlement.take_out(row))

    def rows(self, repeat_path: str, parent: Item) -> tuple[Item, ...]:
        """Return the rows of a repeat below an item, those put aside included."""
        depth = len(self._plan.shape.route(repeat_path)) - 1
        route = self._plan.shape.route(repeat_path)[len(self._plan.shape.route(parent.path)) : depth]
        scopes = parent.scope.descend(route)
        return tuple(row for scope in scopes for row in scope.rows.get(repeat_path, ()))

    def undo(self) -> Changes | None:
        """Take the last act back; None when there is nothing to take back."""
        if not self._past:
            return None
        last = self._past.pop()
        return self._act(lambda: self._take_back(last), is_undo=True)

    def revalidate(self) -> Changes:
        """Work everything out anew, at the moment it is now."""
        return self._act(lambda: self._settlement.require(self.root), is_undo=True)

    def refused_rows(self) -> tuple[Item, ...]:
        """Return filled rows beyond what a count asks for: they count no more, and stay until it is confirmed."""
        return tuple(item for item in self.root.items() if item.is_aside)

    def confirm_shrink(self) -> Changes:
        """Take away the rows that a count does not ask for any more; undo brings them back."""

        def act() -> None:
            for row in reversed(self.refused_rows()):
                self._settlement.take_out(row)

        return self._act(act)

    # what there is

    def find(self, path: str) -> Item | None:
        """Return the item at a path with positions (``/data/rep[2]/q``) or a ref (``/data/rep[@key]/q``)."""
        return self._instance.find(path)

    def violations(self) -> tuple[Violation, ...]:
        """Return everything that the form holds against its answers, in the order of the form."""
        return self._judgement.violations()

    def problem(self, item: Item) -> Violation | None:
        """Return what the form holds against one answer, or None."""
        return self._judgement.problem(item)

    def stored(self) -> dict[str, Stored]:
        """Return all that must be kept to resume."""
        return self._keeping.stored()

    def instance_xml(self, instance_id: str = "") -> str:
        """Return the submission: what is relevant, without answers' provenance.

        With its name it is one that was ended, at the moment of the session: its clock stands at the screening's end.
        """
        ended_at = self._world.local_now() if instance_id else ""
        return write_instance(self.form, self.root, instance_id, ended_at)

    # how an act goes

    def _act(self, act: Callable[[], object], *, is_undo: bool = False) -> Changes:
        done = self._settlement.act = Act()
        if self._world.freeze():
            for rule in self._plan.of_the_day:
                self._settlement.require_again(rule)
        act()
        self._settlement.settle()
        if not is_undo:
            self._past.append(done)
        return self._changes(done)

    def _take_back(self, act: Act) -> None:
        for move in reversed(act.moves):
            if move.is_added:
                self._settlement.take_out(move.row)
            else:
                self._settlement.put_back(move)
        for item, (value, known) in act.values.items():
            self._settlement.set_value(item, value, known)

    def _changes(self, act: Act) -> Changes:
        added, removed = act.rows()
        new = {item for row in added for item in row.items()}
        self._judgement.doubt((*act.doubts, *new))
        self._judgement.drop(item for row in removed for item in row.items())

        def old(items: Iterable[Item]) -> tuple[Item, ...]:
            return in_order(item for item in items if item not in new and self._instance.holds(item))

        return Changes(
            values=old(act.changed_values()),
            relevance=old(act.changed_relevance()),
            states=old(act.changed_states()),
            choices=old(act.choices),
            texts=old(act.words),
            added=in_order(added),
            removed=in_order(removed),
            stored=self._keeping.changed(act.touched()),
        )
