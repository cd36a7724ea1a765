"""Whether what a minor is arrested for hangs together with exploitation: asked by a supervisor before it is final.

Rule R1's other half (PC 236.23): the arrest carries that it was reviewed, by whom and when; what was found stands in a
supervisor's note on it, written in the same moment, so that it goes with the arrest to every laptop.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from fieldapp.actions.capture import void_record
from fieldapp.actions.laptop import require_writable
from fieldapp.actions.review import may_review
from fieldapp.actions.session import Session
from fieldapp.domain.clock import to_wire
from fieldapp.domain.problems import Problem, Refused
from fieldapp.domain.wire import Json
from fieldapp.rules.charge_guard import is_minor_at_offence
from fieldapp.rules.nexus import NexusQuestion, load_nexus
from fieldapp.rules.offence import load_offences

FIELDS: Final = ("nexus_reviewed", "approved_by", "approved_at")
_NOTE: Final = "supervision"
_REASON: Final = "Exploitation nexus reviewed"


@dataclass(frozen=True, repr=False)
class NexusView:
    """Where a minor's arrest is with its review. ``reviewed_at`` is "" while nobody has; then there are questions.

    ``refusal`` says why whoever is at this laptop may not review it: REVIEW_ROLE, REVIEW_OWN; "" when they may.
    """

    questions: tuple[NexusQuestion, ...]
    reviewer: str
    reviewed_at: str
    finding: str
    refusal: str


@dataclass(frozen=True, repr=False)
class NexusReview:
    """A review just written, so that it can be taken back."""

    arrest_id: str
    note_id: str
    before: dict[str, Json] = field(default_factory=dict)


def load_review(session: Session, arrest_id: str) -> NexusView | None:
    """Return where an arrest is with its review; None for one that asks for none: an adult's, struck out, not here."""
    arrest = session.store.record("arrest", arrest_id)
    if arrest is None or not _is_minors(session, arrest):
        return None
    done = bool(arrest.get("nexus_reviewed"))
    today = session.clock.now().astimezone(load_offences().zone).date()
    return NexusView(
        () if done else load_nexus().on(today),
        str(arrest.get("approved_by") or "") if done else "",
        str(arrest.get("approved_at") or "") if done else "",
        _finding(session, arrest_id, arrest) if done else "",
        "" if done else _refusal(session, arrest_id),
    )


def review_nexus(session: Session, arrest_id: str, finding: str) -> NexusReview:
    """Write down that the nexus was reviewed, and in their own words what was found; one transaction.

    Raises Refused: no supervisor, one's own arrest, nobody under age, nothing said.
    """
    require_writable(session)
    store, arrest = session.store, session.store.record("arrest", arrest_id)
    refusal = _refusal(session, arrest_id)
    if refusal:
        raise Refused([Problem(refusal, "approved_by")])
    if arrest is None or not _is_minors(session, arrest):
        raise Refused([Problem("NEXUS_NO_MINOR", "nexus_reviewed")])
    if not finding.strip():
        raise Refused([Problem("NEXUS_FINDING_MISSING", "nexus_reviewed")])
    # Never before what it is about, whatever the clock of the laptop that wrote the arrest said.
    at = max(to_wire(session.clock.now()), str(arrest.get("arrested_at") or ""))
    note: dict[str, Json] = {"kind": _NOTE, "written_at": at, "text": finding.strip(), "arrest": arrest_id}
    values: dict[str, Json] = {
        "nexus_reviewed": True,
        "approved_by": session.profile.name or session.profile.handle,
        "approved_at": at,
    }
    with store.transaction():
        # Not through the list of undone acts: the two are taken back as one, by the one who holds the review.
        written = store.save(session.author, "note", note)
        store.save(session.author, "arrest", values, record_id=arrest_id, reason=_REASON)
    return NexusReview(arrest_id, written.state.record_id, {name: arrest.get(name) for name in FIELDS})


def take_review_back(session: Session, review: NexusReview) -> None:
    """Strike the note out and put the arrest back as it was before the review.

    Another supervisor's approval that the review replaced is not written for them: it is left out, stands in the
    history, and is theirs to give again.
    """
    before, other = dict(review.before), review.before.get("approved_by")
    if other and not session.author.is_called(other):
        before |= {"approved_by": None, "approved_at": None}
    with session.store.transaction():
        void_record(session, "note", review.note_id, "Undone")
        session.store.save(session.author, "arrest", before, record_id=review.arrest_id, reason="Undone")


def _is_minors(session: Session, arrest: Mapping[str, Json]) -> bool:
    person_id = arrest.get("person")
    person = session.store.record("person", str(person_id)) if person_id else None
    return is_minor_at_offence(arrest, person or {}, {}, load_offences())


def _refusal(session: Session, arrest_id: str) -> str:
    if not may_review(session):
        return "REVIEW_ROLE"
    row = session.store.load("arrest", arrest_id)
    return "REVIEW_OWN" if row is not None and row.created_by == session.profile.handle else ""


def _finding(session: Session, arrest_id: str, arrest: Mapping[str, Json]) -> str:
    notes = session.store.linked("note", "arrest", arrest_id)
    said = [note for note in notes if note.get("kind") == _NOTE and note.get("written_at") == arrest.get("approved_at")]
    return str(said[-1].get("text") or "") if said else ""
