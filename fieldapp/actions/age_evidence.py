"""Stating how old somebody is, and what it rests on: each statement stands beside the others, none replaces one.

What counts is what the person's own fields say. They follow in the same transaction where more bears the new age out
than what they rest on; an age borne out as well as theirs is offered, and somebody decides.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, TypeAlias

from fieldapp.actions.age_change import AgeChange, age_changes, correct_age, forbidden_arrests
from fieldapp.actions.age_keeping import kept_years, load_evidence
from fieldapp.actions.history import load_history
from fieldapp.actions.laptop import require_writable
from fieldapp.actions.query import query_rows
from fieldapp.actions.session import Session, Undo
from fieldapp.domain.change import VOID, VOID_FIELD
from fieldapp.domain.problems import Problem, Refused
from fieldapp.domain.wire import Json
from fieldapp.rules.age_guard import EVIDENCE
from fieldapp.rules.offence import load_offences
from fieldapp.rules.stated_age import (
    AGE_FIELDS,
    PERSON_AGE,
    StatedAge,
    age_content,
    evidence_age,
    standing_ages,
)

Wire: TypeAlias = Mapping[str, Json]

RESTED: Final = "Age rests on: {basis}"
_STRUCK: Final = "Its evidence was struck out"


@dataclass(frozen=True, repr=False)
class AgeView:
    """An age on the card. ``counts``: the person rests on it; ``is_offered``: it is borne out as well, or better."""

    stated: StatedAge
    counts: bool
    is_offered: bool


@dataclass(frozen=True, repr=False)
class StruckAge:
    """Evidence that was struck out: by whom, when (wire instant) and why, "" where the reason is not held here."""

    stated: StatedAge
    author: str
    at: str
    reason: str = ""


@dataclass(frozen=True, repr=False)
class StatedAges:
    """All that was ever said of somebody's age, what is trusted most first. ``is_open``: people disagree on it."""

    person_id: str
    ages: tuple[AgeView, ...]
    struck: tuple[StruckAge, ...] = ()
    is_open: bool = False


@dataclass(frozen=True, repr=False)
class Outcome:
    """What came of an act on an age. ``is_taken``: the person rests on it now.

    ``made`` are the recoveries that arrests became, ``turned`` the records that are another age's now.
    """

    evidence_id: str
    is_taken: bool
    made: tuple[str, ...] = ()
    turned: tuple[AgeChange, ...] = ()


def load_ages(session: Session, person_id: str) -> StatedAges | None:
    """Return every age that was said of a person; None when this laptop does not hold them."""
    row = session.store.load("person", person_id)
    if row is None or row.state.voided:
        return None
    evidence = load_evidence(session, person_id)
    every = [*evidence, *_only_standing(session, person_id, evidence)]
    rests = age_content(row.state.values)
    most = max((age.rank for age in every if age.content == rests), default=-1)
    ages = [
        AgeView(age, age.content == rests, bool(age.evidence_id) and age.content != rests and age.rank >= most)
        for age in sorted(every, key=_precedence, reverse=True)
    ]
    is_open = any(name in row.state.conflicts for name in PERSON_AGE)
    return StatedAges(person_id, tuple(ages), _struck(session, person_id), is_open)


def state_age(session: Session, person_id: str, values: Wire, *, turns_arrests: bool = False) -> Outcome:
    """Write down an age: ``basis``, ``born_on`` or ``age`` (or both), ``stated_on`` (blank: today), ``source``.

    The person rests on it where it outranks all that they rest on. With ``turns_arrests`` each arrest that it forbids
    becomes a recovery in the same transaction; without, Refused names the rule, and nothing was written.
    """
    require_writable(session)
    today = _today(session).isoformat()
    facts = {"stated_on": today, **{name: value for name, value in values.items() if value is not None}}
    if str(facts["stated_on"]) > today:
        raise Refused([Problem("AGE_STATED_LATER", "stated_on")])
    store, before = session.store, set(age_changes(session, person_id))
    with store.transaction():
        row = store.load("person", person_id)
        evidence = load_evidence(session, person_id)
        stands = standing_ages(row.state, load_offences().zone, kept_years(evidence)) if row is not None else ()
        written = store.save(session.author, EVIDENCE, {**facts, "person": person_id})
        evidence_id = written.state.record_id
        stated = evidence_age({**written.state.values, "id": evidence_id}, session.author.handle, written.created_at)
        is_taken = stated.rank > max((age.rank for age in stands), default=-1)
        also, made = _rest(session, person_id, stated, turns_arrests=turns_arrests) if is_taken else (None, ())
    session.undone.append(Undo(EVIDENCE, evidence_id, {}, created=True, also=(also,) if also else ()))
    return Outcome(evidence_id, is_taken, made, _turned_since(session, person_id, before))


def rest_on(session: Session, evidence_id: str, *, turns_arrests: bool = False) -> Outcome:
    """Let the person rest on evidence that was offered. Raises Refused as ``state_age`` does."""
    require_writable(session)
    row = session.store.load(EVIDENCE, evidence_id)
    if row is None or row.state.voided:
        raise Refused([Problem("AGE_NOT_HERE")])
    person_id = str(row.state.values.get("person") or "")
    before = set(age_changes(session, person_id))
    stated = evidence_age({**row.state.values, "id": evidence_id}, row.created_by, row.created_at)
    with session.store.transaction():
        also, made = _rest(session, person_id, stated, turns_arrests=turns_arrests)
    session.undone.append(also)
    return Outcome(evidence_id, is_taken=True, made=made, turned=_turned_since(session, person_id, before))


