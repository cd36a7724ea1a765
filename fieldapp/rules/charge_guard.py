"""Who may not be charged with what: no arrest of a minor for selling, and no charge that was not the law.

A minor found selling is a victim (SB 1322; the bureau's practice from early 2016). The rule has no override: the
laptop refuses the save, headquarters quarantines the change, and the facts go over to a recovery instead.
Everything here takes wire values and asks nothing of the world, so that both ends run the very same code.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Final, TypeAlias

from fieldapp.domain.clock import from_wire
from fieldapp.domain.people import age_on, age_then, noted_age
from fieldapp.domain.problems import Problem
from fieldapp.domain.wire import Json
from fieldapp.records.arrest import is_line_without_purchaser
from fieldapp.rules.offence import OffenceTable, load_offences
from fieldapp.rules.pack import is_in_force

Wire: TypeAlias = Mapping[str, Json]

# A date of birth that rests on these does not outweigh what the officer sees.
_WEAK_BASES: Final = frozenset({"claimed", "apparent"})
_CARRIED: Final = ("person", "operation", "agency", "place", "city", "estimated_age", "report_number", "narrative")


def arrest_problems(
    arrest: Wire, person: Wire | None, charges: Iterable[Wire], offences: OffenceTable | None = None
) -> list[Problem]:
    """Return what forbids this arrest with these charges; an empty list when nothing does.

    ``person`` is the arrestee, None when not at hand. Wire values are valid ones: check them first.
    """
    table = offences or load_offences()
    every = list(charges)
    return minor_problems(arrest, person, every, table) + in_force_problems(arrest, every, table)


def minor_problems(
    arrest: Wire, person: Wire | None, charges: Iterable[Wire], offences: OffenceTable | None = None
) -> list[Problem]:
    """Return what forbids these charges on somebody under age, which nobody can override.

    ``ARREST_MINOR_PROSTITUTION`` is the seller's side. ``CHARGE_UNKNOWN_FOR_MINOR`` is a charge that this table does
    not know, so that nobody can say it is allowed.
    """
    table = offences or load_offences()
    found: list[Problem] = []
    for charge in charges:
        code = charge.get("offence")
        if not isinstance(code, str):
            continue
        offence = table.find(code)
        forbidden = offence is None or offence.group in table.minor_never_charged
        if forbidden and is_minor_at_offence(arrest, person or {}, charge, table):
            problem = Problem("ARREST_MINOR_PROSTITUTION" if offence else "CHARGE_UNKNOWN_FOR_MINOR", "offence")
            found += [problem] if problem not in found else []
    return found


def in_force_problems(arrest: Wire, charges: Iterable[Wire], offences: OffenceTable | None = None) -> list[Problem]:
    """Return ``CHARGE_NOT_IN_FORCE`` for each statute that was not the law on the day of its offence.

    Nothing is said of days before the table begins, nor of offences that it does not know.
    """
    table = offences or load_offences()
    found: list[Problem] = []
    for charge in charges:
        code, day = charge.get("offence"), offence_day(arrest, charge, table)
        offence = table.find(code) if isinstance(code, str) else None
        if offence is None or day is None or day < table.covers_from or is_in_force(offence, day):
            continue
        problem = Problem("CHARGE_NOT_IN_FORCE", "offence", {"statute": offence.statute, "day": day.isoformat()})
        found += [problem] if problem not in found else []
    return found


def purchaser_problems(before: Wire | None, after: Wire) -> list[Problem]:
    """Return what forbids a final arrest to count as a purchaser's (R2): another part than a purchaser's was played.

    One that counted so before it is judged anew only when its line or the part changes.
    """
    shown = before if before is not None and before.get("state") == "final" else {}
    is_new = any(shown.get(name) != after.get(name) for name in ("report_bucket", "role"))
    if after.get("state") != "final" or not is_new:
        return []
    is_wrong = is_line_without_purchaser(after.get("report_bucket"), after.get("role"))
    return [Problem("BUCKET_WITHOUT_PURCHASER", "report_bucket")] if is_wrong else []


def review_problems(arrest: Wire, person: Wire | None, offences: OffenceTable | None = None) -> list[Problem]:
    """Return what a minor's arrest for anything else still needs before it is final: a supervisor, the nexus."""
    table = offences or load_offences()
    if not is_minor_at_offence(arrest, person or {}, {}, table):
        return []
    needed = ("nexus_reviewed", "approved_by", "approved_at")
    return [Problem("ARREST_MINOR_NEEDS_REVIEW", name) for name in needed if not arrest.get(name)]


def offence_day(arrest: Wire, charge: Wire, table: OffenceTable) -> date | None:
    """Return the local day of the offence: the charge's, else the arrest's, else the day of the arrest itself."""
    for stated in (charge.get("offence_on"), arrest.get("offence_on")):
        if stated:
            return date.fromisoformat(str(stated))
    arrested_at = arrest.get("arrested_at")
    return from_wire(str(arrested_at)).astimezone(table.zone).date() if arrested_at else None


def is_minor_at_offence(arrest: Wire, person: Wire, charge: Wire, table: OffenceTable) -> bool:
    """Say whether the arrestee was, or must be taken to have been, under age on the day of the offence.

    A date of birth decides. Without one, or when it is only claimed or apparent, an estimate under age or the
    officer's own eye is enough: the rule errs towards the child.
    """
    day = offence_day(arrest, charge, table)
    born_on = person.get("born_on")
    if born_on and day:
        if age_on(date.fromisoformat(str(born_on)), day) < table.adult_at:
            return True
        if person.get("age_basis") not in _WEAK_BASES:
            return False
    if arrest.get("apparent_minor"):
        return True
    age = _estimated_age(arrest, person, table, day)
    return age is not None and age < table.adult_at


def recovery_from_arrest(arrest: Wire, person: Wire | None = None) -> dict[str, Json]:
    """Return the field values of a recovery draft that carries over the facts of an arrest that may not be.

    The person stays the same record; what only a recovery asks (needs, calls, placement) is left to be answered.
    """
    draft: dict[str, Json] = {name: arrest[name] for name in _CARRIED if arrest.get(name) is not None}
    known = person or {}
    if "estimated_age" not in draft and known.get("estimated_age") is not None and not known.get("born_on"):
        draft["estimated_age"] = known["estimated_age"]
    basis = arrest.get("age_basis") or known.get("age_basis") or ("apparent" if arrest.get("apparent_minor") else None)
    carried: dict[str, Json] = {
        "first_contact_at": arrest.get("arrested_at"),
        "recovered_by": arrest.get("officer"),
        "age_basis": basis,
        "origin": "operation" if arrest.get("operation") else "patrol",
        "exploitation_type": "sex",
        "victim_status": "potential",
        "name_confidentiality": "confidential",
    }
    return draft | {name: value for name, value in carried.items() if value is not None}


def _estimated_age(arrest: Wire, person: Wire, table: OffenceTable, day: date | None) -> int | None:
    """Return the age on the day by the estimate made at the arrest, else by the person's own or where it rests on more.

    An estimate is not exact to the day.
    """
    age, is_of_arrest = noted_age(arrest, person, day)
    if age is None or not is_of_arrest:
        return age
    return age_then(age, offence_day({"arrested_at": arrest.get("arrested_at")}, {}, table), day)
