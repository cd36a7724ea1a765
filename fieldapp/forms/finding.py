"""What is wrong, or worth knowing, in a checklist's workbook: one plain sentence, where it stands, and what to do."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import msgspec

from fieldapp.forms.package import Cell

ERROR: Final = "error"
WARNING: Final = "warning"
NOTE: Final = "note"

_ORDER: Final = {ERROR: 0, WARNING: 1, NOTE: 2}
_SHEETS: Final = ("settings", "survey", "choices", "bands", "duties")


class Finding(msgspec.Struct, frozen=True):
    """One thing found. ``severity``: error (nothing can be installed), warning or note. ``code`` is stable.

    ``letter`` is the column's in the spreadsheet, "" where it is not known.
    """

    severity: str
    code: str
    message: str
    cell: Cell | None = None
    fix: str = ""
    letter: str = ""

    @property
    def cell_name(self) -> str:
        """The cell as a spreadsheet program names it, ``survey!F12``; as much of it as is known."""
        if self.cell is None or not self.cell.row:
            return self.cell.sheet if self.cell else ""
        return f"{self.cell.sheet}!{self.letter}{self.cell.row}"

    @property
    def place(self) -> str:
        """Where it stands, as people say it: ``survey, row 7, column relevant``; "" for the whole file."""
        if self.cell is None:
            return ""
        row = f", row {self.cell.row}" if self.cell.row else ""
        column = f", column {self.cell.column}" if self.cell.column else ""
        return f"{self.cell.sheet}{row}{column}"


class WorkbookError(Exception):
    """A file that cannot be read on; carries the finding that says why."""

    def __init__(self, code: str, message: str, cell: Cell | None = None, fix: str = "") -> None:
        super().__init__(message)
        self.finding = Finding(ERROR, code, message, cell, fix)


def sort_findings(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return each finding once: errors first, then by sheet and row."""
    return tuple(sorted(dict.fromkeys(findings), key=_rank))


def _rank(finding: Finding) -> tuple[int, int, int, str, str]:
    cell = finding.cell
    if cell is None:
        return _ORDER[finding.severity], -1, 0, "", finding.code
    sheet = _SHEETS.index(cell.sheet) if cell.sheet in _SHEETS else len(_SHEETS)
    return _ORDER[finding.severity], sheet, cell.row, cell.column, finding.code
