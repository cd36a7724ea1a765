"""Trainings by person: which count, which run out, and who lacks one that patrol needs."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from fieldapp.actions.colleague import load_colleagues
from fieldapp.actions.query import query_rows
from fieldapp.actions.session import Session

NEEDED: Final = "csec_patrol"
"""What every patrol deputy has before they screen (AT-2 of the domain study)."""
SOON_DAYS: Final = 60
VALID, SOON, EXPIRED, LACKING = "valid", "soon", "expired", "lacking"
_URGENCY: Final = (LACKING, EXPIRED, SOON, VALID)


@dataclass(frozen=True, repr=False)
class Trained:
    """The newest training of one person in one course. ``state``: valid, soon (to run out), expired, lacking.

    ``record_id`` is blank for who lacks it; ``expires_on`` None where it does not expire.
    """

    who: str
    course: str
    state: str
    record_id: str = ""
    completed_on: date | None = None
    expires_on: date | None = None


def load_trainings(session: Session) -> tuple[Trained, ...]:
    """Return the newest training of each person in each course, what presses most first.

    Who stands on a roster and has none for patrol is there as lacking it.
    """
    people, today = load_colleagues(session), _today(session)
    newest: dict[tuple[str, str], Trained] = {}
    for row in _rows(session):
        who = people.name_of(row["who"])
        newest.setdefault((who, row["course"]), _trained(who, row, today))
    known = query_rows(
        session,
        "SELECT DISTINCT name FROM roster_member WHERE voided = 0 AND handle IS NOT NULL AND name IS NOT NULL",
    )
    for who in {people.name_of(row["name"]) for row in known} | {who for who, _ in newest}:
        newest.setdefault((who, NEEDED), Trained(who, NEEDED, LACKING))
    return tuple(sorted(newest.values(), key=_urgency))


def load_own_expiring(session: Session) -> tuple[Trained, ...]:
    """Return the trainings of whoever is at this laptop that run out soon or have run out."""
    return tuple(each for each in _own_trainings(session) if each.state in {EXPIRED, SOON})


def trained_on(session: Session) -> date | None:
    """Return when whoever is at this laptop was last trained to screen, where that still counts."""
    for each in _own_trainings(session):
        if each.course == NEEDED and each.state in {VALID, SOON}:
            return each.completed_on
    return None


def _own_trainings(session: Session) -> list[Trained]:
    """Return the newest training in each course of whoever is at this laptop, what presses most first."""
    people, today = load_colleagues(session), _today(session)
    mine = people.name_of(session.profile.handle)
    written = query_rows(session, "SELECT DISTINCT who FROM training WHERE voided = 0 AND who IS NOT NULL")
    spellings = [row["who"] for row in written if people.name_of(row["who"]) == mine]
    newest: dict[str, Trained] = {}
    for row in _rows(session, "AND who IN (SELECT value FROM json_each(?))", json.dumps(spellings)):
        newest.setdefault(row["course"], _trained(mine, row, today))
    return sorted(newest.values(), key=_urgency)


def _urgency(each: Trained) -> tuple[int, str, str]:
    return _URGENCY.index(each.state), each.who, each.course


def _rows(session: Session, condition: str = "", *values: object) -> list[Mapping[str, Any]]:
    return query_rows(
        session,
        "SELECT id, who, course, completed_on, expires_on FROM training WHERE voided = 0 AND who IS NOT NULL "
        f"AND course IS NOT NULL AND completed_on IS NOT NULL {condition} ORDER BY completed_on DESC, id DESC",
        *values,
    )


def _trained(who: str, row: Mapping[str, Any], today: date) -> Trained:
    expires = date.fromisoformat(row["expires_on"]) if row["expires_on"] else None
    state = VALID
    if expires is not None and expires < today:
        state = EXPIRED
    elif expires is not None and expires <= today + timedelta(days=SOON_DAYS):
        state = SOON
    return Trained(who, row["course"], state, row["id"], date.fromisoformat(row["completed_on"]), expires)


def _today(session: Session) -> date:
    return session.clock.now().astimezone().date()
