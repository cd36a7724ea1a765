"""The life of an operation, one press a step: reviewed, approved, briefed, active, closed, debriefed, or called off."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Final

from fieldapp.actions.capture import save_record
from fieldapp.actions.session import Session, Undo
from fieldapp.domain.access import Role
from fieldapp.domain.clock import from_wire, to_wire
from fieldapp.domain.ids import derive_record_id
from fieldapp.domain.problems import Problem, Refused
from fieldapp.domain.wire import Json
from fieldapp.records.vocabulary import codes
from fieldapp.rules.operation_guard import CANCELLED, operation_problems
from fieldapp.rules.supervisor_guard import supervisor_problems

_ACCEPTED: Final = "Captured after the operation was closed; accepted."
_ACCEPTED_KIND: Final = "observation"
_NOTED: Final = frozenset({"recovery", "arrest", "search_warrant", "screening"})
OPERATION: Final = "operation"
ROSTER: Final = "roster_member"
_STEP_REASON: Final = "Step taken"
_STAMPS: Final[Mapping[str, tuple[str, str]]] = {
    "reviewed": ("reviewed_by", "reviewed_at"),
    "approved": ("approved_by", "approved_at"),
    "briefed": ("", "briefed_at"),
    "closed": ("closed_by", "closed_at"),
    "debriefed": ("", "debriefed_at"),
}
"""Who and when, for each step that says so."""
_PHASES: Final = {"briefed": "briefing", "active": "staging", "closed": "demobilised"}


def take_step(session: Session, operation_id: str, status: str, *, reason: str = "") -> Undo:
    """Take a step of an operation's life now, in the name of whoever is here; return the way back.

    Calling off takes a ``reason``. Raises Refused with all that is missing, or where somebody else has to sign.
    """
    before = _require(session, operation_id)
    now, who = to_wire(session.clock.now()), own_name(session)
    values: dict[str, Json] = {"status": status}
    who_field, when_field = _STAMPS.get(status, ("", ""))
    if when_field:
        values[when_field] = now
    if who_field:
        values[who_field] = who
    if status in _PHASES:
        values["phase"] = _PHASES[status]
    if status == CANCELLED:
        values["cancelled_reason"] = reason.strip() or None
    # Asked here as well, so that all that is missing is said at once, before anything is written.
    problems = _problems(session, operation_id, before, {**before, **values})
    if problems:
        raise Refused(problems)
    return write_apart(session, OPERATION, operation_id, values, reason.strip() or _STEP_REASON)


def reopen_operation(session: Session, operation_id: str) -> Undo:
    """Let a closed operation go on: what came in after closing belongs to it again; return the way back."""
    _require(session, operation_id)
    values: dict[str, Json] = {"status": "active", "closed_at": None, "closed_by": None, "phase": "processing"}
    return write_apart(session, OPERATION, operation_id, values, "Reopened")


def change_phase(session: Session, operation_id: str, phase: str) -> Undo:
    """Say which phase an operation is in now; return the way back."""
    if phase not in codes("operation_phase"):
        raise Refused([Problem("CHOICE_UNKNOWN", "phase", {"label": "Phase"})])
    return write_apart(session, OPERATION, operation_id, {"phase": phase}, "Phase changed")


def sign_in(session: Session, member_id: str) -> Undo:
    """Note that somebody is at the briefing now; return the way back."""
    return write_apart(session, ROSTER, member_id, {"signed_in_at": to_wire(session.clock.now())}, "Signed in")


def sign_in_all(session: Session, operation_id: str) -> list[Undo]:
    """Note that everybody on the roster who is not signed in is at the briefing; return the ways back."""
    rows = session.store.linked(ROSTER, OPERATION, operation_id)
    with session.store.transaction():
        return [sign_in(session, str(row["id"])) for row in rows if not row.get("signed_in_at")]


def release_notice(session: Session, operation_id: str) -> Undo:
    """Let partners know the exact times from now on. Only the incident commander or a supervisor may."""
    operation = _require(session, operation_id)
    is_commander = _same(own_name(session), operation.get("incident_commander"))
    if session.role is not Role.SUPERVISOR and not is_commander:
        raise Refused([Problem("NOTICE_RELEASE_BY_COMMANDER", "notice_released_at")])
    values: dict[str, Json] = {
        "notice_released_at": to_wire(session.clock.now()),
        "notice_released_by": own_name(session),
    }
    return write_apart(session, OPERATION, operation_id, values, "Exact times released to providers")


def accept_after_closing(session: Session, operation_id: str, captured: Mapping[str, str]) -> None:
    """Accept records (type by id) that came in after closing: they stay with the operation, which stays closed.

    Each acceptance is a note about record and operation, whose id follows from the record. It says nothing that two
    laptops would say differently: who accepted and when is in its history, twice where two did.
    """
    _require(session, operation_id)
    with session.store.transaction():
        for record_id, record_type in captured.items():
            values: dict[str, Json] = {"kind": _ACCEPTED_KIND, "operation": operation_id, "text": _ACCEPTED}
            if record_type in _NOTED:
                values[record_type] = record_id
            save_apart(session, "note", values, record_id=acceptance_id(record_id, operation_id))


def acceptance_id(record_id: str, operation_id: str) -> str:
    """Return the id of the note by which a record captured after closing is accepted."""
    return derive_record_id(record_id, "after_closing", operation_id)


def next_check_in(operation: Mapping[str, Json], moment: str) -> str | None:
    """Return when the check-in after one at ``moment`` (wire) is due; None where nobody asked for any."""
    minutes = operation.get("check_in_minutes")
    return to_wire(from_wire(moment) + timedelta(minutes=minutes)) if isinstance(minutes, int) and minutes else None


def write_apart(session: Session, record_type: str, record_id: str, values: dict[str, Json], reason: str) -> Undo:
    """Save values; return how to take them back, and leave the session's own list for what was typed in forms."""
    record = session.store.record(record_type, record_id) or {}
    save_apart(session, record_type, values, record_id=record_id, reason=reason)
    return Undo(record_type, record_id, {name: record.get(name) for name in values}, created=not record)


def save_apart(
    session: Session,
    record_type: str,
    values: Mapping[str, Json],
    *,
    record_id: str | None = None,
    reason: str | None = None,
) -> str:
    """Save a record that no form shows: the session's own list of what may be undone stays as it was."""
    undone = tuple(session.undone)
    written = save_record(session, record_type, values, record_id=record_id, reason=reason)
    session.undone.clear()
    session.undone.extend(undone)
    return written


def own_name(session: Session) -> str:
    """Return what whoever is at the laptop is called on forms."""
    return session.profile.name or session.profile.handle


def _problems(
    session: Session, operation_id: str, before: Mapping[str, Json], after: Mapping[str, Json]
) -> list[Problem]:
    is_own = session.store.author(OPERATION, operation_id) == session.profile.handle
    return [
        *supervisor_problems(OPERATION, before, after, session.author),
        *operation_problems(before, after, approves_own=is_own),
    ]


def _require(session: Session, operation_id: str) -> Mapping[str, Json]:
    found = session.store.record(OPERATION, operation_id)
    if found is None:
        raise Refused([Problem("OPERATION_NOT_HERE")])
    return found


def _same(one: Json, other: Json) -> bool:
    return " ".join(str(one or "").split()).casefold() == " ".join(str(other or "").split()).casefold()
