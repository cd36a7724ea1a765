"""The cells of one sheet's XML: text, numbers, dates and what formulas left, with their rows and columns."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field
from typing import Final

from fieldapp.forms.finding import WorkbookError
from fieldapp.forms.sentence import sentence
from fieldapp.forms.xlsform_zip import read_xml

MAX_ROW_ELEMENTS: Final = 200_000
MAX_CELLS: Final = 2_000_000
MAX_COLUMN: Final = 300
"""Columns to the right of it are not read: no checklist has as many languages."""

_BUILT_IN_DATES: Final = frozenset({*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)})
_DATE_LETTER: Final = re.compile(r"[dmyhs]", re.IGNORECASE)
_NOT_CODE: Final = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.|General', re.IGNORECASE)
_REFERENCE: Final = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_WHOLE: Final = 1e15
_SPACES: Final = re.compile(r"[ \u00a0]+")
_REPAIRED: Final = re.compile(r"_x([0-9A-Fa-f]{4})_")


@dataclass(frozen=True)
class Styles:
    """Which cell styles show a number as a date."""

    dates: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class RawCell:
    """A cell that holds something. ``column`` counts from 1."""

    column: int
    text: str
    is_number: bool = False
    is_formula: bool = False
    is_error: bool = False


@dataclass
class RawSheet:
    """The filled rows of a sheet by number, and the first cell of each merged area."""

    rows: dict[int, tuple[RawCell, ...]] = field(default_factory=dict)
    merged: list[tuple[int, int]] = field(default_factory=list)


def read_words(content: bytes) -> tuple[str, ...]:
    """Return the shared strings; the reading aids of East Asian text are left out."""
    words: list[str] = []
    pieces: list[str] = []
    inside: list[str] = []

    def on_start(name: str, _: dict[str, str]) -> None:
        inside.append(name)
        if name == "si":
            pieces.clear()

    def on_end(name: str) -> None:
        inside.pop()
        if name == "si":
            words.append("".join(pieces))

    def on_text(text: str) -> None:
        if inside and inside[-1] == "t" and "rPh" not in inside:
            pieces.append(text)

    read_xml(content, on_start, on_end, on_text)
    return tuple(words)


def read_styles(content: bytes) -> Styles:
    """Return which styles are dates."""
    formats: dict[str, str] = {}
    used: list[str] = []
    inside: list[str] = []

    def on_start(name: str, attributes: dict[str, str]) -> None:
        if name == "numFmt":
            formats[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")
        elif name == "xf" and inside and inside[-1] == "cellXfs":
            used.append(attributes.get("numFmtId", "0"))
        inside.append(name)

    def on_end(_: str) -> None:
        inside.pop()

    read_xml(content, on_start, on_end)
    return Styles(frozenset(index for index, number in enumerate(used) if _is_date(number, formats)))


def _is_date(number: str, formats: dict[str, str]) -> bool:
    if number in formats:
        return bool(_DATE_LETTER.search(_NOT_CODE.sub("", formats[number].split(";")[0])))
    return number.isdecimal() and int(number) in _BUILT_IN_DATES


def read_sheet(content: bytes, words: tuple[str, ...], styles: Styles, *, is_1904: bool = False) -> RawSheet:
    """Return the filled cells of a sheet. Raises WorkbookError."""
    reader = _SheetReader(words, styles, is_1904)
    read_xml(content, reader.on_start, reader.on_end, reader.on_text)
    return reader.sheet


class _SheetReader:
    """Gathers cells while the XML goes by."""

    def __init__(self, words: tuple[str, ...], styles: Styles, is_1904: bool) -> None:
        self.sheet = RawSheet()
        self._words = words
        self._styles = styles
        self._is_1904 = is_1904
        self._row = 0
        self._column = 0
        self._row_elements = 0
        self._cells_seen = 0
        self._cells: dict[int, RawCell] = {}
        self._attributes: dict[str, str] = {}
        self._is_formula = False
        self._inside: list[str] = []
        self._pieces: list[str] = []

    def on_start(self, name: str, attributes: dict[str, str]) -> None:
        self._inside.append(name)
        if name == "row":
            self._begin_row(attributes)
        elif name == "c":
            self._begin_cell(attributes)
        elif name == "f":
            self._is_formula = True
        elif name == "mergeCell" and (match := _REFERENCE.match(attributes.get("ref", ""))):
            self.sheet.merged.append((int(match[2]), _column_number(match[1])))

    def on_end(self, name: str) -> None:
        self._inside.pop()
        if name == "c":
            self._end_cell()
        elif name == "row" and self._cells:
            self.sheet.rows[self._row] = tuple(self._cells[column] for column in sorted(self._cells))

    def on_text(self, text: str) -> None:
        where = self._inside[-1] if self._inside else ""
        if where == "v" or (where == "t" and "is" in self._inside and "rPh" not in self._inside):
            self._pieces.append(text)

    def _begin_row(self, attributes: dict[str, str]) -> None:
        self._row_elements += 1
        if self._row_elements > MAX_ROW_ELEMENTS:
            message = sentence(
                "A sheet has more than {0:,} rows, most of them empty or no part of a checklist.", MAX_ROW_ELEMENTS
            )
            fix = sentence("Select the rows below the last question, delete them, and save.")
            raise WorkbookError("SHEET_TOO_LONG", message, fix=fix)
        number = attributes.get("r", "")
        self._row = int(number) if number.isdecimal() and len(number) < 8 else self._row + 1
        self._column = 0
        self._cells = {cell.column: cell for cell in self.sheet.rows.get(self._row, ())}

    def _begin_cell(self, attributes: dict[str, str]) -> None:
        self._cells_seen += 1
        if self._cells_seen > MAX_CELLS:
            message = sentence("A sheet has more than {0:,} cells.", MAX_CELLS)
            raise WorkbookError("SHEET_TOO_LONG", message, fix=sentence("Delete what is no part of the checklist."))
        match = _REFERENCE.fullmatch(attributes.get("r", ""))
        self._column = _column_number(match[1]) if match else self._column + 1
        self._attributes = attributes
        self._is_formula = False
        self._pieces = []

    def _end_cell(self) -> None:
        text, kind = "".join(self._pieces), self._attributes.get("t", "n")
        if (text or self._is_formula) and self._column <= MAX_COLUMN:
            is_number = kind == "n"
            value = self._value(kind, text)
            if value or self._is_formula:
                is_error = kind == "e"
                self._cells[self._column] = RawCell(self._column, value, is_number, self._is_formula, is_error)

    def _value(self, kind: str, text: str) -> str:
        if kind == "s":
            index = int(text) if text.isdecimal() and len(text) < 9 else -1
            text = self._words[index] if 0 <= index < len(self._words) else ""
        elif kind == "b":
            return "TRUE" if text.strip() in {"1", "true"} else "FALSE"
        elif kind == "n":
            return self._number(text.strip())
        return clean_text(text)

    def _number(self, text: str) -> str:
        try:
            number = float(text)
        except ValueError:
            return clean_text(text)
        style = self._attributes.get("s", "")
        if style.isdecimal() and len(style) < 7 and int(style) in self._styles.dates and math.isfinite(number):
            return _date_text(number, self._is_1904)
        if math.isfinite(number) and abs(number) < _WHOLE and number == int(number):
            return str(int(number))
        return repr(number)


def clean_text(text: str) -> str:
    """Return text without control characters, with ordinary spaces and none at its ends."""
    text = _REPAIRED.sub(lambda match: chr(int(match[1], 16)), text)
    text = "".join(each for each in text if each in "\n\t" or (each >= " " and not "\ud800" <= each <= "\udfff"))
    text = "".join(each for each in text if each not in "\u007f\ufffe\uffff\ufeff\u200b")
    return _SPACES.sub(" ", text).strip()


def _date_text(number: float, is_1904: bool) -> str:
    from openpyxl.utils.datetime import MAC_EPOCH, WINDOWS_EPOCH, from_excel

    try:
        found = from_excel(number, MAC_EPOCH if is_1904 else WINDOWS_EPOCH)
    except (ValueError, OverflowError):
        return repr(number)
    return str(found).removesuffix(" 00:00:00")


def _column_number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number
