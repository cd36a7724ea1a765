"""What pyxform says, as findings: the row it names becomes a cell, and its sentences become ours."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from fieldapp.forms.finding import ERROR, NOTE, WARNING, Finding
from fieldapp.forms.package import Cell
from fieldapp.forms.xlsform_outline import Outline
from fieldapp.forms.xlsform_sheet import Workbook

_ROW: Final = re.compile(r"\[row : (\d+)\]\s*")
_SPLIT: Final = re.compile(r"(?=\[row : \d+\])")
_SHEET: Final = re.compile(r"the '(survey|choices|settings|entities|osm|external_choices)' sheet")
_COLUMN: Final = re.compile(r"the '([^']{1,60})' value is (?:invalid|problematic)")
_NOISE: Final = re.compile(
    r"\s*(Learn more: \S+|See \S+://\S+|\S+://\S+|[Oo]n the '\w+' sheet, the '[^']+' value is invalid\.)"
)
_DUMP: Final = re.compile(r"\n?\{.*\}", re.DOTALL)
_LONGEST: Final = 400


@dataclass(frozen=True)
class _Saying:
    """A sentence of pyxform's that we know, and what we say for it. ``{0}`` and so on are its groups."""

    pattern: re.Pattern[str]
    code: str
    message: str
    fix: str = ""
    column: str = ""
    sheet: str = "survey"


def _say(pattern: str, code: str, message: str, fix: str = "", column: str = "", sheet: str = "survey") -> _Saying:
    return _Saying(re.compile(pattern, re.DOTALL), code, message, fix, column, sheet)


_ERRORS: Final = (
    _say(
        r"List name not in (?:choices|external choices|columns) sheet: (.+)",
        "LIST_MISSING",
        "The list “{0}” does not exist on the sheet “choices”.",
        "Add its choices there, or correct the name of the list.",
        "type",
    ),
    _say(
        r"There should be a choices sheet",
        "LIST_MISSING",
        "The question chooses from a list, but there is no sheet “choices”.",
        "Add the sheet “choices” with the columns list_name, name and label.",
        "type",
    ),
    _say(
        r"Could not find the name '([^']*)'",
        "REFERENCE_UNKNOWN",
        "There is no question named “{0}”.",
        "Correct the name between ${{ and }}.",
        "*",
    ),
    _say(
        r"The name '([^']*)' appears more than once",
        "REFERENCE_AMBIGUOUS",
        "Several questions are named “{0}”, so ${{{0}}} may mean any of them.",
        "Give each question a name of its own.",
        "*",
    ),
    _say(
        r"Reference variables must start with",
        "REFERENCE_MALFORMED",
        "A reference is not written as ${{name}}.",
        "Write ${{, the question's name, and }}.",
        "*",
    ),
    _say(
        r"'name' value '([^']*)' is invalid.*unique within",
        "NAME_TWICE",
        "Two questions or groups beside each other are named “{0}”.",
        "Rename one of them.",
        "name",
    ),
    _say(
        r"'name' value '([^']*)' is invalid.*(?:Repeat names must|same as the survey root)",
        "NAME_TWICE",
        "The repeat's name “{0}” is taken: by another repeat, or by the form itself.",
        "Rename the repeat.",
        "name",
    ),
    _say(
        r"name 'meta' is reserved|'meta' is invalid",
        "NAME_RESERVED",
        "The name “meta” is kept for the form's own data.",
        "Rename the question.",
        "name",
    ),
    _say(
        r"Names must begin with a letter or underscore",
        "NAME_INVALID",
        "The name may hold only letters, digits, “_”, “-” and “.”, and begins with a letter or “_”.",
        "Write a name such as “q1”.",
        "name",
    ),
    _say(
        r"Choices must have a name",
        "CHOICE_NAME_MISSING",
        "The choice has no name.",
        "Fill the column “name”.",
        "name",
        "choices",
    ),
    _say(
        r"Choice names must be unique",
        "CHOICE_TWICE",
        "Another choice of the same list has this name.",
        "Rename one of them.",
        "name",
        "choices",
    ),
    _say(
        r"Unmatched 'end_(\w+)'",
        "GROUP_NOT_BEGUN",
        "This “end {0}” closes nothing: no “begin {0}” is open here.",
        "Delete the row, or add the “begin {0}” above.",
        "type",
    ),
    _say(
        r"Unmatched 'begin_(\w+)'",
        "GROUP_NOT_ENDED",
        "This “begin {0}” is never closed.",
        "Add a row “end {0}” after its last question.",
        "type",
    ),
    _say(
        r"Question with no type",
        "TYPE_MISSING",
        "The row has a name or a label, but no type.",
        "Fill the column “type”, or empty the row.",
        "type",
    ),
    _say(
        r"Question or group with no name",
        "NAME_MISSING",
        "The question has no name.",
        "Fill the column “name”.",
        "name",
    ),
    _say(
        r"Missing calculation",
        "CALCULATION_MISSING",
        "A row of type “calculate” has no calculation.",
        "Fill the column “calculation”.",
        "calculation",
    ),
    _say(
        r"Unknown question type '([^']*)'",
        "TYPE_UNKNOWN",
        "There is no question type “{0}”.",
        "Use a type of XLSForm such as text, integer, date, select_one LIST or note.",
        "type",
    ),
    _say(
        r"Choice names with spaces cannot be added.*See \[([^\]]*)\] in \[([^\]]*)\]",
        "CHOICE_NAME_SPACE",
        "The choice “{0}” of the list “{1}” has a space in its name, which select_multiple cannot hold.",
        "Write “_” for the space.",
        "name",
        "choices",
    ),
    _say(
        r"Duplicate column header: (.+)",
        "HEADING_TWICE",
        "Two columns have the heading “{0}”.",
        "Rename or delete one of them.",
    ),
    _say(
        r"sheet: '(\w+)'\. Headers that are different names for the same column were found: '([^']*)', '([^']*)'",
        "HEADING_TWICE",
        "On the sheet “{0}”, “{1}” and “{2}” are two headings for the same column.",
        "Delete one of them.",
    ),
    _say(
        r"sheet: '(\w+)'.*required column headers were not found: (.+?)\. ",
        "HEADINGS_MISSING",
        "The sheet “{0}” lacks the column {1}.",
        "Add it to row 1.",
    ),
    _say(
        r"sheet: '(\w+)'.*missing header row",
        "HEADINGS_MISSING",
        "The sheet “{0}” has cells without a heading above them.",
        "Put the headings into row 1.",
    ),
    _say(
        r"You must have a sheet named 'survey'",
        "SHEET_MISSING",
        "The workbook has no sheet named “survey”.",
        "Rename the sheet with the questions to “survey”.",
    ),
    _say(r"cycle|circular", "CYCLE", "Questions refer to each other in a circle.", "Break the circle."),
)

