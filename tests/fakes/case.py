"""A mixed case: an arrest with evidence and a victim, what victim services did, and what is privileged, each marked."""

from __future__ import annotations

from dataclasses import dataclass

from fieldapp.actions.capture import save_record
from fieldapp.actions.session import Session
from fieldapp.domain.change import CUSTODY
from fieldapp.domain.clock import to_wire
from fieldapp.records.seed import agency_id
from tests.fakes.sample import ago

PRIVILEGED_MARK = "Quetzalwort"
SERVICE_MARK = "Brindlemoss"
VICTIM_NAME = "Xochiltara"
VICTIM_STREET = "4417 Nowhere Lane"
ARRESTEE_NAME = "Zebulonsen"
LASD = agency_id("LASD")
CAST = agency_id("CAST")


@dataclass
class MixedCase:
    """Ids of the records."""

    arrest: str
    arrestee: str
    warrant: str
    item: str
    victim: str
    recovery: str
    charge: str


def a_mixed_case(session: Session) -> MixedCase:
    """Write the whole case on this laptop."""
    now = to_wire(session.clock.now())
    operation = save_record(
        session, "operation", {"name": "Lighthouse", "kind": "street", "abort_signal": SERVICE_MARK}
    )
    save_record(session, "site", {"operation": operation, "name": SERVICE_MARK, "address": SERVICE_MARK})
    save_record(session, "roster_member", {"operation": operation, "role": "undercover", "alias_number": "UC-17"})
    arrestee = save_record(
        session, "person", {"family_name": ARRESTEE_NAME, "estimated_age": 41, "age_basis": "claimed"}
    )
    victim = save_record(
        session,
        "person",
        {
            "family_name": VICTIM_NAME,
            "address": VICTIM_STREET,
            "estimated_age": 16,
            "age_basis": "claimed",
            "safe_contact": f"{SERVICE_MARK} by aunt",
        },
    )
    arrest = save_record(
        session,
        "arrest",
        {
            "person": arrestee,
            "operation": operation,
            "role": "trafficker",
            "arrested_at": ago(session, hours=5),
            "place": "Motel on Holt Avenue",
            "report_bucket": "HT",
            "narrative": f"{ARRESTEE_NAME} said he had driven {VICTIM_NAME.upper()} there from {VICTIM_STREET}.",
        },
    )
    charge = save_record(session, "charge", {"arrest": arrest, "offence": "pc_236_1_c", "victim": victim})
    warrant = save_record(
        session,
        "search_warrant",
        {
            "number": "SW-26-1",
            "kind": "device",
            "target": "Phone",
            "status": "issued",
            "issued_at": ago(session, days=2),
        },
    )
    item = save_record(
        session,
        "evidence_item",
        {
            "kind": "device",
            "description": "Black phone",
            "arrest": arrest,
            "search_warrant": warrant,
            "seized_at": ago(session, hours=4),
            "seized_by": session.profile.handle,
            "storage_place": "Locker 3",
        },
    )
    handed = {
        "evidence_item": item,
        "handed_by": session.profile.handle,
        "received_by": "ekim",
        "handed_at": now,
        "purpose": "storage",
        "giver_answer": "signed",
        "giver_answered_at": now,
    }
    session.store.save(session.author, "custody_transfer", handed, kind=CUSTODY)
    save_record(
        session, "note", {"arrest": arrest, "kind": "statement", "written_at": now, "text": "\u201cI drove.\u201d"}
    )
    recovery = _a_recovery(session, victim, operation)
    return MixedCase(arrest, arrestee, warrant, item, victim, recovery, charge)


def _a_recovery(session: Session, victim: str, operation: str) -> str:
    now = to_wire(session.clock.now())
    recovery = save_record(
        session,
        "recovery",
        {
            "person": victim,
            "operation": operation,
            "first_contact_at": ago(session, hours=6),
            "place": "Motel on Holt Avenue",
            "agency": LASD,
            "exam_facility": f"Clinic {SERVICE_MARK}",
            "placement_type": "foster_trained",
            "hotline_worker": SERVICE_MARK,
        },
    )
    save_record(
        session,
        "interview",
        {
            "recovery": recovery,
            "person": victim,
            "kind": "minimal_facts",
            "interviewer": "Dana Alvarez",
            "place": "Station",
        },
    )
    referral = save_record(
        session,
        "referral",
        {"recovery": recovery, "client_code": "Doe-1", "agency": CAST, "message": f"Please come, {SERVICE_MARK}"},
    )
    save_record(
        session, "responder", {"recovery": recovery, "kind": "advocate", "called_at": now, "name": SERVICE_MARK}
    )
    save_record(session, "service", {"referral": referral, "client_code": "Doe-1", "remarks": PRIVILEGED_MARK})
    save_record(session, "contact_attempt", {"referral": referral, "client_code": "Doe-1", "remarks": PRIVILEGED_MARK})
    screening = save_record(
        session,
        "screening",
        {"person": victim, "recovery": recovery, "own_words": PRIVILEGED_MARK, "observations": PRIVILEGED_MARK},
    )
    save_record(session, "answer", {"screening": screening, "question": "/data/q", "value": PRIVILEGED_MARK})
    save_record(session, "note", {"screening": screening, "written_at": now, "text": PRIVILEGED_MARK})
    save_record(
        session,
        "note",
        {"recovery": recovery, "written_at": now, "text": PRIVILEGED_MARK},
        zone=f"services:{session.profile.agency}",
    )
    save_record(session, "task", {"recovery": recovery, "what": SERVICE_MARK, "assigned_to": "Dana"})
    return recovery
