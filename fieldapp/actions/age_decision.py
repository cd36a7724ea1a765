"""Whether somebody counts as a minor at an event, because of which age, and since when: read for each of their records.

The law asks of the day of the event. What decides is written in fields, and the heads of these say who wrote it and on
which day; so the answer is the same on every laptop that holds the same records.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, TypeAlias

from fieldapp.actions.age_keeping import kept_years, load_evidence
from fieldapp.actions.session import Session
from fieldapp.domain.people import ADULT_AT, age_on, age_rank, noted_age
from fieldapp.domain.wire import Json
from fieldapp.rules.charge_guard import is_minor_at_offence, offence_day
from fieldapp.rules.offence import load_offences
from fieldapp.rules.recovery_guard import is_minor_at_recovery
from fieldapp.rules.stated_age import StatedAge, age_content, standing_ages
from fieldapp.store.projection import Row

Wire: TypeAlias = Mapping[str, Json]

EVENT: Final = {"recovery": "first_contact_at", "arrest": "arrested_at"}
_PERSON: Final = "person"
_EVENT: Final = "event"
_EYE: Final = "eye"


@dataclass(frozen=True, repr=False)
class AgeDecision:
    """Minor or adult as of an event. ``is_minor`` None: nothing is known of the age.

    ``stated`` is the age that decides, with what it rests on; None where none does: nothing is known, its basis is not
    said, or ``by_eye``, the officer's own look. ``decided_at`` (wire instant) is when it was written where it decides.
    """

    record_type: str
    record_id: str
    happened_at: str
    is_minor: bool | None
    stated: StatedAge | None
    decided_at: str
    author: str
    by_eye: bool = False


def age_decisions(session: Session, person_id: str) -> tuple[AgeDecision, ...]:
    """Return how the person counts at each of their recoveries and arrests, the latest event first."""
    person = session.store.load("person", person_id)
    if person is None:
        return ()
    evidence = load_evidence(session, person_id)
    found = []
    for record_type in EVENT:
        ids = [str(row["id"]) for row in session.store.linked(record_type, "person", person_id)]
        rows = session.store.projection.load(session.store.connection, record_type, ids)
        found += [_decide(record_type, row, person, evidence) for row in rows.values()]
    return tuple(sorted(found, key=lambda each: (each.happened_at, each.record_id), reverse=True))


def _decide(record_type: str, row: Row, person: Row, evidence: Sequence[StatedAge]) -> AgeDecision:
    event, known = row.state.values, person.state.values
    is_minor, decides = (_at_recovery if record_type == "recovery" else _at_arrest)(event, known)
    deciding = {_PERSON: person, _EVENT: row}.get(decides)
    stands = _standing(deciding, evidence) if deciding is not None else None
    by_evidence = next((age for age in evidence if stands is not None and age.content == stands.content), None)
    return AgeDecision(
        record_type,
        row.state.record_id,
        str(event.get(EVENT[record_type]) or ""),
        is_minor,
        by_evidence or stands,
        stands.at if stands is not None else "",
        stands.author if stands is not None else "",
        by_eye=decides == _EYE,
    )


def _at_recovery(event: Wire, person: Wire) -> tuple[bool | None, str]:
    is_minor = is_minor_at_recovery(event, person, load_offences())
    if is_minor is None:
        return None, ""
    has_birth = bool(person.get("born_on") and event.get("first_contact_at"))
    return is_minor, _PERSON if has_birth or not noted_age(event, person, None)[1] else _EVENT


def _at_arrest(event: Wire, person: Wire) -> tuple[bool | None, str]:
    """Which of them decides an arrest; the rule errs towards the child, so that what says minor goes first."""
    table = load_offences()
    is_minor, day = is_minor_at_offence(event, person, {}, table), offence_day(event, {}, table)
    born_on = person.get("born_on")
    has_birth = bool(born_on and day)
    if born_on and day:
        years = age_on(date.fromisoformat(str(born_on)), day)
        if years < ADULT_AT or age_rank(person.get("age_basis")) or not is_minor:
            return is_minor, _PERSON
    if event.get("apparent_minor"):
        return is_minor, _EYE
    age, is_of_event = noted_age(event, person, day)
    if age is None and not has_birth:
        return None, ""
    return is_minor, _EVENT if is_of_event else _PERSON


def _standing(row: Row, evidence: Sequence[StatedAge]) -> StatedAge | None:
    """The age that a record's fields show; of those that stand in them the one that is shown, if it is one of them."""
    shown = age_content(row.state.values)
    zone = load_offences().zone
    return next((age for age in standing_ages(row.state, zone, kept_years(evidence)) if age.content == shown), None)
