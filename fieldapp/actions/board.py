"""The board: what is this person's now, read in one go and within a bound, however large the store has grown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from fieldapp.actions.conflict import count_clashes
from fieldapp.actions.due import DUE_ROWS, Due, load_due
from fieldapp.actions.lookup import title_of, words_of
from fieldapp.actions.name_opening import count_asked
from fieldapp.actions.news import News, load_news
from fieldapp.actions.query import PERSON_AGE_COLUMNS, person_of, query_rows
from fieldapp.actions.review import Returned, count_inbox, load_returned
from fieldapp.actions.session import Session
from fieldapp.actions.training import Trained, load_own_expiring
from fieldapp.actions.urgency import most_urgent
from fieldapp.domain.access import Role
from fieldapp.domain.clock import from_wire, to_wire
from fieldapp.domain.wire import Json
from fieldapp.records import require_type
from fieldapp.rules.offence import load_offences
from fieldapp.rules.recovery_guard import is_minor_at_recovery
from fieldapp.store import outbox
from fieldapp.store.tables import draft_rows, open_rows

DRAFT_ROWS: Final = 6
CALL_OUT_ROWS: Final = 12
NEWS_ROWS: Final = 8
_COUNTED: Final = ("arrest", "search_warrant", "screening")
_LINKED: Final = "(SELECT count(*) FROM {0} WHERE operation = ? AND voided = 0)"


@dataclass(frozen=True)
class Tally:
    """What one operation has come to so far."""

    recoveries: int = 0
    minors: int = 0
    arrests: int = 0
    warrants: int = 0
    screenings: int = 0


@dataclass(frozen=True, repr=False)
class BoardOperation:
    """The operation under way, or the next one that is planned; ``phase`` in words."""

    record_id: str
    number: str
    name: str
    phase: str
    starts_at: datetime | None
    is_active: bool
    tally: Tally


@dataclass(frozen=True, repr=False)
class Draft:
    """A record of this person's that is not final."""

    record_type: str
    record_id: str
    title: str
    updated_at: datetime


@dataclass(frozen=True, repr=False)
class CallOut:
    """A request for help to this person's agency that waits for an answer or an arrival."""

    record_id: str
    client_code: str
    kind: str
    status: str
    sent_at: datetime | None
    meeting_place: str
    needs: str


@dataclass(frozen=True, repr=False)
class Board:
    """Everything the board shows. ``overdue`` counts the due rows whose hour has passed.

    ``missing`` says how many saves this store lacks against what was noted of it: then it is read, not written.
    """

    role: Role
    name: str
    operation: BoardOperation | None
    due: tuple[Due, ...]
    call_outs: tuple[CallOut, ...]
    drafts: tuple[Draft, ...]
    waiting: int
    refused: int
    conflicts: int
    new_leads: int
    last_sync_at: str | None
    is_empty: bool
    overdue: int = 0
    missing: int = 0
    returned: tuple[Returned, ...] = ()
    for_review: int = 0
    trainings: tuple[Trained, ...] = ()
    news: tuple[News, ...] = ()
    asked: int = 0


def load_board(session: Session) -> Board:
    """Return the board of whoever is at this laptop."""
    role = session.role
    is_police = role not in {Role.ADVOCATE, Role.ADMINISTRATOR}
    due = list(load_due(session, is_police=is_police))
    now = session.clock.now()
    drafts = _drafts(session)
    operation = _operation(session) if is_police else None
    call_outs = _call_outs(session) if role is Role.ADVOCATE else ()
    return Board(
        role,
        session.profile.name or session.profile.handle,
        operation,
        tuple(most_urgent(due, now, DUE_ROWS)),
        call_outs,
        drafts,
        outbox.unsent(session.store),
        len(outbox.quarantined(session.store)),
        count_clashes(session),
        _new_leads(session) if is_police else 0,
        session.store.meta("sync last ok"),
        not (due or drafts or operation or call_outs),
        sum(row.due_at <= now for row in due),
        session.missing,
        load_returned(session) if is_police else (),
        count_inbox(session),
        load_own_expiring(session) if is_police else (),
        load_news(session)[:NEWS_ROWS],
        count_asked(session) if is_police else 0,
    )


