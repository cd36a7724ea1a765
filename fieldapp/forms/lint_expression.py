"""Lint of expressions as such: functions that do not exist, paths that lead nowhere, what other programs lack."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches
from typing import Final

from fieldapp.forms.examined import Examined, Site
from fieldapp.forms.finding import ERROR, NOTE, WARNING, Finding
from fieldapp.forms.sentence import sentence
from fieldapp.forms.xpath import ANYWHERE, Read, walk_tree
from fieldapp.forms.xpath.ast import Call, Number, Path, Step
from fieldapp.forms.xpath.compile import call_fault
from fieldapp.forms.xpath.function import FUNCTIONS, NOT_ODK, SPECIAL

_PLAIN_AXES: Final = frozenset({"child", "parent", "self"})
_MADE_BY_ENGINES: Final = frozenset({"instanceID", "instanceName", "deprecatedID"})


def lint_expressions(examined: Examined) -> Iterator[Finding]:
    """Yield what is wrong with each expression by itself."""
    for site in examined.sites:
        yield from _function_findings(site)
        yield from _path_findings(examined, site)
        yield from _portability_findings(site)


def _function_findings(site: Site) -> Iterator[Finding]:
    for tree in walk_tree(site.expression.tree):
        if isinstance(tree, Call) and (fault := call_fault(tree)):
            is_known = tree.name in FUNCTIONS or tree.name in SPECIAL
            code = "FUNCTION_ARITY" if is_known else "FUNCTION_UNKNOWN"
            near = [] if is_known else get_close_matches(tree.name, [*FUNCTIONS, *SPECIAL], 1)
            fix = sentence("Did you mean {0}()?", near[0]) if near else sentence("Correct the call.")
            yield Finding(ERROR, code, fault.message, site.cell, fix)


def _path_findings(examined: Examined, site: Site) -> Iterator[Finding]:
    for read in site.expression.reads:
        if read.origin.startswith("instance:"):
            yield from _instance_findings(examined, site, read)
            continue
        path = site.resolve(read)
        if path is None or path == "/" or path in examined.paths or _is_attribute(site):
            continue
        name = path.rpartition("/")[2]
        if name in _MADE_BY_ENGINES:
            continue
        if read.origin == "node" and len(read.steps) == 1:
            message = sentence(
                "“{0}” without quotes is read as the name of a question beside this one, and there is none.", name
            )
            fix = sentence("Write '{0}' for the word, or ${{{1}}} for a question.", name, name)
        else:
            message = sentence("The path {0} leads to no question.", path)
            near = get_close_matches(name, {each.rpartition("/")[2] for each in examined.paths}, 1)
            fix = (
                sentence("Did you mean ${{{0}}}?", near[0]) if near else sentence("Write ${{name}} instead of a path.")
            )
        yield Finding(WARNING, "PATH_UNKNOWN", message, site.cell, fix)


def _instance_findings(examined: Examined, site: Site, read: Read) -> Iterator[Finding]:
    name = read.origin.removeprefix("instance:")
    if name not in examined.columns:
        message = sentence("There is no list “{0}”.", name[:60])
        yield Finding(
            ERROR, "INSTANCE_UNKNOWN", message, site.cell, sentence("Correct the name between instance(' and ').")
        )
        return
    column = read.steps[-1] if len(read.steps) > 2 else ""
    known = examined.columns[name]
    if known and column and column not in known | {"..", ".", "*", ANYWHERE, "item"} and ".." not in read.steps:
        message = sentence("The list “{0}” has no column “{1}”.", name[:60], column[:60])
        near = get_close_matches(column, known, 1)
        fix = sentence("Did you mean “{0}”?", near[0]) if near else sentence("Add the column to the sheet “choices”.")
        if column == "label" and "itextId" in known:
            fix = sentence("It has a label for each language: write jr:choice-name(${{question}}, '${{question}}').")
        yield Finding(WARNING, "COLUMN_UNKNOWN", message, site.cell, fix)


def _is_attribute(site: Site) -> bool:
    steps = (step for tree in walk_tree(site.expression.tree) if isinstance(tree, Path) for step in tree.steps)
    return any(step.axis not in _PLAIN_AXES for step in steps)


def _portability_findings(site: Site) -> Iterator[Finding]:
    for tree in walk_tree(site.expression.tree):
        if isinstance(tree, Call):
            function = FUNCTIONS.get(tree.name)
            if tree.name in NOT_ODK or (function is not None and function.is_extra):
                yield _not_portable(site, sentence("{0}() is no function of ODK", tree.name))
        elif isinstance(tree, Path):
            for step in tree.steps:
                yield from _step_findings(site, step)


def _step_findings(site: Site, step: Step) -> Iterator[Finding]:
    if step.axis.startswith("descendant"):
        yield _not_portable(site, sentence("“//” is not understood by ODK Collect"))
    elif step.axis not in {*_PLAIN_AXES, "attribute"}:
        yield _not_portable(site, sentence("“{0}::” is not understood by ODK Collect", step.axis))
    if any(isinstance(predicate, Number) for predicate in step.predicates) and site.role != "choice_filter":
        yield _not_portable(
            site, sentence("a bare number in brackets is not understood by every version of ODK Collect")
        )


def _not_portable(site: Site, what: str) -> Finding:
    message = sentence("This works here, but {0}, so the form behaves otherwise there.", what)
    return Finding(
        NOTE, "NOT_PORTABLE", message, site.cell, sentence("Avoid it if the form is also used with ODK or Kobo.")
    )
