"""What runs out when: tasks, the clocks of the protocol, warrants to return, services and calls that are due."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from fieldapp.actions.lookup import words_of
from fieldapp.actions.session import Session
from fieldapp.domain.access import Role
from fieldapp.domain.clock import from_wire, to_wire
from fieldapp.domain.record import DRAFT
from fieldapp.records import require_type
from fieldapp.rules.deadline import LONGEST_RECOVERY, Deadline, recovery_deadlines, warrant_deadline
from fieldapp.rules.offence import load_offences
from fieldapp.rules.recovery_guard import is_minor_at_recovery

DUE_ROWS: Final = 12
# How far back into the most recently touched records of one type to look where no index narrows the question.
RECENT: Final = 2_000
_PRESSING: Final = timedelta(hours=4)
_KEPT_OVERDUE: Final = timedelta(days=14)
_TASK_LINKS: Final = ("recovery", "arrest", "lead", "search_warrant", "person", "screening", "operation")
_SEES_EVERYBODYS: Final = frozenset({Role.SUPERVISOR, Role.ANALYST})


@dataclass(frozen=True, repr=False)
class Due:
    """Something with a clock. ``code`` says what is to be done, ``whom`` about whom, never by a true name."""

    record_type: str
    record_id: str
    code: str
    what: str
    whom: str
    due_at: datetime
    soon_at: datetime


def query_rows(session: Session, sql: str, *values: object) -> list[Mapping[str, Any]]:
    """Run a query and return its rows by column name."""
    result = session.store.connection.exec_driver_sql(sql, values)
    return [dict(row) for row in result.mappings()]


def is_minor_recovered(session: Session, recovery: Mapping[str, Any]) -> bool | None:
    """Say whether the victim of a recovery was under age at first contact; None when nothing is known of the age."""
    person = session.store.record("person", recovery["person"]) if recovery.get("person") else None
    return is_minor_at_recovery(recovery, person or {}, load_offences())


def load_due(session: Session, *, is_police: bool) -> Iterator[Due]:
    """Yield everything with a clock that concerns this person, in no order; of each kind the nearest few."""
    yield from _tasks(session)
    if is_police:
        yield from _recoveries(session)
        yield from _warrants(session)
        yield from _unanswered(session)
    yield from _services(session)
    yield from _contacts(session)


def _tasks(session: Session) -> Iterator[Due]:
    people = (session.profile.handle, session.profile.name)
    rows = query_rows(
        session,
        f"SELECT id, what, assigned_to, due_at, {', '.join(_TASK_LINKS)} FROM task "
        "WHERE voided = 0 AND status IN ('open', 'started', 'waiting') "
        f"AND due_at IS NOT NULL {_mine(session, 'assigned_to IN (?, ?)')} ORDER BY due_at LIMIT {DUE_ROWS}",
        *(() if session.role in _SEES_EVERYBODYS else people),
    )
    for row in rows:
        due_at = from_wire(row["due_at"])
        whom = _about(session, row) or row["assigned_to"] or ""
        yield Due("task", row["id"], "task", row["what"] or "", whom, due_at, due_at - _PRESSING)


def _about(session: Session, task: Mapping[str, Any]) -> str:
    """What a task is about, in words: the first of its links."""
    name = next((link for link in _TASK_LINKS if task[link]), None)
    return words_of(session, require_type("task"), name, task[name]) if name else ""


def _recoveries(session: Session) -> Iterator[Due]:
    since = session.clock.now() - LONGEST_RECOVERY - _KEPT_OVERDUE
    recovery = require_type("recovery")
    rows = query_rows(
        session,
        "SELECT * FROM (SELECT id, person, first_contact_at, estimated_age, advocate_answer, advocate_arrived_at, "
        "written_report_at, state, created_by, updated_by FROM recovery WHERE updated_at >= ? AND voided = 0 "
        f"ORDER BY updated_at DESC LIMIT {RECENT // 4}) WHERE first_contact_at >= ? AND state = '{DRAFT}' "
        f"{_mine(session, '? IN (created_by, updated_by)')} ORDER BY first_contact_at DESC LIMIT {DUE_ROWS * 2}",
        to_wire(since),
        to_wire(since),
        *(() if session.role in _SEES_EVERYBODYS else (session.profile.handle,)),
    )
    for row in rows:
        minor = is_minor_recovered(session, row)
        whom = words_of(session, recovery, "person", row["person"])
        for deadline in recovery_deadlines(row, is_minor=minor):
            yield _from_deadline(deadline, "recovery", row["id"], whom)


def _warrants(session: Session) -> Iterator[Due]:
    since = session.clock.now() - timedelta(days=40)
    rows = query_rows(
        session,
        "SELECT id, number, status, issued_at, returned_at FROM (SELECT * FROM search_warrant WHERE updated_at >= ? "
        f"AND voided = 0 ORDER BY updated_at DESC LIMIT {RECENT // 4}) WHERE status IN ('issued', 'served') "
        f"AND returned_at IS NULL {_mine(session, '? IN (created_by, updated_by)')} "
        f"ORDER BY issued_at DESC LIMIT {DUE_ROWS}",
        to_wire(since),
        *(() if session.role in _SEES_EVERYBODYS else (session.profile.handle,)),
    )
    for row in rows:
        deadline = warrant_deadline(row)
        if deadline is not None:
            yield _from_deadline(deadline, "search_warrant", row["id"], row["number"] or "")


def _unanswered(session: Session) -> Iterator[Due]:
    rows = query_rows(
        session,
        "SELECT id, client_code, kind, sent_at FROM (SELECT * FROM referral WHERE updated_at >= ? AND voided = 0 "
        f"ORDER BY updated_at DESC LIMIT {RECENT // 4}) WHERE status = 'sent' AND sent_at IS NOT NULL "
        f"{_mine(session, '? IN (created_by, updated_by)')} ORDER BY sent_at DESC LIMIT {DUE_ROWS}",
        to_wire(session.clock.now() - _KEPT_OVERDUE),
        *(() if session.role in _SEES_EVERYBODYS else (session.profile.handle,)),
    )
    referral = require_type("referral")
    for row in rows:
        sent = from_wire(row["sent_at"])
        hour = timedelta(minutes=30) if row["kind"] == "call_out" else timedelta(days=1)
        what = words_of(session, referral, "kind", row["kind"])
        yield Due("referral", row["id"], "answer", what, row["client_code"] or "", sent + hour, sent + hour / 2)


def _services(session: Session) -> Iterator[Due]:
    soon = session.clock.now().astimezone().date() + timedelta(days=7)
    rows = query_rows(
        session,
        "SELECT id, category, client_code, due_on FROM service WHERE voided = 0 AND status IN ('planned', 'started') "
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
        (today - _KEPT_OVERDUE).isoformat(),
        (today + timedelta(days=1)).isoformat(),
    )
    for row in rows:
        what = words_of(session, require_type("contact_attempt"), "kind", row["kind"])
        yield _on_day("contact_attempt", row["id"], "contact", what, row["client_code"] or "", row["next_attempt_on"])


def _from_deadline(deadline: Deadline, record_type: str, record_id: str, whom: str) -> Due:
    return Due(record_type, record_id, deadline.code, "", whom, deadline.due_at, deadline.soon_at)


def _on_day(record_type: str, record_id: str, code: str, what: str, whom: str, day: str) -> Due:
    # A day runs out at its local midnight, and is pressing from its morning on.
    end = datetime.combine(date.fromisoformat(day) + timedelta(days=1), time.min).astimezone()
    return Due(record_type, record_id, code, what, whom, end, end - timedelta(days=1))


def _mine(session: Session, condition: str) -> str:
    return "" if session.role in _SEES_EVERYBODYS else f"AND {condition}"
