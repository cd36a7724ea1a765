"""Writing things down: every field as it is typed, finalising as an act of its own, undo for all of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from fieldapp.actions.age_keeping import keep_ages
from fieldapp.actions.arrest import note_refusal
from fieldapp.actions.disclosure import note_referral
from fieldapp.actions.guard import arrest_final_problems, recovery_final_problems
from fieldapp.actions.laptop import require_writable
from fieldapp.actions.session import Session, Undo
from fieldapp.domain.change import RESTORE, SET, VOID, VOID_FIELD
from fieldapp.domain.clock import to_wire
from fieldapp.domain.problems import Problem, Refused
from fieldapp.domain.record import DRAFT, FINAL, Record, final_problems
from fieldapp.domain.wire import Json
from fieldapp.records import require_type
from fieldapp.rules.charge_guard import recovery_from_arrest, review_problems
from fieldapp.rules.event_time import future_problems
from fieldapp.rules.protocol import STEP, load_protocol
from fieldapp.rules.protocol_run import excused_fields
from fieldapp.rules.recovery_guard import recovery_problems
from fieldapp.store.store import Store

_DEVICE_PREFIX: Final = 3
_ON_ITS_PAGE: Final = "SCREENING_ON_ITS_PAGE"
_EXCUSABLE: Final = frozenset({"REQUIRED", "RECOVERY_MINOR_NEEDS"})
_BESIDE: Final = {"recovery": recovery_problems, "arrest": review_problems}


def save_record(
    session: Session,
    record_type: str,
    values: Mapping[str, Json],
    *,
    record_id: str | None = None,
    reason: str | None = None,
    zone: str | None = None,
) -> str:
    """Save wire values of a record, new without ``record_id``; return its id.

    A new record gets its defaults, and its human-readable code where its type has one. It lies in ``zone``, else with
    the screening that it is about, else where its type says. A final record changes only with a reason. Raises
    Refused (nothing was written) and StoreError.
    """
    require_writable(session)
    record = require_type(record_type)
    shown: Mapping[str, Json] = {}
    row = session.store.load(record_type, record_id) if record_id is not None else None
    if record_id is not None:
        shown = row.state.values if row else {}
    if not shown:
        values = _defaults(session, record) | dict(values)
        zone = zone or zone_beside(session, values)
    if values.get("state") == FINAL != shown.get("state"):
        _require_plain(record_type, {**shown, **values})
    if shown.get("state") == FINAL and not reason:
        raise Refused([Problem("REASON_REQUIRED", None, {"label": record.title})])
    try:
        with session.store.transaction():
            keep_ages(session, record_type, row, values)
            written = session.store.save(
                session.author, record_type, values, record_id=record_id, reason=reason, zone=zone
            )
            if record_type == "referral":
                note_referral(session, written.state.record_id, values, shown)
    except Refused as refusal:
        note_refusal(session, record_type, record_id, values, refusal)
        raise
    before = {name: shown.get(name) for name in values if shown.get(name) != written.state.values.get(name)}
    if before or not shown:
        session.undone.append(Undo(record_type, written.state.record_id, before, created=not shown))
    return written.state.record_id


def zone_beside(session: Session, values: Mapping[str, Json]) -> str | None:
    """Return the zone of the screening that a new record is about: an advocate's stays with their agency."""
    screening_id = values.get("screening")
    row = session.store.load("screening", str(screening_id)) if screening_id else None
    return row.state.zone if row is not None else None


def finalise_record(session: Session, record_type: str, record_id: str) -> None:
    """Make a record final. Raises Refused with every field that still wants an answer; then it stays a draft."""
    require_writable(session)
    row = session.store.load(record_type, record_id)
    values = dict(row.state.values) if row else {}
    _require_plain(record_type, values)
    problems = unfinished_problems(session, record_type, record_id, values)
    if row is not None and row.state.conflicts:
        problems.append(Problem("CONFLICT_OPEN", row.state.conflicts[0]))
    if problems:
        raise Refused(problems)
    session.store.save(session.author, record_type, {"state": FINAL}, record_id=record_id)
    session.undone.append(Undo(record_type, record_id, {"state": DRAFT}, created=False))


