"""What runs out when: tasks, the clocks of the protocol, warrants to return, services and calls that are due."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from fieldapp.actions.clock_due import KEPT_OVERDUE, load_clock_due
from fieldapp.actions.custody import ITEM, load_waiting
from fieldapp.actions.lookup import words_of
from fieldapp.actions.operation_check_in import overdue_check_ins
from fieldapp.actions.operation_help import open_help
from fieldapp.actions.query import query_rows, sees_everybodys
from fieldapp.actions.session import Session
from fieldapp.domain.clock import from_wire, to_wire
from fieldapp.records import require_type
from fieldapp.rules.deadline import Deadline
from fieldapp.store.tables import open_rows

DUE_ROWS: Final = 12
_PRESSING: Final = timedelta(hours=4)
_LOOKED_THROUGH: Final = 1_000  # calls to the hotline that were impossible, made meanwhile or not
_TASK_LINKS: Final = ("recovery", "arrest", "lead", "search_warrant", "person", "screening", "operation")


@dataclass(frozen=True, repr=False)
class Due:
    """Something with a clock. ``code`` says what is to be done, ``whom`` about whom, never by a true name.

    ``deadline`` is the clock of a law behind it, with its citation; ``due_at`` and ``soon_at`` are what the rows are
    put in order by also where nobody can say when that one runs out.
    """

    record_type: str
    record_id: str
    code: str
    what: str
    whom: str
    due_at: datetime
    soon_at: datetime
    deadline: Deadline | None = field(default=None, compare=False)


def load_due(session: Session, *, is_police: bool) -> Iterator[Due]:
    """Yield everything with a clock that concerns this person, in no order; of each kind the nearest few."""
    yield from _tasks(session)
    if is_police:
        yield from _clocks(session)
        yield from _reports(session)
        yield from _unanswered(session)
        yield from _custody(session)
        yield from _check_ins(session)
    yield from _services(session)
    yield from _contacts(session)


def _tasks(session: Session) -> Iterator[Due]:
    people = () if sees_everybodys(session) else (session.profile.handle, session.profile.name)
    chosen = f"SELECT id, what, assigned_to, due_at, {', '.join(_TASK_LINKS)} FROM {open_rows(require_type('task'))}"
    mine, now = _mine(session, "assigned_to IN (?, ?)"), to_wire(session.clock.now())
    # The nearest on either side of now: those that are over for longest must not crowd out the others.
    rows = query_rows(
        session,
        f"SELECT * FROM ({chosen} AND due_at <= ? {mine} ORDER BY due_at DESC LIMIT {DUE_ROWS}) UNION ALL "
        f"SELECT * FROM ({chosen} AND due_at > ? {mine} ORDER BY due_at LIMIT {DUE_ROWS})",
        *(now, *people, now, *people),
    )
    for row in rows:
        due_at = from_wire(row["due_at"])
        whom = _about(session, row) or row["assigned_to"] or ""
        yield Due("task", row["id"], "task", row["what"] or "", whom, due_at, due_at - _PRESSING)


def _about(session: Session, task: Mapping[str, Any]) -> str:
    """What a task is about, in words: the first of its links."""
    name = next((link for link in _TASK_LINKS if task[link]), None)
    return words_of(session, require_type("task"), name, task[name]) if name else ""


def _clocks(session: Session) -> Iterator[Due]:
    for deadline, record_type, record_id, whom in load_clock_due(session, DUE_ROWS * 2):
        soon = deadline.soon_at if deadline.soon_at is not None else deadline.starts_at
        yield Due(record_type, record_id, deadline.code, "", whom, deadline.earliest, soon, deadline)


def _reports(session: Session) -> Iterator[Due]:
    """Calls to the hotline that were impossible, and are to be made all the same; they have no clock of their own."""
    impossible = open_rows(require_type("protocol_step"))
    rows = query_rows(
        session,
        f"SELECT r.id, r.person, r.first_contact_at FROM (SELECT recovery, at FROM {impossible} "
        f"AND step = 'hotline_call' ORDER BY at DESC LIMIT {_LOOKED_THROUGH}) AS s "
        "CROSS JOIN recovery AS r ON r.id = s.recovery WHERE r.voided = 0 "
        "AND r.hotline_called_at IS NULL AND r.first_contact_at IS NOT NULL "
        f"{_mine(session, '? IN (r.created_by, r.updated_by)')} ORDER BY s.at DESC LIMIT {DUE_ROWS}",
        *(() if sees_everybodys(session) else (session.profile.handle,)),
    )
    for row in rows:
        whom = words_of(session, require_type("recovery"), "person", row["person"]) if row["person"] else ""
        at = from_wire(row["first_contact_at"])
        yield Due("recovery", row["id"], "hotline_call", "", whom, at, at)


def _unanswered(session: Session) -> Iterator[Due]:
    referral = require_type("referral")
    rows = query_rows(
        session,
        f"SELECT id, client_code, kind, sent_at FROM {open_rows(referral)} "
        "AND status = 'sent' AND sent_at IS NOT NULL AND updated_at >= ? "
        f"{_mine(session, '? IN (created_by, updated_by)')} ORDER BY sent_at DESC LIMIT {DUE_ROWS}",
        to_wire(session.clock.now() - KEPT_OVERDUE),
        *(() if sees_everybodys(session) else (session.profile.handle,)),
    )
    for row in rows:
        sent = from_wire(row["sent_at"])
        hour = timedelta(minutes=30) if row["kind"] == "call_out" else timedelta(days=1)
        what = words_of(session, referral, "kind", row["kind"])
        yield Due("referral", row["id"], "answer", what, row["client_code"] or "", sent + hour, sent + hour / 2)


def _custody(session: Session) -> Iterator[Due]:
    """Evidence that waits for this person's answer, and transfers in dispute; a day is the bureau's own measure."""
    for waiting in load_waiting(session):
        handed = from_wire(waiting.handed_at)
        code = f"custody_{'dispute' if waiting.is_dispute else 'receipt' if waiting.is_receipt else 'sign'}"
        yield Due(ITEM, waiting.item_id, code, "", waiting.title, handed + timedelta(days=1), handed)


def _check_ins(session: Session) -> Iterator[Due]:
    """Whoever asks for help, or has not checked in: everybody on the task force looks for them."""
    for call in open_help(session):
        role = words_of(session, require_type("roster_member"), "role", call.role)
        whom = " · ".join(part for part in (call.number, role, call.sign) if part)
        yield Due("operation", call.operation_id, "help", "", whom, call.at, call.at)
    for each in overdue_check_ins(session):
        role = words_of(session, require_type("roster_member"), "role", each.role)
        whom = " · ".join(part for part in (each.number, role, each.sign) if part)
        yield Due("operation", each.operation_id, "check_in", "", whom, each.due_at, each.due_at)


def _services(session: Session) -> Iterator[Due]:
    soon = session.clock.now().astimezone().date() + timedelta(days=7)
    rows = query_rows(
        session,
        f"SELECT id, category, client_code, due_on FROM {open_rows(require_type('service'))} "
        f"AND due_on <= ? ORDER BY due_on LIMIT {DUE_ROWS}",
        soon.isoformat(),
    )
    for row in rows:
        what = words_of(session, require_type("service"), "category", row["category"])
        yield _on_day("service", row["id"], "service", what, row["client_code"] or "", row["due_on"])


def _contacts(session: Session) -> Iterator[Due]:
    today = session.clock.now().astimezone().date()
    rows = query_rows(
        session,
        "SELECT c.id, c.kind, c.client_code, c.next_attempt_on FROM contact_attempt AS c WHERE c.voided = 0 "
        "AND c.next_attempt_on BETWEEN ? AND ? AND NOT EXISTS (SELECT 1 FROM contact_attempt AS later WHERE "
        "later.referral = c.referral AND later.attempted_at > c.attempted_at AND later.voided = 0) "
        f"ORDER BY c.next_attempt_on LIMIT {DUE_ROWS}",
        (today - KEPT_OVERDUE).isoformat(),
        (today + timedelta(days=1)).isoformat(),
    )
    for row in rows:
        what = words_of(session, require_type("contact_attempt"), "kind", row["kind"])
        yield _on_day("contact_attempt", row["id"], "contact", what, row["client_code"] or "", row["next_attempt_on"])


def _on_day(record_type: str, record_id: str, code: str, what: str, whom: str, day: str) -> Due:
    # A day runs out at its local midnight, and is pressing from its morning on.
    end = datetime.combine(date.fromisoformat(day) + timedelta(days=1), time.min).astimezone()
    return Due(record_type, record_id, code, what, whom, end, end - timedelta(days=1))


def _mine(session: Session, condition: str) -> str:
    return "" if sees_everybodys(session) else f"AND {condition}"
