"""Mistakes in the sheets of a real workbook: each is named by its cell, in a sentence."""

from __future__ import annotations

import io
import zipfile

import pytest
from openpyxl import Workbook

from fieldapp.forms.finding import ERROR
from fieldapp.forms.xlsform_import import import_workbook
from tests.forms.workbook import CHOICES, SETTINGS, SURVEY, a_workbook, refusal_of, rezip, sheets, with_row

SHEET = "xl/worksheets/sheet1.xml"


def test_formula_without_a_saved_result_is_named_by_its_cell() -> None:
    imported = import_workbook(a_workbook(sheets(survey=with_row(SURVEY, 3, name='="ha"&"rm"'))), "formula.xlsx")
    finding = imported.findings[0]
    assert (finding.code, finding.place) == ("CELL_FORMULA_EMPTY", "survey, row 3, column name")


def test_formula_with_a_saved_result_is_taken_and_noted() -> None:
    good = a_workbook()
    with zipfile.ZipFile(io.BytesIO(good)) as archive:
        sheet = archive.read(SHEET)
    sheet = sheet.replace(
        b'<c r="B3" t="inlineStr"><is><t>harm</t></is></c>', b'<c r="B3" t="str"><f>A9</f><v>harm</v></c>'
    )
    imported = import_workbook(rezip(good, {SHEET: sheet}), "formula.xlsx")
    assert imported.package is not None
    assert [finding.place for finding in imported.findings if finding.code == "CELL_FORMULA"] == [
        "survey, row 3, column name"
    ]


def test_error_value_of_a_formula_is_named_by_its_cell() -> None:
    good = a_workbook()
    with zipfile.ZipFile(io.BytesIO(good)) as archive:
        sheet = archive.read(SHEET)
    sheet = sheet.replace(b'<c r="B3" t="inlineStr"><is><t>harm</t></is></c>', b'<c r="B3" t="e"><v>#REF!</v></c>')
    finding = import_workbook(rezip(good, {SHEET: sheet}), "formula.xlsx").findings[0]
    assert (finding.code, finding.place) == ("CELL_FORMULA_ERROR", "survey, row 3, column name")


