"""Workbooks made in tests: a good one, and the means to spoil it."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from typing import Any

from openpyxl import Workbook

from fieldapp.forms.finding import ERROR
from fieldapp.forms.sentence import Sentence
from fieldapp.forms.xlsform_import import import_workbook

Rows = Sequence[Sequence[Any]]
CONVERTERS = {"XLSFORM_REFUSED", "XLSFORM_NOTE"}
"""Findings in the words of pyxform."""
EN, ES = "label::English (en)", "label::Español (es)"

SURVEY: Rows = (
    ("type", "name", EN, ES, "relevant", "constraint", "calculation", "required", "score_weight", "save_to", "private"),
    ("begin_group", "first", "First", "Primero", None, None, None, None, None, None, None),
    ("select_one seen", "harm", "Is harm seen?", "¿Se ve daño?", None, None, None, "yes", 2, None, None),
    (
        "select_one seen",
        "fear",
        "Is fear seen?",
        "¿Se ve miedo?",
        "${harm} = 'yes'",
        None,
        None,
        None,
        None,
        None,
        "yes",
    ),
    ("integer", "times", "How often?", "¿Cuántas veces?", None, ". >= 0", None, None, None, None, None),
    ("end_group", None, None, None, None, None, None, None, None, None, None),
    ("calculate", "twice", None, None, None, None, "${times} * 2", None, None, None, None),
)
CHOICES: Rows = (
    ("list_name", "name", EN, ES, "score", "unknown", "declined"),
    ("seen", "yes", "Yes", "Sí", 1, None, None),
    ("seen", "no", "No", "No", 0, None, None),
    ("seen", "unknown", "Unknown", "No se sabe", None, "yes", None),
    ("seen", "declined", "Declined", "No quiso", None, None, "yes"),
)
SETTINGS: Rows = (
    ("form_id", "form_title", "version", "licence_holder", "licence_terms", "age_min", "default_language"),
    ("county_intake", "County intake", "2026.1", "The county", "For use by the county", 10, "English (en)"),
)
BANDS: Rows = (
    ("code", "minimum", "tone", EN, ES),
    ("none", 0, "muted", "Little concern", "Poca preocupación"),
    ("some", 2, "soon", "Some concern", "Alguna preocupación"),
)
DUTIES: Rows = (
    ("duty", "bands", "condition", "due_minutes", "on_disclosure", EN, ES),
    ("advocate_call", "some", "${times} > 3", 90, "yes", "Call an advocate", "Llamar a una defensora"),
)


def sheets(**changed: Rows | None) -> dict[str, Rows]:
    """Return the sheets of a good checklist, some exchanged, or left out by None."""
    good: dict[str, Rows | None] = {
        "survey": SURVEY,
        "choices": CHOICES,
        "settings": SETTINGS,
        "bands": BANDS,
        "duties": DUTIES,
    }
    return {name: rows for name, rows in {**good, **changed}.items() if rows is not None}


def a_workbook(content: Mapping[str, Rows] | None = None) -> bytes:
    """Return the bytes of an .xlsx workbook with these sheets, the same bytes each time."""
    book = Workbook()
    book.remove(book.active)
    for name, rows in (sheets() if content is None else content).items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    stream = io.BytesIO()
    book.save(stream)
    return rezip(stream.getvalue(), {"docProps/core.xml": None})  # it holds the time of saving


def rezip(data: bytes, changed: Mapping[str, bytes | None]) -> bytes:
    """Return an archive with parts exchanged, added or (None) left out."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        parts: dict[str, bytes | None] = {info.filename: old.read(info) for info in old.infolist()}
        for name, content in {**parts, **changed}.items():
            if content is not None:
                new.writestr(zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0)), content, zipfile.ZIP_DEFLATED)
    return target.getvalue()


def with_row(rows: Rows, number: int, **values: Any) -> list[list[Any]]:
    """Return rows with cells exchanged in the row of this number; the first row, of headings, is 1."""
    changed = [list(row) for row in rows]
    headings = changed[0]
    for heading, value in values.items():
        changed[number - 1][headings.index(heading)] = value
    return changed


def refusal_of(data: bytes, name: str = "checklist.xlsx") -> str:
    """Return the code of the first error; every finding is a sentence, and there is no package."""
    imported = import_workbook(data, name)
    assert imported.package is None
    errors = [finding for finding in imported.findings if finding.severity == ERROR]
    assert errors
    for finding in imported.findings:
        assert finding.message.endswith(".")
        assert isinstance(finding.message, Sentence) or finding.code in CONVERTERS, finding
        assert isinstance(finding.fix, Sentence) or not finding.fix, finding
        assert "Traceback" not in finding.message
    return errors[0].code
