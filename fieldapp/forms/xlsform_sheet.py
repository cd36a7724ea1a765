"""A workbook's sheets as rows of text by heading, each with its row number, so that whatever is found has a cell.

The parts are read here and not by openpyxl, which gives up on the styles and properties of many workbooks met in
practice and cannot tell a formula without a value from an empty cell.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from fieldapp.forms.finding import NOTE, WARNING, Finding, WorkbookError
from fieldapp.forms.package import Cell
from fieldapp.forms.sentence import sentence
from fieldapp.forms.xlsform_cell import RawCell, RawSheet, Styles, read_sheet, read_styles, read_words
from fieldapp.forms.xlsform_sniff import require_workbook
from fieldapp.forms.xlsform_zip import Parts, open_parts, read_xml

KNOWN_SHEETS: Final = ("survey", "choices", "settings", "bands", "duties", "entities", "external_choices", "osm")
MAX_ROWS: Final = {"survey": 5_000, "choices": 20_000}
MAX_OTHER_ROWS: Final = 1_000
LAST_ROW: Final = 50_000
MAX_TEXT: Final = 10_000
"""Characters in one cell; Excel's own limit is 32,767."""


@dataclass(frozen=True)
class Row:
    """A row that is not empty. ``numbers``: headings of cells that hold a number, not text."""

    number: int
    values: Mapping[str, str]
    numbers: frozenset[str] = frozenset()

    def text(self, heading: str) -> str:
        """Return what stands under a heading, "" if nothing does."""
        return self.values.get(heading, "")


@dataclass(frozen=True)
class Sheet:
    """A sheet: ``headings`` as written, left to right; ``rows`` without the empty ones."""

    name: str
    headings: tuple[str, ...] = ()
    rows: tuple[Row, ...] = ()

    def heading(self, *names: str) -> str:
        """Return the heading as written that is one of these names in any case; "" if there is none."""
        wanted = {heading_key(name) for name in names}
        return next((heading for heading in self.headings if heading_key(heading) in wanted), "")

    def translated(self, name: str) -> dict[str, str]:
        """Return the headings of a translated column by language: ``{"English (en)": "label::English (en)"}``."""
        found: dict[str, str] = {}
        for heading in self.headings:
            base, _, language = heading.partition("::" if "::" in heading else ":")
            if heading_key(base) == heading_key(name):
                found.setdefault(language.strip(), heading)
        return found

    def cell(self, row: int, heading: str = "") -> Cell:
        """Return the cell in a row under a heading."""
        return Cell(self.name, row, heading)


@dataclass(frozen=True)
class Workbook:
    """A workbook: its sheets by name in lower case, and what was noticed on the way."""

    sheets: Mapping[str, Sheet]
    names: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = field(default=())

    def sheet(self, name: str) -> Sheet:
        """Return a sheet; an empty one if the workbook has none of this name."""
        return self.sheets.get(name, Sheet(name))


def read_workbook(data: bytes) -> Workbook:
    """Read the sheets of a checklist. Raises WorkbookError, and nothing else, whatever the bytes."""
    require_workbook(data)
    parts = open_parts(data)
    places = sheet_places(parts)
    words = read_words(parts.load("xl/sharedstrings.xml")) if parts.has("xl/sharedstrings.xml") else ()
    styles = read_styles(parts.load("xl/styles.xml")) if parts.has("xl/styles.xml") else Styles()
    findings = [*_macro_note(parts)]
    sheets: dict[str, Sheet] = {}
    for name, part, is_1904 in places:
        key = name.strip().lower()
        if key not in KNOWN_SHEETS or not parts.has(part):
            continue
        if key in sheets:
            message = sentence("There are two sheets named “{0}”; capital letters make no difference.", key)
            raise WorkbookError("SHEET_TWICE", message, Cell(name, 0), sentence("Rename or delete one of them."))
        raw = read_sheet(parts.load(part), words, styles, is_1904=is_1904)
        sheets[key] = _sheet(key, raw, findings)
    return Workbook(sheets, tuple(name for name, _, _ in places), tuple(findings))


def sheet_places(parts: Parts) -> list[tuple[str, str, bool]]:
    """Return name, part and date system of each sheet, in order."""
    if not parts.has("xl/workbook.xml"):
        message = sentence("The archive has no list of sheets (xl/workbook.xml), so it is no whole workbook.")
        raise WorkbookError(
            "FILE_BROKEN", message, fix=sentence("Open it in Excel, save it under a new name, and import that.")
        )
    targets: dict[str, str] = {}

    def on_relation(name: str, attributes: dict[str, str]) -> None:
        if name == "Relationship" and attributes.get("TargetMode") != "External":
            target = attributes.get("Target", "")
            targets[attributes.get("Id", "")] = target.lstrip("/") if target.startswith("/") else f"xl/{target}"

    if parts.has("xl/_rels/workbook.xml.rels"):
        read_xml(parts.load("xl/_rels/workbook.xml.rels"), on_relation)
    found: list[tuple[str, str]] = []
    is_1904 = False

    def on_sheet(name: str, attributes: dict[str, str]) -> None:
        nonlocal is_1904
        if name == "workbookPr":
            is_1904 = attributes.get("date1904", "0") in {"1", "true"}
        elif name == "sheet":
            found.append((attributes.get("name", ""), targets.get(attributes.get("id", ""), "")))

    read_xml(parts.load("xl/workbook.xml"), on_sheet)
    if not found:
        raise WorkbookError(
            "SHEET_MISSING", sentence("The workbook has no sheets."), fix=sentence("Add a sheet named “survey”.")
        )
    return [(name, part, is_1904) for name, part in found]


