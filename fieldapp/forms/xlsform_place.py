"""Where a finding stands as a spreadsheet program names it: ``survey!F12``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from string import ascii_uppercase
from typing import Final

from msgspec.structs import replace

from fieldapp.forms.finding import Finding, WorkbookError
from fieldapp.forms.xlsform_cell import Styles, read_sheet, read_words
from fieldapp.forms.xlsform_sheet import heading_key, sheet_places
from fieldapp.forms.xlsform_zip import open_parts

_LETTERS: Final = len(ascii_uppercase)

Letters = Mapping[str, Mapping[str, str]]


def with_letters(findings: Sequence[Finding], data: bytes) -> tuple[Finding, ...]:
    """Return the findings with the letters of their columns, where the workbook can be read that far."""
    named = {finding.cell.sheet.strip().lower() for finding in findings if finding.cell and finding.cell.column}
    letters = column_letters(data, named) if named else {}
    return tuple(_with_letter(finding, letters) for finding in findings)


def column_letters(data: bytes, names: set[str]) -> Letters:
    """Return the letter of each heading's column, by sheet, of the sheets named; what cannot be read is left out."""
    found: dict[str, dict[str, str]] = {}
    try:
        parts = open_parts(data)
        words = read_words(parts.load("xl/sharedstrings.xml")) if parts.has("xl/sharedstrings.xml") else ()
        for name, part, _ in sheet_places(parts):
            key = name.strip().lower()
            if key in names and parts.has(part):
                heads = read_sheet(parts.load(part), words, Styles(), is_1904=False).rows.get(1, ())
                found[key] = {heading_key(cell.text): letters_of(cell.column) for cell in heads if cell.text}
    except WorkbookError:
        return found  # the finding that says so is among those that are to be placed
    return found


def letters_of(column: int) -> str:
    """Return the letters of a column that counts from 1: A, Z, AA."""
    text = ""
    while column > 0:
        column, rest = divmod(column - 1, _LETTERS)
        text = ascii_uppercase[rest] + text
    return text


def _with_letter(finding: Finding, letters: Letters) -> Finding:
    cell = finding.cell
    if cell is None or not cell.column:
        return finding
    letter = letters.get(cell.sheet.strip().lower(), {}).get(heading_key(cell.column), "")
    return replace(finding, letter=letter) if letter else finding
