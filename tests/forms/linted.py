"""Checklists for the tests of the lint: five questions, then what a test adds."""

from __future__ import annotations

from fieldapp.forms.finding import Finding
from fieldapp.forms.lint import lint_form
from fieldapp.forms.package import Package
from fieldapp.forms.xlsform_import import import_workbook
from tests.forms.workbook import EN, ES, SETTINGS, Rows, a_workbook, sheets

COLUMNS = ("type", "name", "relevant", "constraint", "calculation", "choice_filter", "appearance", "save_to")
BASE = (
    {"type": "select_one seen", "name": "harm"},
    {"type": "integer", "name": "times", "constraint": ". >= 0 and . <= 10"},
    {"type": "select_multiple seen", "name": "many"},
    {"type": "date", "name": "day"},
    {"type": "text", "name": "words"},
)
CAUTIOUS: Rows = (
    (*SETTINGS[0], "caution::English (en)", "caution::Español (es)"),
    (*SETTINGS[1], "Points are no proof.", "Los puntos no prueban nada."),
)


def survey(*rows: dict[str, object]) -> Rows:
    """Return a survey sheet: the five questions of BASE in rows 2 to 6, then these, each labelled in two languages."""
    said = {EN: "English words", ES: "Palabras"}
    extra = sorted({key for row in rows for key in row} - {*COLUMNS, EN, ES})
    headings = (*COLUMNS, EN, ES, *extra)
    labelled = [
        {**({} if row["type"] in {"calculate", "end_group", "end_repeat"} else said), **row} for row in (*BASE, *rows)
    ]
    return [headings, *([row.get(heading) for heading in headings] for row in labelled)]


def a_draft(*rows: dict[str, object], **changed: Rows | None) -> Package:
    content = sheets(**{"survey": survey(*rows), "settings": CAUTIOUS, "duties": None, **changed})
    imported = import_workbook(a_workbook(content), "checklist.xlsx")
    assert imported.draft is not None, imported.findings
    return imported.draft


def lint(*rows: dict[str, object], **changed: Rows | None) -> tuple[Finding, ...]:
    return lint_form(a_draft(*rows, **changed))


def places(findings: tuple[Finding, ...], code: str) -> list[str]:
    return [finding.place for finding in findings if finding.code == code]


def a_note(relevant: str) -> dict[str, object]:
    return {"type": "note", "name": "told", "relevant": relevant}
