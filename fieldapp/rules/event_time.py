"""Times that cannot be right, or are odd: still to come though they tell of what happened, or before first contact."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Final, TypeAlias

from fieldapp.domain.clock import from_wire
from fieldapp.domain.fields import Kind
from fieldapp.domain.problems import Problem
from fieldapp.domain.wire import Json
from fieldapp.records import require_type

Wire: TypeAlias = Mapping[str, Json]

# Clocks of two laptops differ a little; that is no mistake of anybody.
_SLACK: Final = timedelta(minutes=5)
_FIRST: Final = "first_contact_at"
# The records that tell of what happened, with the times that are a plan or an order of a court.
_PLANNED: Final[Mapping[str, frozenset[str]]] = {
    "recovery": frozenset(),
    "arrest": frozenset(),
    "evidence_item": frozenset(),
    "interview": frozenset({"scheduled_for"}),
    "search_warrant": frozenset({"extended_until", "notice_delayed_until"}),
}
# What may well be before anybody of the task force met the victim.
_BEFORE: Final = frozenset({_FIRST, "assaulted_at", "informed_at", "missing_reported_at", "missing_entered_at"})


def future_problems(record_type: str, values: Wire, now: datetime) -> list[Problem]:
    """Return ``TIME_TO_COME`` for each time of a record that tells of what happened and is still to come."""
    if record_type not in _PLANNED:
        return []
    return [
        Problem("TIME_TO_COME", name, {"label": require_type(record_type).fields[name].label})
        for name, moment in _moments(record_type, values)
        if name not in _PLANNED[record_type] and moment > now + _SLACK
    ]


def early_problems(recovery: Wire) -> list[Problem]:
    """Return ``RECOVERY_TIME_EARLY`` for each time before first contact: asked about, never refused."""
    moments = dict(_moments("recovery", recovery))
    first = moments.get(_FIRST)
    if first is None:
        return []
    return [
        Problem("RECOVERY_TIME_EARLY", name, {"label": require_type("recovery").fields[name].label})
        for name, moment in moments.items()
        if name not in _BEFORE and moment < first - _SLACK
    ]


def _moments(record_type: str, values: Wire) -> Iterator[tuple[str, datetime]]:
    for name, declared in require_type(record_type).fields.items():
        if declared.kind is Kind.INSTANT and values.get(name) is not None:
            yield name, from_wire(str(values[name]))
