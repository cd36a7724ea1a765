"""The hand-off sheet: what partners may know, as a document of one page."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from fieldapp.actions.handoff import HandoffSheet
from ui.forms.sheet_pdf import table_html
from ui.text import chosen_language, declared_text, tr


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
    numbers = ((entry.label(language), entry.phone) for entry in sheet.numbers if entry.phone)
    parts += [f"<h3>{escape(tr('protocol.sheet_numbers'))}</h3>", _table(numbers)]
    parts.append(f"<p><small>{escape(tr('protocol.sheet_foot'))}</small></p>")
    return "".join(parts)


def _table(rows: Iterable[tuple[str, str]]) -> str:
    return table_html((left, [right]) for left, right in rows)
