"""What is wrong with a checklist beyond what its conversion notices: the whole lint, each finding with its cell."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
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
from fieldapp.forms.model import Form
from fieldapp.forms.package import Package
from fieldapp.forms.sentence import sentence
from fieldapp.forms.trial import TOO_SLOW, try_form
from fieldapp.forms.xform_reader import FormError, read_form

MOST_OF_ONE_CODE: Final = 200
"""A form with a language missing altogether would fill the screen with one and the same sentence."""

_ANY_DAY: Final = datetime(2026, 1, 2, 12, tzinfo=UTC)
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
        return (Finding(ERROR, "FORM_UNREADABLE", sentence("The form cannot be read back: {0}", error.args[0])),)
    examined = examine(package, form)
    found = [finding for check in _CHECKS for finding in check(examined)]
    found += examined.faults  # those that the checks came upon
    if not any(finding.severity == ERROR for finding in found):
        found += _try_out(package, form)
    return _without_floods(sort_findings(found))


def _try_out(package: Package, form: Form) -> Iterator[Finding]:
    """Open the form once; what runs for ever on this machine would do so on every laptop."""
    why = try_form(package, _ANY_DAY, UTC, form=form)
    if why == TOO_SLOW:
        message = sentence("The form takes too long to be opened.")
        yield Finding(ERROR, "FORM_TOO_SLOW", message, fix=sentence("Make its repeats, lists or conditions smaller."))
    elif why:
        message = sentence("The form cannot be worked out by this version of the program.")
        yield Finding(
            ERROR, "FORM_DEFEATED_US", message, fix=sentence("Leave half of its rows out, and look which half it is.")
        )


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
            message = sentence("The same stands in {0} further cells.", count - MOST_OF_ONE_CODE)
            kept.append(Finding(last.severity, code, message))
    return tuple(kept)
