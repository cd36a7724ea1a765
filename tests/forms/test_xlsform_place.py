"""A finding names its cell as the author's spreadsheet program does."""

from __future__ import annotations

import pytest

from fieldapp.forms.finding import Finding
from fieldapp.forms.package import Cell
from fieldapp.forms.xlsform_import import import_workbook
from fieldapp.forms.xlsform_place import letters_of
from tests.forms.workbook import CHOICES, SURVEY, a_workbook, sheets, with_row


@pytest.mark.parametrize(("column", "letters"), [(1, "A"), (26, "Z"), (27, "AA"), (52, "AZ"), (703, "AAA")])
def test_columns_have_the_letters_of_a_spreadsheet(column: int, letters: str):
    assert letters_of(column) == letters


def test_finding_of_the_lint_names_its_cell():
    survey = with_row(SURVEY, 4, relevant="${harm} = 'yess'")
    found = import_workbook(a_workbook(sheets(survey=survey)), "checklist.xlsx").findings
    assert "survey!E4" in {finding.cell_name for finding in found}


def test_empty_column_between_headings_does_not_shift_the_letters():
    choices = [[row[0], None, *row[1:]] for row in CHOICES]
    choices[1][5] = "many"  # the score
    found = import_workbook(a_workbook(sheets(choices=choices)), "checklist.xlsx").findings
    assert "choices!F2" in {finding.cell_name for finding in found}


def test_fault_that_ends_the_reading_still_names_its_cell():
    survey = [list(row) for row in SURVEY]
    survey[2].append("x" * 10_001)
    survey[0].append("hint")
    [finding] = import_workbook(a_workbook(sheets(survey=survey)), "checklist.xlsx").findings
    assert (finding.code, finding.cell_name) == ("CELL_TOO_LONG", "survey!L3")


def test_finding_without_a_column_names_as_much_as_is_known():
    assert Finding("error", "X", "X.").cell_name == ""
    assert Finding("error", "X", "X.", Cell("osm", 0)).cell_name == "osm"
    assert Finding("error", "X", "X.", Cell("survey", 7)).cell_name == "survey!7"