@pytest.mark.parametrize(
    ("changed", "code", "place"),
    [
        ({"survey": None}, "SHEET_MISSING", ""),
        ({"survey": ()}, "SHEET_EMPTY", "survey, row 1"),
        ({"choices": None}, "LIST_MISSING", "survey, row 3, column type"),
        ({"survey": [(None,) * 3, *SURVEY]}, "HEADINGS_MISSING", "survey, row 1"),
        ({"survey": [("name", "label"), ("q", "Q")]}, "HEADINGS_MISSING", "survey, row 1"),
        ({"survey": [("type", "label"), ("text", "Q")]}, "NAME_MISSING", "survey, row 2, column name"),
        ({"survey": [("type", "name", "Name"), ("text", "q", "Q")]}, "HEADING_TWICE", "survey, row 1, column Name"),
        (
            {"survey": [("type", "name", "relevant", "bind::relevant"), ("text", "q", "1", "1")]},
            "HEADING_TWICE",
            "survey, row 1",
        ),
        (
            {"survey": [("type", "name", "label"), ("text", "q", "A"), ("text", "q", "B")]},
            "NAME_TWICE",
            "survey, row 3, column name",
        ),
        ({"survey": [("type", "name", "label"), ("text", 7, "A")]}, "NAME_INVALID", "survey, row 2, column name"),
        ({"survey": [("type", "name", "label"), ("text", None, "A")]}, "NAME_MISSING", "survey, row 2, column name"),
        ({"survey": [("type", "name", "label"), (None, "q", "A")]}, "TYPE_MISSING", "survey, row 2, column type"),
        ({"survey": [("type", "name", "label"), ("texd", "q", "A")]}, "TYPE_UNKNOWN", "survey, row 2, column type"),
        (
            {"survey": [("type", "name", "label"), ("select_one nope", "q", "A")]},
            "LIST_MISSING",
            "survey, row 2, column type",
        ),
        (
            {"survey": [("type", "name", "label"), ("begin_group", "g", "A"), ("text", "q", "A")]},
            "GROUP_NOT_ENDED",
            "survey, row 2, column type",
        ),
        (
            {"survey": [("type", "name", "label"), ("text", "q", "A"), ("end_group", None, None)]},
            "GROUP_NOT_BEGUN",
            "survey, row 3, column type",
        ),
        (
            {"survey": [("type", "name", "label", "relevant"), ("text", "q", "A", "${nope} = 1")]},
            "REFERENCE_UNKNOWN",
            "survey, row 2, column relevant",
        ),
        (
            {"survey": [("type", "name", "label", "relevant"), ("text", "q", "A", "${q = 1")]},
            "REFERENCE_MALFORMED",
            "survey, row 2, column relevant",
        ),
        (
            {"survey": [("type", "name", "label"), ("calculate", "q", "A")]},
            "CALCULATION_MISSING",
            "survey, row 2, column calculation",
        ),
        ({"choices": [*CHOICES, ("seen", "yes", "Again", "Otra vez")]}, "CHOICE_TWICE", "choices, row 6, column name"),
        (
            {"choices": [*CHOICES, ("seen", None, "Nameless", "Sin nombre")]},
            "CHOICE_NAME_MISSING",
            "choices, row 6, column name",
        ),
        (
            {"choices": [(*CHOICES[0], "<b>"), *CHOICES[1:]], "duties": None},
            "HEADING_INVALID",
            "choices, row 1, column <b>",
        ),
        (
            {"survey": [("type", "name", "label", "bind::1"), ("text", "q", "A", "x")]},
            "HEADING_INVALID",
            "survey, row 1, column bind::1",
        ),
        (
            {"survey": [("type", "name", "label", "parameters"), ("range", "q", "A", "start")]},
            "PARAMETERS_SHAPE",
            "survey, row 2, column parameters",
        ),
        ({"settings": [SETTINGS[0], (None,) * 7, *SETTINGS[1:]]}, "", ""),
        ({"survey": [("type", "name", "label"), ("text", "meta", "A")]}, "NAME_RESERVED", "survey, row 2, column name"),
    ],
)
def test_spoilt_sheets_are_named_by_their_cell(changed, code: str, place: str) -> None:
    imported = import_workbook(a_workbook(sheets(**changed)), "spoilt.xlsx")
    errors = {(finding.code, finding.place) for finding in imported.findings if finding.severity == ERROR}
    if code:
        assert imported.package is None
        assert (code, place) in errors, imported.findings
    else:
        assert imported.package is not None, imported.findings


def test_sheet_names_in_any_case_and_with_spaces_are_read() -> None:
    renamed = {f" {name.upper()} ": rows for name, rows in sheets().items()}
    assert import_workbook(a_workbook(renamed), "case.xlsx").package is not None


def test_two_sheets_of_one_name_are_refused() -> None:
    assert refusal_of(a_workbook({**sheets(), "Survey ": SURVEY})) == "SHEET_TWICE"


@pytest.mark.parametrize("name", ["survey", "choices", "settings"])
@pytest.mark.parametrize("filler", ["None", None, " ", 0, True, "\u00a0", "nan"])
def test_word_none_and_empty_cells_everywhere_are_findings(name: str, filler: object) -> None:
    rows = sheets()[name]
    spoilt = [rows[0], *([filler] * len(rows[0]) for _ in rows[1:])]
    assert refusal_of(a_workbook(sheets(**{name: spoilt})))


def test_odd_spaces_and_quotes_in_expressions_are_repaired() -> None:
    survey = with_row(SURVEY, 4, relevant="\u00a0${harm}\u00a0=\u00a0\u2018yes\u2019\u200b")
    imported = import_workbook(a_workbook(sheets(survey=survey)), "quotes.xlsx")
    assert imported.package is not None
    assert "/data/first/harm  = 'yes'" in imported.package.xform


def test_merged_cells_are_named() -> None:
    book = Workbook()
    book.remove(book.active)
    for name, rows in sheets().items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    book["survey"].merge_cells("C3:C4")
    stream = io.BytesIO()
    book.save(stream)
    merged = [each for each in import_workbook(stream.getvalue(), "m.xlsx").findings if each.code == "CELL_MERGED"]
    assert [each.place for each in merged] == ["survey, row 3, column label::English (en)"]
