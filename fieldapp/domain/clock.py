"""Time, handed in: wall and monotonic clocks, the wire form of an instant, and the hybrid logical clock.

HLC: Kulkarni, Demirbas et al., "Logical Physical Clocks", 2014. One integer holds both parts:
48 bits of milliseconds since 1970, then 16 bits of counter.
"""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from typing import Final, Protocol

TOLERATED_MS: Final = 60_000  # a clock that is off by less is called right
_COUNTER_BITS: Final = 16
_DRIFT_CAP_MS: Final = 24 * 3600 * 1000
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


class Clock(Protocol):
    """What the rest of the program may know of time."""

    def now(self) -> datetime:
        """Return the wall time: aware, UTC, whole milliseconds."""

    def monotonic(self) -> float:
        """Return seconds that never run backwards (origin arbitrary)."""


class SystemClock:
    """The machine's own clock."""

    def now(self) -> datetime:
        """Wall time in UTC, cut to milliseconds."""
        moment = datetime.now(UTC)
        return moment.replace(microsecond=moment.microsecond // 1000 * 1000)

    def monotonic(self) -> float:
        """Seconds since some start."""
        return time.monotonic()


def noticed_ms(ahead_ms: int | None) -> int | None:
    """Return how far a clock is ahead, 0 where it is called right; None, not known, stays None."""
    return 0 if ahead_ms is not None and abs(ahead_ms) <= TOLERATED_MS else ahead_ms


def to_wire(moment: datetime) -> str:
    """Fixed-width UTC text with milliseconds, so that text order is time order. Refuses a naive datetime."""
    if moment.tzinfo is None:
        msg = "an instant needs a time zone"
        raise ValueError(msg)
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def from_wire(text: str) -> datetime:
    """Read what ``to_wire`` wrote. Raises ValueError on anything else."""
    if len(text) != 24 or text[10] != "T" or text[23] != "Z":
        msg = "not an instant of the form 2026-01-02T03:04:05.678Z"
        raise ValueError(msg)
    return datetime.fromisoformat(text)


def to_ms(moment: datetime) -> int:
    """Milliseconds since 1970, UTC."""
    return (moment - _EPOCH) // timedelta(milliseconds=1)


def from_ms(ms: int) -> datetime:
    """Return the instant so many milliseconds after 1970 began. Raises OverflowError on what is none."""
    return _EPOCH + timedelta(milliseconds=ms)


class HybridClock:
    """Gives each change a stamp greater than every stamp seen before, near to wall time while clocks are sane.

    A stamp from a peer that is more than a day ahead of our wall clock is ordered but not adopted, so that one
    laptop with a dead battery cannot drag every other laptop decades ahead.
    """

    def __init__(self, clock: Clock, last: int = 0) -> None:
        self._clock = clock
        self.last = last

    def tick(self) -> int:
        """Return the stamp for a new local change."""
        wall = to_ms(self._clock.now()) << _COUNTER_BITS
        self.last = max(wall, self.last + 1)
        return self.last

    def observe(self, stamp: int) -> None:
        """Take note of a stamp that arrived from elsewhere."""
        if (stamp >> _COUNTER_BITS) <= to_ms(self._clock.now()) + _DRIFT_CAP_MS:
            self.last = max(self.last, stamp)
