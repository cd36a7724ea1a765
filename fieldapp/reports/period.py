"""The days that a figure is about, and the instants at which they begin and end."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

from fieldapp.domain.clock import from_wire, to_wire

HOME_ZONE = "America/Los_Angeles"


@dataclass(frozen=True)
class Period:
    """Whole days of a place, first and last included; a day has 23 or 25 hours when the clocks change."""

    first_day: date
    last_day: date
    zone: str = HOME_ZONE

    def __post_init__(self) -> None:
        if self.last_day < self.first_day:
            msg = "a period ends before it begins"
            raise ValueError(msg)

    @cached_property
    def start(self) -> str:
        """The first instant in it, in wire form."""
        return self._midnight(self.first_day)

    @cached_property
    def end(self) -> str:
        """The first instant after it, in wire form."""
        return self._midnight(self.last_day + timedelta(days=1))

    def local_day(self, instant: str) -> date:
        """Return the day it is in this place at an instant in wire form."""
        return from_wire(instant).astimezone(self._zone).date()

    @cached_property
    def _zone(self) -> ZoneInfo:
        return ZoneInfo(self.zone)

    def _midnight(self, day: date) -> str:
        return to_wire(datetime.combine(day, time(), self._zone).astimezone(UTC))


def bureau_day(instant: str) -> date:
    """Return the day it is at the bureau at an instant in wire form."""
    return from_wire(instant).astimezone(ZoneInfo(HOME_ZONE)).date()


def bureau_year(year: int) -> Period:
    """Return the bureau's reporting year that begins in a calendar year: 16 November to 16 November, both included.

    The first report (16 November 2015 to 16 November 2016) counts both anniversaries, so neighbouring years share one
    day and must not be added up.
    """
    return Period(date(year, 11, 16), date(year + 1, 11, 16))
