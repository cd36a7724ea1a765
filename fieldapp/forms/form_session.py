"""A form that is being filled in: answers in, what follows from them out, in batches.

What follows is worked out by going over conditions and calculations in document order until nothing moves any more.
Nodes that are not relevant read as blank and keep their value for when they are relevant again. The moment of an act
is frozen: ``now()`` and ``today()`` are the same throughout it, and draws (``random()``, ``uuid()``) are kept.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Final

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
from fieldapp.forms.model import Body, Form, Group, Output, Repeat, SetValue, Text
from fieldapp.forms.submission import write_instance
from fieldapp.forms.tree import Node
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

_PASSES: Final = 12
_MOST_ROWS: Final = 500
_DRAWN: Final = frozenset({"random", "uuid"})
_STEP: Final = re.compile(r"([^/\[]+)(?:\[@([^\]]+)\]|\[(\d+)\])?\Z")


class FormSession:
    """One form under way. ``stored`` resumes it; nothing that fires once fires again then."""

    def __init__(
        self, form: Form, setting: Setting, *, language: str = "", stored: Mapping[str, Stored] | None = None
    ) -> None:
        self.form = form
        self.language = language or form.default_language
        self._setting = setting
        self._controls = {control.path: control for control in form.controls()}
        self._repeats = {repeat.path: repeat for repeat in _repeats(form.body)}
        self._dynamic_choices = {p for p, c in self._controls.items() if c.itemset and "[" in (c.itemset.nodeset or "")}
        self._dynamic_texts = {p for p, c in self._controls.items() if _has_output(c.label) or _has_output(c.hint)}
        self._templates: dict[str, Node] = {}
        self._past: list[dict[str, Stored]] = []
        self._aside: dict[str, list[Item]] = {}
        self.root = self._make(form.template, "", "", has_rows=stored is None)
        self._world = World(self, setting)
        if stored is None:
            self._first_load()
        else:
            self._restore(stored)
        self._settle()
        self._saved: dict[str, Stored] = dict(stored or {})

    # what the form says

    def set_language(self, language: str) -> None:
        """Show the form in another of its languages."""
        self.language = language

    def words(self, text: Text | None, item: Item) -> str:
        """Return a text in the language of the session, with what it computes; "" for none."""
        if text is None:
            return ""
        versions = text.versions
        for language in (self.language, self.form.default_language, ""):
            if language in versions:
                segments = versions[language]
                break
        else:
            segments = next(iter(versions.values()), ())
        return "".join(self._string(s.expression, item) if isinstance(s, Output) else s for s in segments)

    def choices(self, item: Item) -> tuple[Option, ...]:
        """Return the choices of a question as they are now."""
        itemset = item.control.itemset if item.control is not None else None
        if itemset is None:
            return ()
        if itemset.nodeset is None:
            return tuple(Option(choice.value, self.words(choice.label, item)) for choice in itemset.choices)
        try:
            nodes = compile_expression(itemset.nodeset).nodes(Context(item, self._world))
            value, label = compile_expression(itemset.value), compile_expression(itemset.label)
            return tuple(
                Option(value.string(Context(n, self._world)), label.string(Context(n, self._world))) for n in nodes
            )
        except ExpressionError:
            return ()

    def holds(self, expression: str) -> bool:
        """Say whether a condition of the package holds, seen from the top of the form."""
        try:
            return compile_expression(expression).boolean(Context(self.root, self._world))
        except ExpressionError:
            return False

    # what people do

    def answer(self, item: Item, value: str, known: str = "") -> Changes:
        """Answer a question."""

        def act() -> None:
            item.value, item.known = value, known
            self._fire("xforms-value-changed", item)

        return self._act(act)

    def add_row(self, repeat_path: str, parent: Item, key: str | None = None) -> Changes:
        """Add a row at the end of a repeat."""
        return self._act(lambda: self._add(repeat_path, parent, key or self._setting.new_key()))

    def remove_row(self, row: Item) -> Changes:
        """Take a row away; undo brings it back."""
        return self._act(lambda: _take_out(row))

    def rows(self, repeat_path: str, parent: Item) -> tuple[Item, ...]:
        """Return the rows of a repeat below an item."""
        return tuple(item for item in parent.items() if item.path == repeat_path and item.row)

    def undo(self) -> Changes | None:
        """Take the last act back; None when there is nothing to take back."""
        if not self._past:
            return None
        before = self._past.pop()
        return self._act(lambda: self._restore(before), is_undo=True)

    def revalidate(self) -> Changes:
        """Work everything out anew, at the moment it is now."""
        return self._act(lambda: None, is_undo=True)

    def refused_rows(self) -> tuple[Item, ...]:
        """Return filled rows beyond what a repeat's count asks for: they stay until somebody confirms."""
        return tuple(row for rows in self._aside.values() for row in rows)

    def confirm_shrink(self) -> Changes:
        """Take away the rows that a count does not ask for any more."""

        def act() -> None:
            for row in self.refused_rows():
                _take_out(row)

        return self._act(act)

    # what there is

    def find(self, path: str) -> Item | None:
        """Return the item at a path with positions (``/data/rep[2]/q``) or a ref (``/data/rep[@key]/q``)."""
        steps = [match for part in path.strip("/").split("/") if (match := _STEP.match(part))]
        if not steps or steps[0][1] != self.root.name:
            return None
        here: Item = self.root
        for step in steps[1:]:
            found = [c for c in here.children if isinstance(c, Item) and c.name == step[1]]
            if step[2]:
                found = [c for c in found if c.row == step[2]]
            place = int(step[3]) - 1 if step[3] else 0
            if place >= len(found):
                return None
            here = found[place]
        return here

    def near(self, path: str, node: Node) -> Item | None:
        """Return the question at a path, of the node's own row."""
        found = self._world.resolve(tuple(path.strip("/").split("/")), node)
        return next((each for each in found or () if isinstance(each, Item)), None)

    def violations(self) -> tuple[Violation, ...]:
        """Return everything that the form holds against its answers."""
        found = (self.problem(item) for item in self.root.items() if item.is_relevant)
        return tuple(violation for violation in found if violation is not None)

    def problem(self, item: Item) -> Violation | None:
        """Return what the form holds against one answer, or None."""
        bind = item.bind
        if bind is None or not item.is_relevant:
            return None
        if not item.value:
            if item.is_required and item.known not in WITHOUT_ANSWER:
                return Violation(item.ref, "required", self.words(bind.required_message, item) or self._label(item))
            return None
        if bind.constraint and not self._boolean(bind.constraint, item, when_broken=True):
            return Violation(item.ref, "constraint", self.words(bind.constraint_message, item) or self._label(item))
        if item.control is not None and item.control.itemset is not None:
            offered = {option.value for option in self.choices(item)}
            codes = item.value.split() if item.control.kind != "select1" else [item.value]
            if not set(codes) <= offered:
                return Violation(item.ref, "choice", self._label(item))
        return None

    def stored(self) -> dict[str, Stored]:
        """Return all that must be kept to resume."""
        found = {}
        for item in self.root.items():
            if item.row:
                found[item.ref] = Stored("", ROW)
            elif item.value or item.known:
                found[item.ref] = Stored(item.value, item.known)
        return found

    def instance_xml(self, instance_id: str = "") -> str:
        """Return the submission: what is relevant, without answers' provenance."""
        return write_instance(self.form, self.root, instance_id)

    # how it is worked out

    def _act(self, act: Callable[[], object], *, is_undo: bool = False) -> Changes:
        self._world.freeze()
        before = {id(item): (item, _state(item)) for item in self.root.items()}
        kept = self.stored()
        act()
        self._settle()
        if not is_undo:
            self._past.append(kept)
        after = {id(item): item for item in self.root.items()}
        now = self.stored()
        changed: list[list[Item]] = [[], [], []]
        for key, item in after.items():
            if key in before:
                old, new = before[key][1], _state(item)
                for number in range(3):
                    if old[number] != new[number]:
                        changed[number].append(item)
        stored: dict[str, Stored | None] = {ref: s for ref, s in now.items() if self._saved.get(ref) != s}
        stored |= {ref: None for ref in self._saved if ref not in now}
        self._saved = now
        return Changes(
            tuple(changed[0]),
            tuple(changed[1]),
            tuple(changed[2]),
            tuple(item for item in after.values() if item.path in self._dynamic_choices),
            tuple(item for item in after.values() if item.path in self._dynamic_texts),
            tuple(item for key, item in after.items() if item.row and key not in before),
            tuple(item for key, (item, _) in before.items() if item.row and key not in after),
            stored,
        )

    def _settle(self) -> None:
        for _ in range(_PASSES):
            if not self._pass():
                break
        for item in self.root.items():
            bind = item.bind
            if bind is not None:
                item.is_required = bool(bind.required) and self._boolean(bind.required or "", item, when_broken=False)
                item.is_readonly = bool(bind.readonly) and self._boolean(bind.readonly or "", item, when_broken=False)

    def _pass(self) -> bool:
        moved = False
        for item in list(self.root.items()):
            parent = item.parent
            above = not isinstance(parent, Item) or parent.is_relevant
            bind = item.bind
            own = not (above and bind is not None and bind.relevant) or self._boolean(
                bind.relevant, item, when_broken=True
            )
            if (above and own) is not item.is_relevant:
                item.is_relevant = above and own
                item.text = item.value if item.is_relevant else ""
                moved = True
            if bind is not None and bind.calculate and item.is_relevant:
                moved |= self._calculate(item, bind.calculate)
        for repeat in self._repeats.values():
            if repeat.count:
                moved |= self._count(repeat)
        return moved

    def _calculate(self, item: Item, text: str) -> bool:
        try:
            expression = compile_expression(text)
            if item.value and not _DRAWN.isdisjoint(expression.functions):
                return False
            value = expression.string(Context(item, self._world))
        except ExpressionError:
            value = ""
        value = "" if value == "NaN" else value
        if value == item.value:
            return False
        item.value = value
        return True

    def _count(self, repeat: Repeat) -> bool:
        moved = False
        for holder in [item for item in self.root.items() if item.path == repeat.path.rpartition("/")[0]]:
            try:
                number = compile_expression(repeat.count or "0").number(Context(holder, self._world))
            except ExpressionError:
                continue
            wanted = min(int(number), _MOST_ROWS) if number == number and number > 0 else 0  # noqa: PLR0124 - not NaN
            rows = [c for c in holder.children if isinstance(c, Item) and c.path == repeat.path and c.row]
            for _ in range(wanted - len(rows)):
                self._add(repeat.path, holder, self._setting.new_key())
                moved = True
            beyond = rows[wanted:] if wanted < len(rows) else []
            for row in beyond:
                if not any(item.value for item in row.items()):
                    _take_out(row)
                    moved = True
            self._aside[holder.ref + repeat.path] = [row for row in beyond if row.parent is not None]
        return moved

    def _make(self, node: Node, above: str, ref: str, *, has_rows: bool, row: str = "") -> Item:
        path = f"{above}/{node.name}"
        own = f"{ref}/{node.name}" + (f"[@{row}]" if row else "")
        item = Item(node.name, path, own, self.form.binds.get(path), self._controls.get(path), row)
        item.attributes = [Node(each.name, each.text, item) for each in node.attributes if each.name != "@template"]
        if not node.children:
            item.value = node.text.strip() if has_rows or row else ""
        for child in node.children:
            where = f"{path}/{child.name}"
            if child.name.startswith("#"):
                continue
            if where in self._repeats:
                is_template = any(each.name == "@template" for each in child.attributes)
                if is_template or where not in self._templates:
                    self._templates[where] = child
                if not is_template and has_rows and not self._repeats[where].count:
                    item.add(self._make(child, path, own, has_rows=has_rows, row=self._setting.new_key()))
                continue
            item.add(self._make(child, path, own, has_rows=has_rows or bool(row)))
        return item

    def _add(self, path: str, parent: Item, key: str, *, is_new: bool = True) -> Item | None:
        holder_path = path.rpartition("/")[0]
        holder = next((item for item in parent.items() if item.path == holder_path), None)
        template = self._templates.get(path)
        if holder is None or template is None:
            return None
        made = self._make(template, holder.path, holder.ref, has_rows=is_new, row=key)
        rows = [n for n, c in enumerate(holder.children) if isinstance(c, Item) and c.path == path]
        made.parent = holder
        place = rows[-1] + 1 if rows else self._place(holder, template.name)
        later = [n for n in rows if getattr(holder.children[n], "row", "") > key]
        holder.children.insert(later[0] if later else place, made)
        if is_new:
            for action in self.form.actions:
                if action.event == "odk-new-repeat":
                    for item in made.items():
                        if item.path == action.path:
                            self._run(action, item)
        return made

    def _place(self, holder: Item, name: str) -> int:
        template = self._template_of(holder)
        names = [child.name for child in template.children] if template is not None else []
        after = set(names[names.index(name) + 1 :]) if name in names else set()
        return next((n for n, child in enumerate(holder.children) if child.name in after), len(holder.children))

    def _template_of(self, item: Item) -> Node | None:
        """Return what an item was made from: it names what stands in it also where there is no row just now."""
        if item is self.root:
            return self.form.template
        if item.path in self._templates:
            return self._templates[item.path]
        above = self._template_of(item.parent) if item.parent is not None else None
        return next((child for child in above.children if child.name == item.name), None) if above is not None else None

    def _first_load(self) -> None:
        local = self._world.moment.astimezone(self._setting.zone)
        for item in self.root.items():
            bind = item.bind
            if bind is None or not bind.preload:
                continue
            kind, parameter = bind.preload, bind.preload_params or ""
            if kind == "timestamp" and parameter == "start":
                item.value = local.isoformat(timespec="milliseconds")
            elif kind == "date":
                item.value = local.date().isoformat()
            elif kind == "property":
                item.value = self._setting.preloads.get(parameter, "")
        for action in self.form.actions:
            if action.event in {"odk-instance-first-load", "xforms-ready"}:
                for item in self.root.items():
                    if item.path == action.path:
                        self._run(action, item)

    def _fire(self, event: str, source: Item) -> None:
        for action in self.form.actions:
            if action.event == event and action.trigger == source.path:
                target = self.near(action.path, source)
                if target is not None:
                    self._run(action, target)

    def _run(self, action: SetValue, item: Item) -> None:
        item.value = self._string(action.value, item)

    def _restore(self, stored: Mapping[str, Stored]) -> None:
        for item in list(self.root.items()):
            if item.row and item.ref not in stored:
                _take_out(item)
            elif not item.row and not item.children:
                item.value, item.known = "", ""
        for ref in sorted(ref for ref, each in stored.items() if each.known == ROW):
            if self.find(ref) is None:
                holder_ref, _, last = ref.rpartition("/")
                holder = self.find(holder_ref)
                name, _, key = last.partition("[@")
                if holder is not None:
                    self._add(f"{holder.path}/{name}", holder, key.rstrip("]"), is_new=False)
        for ref, each in stored.items():
            found = self.find(ref)
            if found is not None and not found.row:
                found.value, found.known = each.value, each.known

    def _label(self, item: Item) -> str:
        return self.words(item.control.label, item) if item.control is not None else item.name

    def _string(self, text: str, item: Item) -> str:
        try:
            value = compile_expression(text).string(Context(item, self._world))
        except ExpressionError:
            return ""
        return "" if value == "NaN" else value

    def _boolean(self, text: str, item: Item, *, when_broken: bool) -> bool:
        try:
            return compile_expression(text).boolean(Context(item, self._world))
        except ExpressionError:
            return when_broken


def _state(item: Item) -> tuple[object, object, object]:
    return (item.value, item.known), item.is_relevant, (item.is_required, item.is_readonly)


def _take_out(row: Item) -> None:
    if row.parent is not None:
        row.parent.children.remove(row)
        row.parent = None


def _repeats(body: tuple[Body, ...]) -> Iterator[Repeat]:
    for part in body:
        if isinstance(part, Repeat):
            yield part
        if isinstance(part, Group | Repeat):
            yield from _repeats(part.children)


def _has_output(text: Text | None) -> bool:
    return text is not None and any(isinstance(s, Output) for version in text.versions.values() for s in version)
