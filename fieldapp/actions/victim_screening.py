"""Where an arrest or a recovery is with the screening that comes first (R6), and a supervisor's word for why not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from fieldapp.actions.clock import is_minor_recovered
from fieldapp.actions.laptop import require_writable
from fieldapp.actions.session import Session, Undo
from fieldapp.domain.clock import to_wire
from fieldapp.domain.problems import Problem, Refused
from fieldapp.domain.wire import Json
from fieldapp.records import require_type
from fieldapp.rules.supervisor_guard import UNSCREENED
from fieldapp.rules.victim_screening import (
    SOLICITATION,
    counts_for,
    is_on_sellers_side,
    is_same_contact,
    newest,
    recovery_trigger,
    tells_of_trafficking,
)

_REASON: Final = "Signed why nobody was screened"


@dataclass(frozen=True, repr=False)
class ScreeningStanding:
    """Where an arrest on the seller's side, or a recovery, is with its screening.

    ``screening_id``: the one that counts, else the newest of this contact, "" when there is none; ``is_screened`` says
    which. ``tells``: it came out such that an arrestee is recovered rather than charged. ``signed_by`` is "" while no
    supervisor signed why not. ``preset``: what a screening begins with. ``may_sign``: whoever is here may.
    """

    is_screened: bool
    screening_id: str
    tells: bool
    reason: str
    signed_by: str
    signed_at: str
    preset: Mapping[str, Json]
    may_sign: bool

    @property
    def is_settled(self) -> bool:
        """Whether nothing is missing."""
        return self.is_screened or bool(self.signed_by)


def load_standing(session: Session, record_type: str, record_id: str) -> ScreeningStanding | None:
    """Return where an arrest or a recovery is with its screening; None for one that asks for none."""
    contact = session.store.record(record_type, record_id)
    why = _why_screened(session, record_type, record_id, contact) if contact is not None else ""
    if contact is None or not why:
        return None
    person, about = contact.get("person"), {**contact, "id": record_id}
    screenings = session.store.linked("screening", "person", str(person)) if person else []
    counting = newest([each for each in screenings if counts_for(each, about)])
    shown = counting or newest([each for each in screenings if is_same_contact(each, about)])
    signed = all(contact.get(name) for name in UNSCREENED)
    reason, by, at = (str(contact.get(name) or "") if signed else "" for name in UNSCREENED)
    preset: dict[str, Json] = {"person": person, "operation": contact.get("operation"), "reason": why}
    if record_type == "recovery":
        preset["recovery"] = record_id
    return ScreeningStanding(
        counting is not None,
        str(shown["id"]) if shown is not None else "",
        record_type == "arrest" and counting is not None and tells_of_trafficking(counting),
        *(reason, by, at),
        {name: value for name, value in preset.items() if value is not None},
        session.author.is_supervisor,
    )


def sign_unscreened(session: Session, record_type: str, record_id: str, reason: str) -> Undo:
    """Sign, as a supervisor, why whoever was arrested or recovered was not screened; return the way back.

    Raises Refused: no supervisor, no reason, nobody taken for selling.
    """
    require_writable(session)
    contact = session.store.record(record_type, record_id)
    if contact is None or load_standing(session, record_type, record_id) is None:
        raise Refused([Problem("UNSCREENED_NOBODY", UNSCREENED[0])])
    if not reason.strip():
        raise Refused([Problem("REASON_REQUIRED", UNSCREENED[0], {"label": require_type(record_type).title})])
    met_at = contact.get("arrested_at") or contact.get("first_contact_at") or ""
    at = max(to_wire(session.clock.now()), str(met_at))
    who = session.profile.name or session.profile.handle
    values: dict[str, Json] = dict(zip(UNSCREENED, (reason.strip(), who, at), strict=True))
    # Not through the list of undone acts: the three are taken back as one, by the one who holds the way back.
    session.store.save(session.author, record_type, values, record_id=record_id, reason=_REASON)
    return Undo(record_type, record_id, {name: contact.get(name) for name in UNSCREENED}, created=False)


def take_signature_back(session: Session, signed: Undo) -> None:
    """Take back why nobody was screened. Raises Refused for an arrest or a recovery that became final on it."""
    require_writable(session)
    session.store.save(session.author, signed.record_type, signed.values, record_id=signed.record_id, reason="Undone")


def _why_screened(session: Session, record_type: str, record_id: str, contact: Mapping[str, Json]) -> str:
    if record_type == "recovery":
        return recovery_trigger(contact, is_minor=is_minor_recovered(session, contact))
    return SOLICITATION if is_on_sellers_side(contact, session.store.linked("charge", "arrest", record_id)) else ""