def _operation(session: Session) -> BoardOperation | None:
    found = query_rows(
        session,
        "SELECT id, number, name, phase, starts_at, status "
        f"FROM {open_rows(require_type('operation'))} AND (status = 'active' "
        "OR (status IN ('approved', 'briefed') AND starts_at >= ?)) "
        "ORDER BY status = 'active' DESC, CASE status WHEN 'active' THEN -julianday(starts_at) "
        "ELSE julianday(starts_at) END LIMIT 1",
        to_wire(session.clock.now() - timedelta(hours=12)),
    )
    if not found:
        return None
    row = found[0]
    started = from_wire(row["starts_at"]) if row["starts_at"] else None
    active = row["status"] == "active"
    return BoardOperation(
        row["id"],
        row["number"] or "",
        row["name"] or "",
        words_of(session, require_type("operation"), "phase", row["phase"]),
        started,
        active,
        load_tally(session, row["id"]) if active else Tally(),
    )


def load_tally(session: Session, operation_id: str) -> Tally:
    """Count what belongs to an operation; each count reads the index of its link alone, however much there is."""
    offences = load_offences()
    recoveries = query_rows(
        session,
        f"SELECT r.first_contact_at, r.estimated_age, r.age_basis, {PERSON_AGE_COLUMNS} FROM recovery AS r "
        "LEFT JOIN person AS p ON p.id = r.person WHERE r.operation = ? AND r.voided = 0",
        operation_id,
    )
    minors = sum(is_minor_at_recovery(row, person_of(row), offences) is True for row in recoveries)
    counts = query_rows(
        session,
        "SELECT " + ", ".join(f"{_LINKED.format(table)} AS {table}" for table in _COUNTED),
        *([operation_id] * len(_COUNTED)),
    )[0]
    return Tally(len(recoveries), minors, *(int(counts[table]) for table in _COUNTED))


def _call_outs(session: Session) -> tuple[CallOut, ...]:
    referral = require_type("referral")
    rows = query_rows(
        session,
        f"SELECT id FROM {open_rows(referral)} ORDER BY kind = 'call_out' DESC, sent_at DESC LIMIT {CALL_OUT_ROWS}",
    )
    found = []
    for row in rows:
        values: Mapping[str, Json] = session.store.record("referral", row["id"]) or {}
        words = {name: words_of(session, referral, name, values.get(name)) for name in ("kind", "needs")}
        sent = values.get("sent_at")
        found.append(
            CallOut(
                row["id"],
                str(values.get("client_code") or ""),
                words["kind"],
                str(values.get("status") or ""),
                from_wire(str(sent)) if sent else None,
                str(values.get("meeting_place") or ""),
                words["needs"],
            )
        )
    return tuple(found)


def _drafts(session: Session) -> tuple[Draft, ...]:
    kept = [record for record in session.store.types.values() if record.keeps_drafts]
    union = " UNION ALL ".join(
        f"SELECT '{record.type_name}' AS type, id, updated_at FROM (SELECT id, updated_at FROM {draft_rows(record)} "
        f"AND updated_by = ? ORDER BY updated_at DESC LIMIT {DRAFT_ROWS})"
        for record in kept
    )
    mine = [session.profile.handle] * len(kept)
    rows = query_rows(session, f"{union} ORDER BY updated_at DESC LIMIT {DRAFT_ROWS}", *mine)
    found = []
    for row in rows:
        values = session.store.record(row["type"], row["id"]) or {}
        title = title_of(session, row["type"], values)
        found.append(Draft(row["type"], row["id"], title, from_wire(row["updated_at"])))
    return tuple(found)


def _new_leads(session: Session) -> int:
    leads = open_rows(require_type("lead"))
    return int(query_rows(session, f"SELECT count(*) AS n FROM {leads} AND status = 'new'")[0]["n"])