def _macro_note(parts: Parts) -> tuple[Finding, ...]:
    if not parts.has("xl/vbaproject.bin"):
        return ()
    message = sentence("The workbook holds macros; they are not run, and a checklist needs none.")
    return (Finding(NOTE, "FILE_HAS_MACROS", message, fix=sentence("Save it as .xlsx to leave them out.")),)


def _sheet(name: str, raw: RawSheet, findings: list[Finding]) -> Sheet:
    """Turn cells into rows under headings, and note what an author should know of."""
    heads = {cell.column: cell.text for cell in raw.rows.get(1, ()) if cell.text}
    if raw.rows and not heads:
        first = min(raw.rows)
        message = sentence("The sheet's first row is empty; the headings must stand in row 1, not in row {0}.", first)
        raise WorkbookError("HEADINGS_MISSING", message, Cell(name, 1), sentence("Delete the rows above the headings."))
    _require_single(name, heads)
    limit = MAX_ROWS.get(name, MAX_OTHER_ROWS)
    filled = len(raw.rows) - 1
    if filled > limit:
        message = sentence("The sheet has {0:,} rows; a checklist may have {1:,} there.", filled, limit)
        raise WorkbookError(
            "SHEET_TOO_LONG", message, Cell(name, 0), sentence("Delete rows that are no part of the checklist.")
        )
    rows = [_row(name, number, cells, heads, findings) for number, cells in sorted(raw.rows.items()) if number > 1]
    findings.extend(_merged_warnings(name, raw, heads))
    kept = tuple(row for row in rows if row.values)
    if kept and kept[-1].number > LAST_ROW:
        # The converter is given every row up to the last, so that it counts rows as the author does.
        message = sentence("Something stands far below the others, in row {0:,}.", kept[-1].number)
        raise WorkbookError(
            "ROW_FAR_BELOW", message, Cell(name, kept[-1].number), sentence("Move it up, or delete it.")
        )
    return Sheet(name, tuple(heads[column] for column in sorted(heads)), kept)


def _row(name: str, number: int, cells: tuple[RawCell, ...], heads: Mapping[int, str], found: list[Finding]) -> Row:
    values: dict[str, str] = {}
    numbers: set[str] = set()
    for cell in cells:
        heading = heads.get(cell.column)
        if heading is None:
            continue
        where = Cell(name, number, heading)
        if cell.is_error:
            message = sentence("The cell shows {0}, an error of a formula, instead of a value.", cell.text)
            raise WorkbookError("CELL_FORMULA_ERROR", message, where, sentence("Type the value itself."))
        if cell.is_formula and not cell.text:
            message = sentence("The cell holds a formula whose result was never saved, so it reads as empty.")
            fix = sentence("Open the workbook in Excel and save it, or type the value itself.")
            raise WorkbookError("CELL_FORMULA_EMPTY", message, where, fix)
        if len(cell.text) > MAX_TEXT:
            message = sentence("The cell holds {0:,} characters; {1:,} are the most.", len(cell.text), MAX_TEXT)
            raise WorkbookError(
                "CELL_TOO_LONG", message, where, sentence("Shorten it, or divide it among several questions.")
            )
        if cell.is_formula:
            message = sentence("The cell holds a formula; the result saved with it is taken.")
            found.append(
                Finding(NOTE, "CELL_FORMULA", message, where, sentence("Type the value itself, to be sure of it."))
            )
        if cell.text:
            values[heading] = cell.text
            if cell.is_number:
                numbers.add(heading)
    return Row(number, values, frozenset(numbers))


def _require_single(name: str, heads: Mapping[int, str]) -> None:
    seen: dict[str, str] = {}
    for heading in heads.values():
        if (key := heading_key(heading)) in seen:
            message = sentence("Two columns have the heading “{0}”.", heading)
            raise WorkbookError(
                "HEADING_TWICE", message, Cell(name, 1, heading), sentence("Rename or delete one of them.")
            )
        seen[key] = heading


def _merged_warnings(name: str, raw: RawSheet, heads: Mapping[int, str]) -> list[Finding]:
    return [
        Finding(
            WARNING,
            "CELL_MERGED",
            sentence("Cells are merged here; only the first of them has a value, and the others read as empty."),
            Cell(name, row, heads.get(column, "")),
            sentence("Unmerge the cells and fill each one."),
        )
        for row, column in raw.merged
    ]


def heading_key(heading: str) -> str:
    """Return a heading as headings are compared: capital letters and kinds of blank make no difference."""
    return "_".join(heading.split()).lower()