_WARNINGS: Final = (
    _say(
        r"'label' value is invalid. Choices should have a label",
        "CHOICE_LABEL_MISSING",
        "The choice has no label, so people see its name.",
        "Fill the column “label”.",
        "label",
        "choices",
    ),
    _say(
        r"case-insensitive match",
        "NAME_CASE",
        "Another question's name differs from this one only in capital letters.",
        "Rename one of them.",
        "name",
    ),
    _say(
        r"Row without name, text, or label is being skipped",
        "ROW_SKIPPED",
        "The row has no type, name or label and is left out.",
        "Complete it or empty it.",
    ),
    _say(
        r"has no label",
        "LABEL_MISSING",
        "The question has no label, so people see nothing.",
        "Fill the column “label”.",
        "label",
    ),
    _say(r"Use the max-pixels parameter", "", ""),
    _say(r"missing translation|no translations|translations? column|default language", "", ""),
    _say(
        r"similar names were found: (.+?)\.",
        "SHEET_MISSPELT",
        "A sheet's name looks like that of a sheet of XLSForm: {0}.",
        "Correct it, or put “_” before it to keep it aside.",
    ),
    _say(
        r"do not contain valid machine-readable codes: (.+?)\. ",
        "LANGUAGE_CODE",
        "The language {0} names no language code.",
        "Write it as “English (en)”, in every heading.",
    ),
    _say(
        r"The 'disabled' column",
        "COLUMN_DISABLED",
        "The column “disabled” is not part of XLSForm any more.",
        "Use “relevant”.",
        "disabled",
    ),
    _say(
        r"is no longer supported on most devices",
        "TYPE_DEVICE",
        "This asks for a number of a telephone, which a laptop does not have.",
        "Delete the row.",
        "type",
    ),
    _say(
        r"or_other",
        "OR_OTHER_TRANSLATION",
        "“or_other” adds a choice in English only.",
        "Write a choice “other” and a text question of your own.",
        "type",
    ),
    _say(
        r"Column headers must not be empty and must not contain spaces",
        "HEADING_SPACE",
        "A heading of the sheet “choices” has a space and is left out.",
        "Write “_” for the space.",
        "",
        "choices",
    ),
)


