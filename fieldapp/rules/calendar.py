"""The county's days: which are holidays of its courts and of its offices, and counting the days they are open.

The days are data (``resources/rules/holidays.toml``). A pack answers for a span of years only; a day outside it has no
calendar, which is said and never guessed.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property, lru_cache
from typing import Any, Final

from fieldapp.rules.pack import (
    RulesPackError,
    is_in_force,
    overlapping,
    require_dates,
    require_header,
    require_known,
    require_rows,
    require_tables,
    require_texts,
    row_name,
)

PACK: Final = "holidays"
# The calendars that the units of a span count by.
NEEDED: Final = frozenset({"court", "county", "custody"})
WEEKDAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MONTHS: Final = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_NTH: Final = {"1st": 1, "2nd": 2, "3rd": 3, "4th": 4, "last": -1}
_FIXED: Final = re.compile(r"([a-z]+) (\d{1,2})\Z")
_FLOATING: Final = re.compile(r"(day after )?(1st|2nd|3rd|4th|last) ([a-z]+) of ([a-z]+)\Z")
_KNOWN: Final = frozenset(
    {"code", "day", "calendars", "en", "es", "citation", "effective_from", "effective_to", "confirmed", "note"}
)
_SATURDAY, _SUNDAY = 5, 6


@dataclass(frozen=True, kw_only=True)
class Holiday:
    """One row: a day that comes back every year, while it is the law."""

    code: str
    en: str
    es: str
    calendars: tuple[str, ...]
    citation: str
    confirmed: bool
    effective_from: date
    effective_to: date | None = None
    month: int
    day: int | None = None
    nth: int = 0
    weekday: int = 0
    offset: int = 0

    def in_year(self, year: int) -> date | None:
        """Return the day itself in a year, None where the year has none or it was not the law."""
        found = self._nominal(year)
        return found if found is not None and is_in_force(self, found) else None

    def _nominal(self, year: int) -> date | None:
        if self.day is not None:
            leap_day_missing = (self.month, self.day) == (2, 29) and not _is_leap(year)
            return None if leap_day_missing else date(year, self.month, self.day)
        if self.nth > 0:
            first = date(year, self.month, 1)
            ahead = (self.weekday - first.weekday()) % 7 + 7 * (self.nth - 1)
            return first + timedelta(days=ahead + self.offset)
        last = date(year + self.month // 12, self.month % 12 + 1, 1) - timedelta(days=1)
        return last - timedelta(days=(last.weekday() - self.weekday) % 7 - self.offset)


@dataclass(frozen=True)
class Calendar:
    """The days on which somebody is open, within the days it answers for."""

    code: str
    covers_from: date
    covers_to: date
    weekend: frozenset[int]
    holidays: Mapping[date, str]

    def covers(self, day: date) -> bool:
        """Say whether this calendar answers for a day."""
        return self.covers_from <= day <= self.covers_to

    def is_open(self, day: date) -> bool:
        """Say whether a day is neither weekend nor holiday. Ask ``covers`` first."""
        return day.weekday() not in self.weekend and day not in self.holidays

    def nth_open_day(self, day: date, count: int) -> date | None:
        """Return the ``count``-th open day after a day, which itself never counts; None where the calendar ends.

        Source: Code of Civil Procedure 12 (the first day is excluded, the last included).
        """
        if not self.covers(day):
            return None
        place = bisect_right(self._open_days, day) + count - 1
        return self._open_days[place] if place < len(self._open_days) else None

    @cached_property
    def _open_days(self) -> Sequence[date]:
        days = (self.covers_from + timedelta(days=n) for n in range((self.covers_to - self.covers_from).days + 1))
        return tuple(day for day in days if self.is_open(day))


@dataclass(frozen=True)
class Calendars:
    """All calendars of one pack, and the pack's rows."""

    version: str
    covers_from: date
    covers_to: date
    calendars: Mapping[str, Calendar]
    holidays: tuple[Holiday, ...]

    def find(self, code: str) -> Calendar | None:
        """Return a calendar, or None for one that the pack does not have."""
        return self.calendars.get(code)