def strike_age(session: Session, evidence_id: str, reason: str) -> Outcome:
    """Strike evidence out, with the reason. A person who rests on it rests on what is trusted most of the others.

    With no other their age is not known any more. Raises Refused where an arrest could not stand beside that.
    """
    require_writable(session)
    store, row = session.store, session.store.load(EVIDENCE, evidence_id)
    if not reason.strip():
        raise Refused([Problem("AGE_STRUCK_WHY")])
    if row is None or row.state.voided:
        raise Refused([Problem("AGE_NOT_HERE")])
    person_id = str(row.state.values.get("person") or "")
    before = set(age_changes(session, person_id))
    struck = evidence_age({**row.state.values, "id": evidence_id}, row.created_by, row.created_at)
    with store.transaction():
        store.save(
            session.author, EVIDENCE, {VOID_FIELD: True}, record_id=evidence_id, kind=VOID, reason=reason.strip()
        )
        others = load_evidence(session, person_id)
        person = store.record("person", person_id) or {}
        rested = age_content(person) == struck.content and all(age.content != struck.content for age in others)
        if rested:
            # Not kept as evidence once more: it was struck out just now.
            best = max(others, key=_precedence, default=None)
            blank: dict[str, Json] = dict.fromkeys(PERSON_AGE)
            follows = {**blank, **_fields_of(best)} if best is not None else blank
            store.save(session.author, "person", follows, record_id=person_id, reason=_STRUCK)
    also = (Undo("person", person_id, {name: person.get(name) for name in PERSON_AGE}, created=False),)
    session.undone.append(Undo(EVIDENCE, evidence_id, {VOID_FIELD: False}, created=False, also=also if rested else ()))
    turned = _turned_since(session, person_id, before)
    return Outcome(evidence_id, is_taken=rested, turned=turned)


def _rest(session: Session, person_id: str, stated: StatedAge, *, turns_arrests: bool) -> tuple[Undo, tuple[str, ...]]:
    """Let the person's fields follow; return how to take that back, and the recoveries that arrests became."""
    person = session.store.record("person", person_id) or {}
    values = _fields_of(stated)
    if not turns_arrests and forbidden_arrests(session, person_id, values):
        raise Refused([Problem("ARREST_MINOR_PROSTITUTION", "born_on" if stated.born_on else "age")])
    listed = tuple(session.undone)
    made = correct_age(session, person_id, values, reason=RESTED.format(basis=stated.basis))
    session.undone.clear()
    session.undone.extend(listed)
    return Undo("person", person_id, {name: person.get(name) for name in values}, created=False), made


def _fields_of(stated: StatedAge) -> dict[str, Json]:
    """What the person's fields say when they rest on this. Years alone: no date of birth that is trusted less."""
    if stated.born_on:
        return {"born_on": stated.born_on, "age_basis": stated.basis}
    return {
        "born_on": None,
        "age_basis": stated.basis,
        "estimated_age": stated.age,
        "estimated_on": stated.stated_on or None,
    }


def _only_standing(session: Session, person_id: str, evidence: Sequence[StatedAge]) -> list[StatedAge]:
    """The ages in the fields of a person, their recoveries and arrests that no evidence says."""
    store, zone, years = session.store, load_offences().zone, kept_years(evidence)
    said = {age.content for age in evidence}
    on_days = {(age.content, age.stated_on) for age in evidence}
    found: list[StatedAge] = []
    for record_type in AGE_FIELDS:
        ids = [person_id] if record_type == "person" else _of_person(session, record_type, person_id)
        for row in store.projection.load(store.connection, record_type, ids).values():
            for age in standing_ages(row.state, zone, years):
                key = (age.content, age.stated_on)
                if key not in on_days and not (record_type == "person" and age.content in said):
                    on_days.add(key)
                    found.append(age)
    return found


def _of_person(session: Session, record_type: str, person_id: str) -> list[str]:
    sql = f'SELECT id FROM "{record_type}" WHERE person = ? AND voided = 0 ORDER BY id'
    return [str(row["id"]) for row in query_rows(session, sql, person_id)]


def _struck(session: Session, person_id: str) -> tuple[StruckAge, ...]:
    store = session.store
    ids = query_rows(session, f"SELECT id FROM {EVIDENCE} WHERE person = ? AND voided = 1 ORDER BY id", person_id)
    rows = store.projection.load(store.connection, EVIDENCE, [str(row["id"]) for row in ids])
    found = []
    for key, row in rows.items():
        acts = (act for act in load_history(session, EVIDENCE, key) if act.kind == VOID and act.refused is None)
        why = next((act.reason or "" for act in acts), "")
        stated = evidence_age({**row.state.values, "id": key}, row.created_by, row.created_at)
        found.append(StruckAge(stated, row.updated_by, row.updated_at, why))
    return tuple(found)


def _turned_since(session: Session, person_id: str, before: set[AgeChange]) -> tuple[AgeChange, ...]:
    return tuple(change for change in age_changes(session, person_id) if change not in before)


def _precedence(age: StatedAge) -> tuple[int, str, str, str]:
    return age.rank, age.stated_on, age.at, age.evidence_id


def _today(session: Session) -> date:
    return session.clock.now().astimezone(load_offences().zone).date()
