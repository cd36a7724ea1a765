"""An age that is written over stays: what stood in the fields becomes evidence of the person, in the same transaction.

Two laptops that write over the same age keep the same record, since its id follows from the changes that wrote it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import timedelta
from typing import Final

from fieldapp.actions.query import query_rows
from fieldapp.actions.session import Session
from fieldapp.domain.clock import from_wire
from fieldapp.domain.ids import derive_record_id
from fieldapp.domain.wire import Json
from fieldapp.rules.age_guard import EVIDENCE, age_problems
from fieldapp.rules.offence import load_offences
from fieldapp.rules.stated_age import AGE_FIELDS, StatedAge, age_content, evidence_age, standing_ages
from fieldapp.store.projection import Row

_STILL_TYPING: Final = timedelta(minutes=10)


def keep_ages(
    session: Session, record_type: str, row: Row | None, values: Mapping[str, Json], *, settles: bool = False
) -> None:
    """Keep every age that stands in a record and would not any more with these values. Call it before the save.

    ``settles``: the values settle what people disagreed on, field by field; nobody was typing what goes.
    """
    if row is None or row.state.voided or not _writes_over(record_type, row, values):
        return
    state = row.state
    person_id = state.record_id if record_type == "person" else str(state.values.get("person") or "")
    if not person_id:
        return
    evidence = load_evidence(session, person_id)
    said = {age.content for age in evidence}
    after = age_content({**state.values, **values})
    for age in standing_ages(state, load_offences().zone, kept_years(evidence)):
        if age.content == after or age.content in said:
            continue
        if not _is_half_typed(session, age, evidence, after, settles=settles):
            _keep(session, person_id, age)


def load_evidence(session: Session, person_id: str) -> list[StatedAge]:
    """Return the ages of a person that stand in evidence of their own and are not struck out."""
    return [
        evidence_age({**row.state.values, "id": row.state.record_id}, row.created_by, row.created_at)
        for row in _evidence_rows(session, person_id)
    ]


def written_over(session: Session, person_id: str) -> list[Row]:
    """Return the evidence that was kept of a person's own fields, in the order in which they were written."""
    kept = [row for row in _evidence_rows(session, person_id) if row.state.values.get("kept_from") == "person"]
    noted = [row for row in kept if row.state.values.get("noted_at")]
    return sorted(noted, key=lambda row: (str(row.state.values["noted_at"]), row.state.record_id))


def _evidence_rows(session: Session, person_id: str) -> list[Row]:
    store = session.store
    ids = query_rows(session, f"SELECT id FROM {EVIDENCE} WHERE person = ? AND voided = 0 ORDER BY id", person_id)
    return list(store.projection.load(store.connection, EVIDENCE, [str(row["id"]) for row in ids]).values())


def kept_years(evidence: Sequence[StatedAge]) -> Collection[int]:
    """Return the years that evidence holds."""
    return {age.age for age in evidence if age.age is not None}


def _writes_over(record_type: str, row: Row, values: Mapping[str, Json]) -> bool:
    rivals = row.state.rivals
    return any(
        name in values and (name in rivals or values[name] != row.state.values.get(name))
        for name in AGE_FIELDS.get(record_type, ())
    )


def _is_half_typed(
    session: Session,
    age: StatedAge,
    evidence: Sequence[StatedAge],
    after: tuple[str, str | None, int | None],
    *,
    settles: bool,
) -> bool:
    """Say whether this is only on the way from one age to the next: the basis of one with the value of the other.

    A page saves field by field. Both ends are known, and the same hand wrote the new half just now.
    """
    value, basis = age.written
    fresh = max(value, basis, key=lambda head: head.origin.hlc)
    is_new = session.clock.now() - from_wire(fresh.origin.made_at) <= _STILL_TYPING
    if value.change_id == basis.change_id or not is_new or fresh.origin.author != session.author.handle:
        return False
    if fresh is value:
        return not settles and after[1:] == age.content[1:] and any(other.basis == age.basis for other in evidence)
    return after[0] == age.basis and any(other.content[1:] == age.content[1:] for other in evidence)


def _keep(session: Session, person_id: str, age: StatedAge) -> None:
    store = session.store
    values: dict[str, Json] = {
        "person": person_id,
        "basis": age.basis,
        "born_on": age.born_on,
        "age": age.age,
        "stated_on": age.stated_on,
        "kept_from": age.found_on,
        "noted_by": age.author,
        "noted_at": age.at,
    }
    values = {name: value for name, value in values.items() if value is not None}
    evidence_id = derive_record_id(person_id, EVIDENCE, age.found_id, *age.change_ids)
    # What was no age to begin with (born tomorrow) stays in the history alone: mending it must not fail for it.
    if store.load(EVIDENCE, evidence_id) is None and not list(age_problems(None, values)):
        store.save(session.author, EVIDENCE, values, record_id=evidence_id)
