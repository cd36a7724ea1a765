"""The clocks and calendars in force on this machine, read and checked once."""

from __future__ import annotations

from functools import lru_cache

from fieldapp.records.rulebook import Pack, in_force
from fieldapp.rules.calendar import read_calendars
from fieldapp.rules.clock_reading import read_clocks
from fieldapp.rules.deadline import Law


def load_law() -> Law:
    """Return what clocks are reckoned by. Raises RulesPackError."""
    return _read(in_force("clocks"), in_force("holidays"))


@lru_cache(maxsize=4)
def _read(clocks: Pack, holidays: Pack) -> Law:
    return Law(read_clocks(clocks.parsed()), read_calendars(holidays.parsed()))
