"""Lint of kinds: numbers held against words, dates against numbers, several choices held against one."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from typing import Final

from fieldapp.forms.examined import Examined, Site
from fieldapp.forms.finding import WARNING, Finding
from fieldapp.forms.sentence import sentence
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
    "number": sentence("a number"),
    "date": sentence("a date"),
    "moment": sentence("a date and time"),
    "time": sentence("a time"),
    "file": sentence("a file"),
    "place": sentence("a place"),
    "one": sentence("a choice"),
    "many": sentence("several choices"),
    "rank": sentence("an order of choices"),
    "text": sentence("a text"),
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
        message = sentence(
            "{0} may be several choices at once, so “{1}” holds only when one alone is chosen.", what, tree.operator
        )
        word = other.value if isinstance(other, Literal) else "…"
        call = f"selected({_source(examined, site, one)}, '{word}')"
        fix = sentence("Write {0}.", call) if tree.operator == "=" else sentence("Write not({0}).", call)
        yield Finding(WARNING, "MULTIPLE_COMPARED", message, site.cell, fix)
    elif isinstance(other, Literal) and other.value.strip():
        yield from _with_literal(site, tree.operator, kind, what, other.value)
    elif isinstance(other, (Number, Negative)):
        yield from _with_number(examined, site, one, kind, what)
    elif isinstance(other, Call) and other.name in {"true", "false"} and kind in {"one", "many", "text", "number"}:
        message = sentence(
            "{0} is compared with {1}(), which asks only whether anything is answered at all.", what, other.name
        )
        yield Finding(
            WARNING, "TYPE_CLASH", message, site.cell, sentence("Compare it with the name of a choice, such as 'yes'.")
        )


def _with_literal(site: Site, operator: str, kind: str, what: str, word: str) -> Iterator[Finding]:
    shown = word[:30]
    if kind in {"date", "moment"}:
        if operator not in {"=", "!="} or not _ISO_DATE.fullmatch(word):
            message = sentence("{0} is compared with the text “{1}”, which is no date.", what, shown)
            fix = (
                sentence("Write date('{0}').", shown)
                if _ISO_DATE.fullmatch(word)
                else sentence("Write date('2026-01-31').")
            )
            yield Finding(WARNING, "TYPE_CLASH", message, site.cell, fix)
    elif kind == "number" and not is_number(word):
        message = sentence("{0} is compared with the word “{1}”, which is no number.", what, shown)
        yield Finding(WARNING, "TYPE_CLASH", message, site.cell, sentence("Write a number without quotes."))
    elif operator not in {"=", "!="} and not is_number(word) and kind != "time":
        message = sentence("“{0}” compares numbers, and “{1}” is none.", operator, shown)
        yield Finding(WARNING, "TYPE_CLASH", message, site.cell, sentence("Compare with a number, or use “=”."))


def _with_number(examined: Examined, site: Site, one: Tree, kind: str, what: str) -> Iterator[Finding]:
    if kind in {"date", "moment"}:
        message = sentence("{0} is compared with a number.", what)
        yield Finding(
            WARNING, "TYPE_CLASH", message, site.cell, sentence("Compare with a date, such as date('2026-01-31').")
        )
    elif kind == "one":
        values = examined.lists.get(read_path(one, site) or "")
        if values and not any(is_number(value) for value in values):
            message = sentence("{0} is compared with a number, but no choice of its list is one.", what)
            yield Finding(WARNING, "TYPE_CLASH", message, site.cell, sentence("Write the name of a choice, in quotes."))


def _arithmetic(examined: Examined, site: Site, operator: str, tree: Tree) -> Iterator[Finding]:
    if (
        isinstance(tree, Literal)
        and tree.value.strip()
        and not is_number(tree.value)
        and not _ISO_DATE.match(tree.value)
    ):
        message = sentence("“{0}” calculates with numbers, and “{1}” is none.", operator, tree.value[:30])
        fix = sentence("Use concat() to put texts together.") if operator == "+" else sentence("Write a number.")
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
        message = sentence(
            "“{0}” calculates with numbers, and {1} is {2}.",
            operator,
            _words(examined, site, tree, kind),
            _KIND_WORDS[kind],
        )
        fix = (
            sentence("Use concat() to put texts together.")
            if operator == "+"
            else sentence("Ask for it as integer or decimal.")
        )
        yield Finding(WARNING, "TYPE_CLASH", message, site.cell, fix)


def _words(examined: Examined, site: Site, tree: Tree, kind: str) -> str:
    path = read_path(tree, site)
    if path is not None:
        return sentence("The answer") if path == site.path else examined.name(path)
    return sentence("The value, {0},", _KIND_WORDS[kind]) if kind in _KIND_WORDS else sentence("The value")


def _source(examined: Examined, site: Site, tree: Tree) -> str:
    path = read_path(tree, site)
    return "." if path in {None, site.path} else examined.name(path or "")
