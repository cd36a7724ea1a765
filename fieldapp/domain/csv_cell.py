"""A cell of a CSV file that a spreadsheet opens without running anything."""

from __future__ import annotations

from typing import Final

from fieldapp.domain.wire import Json

_STARTS_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n")


def safe_cell(value: Json) -> str:
    """Return a cell that no spreadsheet takes for a formula: such text is led by an apostrophe (OWASP)."""
    if value is None:
        return ""
    if isinstance(value, list):
        value = "; ".join(str(part) for part in value)
    text = str(value)
    is_text = isinstance(value, str)
    return "'" + text if is_text and text.lstrip(" ").startswith(_STARTS_FORMULA) else text
