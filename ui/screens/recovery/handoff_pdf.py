"""The hand-off sheet on one page, written whole or not at all to where the person chose."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from pathlib import Path
from typing import Final

from PySide6.QtCore import QMarginsF
from PySide6.QtGui import QPageLayout, QPageSize, QPdfWriter, QTextDocument

from fieldapp.actions.handoff import HandoffSheet
from fieldapp.domain.faults import StoreError
from fieldapp.records.seed import load_directory
from ui.text import chosen_language, declared_text, tr

_DPI: Final = 96
_MARGIN_MM: Final = 18.0
_POINTS: Final = 11


def sheet_html(sheet: HandoffSheet, made: str) -> str:
    """Return the sheet as a document. ``made`` is when, in words."""
    parts = [
        f"<h2>{escape(tr('protocol.sheet_title'))}</h2>",
        f"<p>{escape(tr('protocol.sheet_made', when=made))}</p>",
        _table((declared_text(label), words) for label, words in sheet.lines),
    ]
    if sheet.asked:
        parts += [f"<h3>{escape(tr('protocol.sheet_asked'))}</h3>", _table(sheet.asked)]
    if sheet.consents:
        parts += [f"<h3>{escape(tr('protocol.sheet_consents'))}</h3>", _table(sheet.consents)]
    language = chosen_language()
    numbers = ((entry.label(language), entry.phone) for entry in load_directory())
    parts += [f"<h3>{escape(tr('protocol.sheet_numbers'))}</h3>", _table(numbers)]
    parts.append(f"<p><small>{escape(tr('protocol.sheet_foot'))}</small></p>")
    return "".join(parts)


def write_sheet(path: Path, html: str, title: str = "") -> None:
    """Write a sheet as a PDF of one page. Raises StoreError; then nothing is left at ``path``."""
    partly = path.with_name(path.name + ".part")
    try:
        partly.touch()  # Qt only grumbles where nothing can be written; this says so
        writer = QPdfWriter(str(partly))
        writer.setTitle(title or tr("protocol.sheet_title"))
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
        if not partly.exists() or not partly.stat().st_size:
            raise OSError(str(partly))
        partly.replace(path)
    except OSError as error:
        partly.unlink(missing_ok=True)
        raise StoreError("EXPORT_FAILED", tr("figures.export_failed")) from error


def _table(rows: Iterable[tuple[str, str]]) -> str:
    cells = "".join(
        f"<tr><td width='38%'><b>{escape(left)}</b></td><td>{escape(right)}</td></tr>" for left, right in rows
    )
    return f"<table width='100%' cellpadding='3'>{cells}</table>"
