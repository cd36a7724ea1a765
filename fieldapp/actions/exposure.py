"""Looks at pictures that are hard to look at: each with a reason, counted, and what a week of them comes to.

A look is written before the picture is handed out, in the transaction that reads it. A week begins on Monday, local
time. Source: features.md N26 (counted views, exposure budget of the staff).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from fieldapp.actions.attachment import ATTACHMENT, load_attachment
from fieldapp.actions.colleague import load_colleagues
from fieldapp.actions.laptop import require_writable
from fieldapp.actions.query import query_rows
from fieldapp.actions.session import Session
from fieldapp.domain.clock import from_wire, to_wire
from fieldapp.domain.problems import Problem, Refused
from fieldapp.rules.exposure import AMBER, OK, RED, Budget, load_budget

VIEW: Final = "image_view"
WEEKS: Final = 4
_WEEK: Final = timedelta(days=7)
_ORDER: Final = (RED, AMBER, OK)


@dataclass(frozen=True, repr=False)
class Exposed:
    """How often somebody looked: in this week, then in those before it. ``state`` of this week: ok, amber or red."""

    who: str
    looks: tuple[int, ...]
    state: str


def look_at(session: Session, attachment_id: str, reason: str) -> bytes:
    """Write down that this person looks at a covered picture and why, then return its content.

    Raises Refused VIEW_INCOMPLETE without a reason, ATTACHMENT_INCOMPLETE; then nothing was written.
    """
    require_writable(session)
    if not reason.strip():
        raise Refused([Problem("VIEW_INCOMPLETE", "reason")])
    store = session.store
    with store.transaction():
        content = load_attachment(session, attachment_id)
        row = store.load(ATTACHMENT, attachment_id)
        values = {
            "attachment": attachment_id,
            "viewer": session.profile.handle,
            "viewed_at": to_wire(session.clock.now()),
            "reason": reason.strip()[:300],
        }
        store.save(session.author, VIEW, values, zone=row.state.zone if row is not None else None)
    return content


def own_looks(session: Session) -> tuple[int, Budget | None]:
    """Return how often this person has looked in this week, and the budget, None where the agency set none."""
    start = _monday(session)
    rows = _looks(session, start, "AND viewer = ?", session.profile.handle)
    return len(rows), load_budget(start.date())


def load_exposure(session: Session) -> tuple[Exposed, ...]:
    """Return the looks of everybody in this week and the three before it, who is over the budget first.

    This laptop knows what headquarters lets its owner read: an agency's own files are looked at under its own eyes.
    """
    monday = _monday(session)
    budget = load_budget(monday.date())
    people = load_colleagues(session)
    counts: dict[str, list[int]] = {}
    for row in _looks(session, monday - (WEEKS - 1) * _WEEK):
        week = _weeks_before(monday, from_wire(str(row["viewed_at"])))
        if 0 <= week < WEEKS:
            counts.setdefault(people.name_of(str(row["viewer"])), [0] * WEEKS)[week] += 1
    found = (
        Exposed(who, tuple(looks), budget.state_of(looks[0]) if budget is not None else OK)
        for who, looks in counts.items()
    )
    return tuple(sorted(found, key=lambda each: (_ORDER.index(each.state), -each.looks[0], each.who)))


def _state(budget: Budget | None, looks: int) -> str:
    return budget.state_of(looks) if budget is not None else OK


def _looks(session: Session, since: datetime, condition: str = "", *values: object) -> list[Mapping[str, Any]]:
    return query_rows(
        session,
        f"SELECT viewer, viewed_at FROM {VIEW} WHERE voided = 0 AND viewer IS NOT NULL AND viewed_at >= ? {condition}",
        *(to_wire(since), *values),
    )


def _monday(session: Session) -> datetime:
    """Return the instant at which this week began here, whatever the clocks did since."""
    today = session.clock.now().astimezone().date()
    return _midnight(today - timedelta(days=today.weekday()))


def _weeks_before(monday: datetime, moment: datetime) -> int:
    """Return how many weeks before this one an instant lies: 0 is this week, -1 one to come."""
    days = (monday.astimezone().date() - moment.astimezone().date()).days
    return -(-days // 7)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time()).astimezone()
