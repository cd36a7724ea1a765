"""What a running form says: its texts in the language of the moment, and the choices that it offers."""

from __future__ import annotations

from typing import NamedTuple

from fieldapp.forms.item import Item, Option
from fieldapp.forms.model import Form, Itemset, Output, Text
from fieldapp.forms.plan import Plan
from fieldapp.forms.rule import Kind
from fieldapp.forms.tree import Node
from fieldapp.forms.xpath import Context, Environment, Expression, ExpressionError, compile_expression


class _Column(NamedTuple):
    """How the value or label of each choice is had: most are the text of a child."""

    name: str
    expression: Expression

    def text(self, node: Node, environment: Environment) -> str:
        """Return what a choice has there."""
        if self.name:
            return next((child.string_value() for child in node.children if child.name == self.name), "")
        return self.expression.string(Context(node, environment))


class Wording:
    """Choices are kept until somebody says that they are different now; the codes apart from their labels."""

    def __init__(self, form: Form, plan: Plan, environment: Environment, language: str) -> None:
        self._form = form
        self._environment = environment
        self._changing = {rule.path for rule in plan.rules if rule.kind is Kind.CHOICES}
        self._options: dict[Item | str, tuple[Option, ...]] = {}
        self._codes: dict[Item | str, frozenset[str]] = {}
        self._nodes: dict[Item | str, list[Node]] = {}
        self.language = language

    def speak(self, language: str) -> None:
        """Go on in another language."""
        self.language = language
        self._options.clear()

    def forget_choices(self, item: Item) -> None:
        """The choices of a question are different now."""
        for kept in (self._options, self._codes, self._nodes):
            kept.pop(item, None)

    def words(self, text: Text | None, item: Item) -> str:
        """Return a text, in the form's first language or any where it is not said in this one; "" for none."""
        if text is None:
            return ""
        versions = text.versions
        for language in (self.language, self._form.default_language, ""):
            if language in versions:
                segments = versions[language]
                break
        else:
            segments = next(iter(versions.values()), ())
        return "".join(self._computed(s.expression, item) if isinstance(s, Output) else s for s in segments)

    def choices(self, item: Item) -> tuple[Option, ...]:
        """Return the choices of a question as they are now; none where they cannot be worked out."""
        itemset = item.control.itemset if item.control is not None else None
        if itemset is None:
            return ()
        key = self._key(item)
        found = self._options.get(key)
        if found is None:
            found = self._options[key] = tuple(self._offer(itemset, item))
        return found

    def codes(self, item: Item) -> frozenset[str]:
        """Return the codes that may be chosen now."""
        itemset = item.control.itemset if item.control is not None else None
        if itemset is None:
            return frozenset()
        key = self._key(item)
        found = self._codes.get(key)
        if found is None:
            found = self._codes[key] = frozenset(self._offered_codes(itemset, item))
        return found

    def label(self, value: str, item: Item) -> str:
        """Return what a choice of a question is called, "" where it is not offered."""
        return next((option.label for option in self.choices(item) if option.value == value), "")

    def _key(self, item: Item) -> Item | str:
        """Choices that are always the same are kept once for all rows."""
        return item if item.path in self._changing else item.path

    def _offer(self, itemset: Itemset, item: Item) -> list[Option]:
        if itemset.nodeset is None:
            return [Option(choice.value, self.words(choice.label, item)) for choice in itemset.choices]
        try:
            value, label = _column(itemset.value), _column(itemset.label)
            nodes = self._choice_nodes(itemset.nodeset, item)
            return [Option(value.text(n, self._environment), label.text(n, self._environment)) for n in nodes]
        except ExpressionError:
            return []

    def _offered_codes(self, itemset: Itemset, item: Item) -> list[str]:
        if itemset.nodeset is None:
            return [choice.value for choice in itemset.choices]
        try:
            value = _column(itemset.value)
            return [value.text(n, self._environment) for n in self._choice_nodes(itemset.nodeset, item)]
        except ExpressionError:
            return []

    def _choice_nodes(self, nodeset: str, item: Item) -> list[Node]:
        """Return the choices as nodes, in an order that stays once it was drawn."""
        key = self._key(item)
        found = self._nodes.get(key)
        if found is None:
            found = self._nodes[key] = compile_expression(nodeset).nodes(Context(item, self._environment))
        return found

    def _computed(self, text: str, item: Item) -> str:
        try:
            value = compile_expression(text).string(Context(item, self._environment))
        except ExpressionError:
            return ""
        return "" if value == "NaN" else value


def _column(text: str) -> _Column:
    expression = compile_expression(text)
    is_child = text.replace("_", "").replace("-", "").isalnum() and not text[0].isdigit()
    return _Column(text if is_child else "", expression)
