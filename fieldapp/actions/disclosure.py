"""The register of what left the system about a person: one line an act, written before the file or the message is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from fieldapp.actions.laptop import require_writable
from fieldapp.actions.query import query_rows
from fieldapp.actions.session import Session
from fieldapp.domain.access import SWORN
from fieldapp.domain.change import ACCESS, VOID, VOID_FIELD
from fieldapp.domain.clock import to_wire
from fieldapp.domain.record import FINAL
from fieldapp.domain.wire import Json
from fieldapp.records import require_type
from fieldapp.records.disclosure import Disclosure

REGISTER: Final = "disclosure"
NOT_SAID: Final = "not_said"
NOBODY_NAMED: Final = "Not said: a file for whoever is given it"
_SENT: Final = "sent"
NOT_WRITTEN: Final = "Nothing left: it could not be written or sent"
_SHOWN: Final = 200
_ABOUT: Final = (
    "person = ? OR record_id IN (SELECT id FROM recovery WHERE person = ?) "
    "OR record_id IN (SELECT arrest FROM charge WHERE victim = ?)"
)


@dataclass(frozen=True, repr=False)
class RegisterLine:
    """One thing that left, as wire values of ``disclosure``. ``is_struck``: it did not leave after all."""

    id: str
    values: Mapping[str, Json]
    is_struck: bool


def disclose(
    session: Session,
    record_type: str,
    record_id: str,
    what: str,
    *,
    recipient: str = NOBODY_NAMED,
    basis: str = NOT_SAID,
    reason: str = "",
    withheld: str = "",
    sha256: str = "",
    noted: str = "",
) -> str:
    """Write one line of the register, and into the record's history that it happened; return the line's id.

    One transaction, before anything leaves. ``noted`` is what the history says; without it, what the register says.
    """
    require_writable(session)
    line = _line(session, record_type, record_id, what, recipient, basis)
    line |= {
        "reason": _cut("reason", reason),
        "withheld": _cut("withheld", withheld),
        "sha256": sha256 or None,
    }
    with session.store.transaction():
        history = (noted or f"{what}. {recipient}")[:400]
        told = session.store.save(session.author, record_type, {}, record_id=record_id, kind=ACCESS, reason=history)
        zone = session.zone_beside(told.state.zone)
        return session.store.save(session.author, REGISTER, line, zone=zone).state.record_id


def note_referral(session: Session, record_id: str, values: Mapping[str, Json], before: Mapping[str, Json]) -> None:
    """Write the line of a referral that goes out to another agency, when a sworn member sends it."""
    if values.get("status") != _SENT or before.get("status") == _SENT or session.role not in SWORN:
        return
    told = {**before, **values}
    agency = session.store.kept("agency", str(told.get("agency") or "")) or {}
    recovery = session.store.kept("recovery", str(told.get("recovery") or "")) or {}
    recipient = str(agency.get("name") or told.get("agency") or NOBODY_NAMED)
    line = _line(session, "referral", record_id, "Referral", recipient, "care")
    session.store.save(session.author, REGISTER, {**line, "person": recovery.get("person")})


def note_not_written(session: Session, line_id: str) -> None:
    """Strike a line out whose file could not be written. It stays to be read, with the reason."""
    require_writable(session)
    session.store.save(session.author, REGISTER, {VOID_FIELD: True}, record_id=line_id, kind=VOID, reason=NOT_WRITTEN)


def write_disclosed(session: Session, line_id: str, write: Callable[[], object]) -> None:
    """Write what a line of the register tells of; on a failure strike the line out and say the failure on."""
    try:
        write()
    except Exception:
        note_not_written(session, line_id)
        raise


def person_of(session: Session, record_type: str, record_id: str) -> str | None:
    """Return whom a record is about; None where it is about nobody, or about several."""
    if record_type == "person":
        return record_id
    values = session.store.kept(record_type, record_id)
    declared = require_type(record_type).fields.get("person")
    if values is None or declared is None or declared.link != "person" or not values.get("person"):
        return None
    return str(values["person"])


def load_register(session: Session, record_type: str, record_id: str) -> list[RegisterLine]:
    """Return what left of a record or, for a person, of everything about them, newest first, struck-out lines too.

    What left of a recovery of theirs, or of an arrest with a charge that names them as its victim, is about them too.
    """
    where = _ABOUT if record_type == "person" else "record_id = ?"
    sql = f"SELECT id FROM {REGISTER} WHERE {where} ORDER BY at DESC, id DESC LIMIT {_SHOWN}"
    rows = query_rows(session, sql, *([record_id] * where.count("?")))
    loaded = session.store.projection.load(session.store.connection, REGISTER, [str(row["id"]) for row in rows])
    return [
        RegisterLine(key, {n: v for n, v in row.state.values.items() if n != VOID_FIELD}, row.state.voided)
        for key in (str(row["id"]) for row in rows)
        if (row := loaded.get(key)) is not None
    ]


def _line(session: Session, record_type: str, record_id: str, what: str, recipient: str, basis: str) -> dict[str, Json]:
    return {
        "record_type": record_type,
        "record_id": record_id,
        "person": person_of(session, record_type, record_id),
        "recipient": _cut("recipient", recipient),
        "basis": basis,
        "what": _cut("what", what),
        "given_by": session.profile.name or session.profile.handle,
        "at": to_wire(session.clock.now()),
        "state": FINAL,
    }


def _cut(name: str, text: str) -> str | None:
    return text.strip()[: Disclosure.fields[name].max_length] or None
