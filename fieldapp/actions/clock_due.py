"""The clocks that run on what this person works on, for the board: read within a bound, however large the store is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any, Final

from fieldapp.actions.clock import CHANGE
from fieldapp.actions.lookup import words_of
from fieldapp.actions.query import PERSON_AGE_COLUMNS, RECENT, person_of, query_rows, sees_everybodys
from fieldapp.actions.session import Session
from fieldapp.actions.urgency import nearness
from fieldapp.domain.clock import to_wire
from fieldapp.domain.wire import Json
from fieldapp.records import require_type
from fieldapp.rules.deadline import ClockState, Deadline, Law, deadlines, live_deadlines, longest_days
from fieldapp.rules.law import load_law
from fieldapp.rules.offence import OffenceTable, load_offences
from fieldapp.rules.recovery_guard import is_minor_at_recovery

# How long a clock that ran out stays on the board, and how long before it is due it comes there unless it is pressing.
KEPT_OVERDUE: Final = timedelta(days=14)
AHEAD: Final = timedelta(days=7)
_SCANNED: Final = RECENT // 4
_CHANGED: Final = 50


def load_clock_due(session: Session, limit: int) -> Iterator[tuple[Deadline, str, str, str]]:
    """Yield the nearest clocks of each type of record: deadline, record type, record id, and whom it is about."""
    law = load_law()
    for record_type in sorted(law.clocks.record_types()):
        rows = _rows(session, law, record_type)
        for deadline, row in _nearest(session, law, record_type, rows, limit):
            yield deadline, record_type, str(row["id"]), _whom(session, record_type, row)


def _nearest(
    session: Session, law: Law, record_type: str, rows: list[Mapping[str, Any]], limit: int
) -> list[tuple[Deadline, Mapping[str, Any]]]:
    now = session.clock.now()
    changes = _changes(session, record_type, rows)
    offences = load_offences()
    found = [
        (deadline, row)
        for row in rows
        for deadline in live_deadlines(
            deadlines(
                law,
                record_type,
                row,
                now,
                changes=changes.get(str(row["id"]), ()),
                is_minor=_is_minor(row, offences),
                skip_done=True,
            )
        )
        if deadline.earliest >= now - KEPT_OVERDUE
        and (deadline.state is not ClockState.RUNNING or deadline.earliest <= now + AHEAD)
    ]
    return sorted(found, key=lambda pair: nearness(pair[0].earliest, now))[:limit]


def _rows(session: Session, law: Law, record_type: str) -> list[Mapping[str, Any]]:
    """The records touched lately, those whose clock was changed lately among them, with what clocks need of them.

    A flag is a number in a table; as an answer 1 and true are the same.
    """
    since = session.clock.now() - timedelta(days=longest_days(law.clocks, record_type)) - KEPT_OVERDUE
    record = require_type(record_type)
    names = dict.fromkeys((*law.clocks.fields_of(record_type), *_told(record_type), "state"))
    columns = ", ".join(f'r."{name}"' for name in names if name in record.fields or name == "state")
    people = f", {PERSON_AGE_COLUMNS}" if "person" in record.fields else ""
    join = "LEFT JOIN person AS p ON p.id = r.person " if people else ""
    mine = "" if sees_everybodys(session) else "AND ? IN (r.created_by, r.updated_by)"
    return query_rows(
        session,
        f'SELECT r.id, {columns}{people} FROM "{record_type}" AS r {join}WHERE r.voided = 0 AND r.id IN ('
        f'SELECT id FROM (SELECT id FROM "{record_type}" WHERE updated_at >= ? AND voided = 0 ORDER BY updated_at DESC '
        f'LIMIT {_SCANNED}) UNION SELECT about FROM (SELECT "{record_type}" AS about FROM {CHANGE} WHERE voided = 0 '
        f"ORDER BY updated_at DESC LIMIT {_CHANGED})) {mine}",
        to_wire(since),
        *(() if sees_everybodys(session) else (session.profile.handle,)),
    )


def _told(record_type: str) -> tuple[str, ...]:
    """What a row needs besides its clocks' fields: for its words, and for whose age."""
    if record_type == "recovery":
        return ("person", "first_contact_at", "estimated_age", "age_basis")
    return require_type(record_type).label


def _is_minor(row: Mapping[str, Any], offences: OffenceTable) -> bool | None:
    if "own_age" not in row or "first_contact_at" not in row:
        return None
    return is_minor_at_recovery(row, person_of(row), offences)


def _changes(
    session: Session, record_type: str, rows: list[Mapping[str, Any]]
) -> Mapping[str, list[Mapping[str, Json]]]:
    found: dict[str, list[Mapping[str, Json]]] = {}
    ids = [str(row["id"]) for row in rows]
    if not ids:
        return found
    marks = ", ".join("?" * len(ids))
    for change in query_rows(
        session,
        f'SELECT id, "{record_type}" AS about, clock, kind, at, new_start, until FROM {CHANGE} '
        f'WHERE voided = 0 AND "{record_type}" IN ({marks})',
        *ids,
    ):
        found.setdefault(str(change["about"]), []).append(change)
    return found


def _whom(session: Session, record_type: str, row: Mapping[str, Any]) -> str:
    record = require_type(record_type)
    name = "person" if "person" in row else record.label[0]
    return words_of(session, record, name, row.get(name)) if row.get(name) else ""
