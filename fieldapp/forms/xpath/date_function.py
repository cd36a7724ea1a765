"""Days, moments and their numbers. A day is a number of whole days since 1 January 1970, as in JavaRosa."""

from __future__ import annotations

import calendar
import math
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from fieldapp.forms.sentence import sentence
from fieldapp.forms.xpath.context import Context
from fieldapp.forms.xpath.error import ExpressionError
from fieldapp.forms.xpath.signature import Function, declare
from fieldapp.forms.xpath.value import NAN, Value, day_of, parse_date, to_number, to_text

DATES: Final[dict[str, Function]] = {}

_MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_DAYS: Final = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)

DATES["today"] = Function(0, 0, lambda context: _local_now(context).date())
DATES["now"] = Function(0, 0, lambda context: context.environment.now().astimezone(context.environment.zone))


@declare(DATES, "date", 1)
def _date(context: Context, value: Value) -> Value:
    """Return the day that a value is, blank where it is none, NaN where it is a number that is none.

    Of a moment it is the day as written, on the clock of wherever it was written: a form must come out the same on a
    laptop in another zone and at headquarters.
    """
    moment = to_moment(context, value)
    if moment is None:
        return NAN if isinstance(value, float) else ""
    return moment.date() if isinstance(moment, datetime) else moment


@declare(DATES, "date-time", 1)
def _date_time(context: Context, value: Value) -> Value:
    """Return the moment that a value is, on the clock of the form's zone; a day stays a day; else blank."""
    moment = to_moment(context, value, keep_time=True)
    if not isinstance(moment, datetime):
        return "" if moment is None else moment
    return _instant(context, moment) or ""


@declare(DATES, "decimal-date-time", 1)
def _decimal_date_time(context: Context, value: Value) -> Value:
    """Return the days since the year 1970 began in Greenwich: a local midnight in Denver is 7 or 6 hours past it."""
    moment = _instant(context, value)
    return (moment - _EPOCH) / timedelta(days=1) if moment is not None else NAN


@declare(DATES, "decimal-time", 1)
def _decimal_time(context: Context, value: Value) -> Value:
    """Return the part of the local day that a time of day has reached; one with an offset as it was in 1970."""
    text = to_text(value).strip()
    moment = parse_date(f"1970-01-02T{text.rpartition('T')[2]}", context.environment.zone)
    if not isinstance(moment, datetime):
        return NAN
    at = moment.astimezone(context.environment.zone).time()
    return (at.hour * 3600 + at.minute * 60 + at.second + at.microsecond / 1e6) / 86_400


@declare(DATES, "format-date", 2)
def _format_date(context: Context, value: Value, pattern: Value) -> Value:
    return format_moment(context, value, to_text(pattern))


@declare(DATES, "format-date-time", 2)
def _format_date_time(context: Context, value: Value, pattern: Value) -> Value:
    return format_moment(context, value, to_text(pattern))


@declare(DATES, "add-date", 2, 6, extra=True)
def _add_date(context: Context, value: Value, years: Value, *more: Value) -> Value:
    """Return a date moved by years, months, days, hours, minutes (Community Health Toolkit)."""
    moment = to_moment(context, value, keep_time=True)
    if moment is None:
        return ""
    zone = context.environment.zone
    parts = [to_number(part, zone) for part in (years, *more)] + [0.0] * 5
    counts = [int(part) if math.isfinite(part) else 0 for part in parts]
    start = moment if isinstance(moment, datetime) else datetime.combine(moment, time(), zone)
    months = start.year * 12 + start.month - 1 + counts[0] * 12 + counts[1]
    try:
        last = calendar.monthrange(months // 12, months % 12 + 1)[1]
        moved = start.replace(year=months // 12, month=months % 12 + 1, day=min(start.day, last))
        return moved + timedelta(days=counts[2], hours=counts[3], minutes=counts[4])
    except (ValueError, OverflowError, calendar.IllegalMonthError):
        return ""


@declare(DATES, "difference-in-months", 2, extra=True)
def _difference_in_months(context: Context, first: Value, second: Value) -> Value:
    """Return the whole months from one day to another (Community Health Toolkit)."""
    a, b = to_moment(context, first), to_moment(context, second)
    if a is None or b is None:
        return ""
    return float((b.year - a.year) * 12 + b.month - a.month - (b.day < a.day))


def to_moment(context: Context, value: Value, *, keep_time: bool = False) -> date | None:
    """Return the day or moment that a value is; None where it is none. Numbers are days since 1970."""
    if isinstance(value, date):
        return value
    if isinstance(value, bool):
        return None
    if isinstance(value, float):
        return _from_days(context, value, keep_time=keep_time)
    text = to_text(value)
    moment = parse_date(text, context.environment.zone)
    if moment is not None or not text.strip():
        return moment
    return _from_days(context, to_number(text), keep_time=keep_time)


def _from_days(context: Context, days: float, *, keep_time: bool) -> date | None:
    """Return the day of a number of days; with its time, the moment that long after 1970 began in Greenwich."""
    day = day_of(days) if math.isfinite(days) else None
    if day is None or not keep_time:
        return day
    try:
        moment = _EPOCH + timedelta(milliseconds=round(days * 86_400_000))
        return moment.astimezone(context.environment.zone)
    except (OverflowError, ValueError):
        return None


def _instant(context: Context, value: Value) -> datetime | None:
    zone = context.environment.zone
    moment = to_moment(context, value, keep_time=True)
    if moment is None:
        return None
    try:
        at = moment if isinstance(moment, datetime) else datetime.combine(moment, time(), zone)
        return at.astimezone(zone)
    except (OverflowError, ValueError):
        return None


def format_moment(context: Context, value: Value, pattern: str) -> str:
    """Write a day or moment by a pattern of ODK. Raises ExpressionError for a letter that it does not know."""
    moment = to_moment(context, value, keep_time=True)
    if moment is None:
        return ""
    if not isinstance(moment, datetime):
        moment = datetime.combine(moment, time(), context.environment.zone)
    found, parts = [], iter(pattern)
    for character in parts:
        if character != "%":
            found.append(character)
            continue
        letter = next(parts, "%")
        if letter not in _PARTS and letter != "%":
            raise ExpressionError(sentence('format-date() does not know "%{0}".', letter))
        found.append(_PARTS[letter](moment) if letter in _PARTS else "%")
    return "".join(found)


_PARTS: Final[dict[str, Callable[[datetime], str]]] = {
    "Y": lambda at: f"{at.year:04d}",
    "y": lambda at: f"{at.year % 100:02d}",
    "m": lambda at: f"{at.month:02d}",
    "n": lambda at: str(at.month),
    "b": lambda at: _MONTHS[at.month - 1],
    "d": lambda at: f"{at.day:02d}",
    "e": lambda at: str(at.day),
    "a": lambda at: _DAYS[at.weekday()],
    "H": lambda at: f"{at.hour:02d}",
    "h": lambda at: str(at.hour),
    "M": lambda at: f"{at.minute:02d}",
    "S": lambda at: f"{at.second:02d}",
    "3": lambda at: f"{at.microsecond // 1000:03d}",
    "Z": lambda at: at.strftime("%z"),
    "A": lambda at: "AM" if at.hour < 12 else "PM",
    "w": lambda at: str((at.weekday() + 1) % 7),
    "W": lambda at: str(at.isocalendar()[1]),
}


def _local_now(context: Context) -> datetime:
    return context.environment.now().astimezone(context.environment.zone)
