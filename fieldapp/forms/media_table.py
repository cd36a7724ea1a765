"""The CSV files that come with a checklist, as tables that its expressions look things up in."""

from __future__ import annotations

import csv
import io
from pathlib import PurePosixPath
from typing import Final

from fieldapp.forms.package import Package
from fieldapp.forms.xpath import Table

MAX_ROWS: Final = 20_000
_SUFFIX: Final = ".csv"


def read_tables(package: Package) -> dict[str, Table]:
    """Return the tables of a package by file name without its suffix; a file that is no CSV text is left out."""
    found: dict[str, Table] = {}
    for name, data in package.media.items():
        path = PurePosixPath(name)
        if path.suffix.lower() != _SUFFIX:
            continue
        try:
            found[path.stem] = _rows(data.decode("utf-8-sig"))
        except (UnicodeDecodeError, csv.Error):
            continue
    return found


def _rows(text: str) -> list[dict[str, str]]:
    rows: list[dict[str, str]] = []
    for row in csv.DictReader(io.StringIO(text, newline="")):
        if len(rows) == MAX_ROWS:
            break
        rows.append({key: value or "" for key, value in row.items() if isinstance(key, str)})
    return rows
