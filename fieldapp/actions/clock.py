"""The clocks of a record: how each stands, and stopping, moving or extending one, with the reason, which stays.

A supervisor's change is approved by its author; anybody else's waits for a supervisor, and counts meanwhile.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from fieldapp.actions.capture import save_record
from fieldapp.actions.session import Session
from fieldapp.domain.clock import to_wire
from fieldapp.domain.problems import Problem, Refused
from fieldapp.domain.wire import Json
from fieldapp.records import require_type
from fieldapp.rules.deadline import ClockState, Deadline, deadlines
from fieldapp.rules.law import load_law
from fieldapp.rules.offence import load_offences
from fieldapp.rules.recovery_guard import is_minor_at_recovery

CHANGE: Final = "clock_change"

_STOPPED: Final = frozenset({ClockState.DONE, ClockState.DONE_LATE})


@dataclass(frozen=True, repr=False)
class ClockView:
    """A clock with the changes that people made of it, in order: wire values of ``clock_change``, with ``id``."""

    deadline: Deadline
    changes: tuple[Mapping[str, Json], ...]


def is_minor_recovered(session: Session, recovery: Mapping[str, Any]) -> bool | None:
    """Say whether the victim of a recovery was under age at first contact; None when nothing is known of the age."""
    person = session.store.record("person", recovery["person"]) if recovery.get("person") else None
    return is_minor_at_recovery(recovery, person or {}, load_offences())


def has_clocks(record_type: str) -> bool:
    """Say whether clocks run on this type of record."""
    return bool(load_law().clocks.rules_of(record_type))


def record_clocks(session: Session, record_type: str, record_id: str) -> list[Deadline]:
    """Return every clock that has begun on a record, done and stopped ones too; none for what is not here or void."""
    values = session.store.record(record_type, record_id)
    if values is None:
        return []
    return deadlines(
        load_law(),
        record_type,
        values,
        session.clock.now(),
        changes=_changes(session, record_type, record_id),
        is_minor=is_minor_recovered(session, values) if record_type == "recovery" else None,
    )


def load_clocks(session: Session, record_type: str, record_id: str) -> list[ClockView]:
    """Return the clocks of a record for its page, each with what people made of it."""
    changes = _changes(session, record_type, record_id)
    return [
        ClockView(deadline, tuple(_in_order(row for row in changes if row.get("clock") == deadline.code)))
        for deadline in record_clocks(session, record_type, record_id)
    ]


def pause_clock(session: Session, record_type: str, record_id: str, code: str, reason: str) -> str:
    """Stop a clock from now on; return the id of the change. Raises Refused where the law knows no such stop."""
    found = _require_running(session, record_type, record_id, code)
    if "pause" not in found.rule.changes:
        raise Refused([_problem("CLOCK_NOT_PAUSABLE", found)])
    if found.state is ClockState.PAUSED:
        raise Refused([_problem("CLOCK_PAUSED_ALREADY", found)])
    return _write(session, record_type, record_id, code, "pause", reason)


def resume_clock(session: Session, record_type: str, record_id: str, code: str, reason: str) -> str:
    """Let a stopped clock run again from now on; return the id of the change."""
    found = _require_running(session, record_type, record_id, code)
    if found.state is not ClockState.PAUSED:
        raise Refused([_problem("CLOCK_NOT_PAUSED", found)])
    return _write(session, record_type, record_id, code, "resume", reason)


def rebase_clock(
    session: Session, record_type: str, record_id: str, code: str, reason: str, new_start: datetime
) -> str:
    """Let a clock count from another instant, which is not to come; return the id of the change."""
    found = _require_running(session, record_type, record_id, code)
    if new_start > session.clock.now():
        raise Refused([_problem("CLOCK_START_TO_COME", found, "new_start")])
    return _write(session, record_type, record_id, code, "rebase", reason, new_start=to_wire(new_start))


def extend_clock(session: Session, record_type: str, record_id: str, code: str, reason: str, until: datetime) -> str:
    """Give a clock more time, until an instant after its end; return the id of the change."""
    found = _require_running(session, record_type, record_id, code)
    if "extend" not in found.rule.changes:
        raise Refused([_problem("CLOCK_NOT_EXTENDABLE", found)])
    if found.due_at is not None and until <= found.due_at:
        raise Refused([_problem("CLOCK_UNTIL_TOO_EARLY", found, "until")])
    return _write(session, record_type, record_id, code, "extend", reason, until=to_wire(until))


def _changes(session: Session, record_type: str, record_id: str) -> list[Mapping[str, Json]]:
    return session.store.linked(CHANGE, record_type, record_id)


def approve_change(session: Session, change_id: str) -> None:
    """Put the supervisor's name to a change that somebody else made. Raises Refused for whoever is none."""
    if not session.author.is_supervisor:
        raise Refused([Problem("CLOCK_APPROVAL_OF_SUPERVISOR", "approved_by")])
    save_record(session, CHANGE, {"approved_by": _own_name(session)}, record_id=change_id, reason="Approved")


def _in_order(rows: Iterable[Mapping[str, Json]]) -> list[Mapping[str, Json]]:
    return sorted(rows, key=lambda row: (str(row.get("at")), str(row.get("id"))))


def _require_running(session: Session, record_type: str, record_id: str, code: str) -> Deadline:
    found = next((each for each in record_clocks(session, record_type, record_id) if each.code == code), None)
    if found is None or found.state in _STOPPED:
        raise Refused([Problem("CLOCK_NOT_RUNNING")])
    return found


def _write(
    session: Session,
    record_type: str,
    record_id: str,
    code: str,
    kind: str,
    reason: str,
    **values: Json,
) -> str:
    if not reason.strip():
        raise Refused([Problem("REASON_REQUIRED", "reason", {"label": require_type(CHANGE).title})])
    facts: dict[str, Json] = {
        record_type: record_id,
        "clock": code,
        "kind": kind,
        "at": to_wire(session.clock.now()),
        "reason": reason.strip(),
        "approved_by": _own_name(session) if session.author.is_supervisor else None,
        **values,
    }
    return save_record(session, CHANGE, facts)


def _own_name(session: Session) -> str:
    return session.profile.name or session.profile.handle


def _problem(code: str, found: Deadline, field: str | None = None) -> Problem:
    return Problem(code, field, {"law": found.citation.law})
