"""The workbook that a checklist was made from, as a file to go on from. It holds questions, and nothing of a case."""

from __future__ import annotations

import re
from pathlib import Path

from fieldapp.domain.faults import WorldError
from fieldapp.forms.package import Package
from ui.text import tr


class CopyError(WorldError):
    """The file could not be written."""

    def __init__(self, why: str) -> None:
        super().__init__("WORKBOOK_NOT_WRITTEN", tr("checklist.not_written", why=why))


def copy_name(package: Package) -> str:
    """Return what to call the file."""
    return re.sub(r"[^A-Za-z0-9_.-]", "_", package.form_id) + ".xlsx"


def write_copy(package: Package, path: Path) -> None:
    """Write the workbook. Raises CopyError."""
    try:
        path.write_bytes(package.workbook)
    except OSError as error:
        raise CopyError(error.strerror or type(error).__name__) from error
