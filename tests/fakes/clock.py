"""A clock for tests: both its hands stand still until they are moved."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

START = datetime(2026, 1, 2, 3, 4, 5, 678000, tzinfo=UTC)


class FakeClock:
    """Satisfies ``fieldapp.domain.clock.Clock``. ``advance`` moves both hands, ``set_wall`` the wall clock alone."""

    def __init__(self, start: datetime = START) -> None:
        self._wall = start
        self._elapsed_s = 0.0

    def now(self) -> datetime:
        """Return the wall time: aware, UTC, whole milliseconds."""
        return self._wall

    def monotonic(self) -> float:
        """Return seconds since this clock was made."""
        return self._elapsed_s

    def advance(self, seconds: float = 0.001) -> datetime:
        """Let time pass, a millisecond unless told otherwise, and return the new wall time."""
        if seconds < 0:
            msg = "time does not run backwards; set_wall moves the wall clock alone"
            raise ValueError(msg)
        self._elapsed_s += seconds
        self._wall += timedelta(milliseconds=round(seconds * 1000))
        return self._wall

    def set_wall(self, moment: datetime) -> None:
        """Set the wall clock, as a person or a dead battery would: no time passes."""
        self._wall = moment
