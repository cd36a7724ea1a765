"""What pyxform says, as findings: the row it names becomes a cell, and its sentences become ours."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from fieldapp.forms.finding import ERROR, NOTE, WARNING, Finding
from fieldapp.forms.package import Cell
from fieldapp.forms.sentence import sentence
from fieldapp.forms.xlsform_outline import Outline
from fieldapp.forms.xlsform_saying import ERRORS, WARNINGS, Saying
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


def explain_error(text: str, workbook: Workbook, outline: Outline) -> Iterator[Finding]:
    """Turn what pyxform raised into findings, one for each row that it names."""
    pieces = [piece for piece in _SPLIT.split(text) if piece.strip()]
    for piece in pieces if pieces and all(_ROW.match(each) for each in pieces) else [text]:
        yield _explain(piece, ERRORS, workbook, outline) or _plain(ERROR, "XLSFORM_REFUSED", piece, workbook)


def explain_warning(text: str, workbook: Workbook, outline: Outline) -> Iterator[Finding]:
    """Turn a warning of pyxform's into findings; what the lint says better is left to it."""
    for saying in WARNINGS:
        if not saying.code and saying.pattern.search(text):
            return
    found = _explain(text, WARNINGS, workbook, outline)
    if found is None:
        yield _plain(NOTE, "XLSFORM_NOTE", text, workbook)
    else:
        yield Finding(WARNING, found.code, found.message, found.cell, found.fix)


def _explain(text: str, sayings: tuple[Saying, ...], workbook: Workbook, outline: Outline) -> Finding | None:
    for saying in sayings:
        if saying.code and (match := saying.pattern.search(text)):
            groups = [(group or "").strip() for group in match.groups()]
            cell = _cell(text, saying, workbook, outline, groups)
            return Finding(ERROR, saying.code, sentence(saying.message, *groups), cell, sentence(saying.fix, *groups))
    return None


def _plain(severity: str, code: str, text: str, workbook: Workbook) -> Finding:
    words = " ".join(_NOISE.sub(" ", _DUMP.sub("", _ROW.sub("", text))).split())
    if len(words) > _LONGEST:
        words = f"{words[:_LONGEST]} …"
    words = words or sentence("The converter refused the workbook.")
    words = words if words.endswith(".") else f"{words.rstrip(':;,')}."
    row = _ROW.search(text)
    sheet, column = _SHEET.search(text), _COLUMN.search(text)
    name = sheet[1] if sheet else "survey"
    heading = _heading(workbook, name, column[1]) if column else ""
    return Finding(
        severity,
        code,
        words,
        Cell(name, int(row[1]), heading) if row else None,
    )


def _cell(text: str, saying: Saying, workbook: Workbook, outline: Outline, groups: list[str]) -> Cell | None:
    row, sheet, column = _ROW.search(text), _SHEET.search(text), _COLUMN.search(text)
    name = sheet[1] if sheet else saying.sheet
    wanted = (column[1] if column else "") or saying.column.removeprefix("*")
    heading = _heading(workbook, name, wanted)
    if row:
        return Cell(name, int(row[1]), heading)
    if saying.code == "CHOICE_NAME_SPACE":
        return _choice_cell(workbook, groups[0], groups[1])
    if saying.code == "LABEL_MISSING" and groups:
        return _named_cell(outline, groups[0], heading)
    if saying.code == "TYPE_UNKNOWN":
        return _type_cell(outline, groups[0])
    if saying.code in {"HEADINGS_MISSING", "HEADING_TWICE"} and groups and groups[0] in workbook.sheets:
        return Cell(groups[0], 1)
    return None


def _heading(workbook: Workbook, sheet: str, wanted: str) -> str:
    """Return the heading as the author wrote it; pyxform uses its own names for some columns."""
    plain = wanted.rpartition(":")[2].removesuffix("Msg")
    found = workbook.sheet(sheet).heading(wanted, plain)
    return found or next(iter(workbook.sheet(sheet).translated(wanted).values()), wanted)


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


def _named_cell(outline: Outline, name: str, heading: str) -> Cell | None:
    labels = outline.sheet.translated("label")
    for entry in outline.entries:
        if entry.name == name:
            return outline.sheet.cell(entry.row.number, next(iter(labels.values()), heading))
    return None
