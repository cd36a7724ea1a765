"""The values of expressions and how one kind becomes another, as JavaRosa does it.

A value is text, a number, a truth, a day or moment, or nodes. Days count from 1 January 1970; a moment counts with the
part of its local day that has gone by.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta, tzinfo
from decimal import Decimal
from typing import Final, TypeAlias

from fieldapp.forms.sentence import sentence
from fieldapp.forms.tree import Node
from fieldapp.forms.xpath.error import ExpressionError

Value: TypeAlias = str | float | bool | date | list[Node]
"""``datetime`` is a ``date``; moments are aware."""

_EPOCH: Final = date(1970, 1, 1)
_NUMBER: Final = re.compile(r"-?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)\Z")
_DATE: Final = re.compile(
    r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})"
    r"(?:T([0-9]{1,2}):([0-9]{2})(?::([0-9]{2})(?:\.([0-9]+))?)?(Z|[+-][0-9]{2}(?::?[0-5][0-9])?)?)?\Z"
)
NAN: Final = math.nan
LONGEST_TEXT: Final = 100_000
"""Characters that are put together at most, as many as an answer may have: texts that double would fill any machine."""


def to_text(value: Value) -> str:
    """Return a value as text (XPath 1.0, ``string()``)."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return number_text(value)
    if isinstance(value, list):
        return to_text(value[0].typed()) if value else ""
    return date_text(value)


def join_texts(glue: str, texts: Sequence[str]) -> str:
    """Return texts in a row. Raises ExpressionError before they are put together when they would be too long."""
    if sum(map(len, texts)) + len(glue) * max(len(texts) - 1, 0) > LONGEST_TEXT:
        raise ExpressionError(sentence("A text would have more than {0:,} characters.", LONGEST_TEXT))
    return glue.join(texts)


def to_number(value: Value, zone: tzinfo | None = None) -> float:
    """Return a value as a number, NaN where it is none. ``zone`` is that of moments written without one."""
    if isinstance(value, float):
        return value
    if isinstance(value, bool):
        return 1.0 if value else 0.0
    if isinstance(value, list):
        if not value:
            return NAN
        value = value[0].string_value()
    if isinstance(value, str):
        text = value.strip()
        if _NUMBER.match(text):
            return float(text)
        moment = parse_date(text, zone) if "-" in text else None
        return days_since_epoch(moment) if moment is not None else NAN
    return days_since_epoch(value)


def to_boolean(value: Value) -> bool:
    """Return a value as a truth: blank text, nought, NaN and nothing are false; so is a question left blank."""
    if isinstance(value, bool):
        return value
    if isinstance(value, float):
        return value == value and value != 0  # noqa: PLR0124 - NaN alone differs from itself
    if isinstance(value, list):
        return len(value) > 1 or (len(value) == 1 and to_boolean(value[0].typed()))
    return value != "" if isinstance(value, str) else True


def number_text(number: float) -> str:
    """Return a number as XPath writes it: never with an exponent, whole numbers without a point."""
    if number != number:  # noqa: PLR0124 - NaN
        return "NaN"
    if math.isinf(number):
        return "Infinity" if number > 0 else "-Infinity"
    if number == int(number):
        return str(int(number))
    text = repr(number)
    return text if "e" not in text else f"{Decimal(text):f}"


def date_text(moment: date) -> str:
    """Return a day or a moment as ISO 8601 has it."""
    if isinstance(moment, datetime):
        return moment.isoformat(timespec="milliseconds")
    return moment.isoformat()


def parse_date(text: str, zone: tzinfo | None) -> date | None:
    """Read a day or a moment; None for anything else, days that do not exist included."""
    found = _DATE.match(text.strip())
    if found is None:
        return None
    year, month, day, hour, minute, second, fraction, offset = found.groups()
    try:
        on = date(int(year), int(month), int(day))
        if hour is None:
            return on
        at = time(int(hour), int(minute), int(second or 0), int((fraction or "0")[:6].ljust(6, "0")))
        if offset is None:
            return datetime.combine(on, at, zone)
        return datetime.fromisoformat(f"{on.isoformat()}T{at.isoformat()}{_offset(offset)}")
    except ValueError:
        return None


def _offset(text: str) -> str:
    if text == "Z":
        return "+00:00"
    return text if ":" in text else f"{text}:00" if len(text) == 3 else f"{text[:3]}:{text[3:]}"


def days_since_epoch(moment: date) -> float:
    """Return the days since 1 January 1970, whole for a day, with the part gone by for a moment, on its own clock."""
    days = moment.toordinal() - _EPOCH.toordinal()
    if not isinstance(moment, datetime):
        return float(days)
    return days + (moment.hour * 3600 + moment.minute * 60 + moment.second + moment.microsecond / 1e6) / 86_400


def day_of(days: float) -> date | None:
    """Return the day that many days after 1 January 1970; None when there is none."""
    try:
        return _EPOCH + timedelta(days=math.floor(days))
    except (OverflowError, ValueError):
        return None


def compare(operator: str, left: Value, right: Value, zone: tzinfo | None = None) -> bool:
    """Compare two values as the dialect does: nodes one against the other, truths first, then numbers, then text."""
    is_equality = operator in {"=", "!="}
    if isinstance(left, list) and not (is_equality and isinstance(right, bool)):
        if len(left) != 1:
            return any(compare(operator, node.typed(), right, zone) for node in left)
        left = left[0].typed()
    if isinstance(right, list) and not (is_equality and isinstance(left, bool)):
        if len(right) != 1:
            return any(compare(operator, left, node.typed(), zone) for node in right)
        right = right[0].typed()
    if is_equality:
        return _equal(left, right, zone) is (operator == "=")
    a, b = to_number(left, zone), to_number(right, zone)
    if operator == "<":
        return a < b
    if operator == "<=":
        return a <= b
    return a > b if operator == ">" else a >= b


def _equal(left: Value, right: Value, zone: tzinfo | None) -> bool:
    if isinstance(left, bool) or isinstance(right, bool):
        return to_boolean(left) is to_boolean(right)
    if isinstance(left, float) or isinstance(right, float):
        return to_number(left, zone) == to_number(right, zone)
    if isinstance(left, str) and isinstance(right, str):
        return left == right
    a, b = to_number(left, zone), to_number(right, zone)
    return a == b if a == a and b == b else to_text(left) == to_text(right)  # noqa: PLR0124 - neither is NaN
