"""The clocks that run from an event, offline, by the times that were written down for it.

Source: the county response protocol for exploited children (responders, 72-hour review), PC 11166(a) (written report),
PC 1534 (return of a search warrant). Every clock counts from when something happened, never from when it was synced.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from fieldapp.domain.clock import from_wire
from fieldapp.domain.record import FINAL
from fieldapp.domain.wire import Json


@dataclass(frozen=True)
class Deadline:
    """One clock: a stable code, when it runs out and from when it is pressing. Instants are aware, UTC."""

    code: str
    due_at: datetime
    soon_at: datetime


@dataclass(frozen=True)
class _Clock:
    code: str
    since: str
    done: tuple[str, ...]
    limit: timedelta
    pressing_after: timedelta
    minors_only: bool = False


_RECOVERY: Final = (
    _Clock(
        "responders",
        "first_contact_at",
        ("advocate_arrived_at",),
        timedelta(minutes=90),
        timedelta(minutes=75),
    ),
    _Clock(
        "written_report",
        "first_contact_at",
        ("written_report_at",),
        timedelta(hours=36),
        timedelta(hours=24),
        minors_only=True,
    ),
    _Clock("review_72h", "first_contact_at", (), timedelta(hours=72), timedelta(hours=48)),
)
_WARRANT: Final = _Clock("warrant_return", "issued_at", ("returned_at",), timedelta(days=10), timedelta(days=7))
_DECLINED: Final = frozenset({"declined", "declined_unsigned"})
_WARRANT_RUNS: Final = frozenset({"issued", "served"})
LONGEST_RECOVERY: Final = max(clock.limit for clock in _RECOVERY)


def recovery_deadlines(recovery: Mapping[str, Json], *, is_minor: bool | None) -> list[Deadline]:
    """Return the clocks still running on a recovery; none once it is final.

    An advocate who was declined is not waited for. Where the age is not known the clocks of a minor run.
    """
    if recovery.get("state") == FINAL:
        return []
    declined = recovery.get("advocate_answer") in _DECLINED
    found = [
        _deadline(clock, recovery)
        for clock in _RECOVERY
        if not (clock.minors_only and is_minor is False) and not (clock.code == "responders" and declined)
    ]
    return [deadline for deadline in found if deadline is not None]


def warrant_deadline(warrant: Mapping[str, Json]) -> Deadline | None:
    """Return the clock of a search warrant that was issued and has not gone back to court."""
    return _deadline(_WARRANT, warrant) if warrant.get("status") in _WARRANT_RUNS else None


def _deadline(clock: _Clock, values: Mapping[str, Json]) -> Deadline | None:
    since = values.get(clock.since)
    if since is None or any(values.get(name) is not None for name in clock.done):
        return None
    start = from_wire(str(since))
    return Deadline(clock.code, start + clock.limit, start + clock.pressing_after)
