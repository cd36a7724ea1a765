"""A sheet as a PDF of one page, written whole or not at all to where the person chose."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from pathlib import Path
from typing import Final

from PySide6.QtCore import QBuffer, QEventLoop, QIODevice, QMarginsF
from PySide6.QtGui import QPageLayout, QPageSize, QPdfWriter, QTextDocument

from ui.forms.whole_file import write_whole

_DPI: Final = 96
_MARGIN_MM: Final = 18.0
_POINTS: Final = 11


def write_sheet(path: Path, html: str, title: str) -> None:
    """Write a sheet. Raises StoreError EXPORT_FAILED; then nothing is left at ``path``."""
    write_whole(path, sheet_bytes(html, title))


def sheet_bytes(html: str, title: str) -> bytes:
    """Return a document as a PDF, of as many pages as it takes."""
    # A long document lays itself out by a timer, which a thread of the pool has only beside a loop of its own.
    loop = QEventLoop()
    target = QBuffer()
    target.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(target)
    writer.setTitle(title)
    writer.setCreator("")
    writer.setResolution(_DPI)
    writer.setPageLayout(
        QPageLayout(
            QPageSize(QPageSize.PageSizeId.Letter),
            QPageLayout.Orientation.Portrait,
            QMarginsF(_MARGIN_MM, _MARGIN_MM, _MARGIN_MM, _MARGIN_MM),
            QPageLayout.Unit.Millimeter,
        )
    )
    document = QTextDocument()
    font = document.defaultFont()
    font.setPointSize(_POINTS)
    document.setDefaultFont(font)
    document.setHtml(html)
    document.print_(writer)
    del writer
    del document, loop
    return bytes(target.data().data())


def table_html(rows: Iterable[tuple[str, Sequence[str]]]) -> str:
    """Return a table of two columns; the right one has a line each. Blank where there are no rows."""
    cells = "".join(
        f"<tr><td width='35%'><b>{escape(left)}</b></td><td>{'<br/>'.join(map(escape, right))}</td></tr>"
        for left, right in rows
    )
    return f"<table width='100%' cellpadding='3'>{cells}</table>" if cells else ""