def read_calendars(pack: Mapping[str, Any]) -> Calendars:
    """Check a parsed pack and return its calendars. Raises RulesPackError on the first fault."""
    require_header(PACK, pack, {"version", "covers_from", "covers_to", "calendars", "holiday"})
    first, last = pack["covers_from"], pack["covers_to"]
    if type(first) is not date or type(last) is not date or last < first:
        raise RulesPackError(f"{PACK}: covers_from and covers_to are dates, the first before the last")
    tables = require_tables(PACK, pack, "calendars")
    if missing := sorted(NEEDED - set(tables)):
        raise RulesPackError(f"{PACK}: there is no calendar {', '.join(missing)}, by which clocks count")
    weekends = {code: _read_weekend(code, calendar) for code, calendar in tables.items()}
    holidays = tuple(_read_row(number, row, frozenset(weekends)) for number, row in require_rows(PACK, pack, "holiday"))
    _check_rows(holidays)
    return Calendars(
        pack["version"],
        first,
        last,
        {code: _calendar(code, first, last, weekend, holidays) for code, weekend in weekends.items()},
        holidays,
    )


def observed(day: date) -> date:
    """Return when a fixed day is kept: the Friday before a Saturday, the Monday after a Sunday.

    Source: the practice of the Judicial Council under Code of Civil Procedure 135; the county does the same.
    """
    return day + timedelta(days={_SATURDAY: -1, _SUNDAY: 1}.get(day.weekday(), 0))


@lru_cache(maxsize=8)
def _days_of(holidays: tuple[Holiday, ...], code: str, first_year: int, last_year: int) -> Mapping[date, str]:
    found: dict[date, str] = {}
    for holiday in holidays:
        if code in holiday.calendars:
            for day in _each_year(holiday, first_year, last_year):
                found.setdefault(day, holiday.code)
    return found


def _each_year(holiday: Holiday, first_year: int, last_year: int) -> Iterator[date]:
    # A year more at both ends: a first of January on a Saturday is kept in the year before.
    for year in range(first_year - 1, last_year + 2):
        day = holiday.in_year(year)
        if day is not None:
            yield observed(day) if holiday.day is not None else day


def _calendar(code: str, first: date, last: date, weekend: frozenset[int], holidays: tuple[Holiday, ...]) -> Calendar:
    return Calendar(code, first, last, weekend, _days_of(holidays, code, first.year, last.year))


def _read_weekend(code: str, calendar: Mapping[str, Any]) -> frozenset[int]:
    require_known(f"{PACK}, calendar {code}", calendar, {"weekend", "en", "es"})
    days = calendar.get("weekend", [])
    if not days or not set(days) < set(WEEKDAYS):
        raise RulesPackError(f"{PACK}, calendar {code}: weekend names some days of the week, such as saturday")
    return frozenset(WEEKDAYS.index(day) for day in days)


def _read_row(number: int, row: Mapping[str, Any], calendars: frozenset[str]) -> Holiday:
    where = row_name(PACK, number, row)
    require_known(where, row, _KNOWN)
    require_texts(where, row, ("code", "day", "en", "es", "citation"))
    require_dates(where, row)
    kept = row.get("calendars")
    if not isinstance(kept, list) or not kept or not set(kept) <= calendars:
        raise RulesPackError(f"{where}: calendars names one or more of {', '.join(sorted(calendars))}")
    facts = {name: row[name] for name in _KNOWN - {"day", "calendars", "note"} if name in row}
    return Holiday(**facts, calendars=tuple(kept), **_read_day(where, row["day"]))


def _read_day(where: str, text: str) -> dict[str, Any]:
    plain = " ".join(text.lower().split())
    if (found := _FIXED.match(plain)) and found[1] in MONTHS:
        month, day = MONTHS.index(found[1]) + 1, int(found[2])
        if day <= _longest(month) and day:
            return {"month": month, "day": day}
    if (found := _FLOATING.match(plain)) and found[3] in WEEKDAYS and found[4] in MONTHS:
        return {
            "month": MONTHS.index(found[4]) + 1,
            "nth": _NTH[found[2]],
            "weekday": WEEKDAYS.index(found[3]),
            "offset": 1 if found[1] else 0,
        }
    raise RulesPackError(f"{where}: day is one such as January 1, 3rd Monday of January, last Monday of May")


def _longest(month: int) -> int:
    following = date(2024 + month // 12, month % 12 + 1, 1)  # a leap year
    return (following - timedelta(days=1)).day


def _check_rows(holidays: tuple[Holiday, ...]) -> None:
    by_code: dict[str, list[tuple[int, Holiday]]] = {}
    for number, holiday in enumerate(holidays, start=1):
        for calendar in holiday.calendars:
            by_code.setdefault(f"{holiday.code} in {calendar}", []).append((number, holiday))
    for code, rows in by_code.items():
        if pair := overlapping(rows):
            raise RulesPackError(f"{PACK}, row {pair[1]}: {code} is already given by row {pair[0]} on the same days")


def _is_leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
