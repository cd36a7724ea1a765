"""Lint of kinds: numbers held against words, dates against numbers, several choices held against one."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from typing import Final

from fieldapp.forms.examined import Examined, Site
from fieldapp.forms.finding import WARNING, Finding
from fieldapp.forms.xpath import Read, walk_tree
from fieldapp.forms.xpath.ast import Binary, Call, Literal, Negative, Number, Path, Tree
from fieldapp.forms.xpath.read import find_reads

COMPARISONS: Final = frozenset({"=", "!=", "<", "<=", ">", ">="})
ARITHMETIC: Final = frozenset({"+", "-", "*", "div", "mod"})

_NUMBER_CALLS: Final = frozenset(
    {
        *("abs", "area", "ceiling", "checklist", "count", "count-non-empty", "count-selected", "decimal-date-time"),
        *("decimal-time", "distance", "floor", "int", "number", "position", "pow", "random", "round"),
        *("string-length", "sum", "weighted-checklist"),
    }
)
_TRUTH_CALLS: Final = frozenset(
    {"true", "false", "not", "boolean", "selected", "contains", "starts-with", "ends-with", "regex"}
)
_DATE_CALLS: Final = {"today": "date", "date": "date", "now": "moment", "date-time": "moment"}
_ISO_DATE: Final = re.compile(r"\d{4}-\d{2}-\d{2}(T.*)?")
_KIND_WORDS: Final = {
    "number": "a number",
    "date": "a date",
    "moment": "a date and time",
    "time": "a time",
    "file": "a file",
    "place": "a place",
    "one": "a choice",
    "many": "several choices",
    "rank": "an order of choices",
    "text": "a text",
}


def lint_types(examined: Examined) -> Iterator[Finding]:
    """Yield comparisons and sums of things that cannot be compared or summed."""
    for site in examined.sites:
        for tree in walk_tree(site.expression.tree):
            if isinstance(tree, Binary) and tree.operator in COMPARISONS:
                yield from _comparison(examined, site, tree, tree.left, tree.right)
                yield from _comparison(examined, site, tree, tree.right, tree.left)
            elif isinstance(tree, Binary) and tree.operator in ARITHMETIC:
                yield from _arithmetic(examined, site, tree.operator, tree.left)
                yield from _arithmetic(examined, site, tree.operator, tree.right)


def read_path(tree: Tree, site: Site) -> str | None:
    """Return the absolute path that a tree is, None if it is no plain path to one."""
    if not isinstance(tree, Path) or any(step.predicates for step in tree.steps):
        return None
    reads = find_reads(tree)
    return site.resolve(reads[0]) if len(reads) == 1 and isinstance(reads[0], Read) else None


def kind_of(examined: Examined, site: Site, tree: Tree) -> str:
    """Return what a part of an expression comes to; "any" where only running it tells."""
    if isinstance(tree, (Number, Negative)):
        return "number"
    if isinstance(tree, Literal):
        return "literal"
    if isinstance(tree, Binary):
        return "number" if tree.operator in ARITHMETIC else "nodes" if tree.operator == "|" else "truth"
    if isinstance(tree, Call):
        if tree.name in _DATE_CALLS:
            return _DATE_CALLS[tree.name]
        return "number" if tree.name in _NUMBER_CALLS else "truth" if tree.name in _TRUTH_CALLS else "any"
    path = read_path(tree, site)
    return examined.kind(path) if path in examined.paths and path is not None else "any"


def is_number(text: str) -> bool:
    """Whether a text reads as a number."""
    try:
        return math.isfinite(float(text))
    except ValueError:
        return False


def _comparison(examined: Examined, site: Site, tree: Binary, one: Tree, other: Tree) -> Iterator[Finding]:
    """Look at a comparison from the side of ``one``."""
    kind = kind_of(examined, site, one)
    what = _words(examined, site, one, kind)
    if kind == "many" and tree.operator in {"=", "!="} and not (isinstance(other, Literal) and not other.value):
        message = f"{what} may be several choices at once, so “{tree.operator}” holds only when one alone is chosen."
        word = other.value if isinstance(other, Literal) else "…"
        call = f"selected({_source(examined, site, one)}, '{word}')"
        fix = f"Write {call}." if tree.operator == "=" else f"Write not({call})."
        yield Finding(WARNING, "MULTIPLE_COMPARED", message, site.cell, fix)
    elif isinstance(other, Literal) and other.value.strip():
        yield from _with_literal(site, tree.operator, kind, what, other.value)
    elif isinstance(other, (Number, Negative)):
        yield from _with_number(examined, site, one, kind, what)
    elif isinstance(other, Call) and other.name in {"true", "false"} and kind in {"one", "many", "text", "number"}:
        message = f"{what} is compared with {other.name}(), which asks only whether anything is answered at all."
        yield Finding(WARNING, "TYPE_CLASH", message, site.cell, "Compare it with the name of a choice, such as 'yes'.")


def _with_literal(site: Site, operator: str, kind: str, what: str, word: str) -> Iterator[Finding]:
    shown = word[:30]
    if kind in {"date", "moment"}:
        if operator not in {"=", "!="} or not _ISO_DATE.fullmatch(word):
            message = f"{what} is compared with the text “{shown}”, which is no date."
            fix = f"Write date('{shown}')." if _ISO_DATE.fullmatch(word) else "Write date('2026-01-31')."
            yield Finding(WARNING, "TYPE_CLASH", message, site.cell, fix)
    elif kind == "number" and not is_number(word):
        message = f"{what} is compared with the word “{shown}”, which is no number."
        yield Finding(WARNING, "TYPE_CLASH", message, site.cell, "Write a number without quotes.")
    elif operator not in {"=", "!="} and not is_number(word) and kind != "time":
        message = f"“{operator}” compares numbers, and “{shown}” is none."
        yield Finding(WARNING, "TYPE_CLASH", message, site.cell, "Compare with a number, or use “=”.")


def _with_number(examined: Examined, site: Site, one: Tree, kind: str, what: str) -> Iterator[Finding]:
    if kind in {"date", "moment"}:
        message = f"{what} is compared with a number."
        yield Finding(WARNING, "TYPE_CLASH", message, site.cell, "Compare with a date, such as date('2026-01-31').")
    elif kind == "one":
        values = examined.lists.get(read_path(one, site) or "")
        if values and not any(is_number(value) for value in values):
            message = f"{what} is compared with a number, but no choice of its list is one."
            yield Finding(WARNING, "TYPE_CLASH", message, site.cell, "Write the name of a choice, in quotes.")


def _arithmetic(examined: Examined, site: Site, operator: str, tree: Tree) -> Iterator[Finding]:
    if (
        isinstance(tree, Literal)
        and tree.value.strip()
        and not is_number(tree.value)
        and not _ISO_DATE.match(tree.value)
    ):
        message = f"“{operator}” calculates with numbers, and “{tree.value[:30]}” is none."
        fix = "Use concat() to put texts together." if operator == "+" else "Write a number."
        yield Finding(WARNING, "TYPE_CLASH", message, site.cell, fix)
        return
    kind = kind_of(examined, site, tree)
    path = read_path(tree, site) or ""
    control = examined.controls.get(path)
    values = examined.lists.get(path)
    is_odd = (
        kind in {"many", "rank", "file", "place"}
        or (kind == "text" and control is not None and "numbers" not in control.appearance)
        or (kind == "one" and values is not None and not any(is_number(value) for value in values))
    )
    if is_odd:
        message = (
            f"“{operator}” calculates with numbers, and {_words(examined, site, tree, kind)} is {_KIND_WORDS[kind]}."
        )
        fix = "Use concat() to put texts together." if operator == "+" else "Ask for it as integer or decimal."
        yield Finding(WARNING, "TYPE_CLASH", message, site.cell, fix)


def _words(examined: Examined, site: Site, tree: Tree, kind: str) -> str:
    path = read_path(tree, site)
    if path is not None:
        return "The answer" if path == site.path else examined.name(path)
    return f"The value, {_KIND_WORDS[kind]}," if kind in _KIND_WORDS else "The value"


def _source(examined: Examined, site: Site, tree: Tree) -> str:
    path = read_path(tree, site)
    return "." if path in {None, site.path} else examined.name(path or "")
