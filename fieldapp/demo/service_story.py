"""A partner is asked to help, and one of them writes its own file: consent, contact, services."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from fieldapp.demo import people
from fieldapp.demo.act import Verb
from fieldapp.demo.narrative import write_sentence
from fieldapp.demo.scenario import RESPONDER, name_of
from fieldapp.demo.script import Script, Written, local_day, wire
from fieldapp.domain.wire import Json
from fieldapp.records.seed import agency_id

_OTHERS: Final = ("Saving Innocence", "LAFLA", "Pet Prescriptions", "Restoration")
_CATEGORIES: Final = (
    "crisis_intervention",
    "personal_items",
    "housing_emergency",
    "case_management",
    "justice_advocacy",
    "medical_routine",
    "mental_health",
    "transportation",
    "legal_other",
    "education",
    "safety_planning",
    "interpreter",
)
_ATTEMPTS: Final = ("reached", "reached", "no_answer", "message_left", "missed_visit")


def ask_partner(
    script: Script,
    person: Written,
    recovery: Written,
    first_contact: datetime,
    *,
    minor: bool,
    to: str | None = None,
) -> None:
    """Write down the referral of a victim, mostly to the responder's own agency, and what the responder does."""
    to = to or ("CAST" if script.chance(0.75) else script.random.choice(_OTHERS))
    ours = to == "CAST"
    age_group = "minor" if minor else "adult"
    asked_at = script.after(recovery.at, 5, 30)
    sent_at = first_contact + timedelta(minutes=script.minutes(6, 20))
    values: dict[str, Json] = {
        "recovery": recovery.record_id,
        "client_code": person.code,
        "kind": "call_out" if ours else script.random.choice(("legal", "comfort", "mental_health")),
        "agency": agency_id(to),
        "status": "sent",
        "age_group": age_group,
        "gender": script.random.choice(("female", "female", "female", "male", "unknown")),
        "language": "en",
        "needs": ["rest", "shelter"],
        "requested_by": name_of(recovery.author),
        "sent_at": wire(sent_at),
        "meeting_place": "Demo Station, side entrance",
    }
    referral = script.create(recovery.author, asked_at, "referral", values)
    if ours:
        _answer(script, referral, person.code, first_contact, sent_at, age_group)
    else:
        _note_answer(script, referral, sent_at)


def _answer(
    script: Script, referral: Written, code: str, first_contact: datetime, sent_at: datetime, age_group: str
) -> None:
    known = script.schedule.known_from(referral.author, RESPONDER, referral.at)
    answered_at = sent_at + timedelta(minutes=script.minutes(2, 9))
    arrived_at = answered_at + timedelta(minutes=script.minutes(25, 75))
    at = script.after(known, 30, 4000)
    answer: dict[str, Json] = {
        "status": "arrived",
        "answered_at": wire(answered_at),
        "answered_by": name_of(RESPONDER),
        "arrived_at": wire(arrived_at),
    }
    script.edit(RESPONDER, at, referral, answer)
    if script.chance(0.7):
        _consent(script, referral, code, arrived_at, at, age_group)
    for _ in range(script.random.randrange(2, 7)):
        _service(script, referral, code, first_contact, at, age_group)
    for _ in range(script.random.randrange(1, 4)):
        _attempt(script, referral, code, at)
    closed_at = script.after(at, 20_000, 60_000)
    script.edit(RESPONDER, closed_at, referral, {"status": "completed", "closed_at": wire(closed_at)})
    script.do(Verb.FINALISE, RESPONDER, script.after(closed_at, 2, 9), referral)


def _note_answer(script: Script, referral: Written, sent_at: datetime) -> None:
    """Write down what a partner without a laptop said on the phone."""
    at = script.after(referral.at, 1_500, 6_000)
    answer: dict[str, Json] = {
        "status": "completed",
        "answered_at": wire(sent_at + timedelta(hours=2)),
        "closed_at": wire(at),
    }
    script.edit(referral.author, at, referral, answer)
    script.finalise(script.after(at, 2, 9), referral)


def _consent(script: Script, referral: Written, code: str, given_at: datetime, at: datetime, age_group: str) -> None:
    consent: dict[str, Json] = {
        "client_code": code,
        "agency": agency_id("CAST"),
        "scope": ["case_status", "needs"],
        "purpose": "Placement and counselling",
        "given_by": "social_worker" if age_group == "minor" else "self",
        "method": "written",
        "language": "en",
        "given_at": wire(given_at),
        "obtained_by": name_of(RESPONDER),
        "expires_on": (local_day(given_at) + timedelta(days=365)).isoformat(),
    }
    written = script.create(RESPONDER, script.after(at, 5, 30), "consent", consent)
    script.finalise(script.after(at, 31, 60), written)
    script.edit(RESPONDER, script.after(at, 61, 70), referral, {"consent": written.record_id})


def _service(
    script: Script, referral: Written, code: str, first_contact: datetime, at: datetime, age_group: str
) -> None:
    random = script.random
    requested = local_day(first_contact)
    due = requested + timedelta(days=random.randrange(1, 60))
    planned: dict[str, Json] = {
        "referral": referral.record_id,
        "client_code": code,
        "category": random.choice(_CATEGORIES),
        "status": "planned",
        "provider": agency_id("CAST"),
        "worker": random.choice(people.WORKERS),
        "requested_on": requested.isoformat(),
        "due_on": due.isoformat(),
        "paid_by": random.choice(("ovc_grant", "state_county", "donated")),
        "age_group": age_group,
        "exploitation_type": random.choice(("sex", "sex", "labour", "both")),
    }
    written_at = script.after(at, 40, 400)
    service = script.create(RESPONDER, written_at, "service", planned)
    given_at = max(script.after(written_at, 400, 12_000), script.after(first_contact, 2_000, 30_000))
    delivered: dict[str, Json] = {
        "status": "delivered",
        "delivered_on": local_day(given_at).isoformat(),
        "minutes": random.choice((30, 45, 60, 90, 120)),
    }
    script.edit(RESPONDER, given_at, service, delivered)
    if script.chance(0.5):
        script.finalise(script.after(given_at, 10, 60), service)


def _attempt(script: Script, referral: Written, code: str, at: datetime) -> None:
    tried_at = script.after(at, 300, 40_000)
    outcome = script.random.choice(_ATTEMPTS)
    values: dict[str, Json] = {
        "referral": referral.record_id,
        "client_code": code,
        "attempted_at": wire(tried_at),
        "kind": script.random.choice(("phone", "text", "in_person")),
        "outcome": outcome,
        "worker": name_of(RESPONDER),
        "remarks": write_sentence(script.random),
    }
    if outcome != "reached":
        again_on = local_day(tried_at) + timedelta(days=script.random.randrange(1, 5))
        values["next_attempt_on"] = again_on.isoformat()
    script.create(RESPONDER, script.after(tried_at, 5, 60), "contact_attempt", values)
