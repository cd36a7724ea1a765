"""Lint of what is never or always so: conditions without a choice, questions that nobody is ever asked."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches
from typing import Final

from fieldapp.forms.examined import CONDITIONS, Examined, Site
from fieldapp.forms.finding import WARNING, Finding
from fieldapp.forms.fold import LONGEST_LIST, Fold
from fieldapp.forms.lint_type import read_path
from fieldapp.forms.sentence import sentence
from fieldapp.forms.xpath import walk_tree
from fieldapp.forms.xpath.ast import Binary, Call, Literal, Path, Tree

_NEVER: Final = {
    "relevant": sentence("The condition is never true, so this is never asked."),
    "constraint": sentence("The condition is never true, so no answer is ever accepted."),
    "choice_filter": sentence("The condition is never true, so there is never a choice."),
    "condition": sentence("The condition is never true, so the duty never comes."),
}
_ALWAYS: Final = {
    "relevant": sentence("The condition is always true, so it could as well be left out."),
    "constraint": sentence("The condition is always true, so every answer is accepted."),
    "choice_filter": sentence("The condition is always true, so nothing is filtered."),
    "condition": sentence("The condition is always true, so the duty comes every time."),
}


def lint_reach(examined: Examined) -> Iterator[Finding]:
    """Yield conditions that never change, choices that do not exist, and questions that are never reached."""
    fold = Fold(examined)
    for site in examined.sites:
        yield from _missing_choices(examined, site)
    own = {site.path: site for site in examined.sites if site.role == "relevant"}
    blamed: dict[str, Site] = {}
    is_first = True
    while is_first or blamed.keys() - fold.never:
        is_first = False
        fold.never |= {path for path in examined.paths if any(_is_below(path, above) for above in blamed)}
        for path, site in own.items():
            if path not in blamed and fold.truth(site) is False:
                blamed[path] = site
    plain = Fold(examined)
    for site in examined.sites:
        if site.role in CONDITIONS:
            yield from _condition_findings(examined, site, plain, fold)


def _condition_findings(examined: Examined, site: Site, plain: Fold, fold: Fold) -> Iterator[Finding]:
    if site.role == "choice_filter":
        truths = {plain.truth_of(each, site) for each in _filters(site)} - {None}
        truth = next(iter(truths)) if len(truths) == 1 else None
    else:
        truth = plain.truth(site)
    if truth is not None:
        code = "ALWAYS_TRUE" if truth else "ALWAYS_FALSE"
        message = (_ALWAYS if truth else _NEVER)[site.role]
        yield Finding(
            WARNING, code, message, site.cell, sentence("Correct the condition, or remove what it stands for.")
        )
    elif site.role in {"relevant", "condition"} and fold.truth(site) is False:
        read = next((site.resolve(each) for each in site.expression.reads if site.resolve(each) in fold.never), "")
        what = sentence("The duty never comes") if site.role == "condition" else sentence("This is never asked")
        message = sentence(
            "{0}: the condition needs an answer to {1}, which is never asked itself.", what, examined.name(read or "")
        )
        yield Finding(WARNING, "UNREACHABLE", message, site.cell, sentence("Correct one of the two conditions."))


def _filters(site: Site) -> Iterator[Tree]:
    """Yield the conditions in the brackets of a list."""
    for tree in walk_tree(site.expression.tree):
        if isinstance(tree, Path):
            for step in tree.steps:
                yield from step.predicates


def _missing_choices(examined: Examined, site: Site) -> Iterator[Finding]:
    """Yield a finding for each word that a question is compared with and that is none of its choices."""
    for tree in walk_tree(site.expression.tree):
        pairs: list[tuple[Tree, Tree]] = []
        if isinstance(tree, Binary) and tree.operator in {"=", "!="}:
            pairs = [(tree.left, tree.right), (tree.right, tree.left)]
        elif isinstance(tree, Call) and tree.name == "selected" and len(tree.arguments) == 2:
            pairs = [(tree.arguments[0], tree.arguments[1])]
        for one, other in pairs:
            path = read_path(one, site)
            values = examined.lists.get(path or "")
            if path and values and isinstance(other, Literal) and other.value.strip() not in values | {""}:
                yield _no_such_choice(examined, site, path, other.value, values)


def _no_such_choice(examined: Examined, site: Site, path: str, word: str, values: frozenset[str]) -> Finding:
    near = get_close_matches(word, values, 1) if len(values) <= LONGEST_LIST else []
    few = ", ".join(sorted(values)[:8])
    message = sentence("{0} has no choice “{1}”.", examined.name(path), word[:40])
    fix = sentence("Did you mean '{0}'?", near[0]) if near else sentence("It has: {0}.", few)
    return Finding(WARNING, "CHOICE_UNKNOWN", message, site.cell, fix)


def _is_below(path: str, above: str) -> bool:
    return path == above or path.startswith(f"{above}/")
