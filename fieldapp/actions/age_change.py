"""What a corrected age changes: each recovery, arrest and screening of the person is judged from the day of its event.

Read from the journal, so that it is still said weeks later and on every laptop: who corrected the age, when, and which
records were an adult's before and are a minor's now, or the other way round. Nothing is counted from the day of the
correction.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final, TypeAlias

from fieldapp.actions.age_effect import broken_rules, turned_clocks
from fieldapp.actions.age_keeping import written_over
from fieldapp.actions.capture import record_as_recovery, save_record
from fieldapp.actions.history import RECEIVED, load_history
from fieldapp.actions.laptop import require_writable
from fieldapp.actions.session import Session
from fieldapp.domain.wire import Json
from fieldapp.rules.charge_guard import is_minor_at_offence, minor_problems
from fieldapp.rules.offence import load_offences
from fieldapp.rules.recovery_guard import is_minor_at_recovery
from fieldapp.rules.screening_guard import is_minor_at_screening
from fieldapp.rules.stated_age import PERSON_AGE

Wire: TypeAlias = Mapping[str, Json]

_WHEN: Final = {"recovery": "first_contact_at", "arrest": "arrested_at", "screening": "started_at"}


@dataclass(frozen=True, repr=False)
class AgeChange:
    """A record that a corrected age turned. ``at`` is when it was corrected, ``happened_at`` the event, in wire form.

    ``broken`` are the codes of the rules that it breaks now, ``clocks`` those of the clocks that run (minor) or do not
    run any more (adult) since then; ``is_minor`` None: the age is not known any more.
    """

    record_type: str
    record_id: str
    happened_at: str
    was_minor: bool | None
    is_minor: bool | None
    at: str
    author: str
    broken: tuple[str, ...] = ()
    clocks: tuple[str, ...] = ()


def age_changes(session: Session, person_id: str) -> tuple[AgeChange, ...]:
    """Return the records of a person that a correction of their age turned, the latest event first."""
    ages = list(_ages(session, person_id))
    if len(ages) < 2:
        return ()
    found = [
        change
        for record_type in _WHEN
        for row in session.store.linked(record_type, "person", person_id)
        if (change := _turned(session, record_type, row, ages)) is not None
    ]
    return tuple(sorted(found, key=lambda each: each.happened_at, reverse=True))


def age_change_of(session: Session, record_type: str, record_id: str) -> AgeChange | None:
    """Return how a correction of the person's age turned one record; None when none did."""
    row = session.store.record(record_type, record_id)
    if row is None or not row.get("person"):
        return None
    ages = list(_ages(session, str(row["person"])))
    return _turned(session, record_type, {**row, "id": record_id}, ages) if len(ages) > 1 else None


def forbidden_arrests(session: Session, person_id: str, values: Wire) -> tuple[str, ...]:
    """Return the arrests that could not stand if the person were as old as ``values`` say: R1 has no override."""
    person = {**(session.store.record("person", person_id) or {}), **values}
    return tuple(
        str(arrest["id"])
        for arrest in session.store.linked("arrest", "person", person_id)
        if minor_problems(arrest, person, session.store.linked("charge", "arrest", str(arrest["id"])))
    )


def correct_age(session: Session, person_id: str, values: Wire, *, reason: str = "Age corrected") -> tuple[str, ...]:
    """Save a corrected age, after each arrest that it forbids was recorded as a recovery; return those recoveries.

    One transaction: an arrest is never struck out without the age that says why. Raises Refused.
    """
    require_writable(session)
    store = session.store
    with store.transaction():
        made = []
        for arrest_id in forbidden_arrests(session, person_id, values):
            arrest = store.record("arrest", arrest_id) or {}
            made.append(record_as_recovery(session, arrest_id, arrest))
        save_record(session, "person", values, record_id=person_id, reason=reason)
    return tuple(made)


def _ages(session: Session, person_id: str) -> Iterator[tuple[Wire, str, str]]:
    """What was known of the age at each moment that it changed, oldest first, with when and by whom."""
    known: dict[str, Json] = {}
    acts = load_history(session, "person", person_id)[::-1]
    # What lies before the state that headquarters sent whole stands in the evidence that was kept of it.
    before = list(_written_over(session, person_id)) if acts and acts[0].kind == RECEIVED else []
    yield from ((fields, noted_at, noted_by) for fields, noted_at, noted_by, _, _ in before)
    for act in acts:
        edits = {edit.name: edit.after for edit in act.edits if edit.name in PERSON_AGE}
        if edits and act.refused is None:
            known = {**known, **edits}
            at, author = before[-1][3:] if before and act.kind == RECEIVED else (act.made_at, act.author)
            yield known, at, author


def _written_over(session: Session, person_id: str) -> Iterator[tuple[Wire, str, str, str, str]]:
    """Each age that stood on a person and was written over: fields, when and by whom; when and by whom it was."""
    for row in written_over(session, person_id):
        values = row.state.values
        fields = {
            "born_on": values.get("born_on"),
            "age_basis": values.get("basis"),
            "estimated_age": values.get("age"),
            "estimated_on": values.get("stated_on"),
        }
        yield fields, str(values["noted_at"]), str(values.get("noted_by")), row.created_at, row.created_by


def _turned(session: Session, record_type: str, row: Wire, ages: list[tuple[Wire, str, str]]) -> AgeChange | None:
    """The last time that one record turned; nothing was known of the age before the first, so that is no turn."""
    judge = _judge(record_type, row)
    was, found = judge(ages[0][0]), None
    for known, at, author in ages[1:]:
        now = judge(known)
        if now is not was:
            found = (was, now, at, author)
        was = now
    if found is None or found[0] is None:
        return None
    person = session.store.record("person", str(row["person"])) or {}
    return AgeChange(
        record_type,
        str(row["id"]),
        str(row.get(_WHEN[record_type]) or ""),
        *found,
        broken_rules(session, record_type, row, person),
        turned_clocks(session, row, is_minor=found[1]) if record_type == "recovery" else (),
    )


def _judge(record_type: str, row: Wire) -> Callable[[Wire], bool | None]:
    offences = load_offences()
    if record_type == "recovery":
        return lambda person: is_minor_at_recovery(row, person, offences)
    if record_type == "screening":
        return lambda person: is_minor_at_screening(row, person, offences)
    return lambda person: is_minor_at_offence(row, person, {}, offences)
