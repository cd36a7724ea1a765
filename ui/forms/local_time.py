"""Dates and times as people type and read them: local, lenient going in, one plain form coming out.

``zone`` is the machine's own when None; tests hand one in.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Final

from fieldapp.domain.clock import from_wire, to_wire

_NOW: Final = frozenset({"now", "ahora", "n"})
_DAY_WORDS: Final = {
    "today": 0,
    "hoy": 0,
    "yesterday": -1,
    "ayer": -1,
    "tomorrow": 1,
    "mañana": 1,
}
_MONTHS: Final = {
    name: number
    for number, names in enumerate(
        (
            ("jan", "january", "ene", "enero"),
            ("feb", "february", "febrero"),
            ("mar", "march", "marzo"),
            ("apr", "april", "abr", "abril"),
            ("may", "mayo"),
            ("jun", "june", "junio"),
            ("jul", "july", "julio"),
            ("aug", "august", "ago", "agosto"),
            ("sep", "sept", "september", "septiembre"),
            ("oct", "october", "octubre"),
            ("nov", "november", "noviembre"),
            ("dec", "december", "dic", "diciembre"),
        ),
        start=1,
    )
    for name in names
}
_CLOCK: Final = re.compile(r"(\d{1,2})(?:[:.h]?(\d{2}))?(?::\d{2})?\s*(am|pm|a\.m\.|p\.m\.|h|hrs?)?\Z")
_ISO: Final = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})\Z")
_SLASHED: Final = re.compile(r"(\d{1,2})[/.-](\d{1,2})(?:[/.-](\d{4}|\d{2}))?\Z")
_NAMED_DAY: Final = re.compile(r"(\d{1,2})\.? (?:de )?([^\W\d]+)\.?,?(?: (?:de )?(\d{4}))?\Z")
_DAY_NAMED: Final = re.compile(r"([^\W\d]+)\.? (\d{1,2}),?(?: (\d{4}))?\Z")


class UnreadableError(ValueError):
    """What was typed is no date or time that we can read."""


def read_date(typed: str, today: date) -> date:
    """Read a day: ``yesterday``, ``1/31``, ``1/31/2026``, ``2026-01-31``, ``31 Jan``. Raises UnreadableError.

    A day without a year is the latest one that is not in the future.
    """
    text = _plain(typed)
    if text in _NOW:
        return today
    if text in _DAY_WORDS:
        return today + timedelta(days=_DAY_WORDS[text])
    try:
        if found := _ISO.match(text):
            return date(*(int(part) for part in found.groups()))
        if found := _SLASHED.match(text):
            return _completed(int(found[1]), int(found[2]), found[3], today)
        if (found := _NAMED_DAY.match(text)) and found[2] in _MONTHS:
            return _completed(_MONTHS[found[2]], int(found[1]), found[3], today)
        if (found := _DAY_NAMED.match(text)) and found[1] in _MONTHS:
            return _completed(_MONTHS[found[1]], int(found[2]), found[3], today)
    except ValueError as error:
        raise UnreadableError(typed) from error
    raise UnreadableError(typed)


def read_instant(typed: str, now: datetime, zone: tzinfo | None = None) -> datetime:
    """Read a moment in local time: ``now``, ``2330``, ``11:30 pm``, ``yesterday 23:30``, ``1/31 2330``.

    A time without a day is the nearest one to ``now``: 2330 written at 00:30 is an hour ago. Returns UTC; raises
    UnreadableError, also for a day without a time.
    """
    text = _plain(typed)
    if text in _NOW:
        return now
    here = now.astimezone(zone)
    words = text.split(" ")
    for cut in range(len(words)):
        day_part, clock_part = " ".join(words[:cut]).rstrip(","), " ".join(words[cut:])
        clock = _read_clock(clock_part)
        if clock is None:
            continue
        if not day_part:
            return _nearest(clock, here, zone)
        return _localise(datetime.combine(read_date(day_part, here.date()), clock), zone)
    raise UnreadableError(typed)


def show_instant(wire: str, zone: tzinfo | None = None) -> str:
    """Return an instant in local time as ``2026-01-31 23:30``."""
    return from_wire(wire).astimezone(zone).strftime("%Y-%m-%d %H:%M")


def show_clock(wire: str, now: datetime, zone: tzinfo | None = None) -> str:
    """Return the time alone when it is today's, else with its day."""
    moment = from_wire(wire).astimezone(zone)
    if moment.date() == now.astimezone(zone).date():
        return moment.strftime("%H:%M")
    return moment.strftime("%Y-%m-%d %H:%M")


def show_zone(wire: str, zone: tzinfo | None = None) -> str:
    """Return an instant with its zone, for the hover: ``2026-01-31 23:30:05 PST (UTC-08:00)``."""
    moment = from_wire(wire).astimezone(zone)
    offset = moment.strftime("%z")
    return f"{moment:%Y-%m-%d %H:%M:%S} {moment.tzname() or ''} (UTC{offset[:3]}:{offset[3:]})"


def instant_to_wire(moment: datetime) -> str:
    """Return the wire form of a moment, cut to milliseconds."""
    return to_wire(moment.astimezone(UTC))


def _plain(typed: str) -> str:
    return re.sub(r"\s+", " ", unicodedata.normalize("NFKC", typed)).strip().lower()


def _read_clock(text: str) -> time | None:
    found = _CLOCK.match(text)
    if found is None:
        return None
    hour_text, minute_text, suffix = found.groups()
    if minute_text is None and not suffix:
        return None
    hour, minute, half = int(hour_text), int(minute_text or 0), (suffix or "").replace(".", "")
    if half in {"am", "pm"}:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half == "pm" else 0)
    return time(hour, minute) if hour < 24 and minute < 60 else None


def _completed(month: int, day: int, year_text: str | None, today: date) -> date:
    if year_text is None:
        found = date(today.year, month, day)
        return found if found <= today + timedelta(days=1) else date(today.year - 1, month, day)
    year = int(year_text)
    if year < 100:
        # Two figures: the nearest such year that is not more than ten years ahead.
        year += 2000 if year <= (today.year + 10) % 100 else 1900
    return date(year, month, day)


def _nearest(clock: time, here: datetime, zone: tzinfo | None) -> datetime:
    days = (here.date() + timedelta(days=step) for step in (0, -1, 1))
    return min((_localise(datetime.combine(day, clock), zone) for day in days), key=lambda moment: abs(moment - here))


def _localise(naive: datetime, zone: tzinfo | None) -> datetime:
    return (naive.replace(tzinfo=zone) if zone is not None else naive.astimezone()).astimezone(UTC)
