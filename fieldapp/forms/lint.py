"""What is wrong with a checklist beyond what its conversion notices: the whole lint, each finding with its cell."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from typing import Final

from fieldapp.forms.examined import Examined, examine
from fieldapp.forms.finding import ERROR, Finding, sort_findings
from fieldapp.forms.lint_cycle import lint_cycles
from fieldapp.forms.lint_expression import lint_expressions
from fieldapp.forms.lint_heading import lint_headings
from fieldapp.forms.lint_reach import lint_reach
from fieldapp.forms.lint_scale import lint_scale
from fieldapp.forms.lint_support import lint_support
from fieldapp.forms.lint_type import lint_types
from fieldapp.forms.lint_words import lint_words
from fieldapp.forms.package import Package
from fieldapp.forms.xform_reader import FormError, read_form

MOST_OF_ONE_CODE: Final = 200
"""A form with a language missing altogether would fill the screen with one and the same sentence."""

_CHECKS: Final[tuple[Callable[[Examined], Iterator[Finding]], ...]] = (
    lint_expressions,
    lint_types,
    lint_reach,
    lint_cycles,
    lint_words,
    lint_headings,
    lint_support,
    lint_scale,
)


def lint_form(package: Package) -> tuple[Finding, ...]:
    """Return all that the lint has to say of a package, errors first."""
    try:
        form = read_form(package.xform)
    except FormError as error:
        message = f"The form cannot be read back: {error}"
        return (Finding(ERROR, "FORM_UNREADABLE", message if message.endswith(".") else f"{message}."),)
    examined = examine(package, form)
    found = [finding for check in _CHECKS for finding in check(examined)]
    return _without_floods(sort_findings([*examined.faults, *found]))


def _without_floods(findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    counts: Counter[str] = Counter()
    kept: list[Finding] = []
    for finding in findings:
        counts[finding.code] += 1
        if counts[finding.code] <= MOST_OF_ONE_CODE:
            kept.append(finding)
    for code, count in counts.items():
        if count > MOST_OF_ONE_CODE:
            last = next(finding for finding in reversed(kept) if finding.code == code)
            message = f"The same stands in {count - MOST_OF_ONE_CODE} further cells."
            kept.append(Finding(last.severity, code, message))
    return tuple(kept)
