"""A checklist laid out for the lint: every expression with its cell, every question with its kind and its list."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from fieldapp.forms.finding import ERROR, Finding, WorkbookError
from fieldapp.forms.model import Body, Control, Form, Group, Output, Repeat, Text
from fieldapp.forms.package import Cell, Package
from fieldapp.forms.sentence import sentence
from fieldapp.forms.tree import Node
from fieldapp.forms.xlsform_outline import Entry, Outline, read_outline
from fieldapp.forms.xlsform_sheet import Workbook, read_workbook
from fieldapp.forms.xpath import ANYWHERE, Expression, ExpressionError, Read, compile_expression

HEADINGS: Final[Mapping[str, tuple[str, ...]]] = {
    "relevant": ("relevant", "relevance", "bind::relevant"),
    "constraint": ("constraint", "bind::constraint"),
    "calculation": ("calculation", "calculate", "bind::calculate"),
    "required": ("required", "bind::required"),
    "read_only": ("read_only", "readonly", "bind::readonly"),
    "choice_filter": ("choice_filter",),
    "repeat_count": ("repeat_count", "count", "jr:count"),
    "default": ("default",),
}
CONDITIONS: Final = frozenset({"relevant", "constraint", "choice_filter", "condition"})
"""The roles of expressions that ask yes or no and make no sense when the answer is always the same."""

_KINDS: Final = {
    **dict.fromkeys(("int", "integer", "long", "decimal"), "number"),
    "date": "date",
    "dateTime": "moment",
    "datetime": "moment",
    "time": "time",
    "binary": "file",
    **dict.fromkeys(("geopoint", "geotrace", "geoshape"), "place"),
}
_LISTS: Final = {"select1": "one", "select": "many", "rank": "rank"}


@dataclass(frozen=True)
class Site:
    """An expression of the node at ``path``; ``role``: the column it stands in, or label, hint or condition."""

    path: str
    role: str
    expression: Expression
    cell: Cell | None

    def resolve(self, read: Read) -> str | None:
        """Return the absolute path that is read; None for one that only running the form can tell, and of instances."""
        if any(step in {ANYWHERE, "*"} for step in read.steps) or read.origin not in {"root", "node"}:
            return None
        parts = self.path.strip("/").split("/") if read.origin == "node" else []
        for step in read.steps:
            if step == "..":
                if not parts:
                    return None
                parts.pop()
            elif step != ".":
                parts.append(step)
        return "/" + "/".join(parts)


@dataclass
class Examined:
    """A package with its form and its workbook. ``faults``: expressions that cannot be read at all."""

    package: Package
    form: Form
    workbook: Workbook
    outline: Outline
    faults: list[Finding] = field(default_factory=list)
    _known_values: dict[tuple[str, str], frozenset[str]] = field(default_factory=dict)

    @cached_property
    def paths(self) -> frozenset[str]:
        """Every node of the form, without positions."""
        found: set[str] = set()
        _gather_paths(self.form.template, "", found)
        return frozenset(found | set(self.form.binds))

    @cached_property
    def controls(self) -> Mapping[str, Control]:
        """The first question of each path."""
        found: dict[str, Control] = {}
        for control in self.form.controls():
            found.setdefault(control.path, control)
        return found

    @cached_property
    def repeats(self) -> frozenset[str]:
        """The paths of repeats."""
        return frozenset(part.path for part in _parts(self.form.body) if isinstance(part, Repeat))

    @cached_property
    def entries(self) -> Mapping[str, Entry]:
        """The rows of the survey by path."""
        return {entry.path: entry for entry in self.outline.entries if entry.path}

    @cached_property
    def sites(self) -> tuple[Site, ...]:
        """Every expression that can be read."""
        return tuple(self._sites())

    @cached_property
    def lists(self) -> Mapping[str, frozenset[str]]:
        """The values that can be chosen, of questions whose list is written out in the workbook."""
        found: dict[str, frozenset[str]] = {}
        for path, control in self.controls.items():
            if control.itemset is None:
                continue
            if control.itemset.choices:
                found[path] = frozenset(choice.value for choice in control.itemset.choices)
            elif not self._can_be_other(path):
                values = self._values(control.itemset.nodeset or "", control.itemset.value)
                if values:
                    found[path] = values
        return found

    @cached_property
    def columns(self) -> Mapping[str, frozenset[str]]:
        """The columns of each list that the form holds, by its id."""
        return {
            name: frozenset(child.name for item in _items(document) for child in item.children)
            for name, document in self.form.instances.items()
        }

    def _values(self, nodeset: str, column: str) -> frozenset[str] | None:
        """Return what may be chosen from a list of the form; None when it is not written out."""
        expression = self._compiled(nodeset)
        origins = [read.origin for read in expression.reads] if expression else []
        name = next((each.removeprefix("instance:") for each in origins if each.startswith("instance:")), "")
        key = (name, column)
        if key not in self._known_values and name in self.form.instances:
            nodes = (child for item in _items(self.form.instances[name]) for child in item.children)
            self._known_values[key] = frozenset(node.string_value() for node in nodes if node.name == column)
        return self._known_values.get(key)

    def kind(self, path: str) -> str:
        """Return what a node holds: number, date, moment, time, file, place, one, many, rank, text, or any."""
        control, bind = self.controls.get(path), self.form.binds.get(path)
        if control and control.kind in _LISTS:
            return _LISTS[control.kind]
        if control and control.kind == "range":
            return "number"
        if control is None and (bind is None or bind.type in {"string", ""}):
            return "any"
        return _KINDS.get(bind.type if bind else "", "text" if control and control.kind == "input" else "any")

    def cell(self, path: str, role: str = "") -> Cell | None:
        """Return where an expression of a path stands."""
        source = self.package.sources.get(path)
        if source is None and path.endswith("_count"):  # the node that pyxform makes for a repeat's count
            source, role = self.package.sources.get(path.removesuffix("_count")), "repeat_count"
        if source is None:
            return None
        sheet = self.outline.sheet
        heading = sheet.heading(*HEADINGS.get(role, (role,))) if role else ""
        if role in {"label", "hint"}:
            heading = next(iter(sheet.translated(role).values()), role)
        return Cell(source.sheet, source.row, heading or role)

    def name(self, path: str) -> str:
        """Return a path as authors write it: ``${name}``."""
        return f"${{{path.rpartition('/')[2]}}}"

    def _can_be_other(self, path: str) -> bool:
        return f"{path}_other" in self.paths

    def _compiled(self, text: str) -> Expression | None:
        try:
            return compile_expression(text)
        except ExpressionError:
            return None

    def _sites(self) -> Iterator[Site]:
        for path, bind in self.form.binds.items():
            for role, text in (
                *(("relevant", bind.relevant), ("constraint", bind.constraint), ("calculation", bind.calculate)),
                *(("required", bind.required), ("read_only", bind.readonly)),
            ):
                yield from self._site(path, role, text)
        for part in _parts(self.form.body):
            yield from self._part_sites(part)
        for action in self.form.actions:
            yield from self._site(action.path, "calculation" if action.trigger else "default", action.value)
        root = f"/{self.form.template.name}"
        sheet = self.workbook.sheet("duties")
        rows = [row for row in sheet.rows if row.text(sheet.heading("duty"))]
        for number, duty in enumerate(self.package.duties):
            cell = sheet.cell(rows[number].number, sheet.heading("condition")) if number < len(rows) else None
            yield from self._site(root, "condition", duty.condition, cell)

    def _part_sites(self, part: Body) -> Iterator[Site]:
        path = part.path or ""
        for role, text in (("label", part.label), ("hint", getattr(part, "hint", None))):
            for expression in _outputs(text):
                yield from self._site(path, role, expression)
        if isinstance(part, Repeat):
            yield from self._site(path, "repeat_count", part.count)
        elif isinstance(part, Control) and part.itemset:
            yield from self._site(path, "choice_filter", part.itemset.nodeset)

    def _site(self, path: str, role: str, text: str | None, cell: Cell | None = None) -> Iterator[Site]:
        if not text or not text.strip():
            return
        where = cell or self.cell(path, role)
        try:
            yield Site(path, role, compile_expression(text), where)
        except ExpressionError as error:
            rest = text[error.offset : error.offset + 30].strip()
            message = sentence("At “{0}”: {1}", rest, error.message) if rest else error.message
            fix = sentence("Look for a missing bracket, quote or operator there.")
            self.faults.append(Finding(ERROR, "EXPRESSION_BROKEN", message, where, fix))


def examine(package: Package, form: Form) -> Examined:
    """Lay a package out; one without its workbook has cells only where it says itself."""
    try:
        workbook = read_workbook(package.workbook) if package.workbook else Workbook({})
    except WorkbookError:
        workbook = Workbook({})
    return Examined(package, form, workbook, read_outline(workbook))


def _parts(body: tuple[Body, ...]) -> Iterator[Body]:
    for part in body:
        yield part
        if isinstance(part, (Group, Repeat)):
            yield from _parts(part.children)


def _items(document: Node) -> Iterator[Node]:
    return (node for node in document.descendants() if node.name == "item")


def _outputs(text: Text | None) -> Iterator[str]:
    for segments in text.versions.values() if text else ():
        for segment in segments:
            if isinstance(segment, Output):
                yield segment.expression


def _gather_paths(node: Node, above: str, found: set[str]) -> None:
    path = f"{above}/{node.name}"
    found.add(path)
    for child in node.children:
        _gather_paths(child, path, found)
