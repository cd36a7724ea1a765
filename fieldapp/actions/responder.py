"""The responders of a recovery: called with one press, arrived with another, and who is late."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from fieldapp.actions.capture import save_record
from fieldapp.actions.clock import record_clocks
from fieldapp.actions.session import Session
from fieldapp.domain.clock import from_wire, to_wire
from fieldapp.domain.problems import Problem, Refused
from fieldapp.domain.wire import Json
from fieldapp.rules.law import load_law
from fieldapp.rules.span import end_of

RESPONDER: Final = "responder"
RECOVERY: Final = "recovery"
CLOCK: Final = "responders"
_STAMPED: Final = "Stamped on the protocol"
# The recovery itself says when the advocate was called and came: the clock and the figures count from there.
_ON_RECOVERY: Final = {"called_at": "advocate_called_at", "arrived_at": "advocate_arrived_at"}


class ResponderState(StrEnum):
    """How a responder stands."""

    COMING = "coming"
    SOON = "soon"
    LATE = "late"
    ARRIVED = "arrived"
    ARRIVED_LATE = "arrived_late"
    DECLINED = "declined"


WAITED_FOR: Final = frozenset({ResponderState.COMING, ResponderState.SOON, ResponderState.LATE})


@dataclass(frozen=True, repr=False)
class Called:
    """One responder. ``due_at`` is UTC: the end of the clock of the protocol, or that span after a later call."""

    responder_id: str
    kind: str
    name: str
    state: ResponderState
    called_at: datetime
    due_at: datetime | None
    arrived_at: datetime | None


def list_responders(session: Session, recovery_id: str) -> tuple[Called, ...]:
    """Return who was called to a recovery, in the order of the calls."""
    found = session.store.linked(RESPONDER, RECOVERY, recovery_id)
    clock = next((each for each in record_clocks(session, RECOVERY, recovery_id) if each.code == CLOCK), None)
    due, now = (clock.due_at, clock.soon_at) if clock is not None else (None, None), session.clock.now()
    called = [_called(row, due, now) for row in found if row.get("called_at")]
    return tuple(sorted(called, key=lambda each: (each.called_at, each.responder_id)))


def call_responder(session: Session, recovery_id: str, kind: str, **values: Json) -> str:
    """Write down that a responder of this kind has just been called; return the record's id."""
    now = to_wire(session.clock.now())
    facts: dict[str, Json] = {
        "recovery": recovery_id,
        "kind": kind,
        "called_at": now,
        "called_by": session.profile.name or session.profile.handle,
        **values,
    }
    with session.store.transaction():
        made = save_record(session, RESPONDER, facts)
        _tell_recovery(session, recovery_id, kind, "called_at", now)
    return made


def stamp_arrival(session: Session, responder_id: str) -> None:
    """Write down that a responder has just arrived; an advocate's arrival stops the clock of the recovery."""
    row, now = _require(session, responder_id), to_wire(session.clock.now())
    with session.store.transaction():
        save_record(session, RESPONDER, {"arrived_at": now}, record_id=responder_id, reason=_STAMPED)
        _tell_recovery(session, str(row["recovery"]), str(row["kind"]), "arrived_at", now)


def stamp_decline(session: Session, responder_id: str, reason: str) -> None:
    """Write down that a responder does not come, and why."""
    _require(session, responder_id)
    if not reason.strip():
        raise Refused([Problem("REASON_REQUIRED", "declined_reason")])
    facts: dict[str, Json] = {"declined_at": to_wire(session.clock.now()), "declined_reason": reason.strip()}
    save_record(session, RESPONDER, facts, record_id=responder_id, reason=_STAMPED)


def _tell_recovery(session: Session, recovery_id: str, kind: str, name: str, now: str) -> None:
    recovery = session.store.record(RECOVERY, recovery_id)
    field = _ON_RECOVERY[name]
    if kind == "advocate" and recovery is not None and recovery.get(field) is None:
        save_record(session, RECOVERY, {field: now}, record_id=recovery_id, reason=_STAMPED)


def _require(session: Session, responder_id: str) -> Mapping[str, Any]:
    row = session.store.record(RESPONDER, responder_id)
    if row is None:
        raise Refused([Problem("RESPONDER_MISSING")])
    if row.get("arrived_at") or row.get("declined_at"):
        raise Refused([Problem("RESPONDER_ANSWERED")])
    return row


def _called(row: Mapping[str, Any], clock: tuple[datetime | None, datetime | None], now: datetime) -> Called:
    called_at = from_wire(str(row["called_at"]))
    due, soon = clock
    if due is None or called_at >= due:
        due, soon = _span_after(called_at)
    arrived = from_wire(str(row["arrived_at"])) if row.get("arrived_at") else None
    state = _state(arrived, due, soon, now, declined=bool(row.get("declined_at")))
    name = str(row.get("name") or "")
    return Called(str(row["id"]), str(row.get("kind") or "other"), name, state, called_at, due, arrived)


def _span_after(called_at: datetime) -> tuple[datetime | None, datetime | None]:
    law = load_law()
    rule = law.clocks.newest(CLOCK)
    if rule is None:
        return None, None
    zone = law.clocks.zone
    return end_of(called_at, rule.due, law.calendars, zone), end_of(called_at, rule.soon, law.calendars, zone)


def _state(
    arrived: datetime | None, due: datetime | None, soon: datetime | None, now: datetime, *, declined: bool
) -> ResponderState:
    if arrived is not None:
        return ResponderState.ARRIVED_LATE if due is not None and arrived > due else ResponderState.ARRIVED
    if declined:
        return ResponderState.DECLINED
    if due is not None and now >= due:
        return ResponderState.LATE
    return ResponderState.SOON if soon is not None and now >= soon else ResponderState.COMING
