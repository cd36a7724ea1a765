"""Times of a recovery that cannot be right, or are odd: still to come, or before first contact."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Final, TypeAlias

from fieldapp.domain.clock import from_wire
from fieldapp.domain.fields import Kind
from fieldapp.domain.problems import Problem
from fieldapp.domain.wire import Json
from fieldapp.records.recovery import Recovery

Wire: TypeAlias = Mapping[str, Json]

# Clocks of two laptops differ a little; that is no mistake of anybody.
_SLACK: Final = timedelta(minutes=5)
_FIRST: Final = "first_contact_at"
# What may well be before anybody of the task force met the victim.
_BEFORE: Final = frozenset({_FIRST, "assaulted_at", "informed_at", "missing_reported_at", "missing_entered_at"})


def future_problems(recovery: Wire, now: datetime) -> list[Problem]:
    """Return ``RECOVERY_TIME_FUTURE`` for each time of a recovery that is still to come."""
    return [
        Problem("RECOVERY_TIME_FUTURE", name, {"label": Recovery.fields[name].label})
        for name, moment in _moments(recovery)
        if moment > now + _SLACK
    ]


def early_problems(recovery: Wire) -> list[Problem]:
    """Return ``RECOVERY_TIME_EARLY`` for each time before first contact: asked about, never refused."""
    moments = dict(_moments(recovery))
    first = moments.get(_FIRST)
    if first is None:
        return []
    return [
        Problem("RECOVERY_TIME_EARLY", name, {"label": Recovery.fields[name].label})
        for name, moment in moments.items()
        if name not in _BEFORE and moment < first - _SLACK
    ]


def _moments(recovery: Wire) -> Iterator[tuple[str, datetime]]:
    for name, declared in Recovery.fields.items():
        if declared.kind is Kind.INSTANT and recovery.get(name) is not None:
            yield name, from_wire(str(recovery[name]))
