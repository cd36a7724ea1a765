"""Signs of life from the field (N27): one press each, the next one due by the plan, and a missed one that is told.

A missed check-in is one record, whose id follows from the place on the roster and the time it was due: every laptop
that notices writes the same one, with the time at which it was missed, not the time at which it was noticed.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from fieldapp.actions.capture import void_record
from fieldapp.actions.laptop import require_writable
from fieldapp.actions.operation import ROSTER, next_check_in, save_apart, write_apart
from fieldapp.actions.query import query_rows
from fieldapp.actions.session import Session, Undo
from fieldapp.actions.stamp import take_stamp_back
from fieldapp.domain.access import SWORN
from fieldapp.domain.clock import from_wire, to_wire
from fieldapp.domain.ids import derive_record_id
from fieldapp.domain.problems import Problem, Refused
from fieldapp.domain.wire import Json
from fieldapp.records.operation import Operation
from fieldapp.store.tables import open_condition

CHECK_IN: Final = "check_in"
MISSED: Final = "missed"
ACTS: Final = ("on_site", "checked_in", "safe", "off_site")
_TOLD: Final = "check-ins told"
_LIMIT: Final = 50
_WRITTEN: Final = frozenset({"checked_in", "safe"})
# From the few operations under way to their rosters, never from all the rosters there were.
_OVERDUE: Final = (
    "SELECT r.id, r.operation, r.role, r.alias_number, r.call_sign, r.next_check_in_at AS due_at, o.number "
    "FROM operation AS o CROSS JOIN roster_member AS r ON r.operation = o.id "
    f"WHERE {open_condition(Operation, 'o')} AND o.status = 'active' "
    "AND r.voided = 0 AND r.off_site_at IS NULL AND r.next_check_in_at <= ? ORDER BY r.next_check_in_at LIMIT ?"
)


@dataclass(frozen=True, repr=False)
class Overdue:
    """Somebody in the field who has not checked in since it was due; an undercover officer by alias only."""

    member_id: str
    operation_id: str
    number: str
    role: str
    sign: str
    due_at: datetime


@dataclass(frozen=True, repr=False)
class Mark:
    """How to take one press back: what the roster showed before, and the check-in that was written."""

    member: Undo
    check_in_id: str = ""


def mark(session: Session, member_id: str, act: str, *, place: str = "") -> Mark:
    """Note that somebody came on site, checked in, is safe or left; return the way back.

    A check-in that comes late does not hide that it was missed: that is written first.
    """
    require_writable(session)
    if act not in ACTS:
        raise Refused([Problem("CHOICE_UNKNOWN", "kind", {"label": "Kind"})])
    member = session.store.record(ROSTER, member_id)
    if member is None:
        raise Refused([Problem("OPERATION_NOT_HERE")])
    operation = session.store.record("operation", str(member.get("operation"))) or {}
    now, due_at = to_wire(session.clock.now()), member.get("next_check_in_at")
    with session.store.transaction():
        if due_at and str(due_at) < now and not member.get("off_site_at") and operation.get("status") == "active":
            _write_missed(session, member_id, str(member.get("operation")), str(due_at))
        return _mark(session, member_id, member, act, now, next_check_in(operation, now), place)


def take_mark_back(session: Session, made: Mark) -> None:
    """Undo one press: the roster as it was, the check-in struck out."""
    with session.store.transaction():
        take_stamp_back(session, made.member)
        if made.check_in_id:
            void_record(session, CHECK_IN, made.check_in_id, "Undone")


def overdue_check_ins(session: Session) -> list[Overdue]:
    """Return whose check-in is overdue in the operations under way, longest first."""
    rows = query_rows(session, _OVERDUE, to_wire(session.clock.now()), _LIMIT)
    return [
        Overdue(
            row["id"],
            row["operation"],
            row["number"] or "",
            row["role"] or "",
            row["call_sign"] or row["alias_number"] or "",
            from_wire(row["due_at"]),
        )
        for row in rows
    ]


def take_missed(session: Session) -> list[Overdue]:
    """Write down every check-in that was missed, and return those that nobody at this laptop was told of yet.

    Works after a restart and without a network; what was told is kept in the store.
    """
    if session.role not in SWORN or session.missing:
        return []
    found = overdue_check_ins(session)
    told = set(json.loads(session.store.meta(_TOLD) or "[]"))
    now = {f"{each.member_id} {to_wire(each.due_at)}": each for each in found}
    if not found and not told:
        return []
    with session.store.transaction():
        for each in found:
            _write_missed(session, each.member_id, each.operation_id, to_wire(each.due_at))
        if told != now.keys():
            session.store.set_meta(_TOLD, json.dumps(sorted(now)))
    return [each for key, each in now.items() if key not in told]


def missed_id(member_id: str, due_at: str) -> str:
    """Return the id of the one record that says this check-in was missed."""
    return derive_record_id(member_id, CHECK_IN, due_at)


def _write_missed(session: Session, member_id: str, operation_id: str, due_at: str) -> None:
    record_id = missed_id(member_id, due_at)
    if session.store.load(CHECK_IN, record_id) is not None:
        return
    values: dict[str, Json] = {
        "roster_member": member_id,
        "operation": operation_id,
        "kind": MISSED,
        "at": due_at,
        "due_at": due_at,
    }
    save_apart(session, CHECK_IN, values, record_id=record_id)


def _mark(
    session: Session, member_id: str, member: Mapping[str, Any], act: str, now: str, due_at: str | None, place: str
) -> Mark:
    values: dict[str, Json] = {"checked_in_at": now, "next_check_in_at": due_at}
    if act == "on_site":
        values |= {"on_site_at": now, "off_site_at": None}
    if act == "off_site":
        values = {"off_site_at": now, "next_check_in_at": None}
    done = write_apart(session, ROSTER, member_id, values, "Check-in")
    if act not in _WRITTEN:
        return Mark(done)
    facts: dict[str, Json] = {
        "roster_member": member_id,
        "operation": member.get("operation"),
        "kind": act,
        "at": now,
        "due_at": member.get("next_check_in_at"),
        "place": place.strip() or None,
    }
    return Mark(done, save_apart(session, CHECK_IN, facts))
