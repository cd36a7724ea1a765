"""The rules that every write must pass, wherever it is made: on a laptop, through sync, at headquarters."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from fieldapp.domain.problems import Problem
from fieldapp.domain.wire import Json
from fieldapp.rules.charge_guard import arrest_problems, minor_problems
from fieldapp.store.store import Guard, Lookup

GUARDED_TYPES: Final = frozenset({"charge", "arrest", "person"})


def guard_charges(lookup: Lookup, record_type: str, record_id: str, values: Mapping[str, Json]) -> Iterable[Problem]:
    """Rule R1: no charge of selling on a minor or an apparent minor, from whichever side it would come about.

    ``values`` are the record as it would be. A charge is judged with its arrest and arrestee; an arrest with all its
    charges; a person with every arrest of theirs.
    """
    if record_type == "charge":
        arrest_id = values.get("arrest")
        arrest = lookup.record("arrest", str(arrest_id)) if arrest_id else None
        return _judge(lookup, arrest or {}, [values])
    if record_type == "arrest":
        return _judge(lookup, values, lookup.linked("charge", "arrest", record_id))
    if record_type == "person":
        return [
            problem
            for arrest in lookup.linked("arrest", "person", record_id)
            for problem in minor_problems(arrest, values, lookup.linked("charge", "arrest", str(arrest["id"])))
        ]
    return ()


def _judge(lookup: Lookup, arrest: Mapping[str, Json], charges: list[Mapping[str, Json]]) -> list[Problem]:
    person_id = arrest.get("person")
    person = lookup.record("person", str(person_id)) if person_id else None
    return arrest_problems(arrest, person, charges)


GUARDS: Final[tuple[Guard, ...]] = (guard_charges,)
