"""Clocks that turned amber or red since this person was last told, on this laptop, with or without a network."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Final

from fieldapp.actions.clock_due import load_clock_due
from fieldapp.actions.session import Session
from fieldapp.domain.access import Role
from fieldapp.rules.deadline import ClockState, Deadline

# What was told is kept in the store, so that a restart repeats nothing and forgets nothing.
_TOLD: Final = "clocks told"
_LIMIT: Final = 24
_TELLS: Final = (ClockState.OVERDUE, ClockState.SOON)
_NOT_POLICE: Final = frozenset({Role.ADVOCATE, Role.ADMINISTRATOR})


@dataclass(frozen=True)
class Alert:
    """Clocks that have run out and clocks that are pressing, of which nobody was told yet."""

    overdue: tuple[Deadline, ...] = ()
    soon: tuple[Deadline, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.overdue or self.soon)


def take_alert(session: Session) -> Alert:
    """Return what turned since the last call, and note that it was told. Nothing where nothing may be written."""
    if session.role in _NOT_POLICE or session.missing:
        return Alert()
    turned: dict[str, Deadline] = {}
    for deadline, _record_type, record_id, _whom in load_clock_due(session, _LIMIT):
        if deadline.state in _TELLS:
            turned[f"{record_id} {deadline.code} {deadline.due_at} {deadline.state}"] = deadline
    told = set(json.loads(session.store.meta(_TOLD) or "[]"))
    session.store.set_meta(_TOLD, json.dumps(sorted(turned)))
    fresh = [deadline for key, deadline in turned.items() if key not in told]
    overdue, soon = (tuple(each for each in fresh if each.state is state) for state in _TELLS)
    return Alert(overdue, soon)