def _require_plain(record_type: str, values: Mapping[str, Json]) -> None:
    """Raise Refused for a screening by a checklist: its result and duties are reckoned first, on its own page."""
    if record_type == "screening" and values.get("checklist"):
        raise Refused([Problem(_ON_ITS_PAGE, "state")])


def unfinished_problems(
    session: Session, record_type: str, record_id: str, values: Mapping[str, Json]
) -> list[Problem]:
    """Return what stops a record with these values from being final.

    A recovery is not stopped by a blank answer whose step of the protocol somebody was unable to complete and says why.
    """
    problems = final_problems(require_type(record_type), values) + beside_problems(session, record_type, values)
    problems += future_problems(record_type, values, session.clock.now())
    if record_type == "arrest":
        problems += arrest_final_problems(session.store, record_id, values)
    if record_type != "recovery":
        return problems
    problems += recovery_final_problems(session.store, record_id, values)
    excused = excused_fields(load_protocol(), session.store.linked(STEP, record_type, record_id))
    return [problem for problem in problems if problem.code not in _EXCUSABLE or problem.field not in excused]


def beside_problems(session: Session, record_type: str, values: Mapping[str, Json]) -> list[Problem]:
    """Return what stops a record from being final that only shows with the person beside it."""
    if record_type not in _BESIDE:
        return []
    person_id = values.get("person")
    person = session.store.record("person", str(person_id)) if person_id else None
    return _BESIDE[record_type](values, person)


def void_record(session: Session, record_type: str, record_id: str, reason: str) -> None:
    """Strike a record out, with the reason; the journal keeps all of it and it can be restored."""
    require_writable(session)
    if not reason.strip():
        raise Refused([Problem("REASON_REQUIRED", None, {"label": require_type(record_type).title})])
    session.store.save(
        session.author, record_type, {VOID_FIELD: True}, record_id=record_id, kind=VOID, reason=reason.strip()
    )


def restore_record(session: Session, record_type: str, record_id: str) -> None:
    """Bring a struck-out record back."""
    require_writable(session)
    session.store.save(session.author, record_type, {VOID_FIELD: False}, record_id=record_id, kind=RESTORE)


def undo(session: Session) -> Undo | None:
    """Take back this person's last act by a new change; return what it was, None when there is nothing to undo."""
    require_writable(session)
    if not session.undone:
        return None
    act = session.undone.pop()
    with session.store.transaction():
        for part in (*act.also, act):
            _take_back(session, part)
    return act


def _take_back(session: Session, act: Undo) -> None:
    if act.created:
        void_record(session, act.record_type, act.record_id, "Undone")
    else:
        session.store.save(
            session.author, act.record_type, act.values, record_id=act.record_id, kind=SET, reason="Undone"
        )


def record_as_recovery(session: Session, arrest_id: str, arrest: Mapping[str, Json]) -> str:
    """Turn an arrest that may not be into a recovery that carries its facts over; return the recovery's id.

    The arrest, where it was saved at all, is struck out with the reason; its charges with it. One transaction.
    """
    require_writable(session)
    store = session.store
    with store.transaction():
        person_id = arrest.get("person")
        person = store.record("person", str(person_id)) if person_id else None
        recovery = save_record(session, "recovery", recovery_from_arrest(arrest, person))
        if store.record("arrest", arrest_id) is not None:
            for charge in store.linked("charge", "arrest", arrest_id):
                void_record(session, "charge", str(charge["id"]), "Recorded as a recovery")
            void_record(session, "arrest", arrest_id, "Recorded as a recovery")
    return recovery


def _defaults(session: Session, record: type[Record]) -> dict[str, Json]:
    values: dict[str, Json] = {n: f.default for n, f in record.fields.items() if f.default is not None}
    if record.code is not None:
        values[record.label[0]] = next_code(session.store, record)
    return values


def next_code(store: Store, record: type[Record]) -> str:
    """Return the next code of a type, unique without asking anybody: ``Doe-2026-k7m-0012``.

    Year, then the first characters of the device, then this device's own count.
    """
    key = f"code {record.type_name}"
    with store.transaction():
        count = int(store.meta(key) or 0) + 1
        store.set_meta(key, str(count))
    year = to_wire(store.clock.now())[:4]
    return f"{record.code}-{year}-{store.device[:_DEVICE_PREFIX]}-{count:04d}"
