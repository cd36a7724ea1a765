"""What is kept of a calculation's outcome, by the type that the form gives the node, as JavaRosa writes it."""

from __future__ import annotations

import math
from datetime import date, datetime, tzinfo
from typing import Final

from fieldapp.forms.xpath import Value, to_text

_WHOLE: Final = frozenset({"int", "integer", "long"})


def cast(value: Value, kind: str, zone: tzinfo) -> str:
    """Return what is kept: of a truth 1 or 0, of a number for a whole one what stands before the point, of NaN nothing.

    A day stays a day also where the type is text; JavaRosa writes its midnight there.
    """
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, float) and kind in _WHOLE and math.isfinite(value):
        return str(math.trunc(value))
    if isinstance(value, date):
        return _cast_date(value, kind, zone)
    text = to_text(value)
    return "" if text == "NaN" else text


def _cast_date(value: date, kind: str, zone: tzinfo) -> str:
    if not isinstance(value, datetime):
        midnight = datetime(value.year, value.month, value.day, tzinfo=zone)
        return to_text(midnight if kind == "dateTime" else value)
    if kind == "time":
        return value.timetz().isoformat(timespec="milliseconds")
    return to_text(value.date() if kind == "date" else value)
