"""The hand-off sheet: one page for the social worker and the advocate, with nothing but the agreed minimum.

What it may hold is what the shared zone holds of a victim (``records/referral.py``, ``records/consent.py``): code name,
age group, needs, placement type, safe contact, consents. No true name, no address, no place of the recovery, nothing
of an assault, of suspects or of the operation.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from fieldapp.actions.clock import is_minor_recovered
from fieldapp.actions.directory import load_numbers
from fieldapp.actions.disclosure import NOBODY_NAMED, disclose
from fieldapp.actions.lookup import words_of
from fieldapp.actions.protocol import answer_step
from fieldapp.actions.session import Session
from fieldapp.domain.problems import Problem, Refused
from fieldapp.domain.wire import Json
from fieldapp.records import require_type
from fieldapp.records.seed import DirectoryEntry

SHARED: Final = ("client_code", "age_group", "gender", "language", "needs", "placement_type", "safe_contact")
_REASON: Final = "Hand-off sheet made"
_PERSON: Final = {
    "client_code": "code_name",
    "gender": "gender",
    "language": "primary_language",
    "safe_contact": "safe_contact",
}
_RECOVERY: Final = {"needs": "needs", "placement_type": "placement_type"}


@dataclass(frozen=True, repr=False)
class HandoffSheet:
    """``lines``: label and words of the shared fields. ``asked``: agency, what for and how it stands.

    ``consents``: agency and what may be told to it, only those in force. ``numbers``: whom to call, the agency's own
    first. Labels are the declarations' own.
    """

    lines: tuple[tuple[str, str], ...]
    asked: tuple[tuple[str, str], ...]
    consents: tuple[tuple[str, str], ...]
    numbers: tuple[DirectoryEntry, ...]


def load_sheet(session: Session, recovery_id: str) -> HandoffSheet:
    """Return what goes on the sheet. Raises Refused RECOVERY_MISSING."""
    recovery = session.store.record("recovery", recovery_id)
    if recovery is None:
        raise Refused([Problem("RECOVERY_MISSING")])
    person = session.store.record("person", str(recovery["person"])) if recovery.get("person") else None
    referrals = sorted(
        session.store.linked("referral", "recovery", recovery_id), key=lambda row: str(row.get("sent_at") or "")
    )
    shared = _shared(session, recovery, person or {}, referrals)
    referral = require_type("referral")
    lines = tuple(
        (referral.fields[name].label, words)
        for name in SHARED
        if (words := words_of(session, referral, name, shared.get(name)))
    )
    asked = tuple(_asked(session, row) for row in referrals)
    return HandoffSheet(lines, asked, _consents(session, recovery_id), load_numbers(session))


def note_sheet(session: Session, recovery_id: str) -> str:
    """Write into the register and the journal that the sheet leaves, and that the step of the protocol is done.

    Returns the id of the line of the register.
    """
    referrals = session.store.linked("referral", "recovery", recovery_id)
    asked = dict.fromkeys(words_of(session, require_type("referral"), "agency", row.get("agency")) for row in referrals)
    recipient = ", ".join(name for name in asked if name) or NOBODY_NAMED
    with session.store.transaction():
        line = disclose(
            session, "recovery", recovery_id, "Hand-off sheet", recipient=recipient, basis="care", noted=_REASON
        )
        answer_step(session, recovery_id, "handoff", "done", note=_REASON)
    return line


def _shared(
    session: Session, recovery: Mapping[str, Any], person: Mapping[str, Any], referrals: list[Mapping[str, Json]]
) -> dict[str, Json]:
    """What partners may know, as last told to one of them, else as the recovery and the person say it."""
    is_minor = is_minor_recovered(session, recovery)
    found: dict[str, Json] = {"age_group": {True: "minor", False: "adult", None: "unknown"}[is_minor]}
    found |= {name: person.get(source) for name, source in _PERSON.items()}
    found |= {name: recovery.get(source) for name, source in _RECOVERY.items()}
    for row in referrals:
        found |= {name: row[name] for name in SHARED if row.get(name) is not None and found.get(name) is None}
    return found


def _asked(session: Session, row: Mapping[str, Json]) -> tuple[str, str]:
    referral = require_type("referral")
    words = (words_of(session, referral, name, row.get(name)) for name in ("kind", "status"))
    return words_of(session, referral, "agency", row.get("agency")), ", ".join(part for part in words if part)


def _consents(session: Session, recovery_id: str) -> tuple[tuple[str, str], ...]:
    consent = require_type("consent")
    today = session.clock.now().astimezone().date().isoformat()
    return tuple(
        (words_of(session, consent, "agency", row.get("agency")), words_of(session, consent, "scope", row.get("scope")))
        for row in session.store.linked("consent", "recovery", recovery_id)
        if not row.get("revoked_at") and str(row.get("expires_on") or today) >= today
    )
