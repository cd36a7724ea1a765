"""Where an arrest is with the screening that comes first (rule R6), and a supervisor's word for why there is none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from fieldapp.actions.laptop import require_writable
from fieldapp.actions.session import Session, Undo
from fieldapp.domain.clock import to_wire
from fieldapp.domain.problems import Problem, Refused
from fieldapp.domain.wire import Json
from fieldapp.records import require_type
from fieldapp.rules.supervisor_guard import UNSCREENED
from fieldapp.rules.victim_screening import (
    counts_for,
    is_on_sellers_side,
    is_same_contact,
    newest,
    tells_of_trafficking,
)

SOLICITATION: Final = "solicitation_contact"
"""Why somebody is screened who is taken for selling, as the vocabulary of screenings says it."""
_REASON: Final = "Signed why nobody was screened"


@dataclass(frozen=True, repr=False)
class ScreeningStanding:
    """Where an arrest on the seller's side is with its screening.

    ``screening_id``: the one that counts, else the newest of this contact, "" when there is none; ``is_screened`` says
    which. ``tells``: it came out such that the person is recovered rather than charged. ``signed_by`` is "" while no
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


def load_standing(session: Session, arrest_id: str) -> ScreeningStanding | None:
    """Return where an arrest is with its screening; None for one that asks for none."""
    store, arrest = session.store, session.store.record("arrest", arrest_id)
    if arrest is None or not is_on_sellers_side(arrest, store.linked("charge", "arrest", arrest_id)):
        return None
    person = arrest.get("person")
    screenings = store.linked("screening", "person", str(person)) if person else []
    counting = newest([each for each in screenings if counts_for(each, arrest)])
    shown = counting or newest([each for each in screenings if is_same_contact(each, arrest)])
    signed = all(arrest.get(name) for name in UNSCREENED)
    reason, by, at = (str(arrest.get(name) or "") if signed else "" for name in UNSCREENED)
    preset: dict[str, Json] = {"person": person, "operation": arrest.get("operation"), "reason": SOLICITATION}
    return ScreeningStanding(
        counting is not None,
        str(shown["id"]) if shown is not None else "",
        counting is not None and tells_of_trafficking(counting),
        *(reason, by, at),
        {name: value for name, value in preset.items() if value is not None},
        session.author.is_supervisor,
    )


def sign_unscreened(session: Session, arrest_id: str, reason: str) -> Undo:
    """Sign, as a supervisor, why whoever was arrested was not screened; return the way back.

    Raises Refused: no supervisor, no reason, nobody taken for selling.
    """
    require_writable(session)
    arrest = session.store.record("arrest", arrest_id)
    if arrest is None or load_standing(session, arrest_id) is None:
        raise Refused([Problem("UNSCREENED_NOBODY", UNSCREENED[0])])
    if not reason.strip():
        raise Refused([Problem("REASON_REQUIRED", UNSCREENED[0], {"label": require_type("arrest").title})])
    at = max(to_wire(session.clock.now()), str(arrest.get("arrested_at") or ""))
    who = session.profile.name or session.profile.handle
    values: dict[str, Json] = dict(zip(UNSCREENED, (reason.strip(), who, at), strict=True))
    # Not through the list of undone acts: the three are taken back as one, by the one who holds the way back.
    session.store.save(session.author, "arrest", values, record_id=arrest_id, reason=_REASON)
    return Undo("arrest", arrest_id, {name: arrest.get(name) for name in UNSCREENED}, created=False)


def take_signature_back(session: Session, signed: Undo) -> None:
    """Take back why nobody was screened. Raises Refused for an arrest that became final on it."""
    require_writable(session)
    session.store.save(session.author, "arrest", signed.values, record_id=signed.record_id, reason="Undone")
