"""What follows from an age for one record that a correction turned: rules it breaks now, clocks that run or stop.

Nothing is written: every rule is asked anew from the day of the event, as it would be at the next save.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final, TypeAlias

from fieldapp.actions.guard import duties_of
from fieldapp.actions.session import Session
from fieldapp.domain.clock import from_wire
from fieldapp.domain.people import age_on
from fieldapp.domain.wire import Json
from fieldapp.rules.charge_guard import minor_problems, review_problems
from fieldapp.rules.deadline import deadlines
from fieldapp.rules.law import load_law
from fieldapp.rules.offence import load_offences
from fieldapp.rules.recovery_guard import is_minor_at_recovery, recovery_problems
from fieldapp.rules.screening_guard import closing_problems

Wire: TypeAlias = Mapping[str, Json]

GROUP_TOLD: Final = "REFERRAL_AGE_GROUP"
"""A partner was told another age group when it was called."""
OUT_OF_BAND: Final = "SCREENING_AGE_OUTSIDE"
_OLDEST: Final = 130


def broken_rules(session: Session, record_type: str, row: Wire, person: Wire) -> tuple[str, ...]:
    """Return the codes of what the rules say of a recovery, an arrest or a screening (with ``id``), each once."""
    found = {"recovery": _of_recovery, "arrest": _of_arrest, "screening": _of_screening}[record_type]
    return tuple(dict.fromkeys(found(session, row, person)))


def turned_clocks(session: Session, row: Wire, *, is_minor: bool | None) -> tuple[str, ...]:
    """Return the codes of the clocks of a recovery that run for a minor and not for an adult, from its own event."""
    now, law = session.clock.now(), load_law()
    every = deadlines(law, "recovery", row, now, is_minor=True)
    adult = {each.code for each in deadlines(law, "recovery", row, now, is_minor=False)}
    return () if is_minor is None else tuple(each.code for each in every if each.code not in adult)


def _of_recovery(session: Session, row: Wire, person: Wire) -> list[str]:
    minor_says = {True: "minor", False: "adult"}
    problems = [problem.code for problem in recovery_problems(row, person)]
    is_minor = is_minor_at_recovery(row, person, load_offences())
    told = [each.get("age_group") for each in session.store.linked("referral", "recovery", str(row["id"]))]
    wrong = [group for group in told if is_minor is not None and group not in {None, "unknown", minor_says[is_minor]}]
    return [*problems, *([GROUP_TOLD] if wrong else [])]


def _of_arrest(session: Session, row: Wire, person: Wire) -> list[str]:
    charges = session.store.linked("charge", "arrest", str(row["id"]))
    return [problem.code for problem in (*minor_problems(row, person, charges), *review_problems(row, person))]


def _of_screening(session: Session, row: Wire, person: Wire) -> list[str]:
    duties = duties_of(session.store, str(row["id"]))
    found = [problem.code for task in duties.values() for problem in closing_problems(task, row, person)]
    checklist = session.store.record("checklist", str(row["checklist"])) if row.get("checklist") else None
    age = _age_at_screening(row, person)
    if checklist is not None and age is not None:
        least, most = checklist.get("age_min"), checklist.get("age_max")
        least, most = (least if isinstance(least, int) else 0), (most if isinstance(most, int) else _OLDEST)
        found += [] if least <= age <= most else [OUT_OF_BAND]
    return found


def _age_at_screening(row: Wire, person: Wire) -> int | None:
    born_on, started, years = person.get("born_on"), row.get("started_at"), person.get("estimated_age")
    if born_on and started:
        day = from_wire(str(started)).astimezone(load_offences().zone).date()
        return age_on(date.fromisoformat(str(born_on)), day)
    return years if isinstance(years, int) else None
