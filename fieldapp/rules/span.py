"""A span as the law counts it: elapsed time, calendar days, or days on which a court or an office is open.

* ``minutes`` and ``hours`` are elapsed time; the change to and from daylight time does not move them.
* ``days``: the same time of day, that many local calendar days later. Code of Civil Procedure 12 excludes the first
  day and includes all of the last; a span that ends within the last day is never later than the law's.
* ``court_days`` and ``business_days`` end with the last moment of the last open day, the first day excluded.
* ``custody_hours`` are elapsed time that leaves out whole Sundays and court holidays (Penal Code 825).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from fieldapp.rules.calendar import Calendar, Calendars

_ELAPSED: Final = {"minutes": timedelta(minutes=1), "hours": timedelta(hours=1)}
# Which calendar each unit counts by.
CALENDAR_OF: Final = {"court_days": "court", "business_days": "county", "custody_hours": "custody"}
UNITS: Final = (*_ELAPSED, "days", *CALENDAR_OF)
_WRITTEN: Final = re.compile(r"(\d{1,4}) (minutes?|hours?|days?|court days?|business days?|custody hours?)\Z")


@dataclass(frozen=True)
class Span:
    """A count of one of ``UNITS``."""

    count: int
    unit: str

    @property
    def ends_a_day(self) -> bool:
        """Whether it runs out with the end of a local day and not within it."""
        return self.unit in {"court_days", "business_days"}

    def least(self) -> timedelta:
        """Return what it cannot be shorter than, up to the hour that daylight time takes away."""
        if self.unit in _ELAPSED:
            return _ELAPSED[self.unit] * self.count
        return timedelta(hours=self.count) if self.unit == "custody_hours" else timedelta(days=self.count)


def read_span(text: str) -> Span:
    """Read ``90 minutes``, ``10 days``, ``3 court days``. Raises ValueError on anything else."""
    found = _WRITTEN.match(" ".join(text.lower().split()))
    if found is None:
        msg = "a span is one such as 90 minutes, 36 hours, 10 days, 3 court days, 15 business days, 48 custody hours"
        raise ValueError(msg)
    unit = found[2].removesuffix("s").replace(" ", "_")
    return Span(int(found[1]), f"{unit}s")


def end_of(start: datetime, span: Span, calendars: Calendars, zone: ZoneInfo) -> datetime | None:
    """Return when a span that began at an instant has run out, in UTC; None where its calendar has no such day."""
    if span.unit in _ELAPSED:
        return start + _ELAPSED[span.unit] * span.count
    if span.unit == "days":
        return _days_later(start, span.count, zone)
    calendar = calendars.find(CALENDAR_OF[span.unit])
    if calendar is None:
        return None
    if span.unit == "custody_hours":
        return _leaving_out_closed_days(start, timedelta(hours=span.count), calendar, zone)
    last = calendar.nth_open_day(start.astimezone(zone).date(), span.count)
    return midnight_after(last, zone) if last is not None else None


def midnight_after(day: date, zone: ZoneInfo) -> datetime:
    """Return the instant, in UTC, at which a local day is over."""
    return datetime.combine(day + timedelta(days=1), time.min, tzinfo=zone).astimezone(UTC)


def _days_later(start: datetime, days: int, zone: ZoneInfo) -> datetime:
    # An hour that comes twice on the last day is meant the first time; one that never comes is an hour later.
    here = start.astimezone(zone).replace(tzinfo=None, fold=0)
    return (here + timedelta(days=days)).replace(tzinfo=zone).astimezone(UTC)


def _leaving_out_closed_days(start: datetime, left: timedelta, calendar: Calendar, zone: ZoneInfo) -> datetime | None:
    moment = start
    while True:
        day = moment.astimezone(zone).date()
        if not calendar.covers(day):
            return None
        midnight = midnight_after(day, zone)
        if calendar.is_open(day):
            if moment + left <= midnight:
                return moment + left
            left -= midnight - moment
        moment = midnight