def explain_error(text: str, workbook: Workbook, outline: Outline) -> Iterator[Finding]:
    """Turn what pyxform raised into findings, one for each row that it names."""
    pieces = [piece for piece in _SPLIT.split(text) if piece.strip()]
    for piece in pieces if pieces and all(_ROW.match(each) for each in pieces) else [text]:
        yield _explain(piece, _ERRORS, workbook, outline) or _plain(ERROR, "XLSFORM_REFUSED", piece, workbook)


def explain_warning(text: str, workbook: Workbook, outline: Outline) -> Iterator[Finding]:
    """Turn a warning of pyxform's into findings; what the lint says better is left to it."""
    for saying in _WARNINGS:
        if not saying.code and saying.pattern.search(text):
            return
    found = _explain(text, _WARNINGS, workbook, outline)
    if found is None:
        yield _plain(NOTE, "XLSFORM_NOTE", text, workbook)
    else:
        yield Finding(WARNING, found.code, found.message, found.cell, found.fix)


def _explain(text: str, sayings: tuple[_Saying, ...], workbook: Workbook, outline: Outline) -> Finding | None:
    for saying in sayings:
        if saying.code and (match := saying.pattern.search(text)):
            groups = [group.strip() for group in match.groups()]
            cell = _cell(text, saying, workbook, outline, groups)
            return Finding(ERROR, saying.code, saying.message.format(*groups), cell, saying.fix.format(*groups))
    return None


def _plain(severity: str, code: str, text: str, workbook: Workbook) -> Finding:
    words = " ".join(_NOISE.sub(" ", _DUMP.sub("", _ROW.sub("", text))).split())
    if len(words) > _LONGEST:
        words = f"{words[:_LONGEST]}…"
    row = _ROW.search(text)
    sheet, column = _SHEET.search(text), _COLUMN.search(text)
    name = sheet[1] if sheet else "survey"
    heading = _heading(workbook, name, column[1]) if column else ""
    return Finding(
        severity,
        code,
        words or "The converter refused the workbook.",
        Cell(name, int(row[1]), heading) if row else None,
    )


def _cell(text: str, saying: _Saying, workbook: Workbook, outline: Outline, groups: list[str]) -> Cell | None:
    row, sheet, column = _ROW.search(text), _SHEET.search(text), _COLUMN.search(text)
    name = sheet[1] if sheet else saying.sheet
    wanted = (column[1] if column else "") or saying.column.removeprefix("*")
    heading = _heading(workbook, name, wanted)
    if row:
        return Cell(name, int(row[1]), heading)
    if saying.code == "CHOICE_NAME_SPACE":
        return _choice_cell(workbook, groups[0], groups[1])
    if saying.code == "TYPE_UNKNOWN":
        return _type_cell(outline, groups[0])
    if saying.code in {"HEADINGS_MISSING", "HEADING_TWICE"} and groups and groups[0] in workbook.sheets:
        return Cell(groups[0], 1)
    return None


def _heading(workbook: Workbook, sheet: str, wanted: str) -> str:
    """Return the heading as the author wrote it; pyxform uses its own names for some columns."""
    plain = wanted.rpartition(":")[2].removesuffix("Msg")
    return workbook.sheet(sheet).heading(wanted, plain) or wanted


def _choice_cell(workbook: Workbook, name: str, list_name: str) -> Cell | None:
    sheet = workbook.sheet("choices")
    lists, names = sheet.heading("list_name", "list name"), sheet.heading("name", "value")
    for row in sheet.rows:
        if row.text(names) == name and row.text(lists) == list_name:
            return sheet.cell(row.number, names)
    return None


def _type_cell(outline: Outline, kind: str) -> Cell | None:
    for entry in outline.entries:
        if entry.row.text(outline.type_heading).lower() == kind.lower():
            return outline.sheet.cell(entry.row.number, outline.type_heading)
    return None
