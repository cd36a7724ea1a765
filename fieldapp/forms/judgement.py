"""What a form holds against its answers, judged again only where something changed."""

from __future__ import annotations

from collections.abc import Iterable

from fieldapp.forms.act import in_order
from fieldapp.forms.item import WITHOUT_ANSWER, Item, Violation
from fieldapp.forms.model import Bind
from fieldapp.forms.wording import Wording
from fieldapp.forms.xpath import Context, Environment, ExpressionError, compile_expression


class Judgement:
    """Verdicts of one session, each until it is doubted."""

    def __init__(self, wording: Wording, environment: Environment) -> None:
        self._wording = wording
        self._environment = environment
        self._wrong: dict[Item, Violation] = {}
        self._doubted: set[Item] = set()

    def doubt(self, items: Iterable[Item]) -> None:
        """The verdicts on these may be others now."""
        self._doubted.update(item for item in items if item.bind is not None or item.control is not None)

    def drop(self, items: Iterable[Item]) -> None:
        """These are gone."""
        for item in items:
            self._wrong.pop(item, None)
            self._doubted.discard(item)

    def violations(self) -> tuple[Violation, ...]:
        """Return all verdicts against answers, in the order of the form."""
        for item in tuple(self._doubted):
            self.problem(item)
        return tuple(self._wrong[item] for item in in_order(self._wrong))

    def problem(self, item: Item) -> Violation | None:
        """Return what is held against one answer, or None."""
        if item in self._doubted:
            self._doubted.discard(item)
            self._wrong.pop(item, None)
            found = self._judge(item)
            if found is not None:
                self._wrong[item] = found
        return self._wrong.get(item)

    def _judge(self, item: Item) -> Violation | None:
        bind = item.bind or Bind(item.path)
        if not item.is_live:
            return None
        if not item.value:
            if item.is_required and item.known not in WITHOUT_ANSWER:
                message = self._wording.words(bind.required_message, item) or self._label(item)
                return Violation(item.ref, "required", message)
            return None
        if bind.constraint and not self._holds(bind.constraint, item):
            message = self._wording.words(bind.constraint_message, item) or self._label(item)
            return Violation(item.ref, "constraint", message)
        if item.control is not None and item.control.itemset is not None:
            chosen = [item.value] if item.control.kind == "select1" else item.value.split()
            if not self._wording.codes(item).issuperset(chosen):
                return Violation(item.ref, "choice", self._label(item))
        return None

    def _label(self, item: Item) -> str:
        return self._wording.words(item.control.label, item) if item.control is not None else item.name

    def _holds(self, constraint: str, item: Item) -> bool:
        """Say whether a constraint holds; one that cannot be worked out forbids nothing."""
        try:
            return compile_expression(constraint).boolean(Context(item, self._environment))
        except ExpressionError:
            return True
