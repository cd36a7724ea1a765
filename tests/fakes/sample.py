"""A night's work on one laptop: synthetic people, an operation under way, things due, drafts, leads."""

from __future__ import annotations

import os
from datetime import timedelta

from fieldapp.actions.capture import save_record
from fieldapp.actions.session import Session
from fieldapp.domain.access import Author, Role
from fieldapp.domain.change import Change, seal
from fieldapp.domain.clock import to_wire
from fieldapp.domain.wire import Json
from fieldapp.records.screening import INDICATORS
from fieldapp.records.seed import agency_id, seed_agencies
from fieldapp.store import outbox
from fieldapp.store.inbox import ForeignChange, take_page
from tests.fakes.clock import FakeClock

PLACES = (
    "Motel on Holt Avenue",
    "Truck stop, exit 43",
    "Figueroa and 66th",
    "Station lobby",
    "Apartment on 5th Street",
)
CITIES = ("Pomona", "Ontario", "Los Angeles", "Santa Monica", "Compton")
READY: dict[str, Json] = {
    "risk_class": "moderate",
    "deconfliction_result": "clear",
    "medical_plan": "Demo Hospital, by the main road",
    "abort_signal": "Umbrella",
    "victim_services_lead": "Robin Demoson",
}
"""What a plan needs before anybody moves, but for a supervisor's approval."""
LIEUTENANT = Author("example", agency_id("LASD"), Role.SUPERVISOR, "Lieutenant Example")
SUMMARIES = (
    "Caller saw a girl of about 15 led into a room by two men",
    "Same phone number in four advertisements in two weeks",
    "School counselor worried about new phone and older friend",
    "Clerk reports rooms paid in cash, many short visits",
    "Handle seen in an advertisement from another county",
)


def ago(session: Session, **parts: float) -> str:
    """An instant before now, as a wire value."""
    return to_wire(session.clock.now() - timedelta(**parts))


def fill_agencies(session: Session) -> None:
    """The partner directory, as seeded."""
    for record_id, values in seed_agencies().items():
        session.store.save(session.author, "agency", values, record_id=record_id)


def approve(session: Session, operation: str) -> None:
    """Approve a plan: whoever sits here, if that is a supervisor, else a lieutenant on a laptop nobody sees."""
    signer = session.author if session.author.is_supervisor else LIEUTENANT
    signed: dict[str, Json] = {"approved_by": signer.name, "approved_at": to_wire(session.clock.now())}
    session.store.save(signer, "operation", signed, record_id=operation)


def a_ready_operation(session: Session, *, status: str = "active", **values: Json) -> str:
    """An operation whose plan is ready and approved, in this status."""
    operation = save_record(session, "operation", {**READY, **values})
    approve(session, operation)
    session.store.save(session.author, "operation", {"status": status}, record_id=operation)
    return operation


def a_person(session: Session, code_name: str, **values: object) -> str:
    """A person known by a code name."""
    return save_record(session, "person", {"code_name": code_name, "gender": "female", **values})


def a_recovery(session: Session, person: str, number: int = 0, **values: object) -> str:
    """A recovery an hour ago."""
    facts = {
        "person": person,
        "first_contact_at": ago(session, hours=1),
        "place": PLACES[number % 5],
        "city": CITIES[number % 5],
        "exploitation_type": "sex",
        "agency": agency_id("LASD"),
        "taken_into": "child_services",
    }
    return save_record(session, "recovery", {**facts, **values})


def consider_indicators(session: Session, person: str, found: str = "not_present") -> str:
    """A final screening of somebody in which each of the seven indicators was considered, now."""
    values = {"person": person, "started_at": ago(session), "state": "final", **dict.fromkeys(INDICATORS, found)}
    return session.store.save(session.author, "screening", values).state.record_id


def fill_night(session: Session, clock: FakeClock) -> str:
    """An operation four hours old with its recoveries, arrests, warrants and screenings; return its id."""
    lead_agency = agency_id("LASD")
    operation = a_ready_operation(
        session,
        name="Safe Harbor West",
        kind="purchaser",
        phase="processing",
        agency=lead_agency,
        starts_at=ago(session, hours=4),
    )
    for number in range(5):
        person = a_person(session, f"Doe-2026-{number:04}", estimated_age=15 + number, age_basis="apparent")
        recovery = a_recovery(
            session,
            person,
            number,
            operation=operation,
            first_contact_at=ago(session, hours=1 + number * 9),
            estimated_age=15 + number,
        )
        clock.advance(60)
        if number < 2:
            save_record(
                session, "screening", {"person": person, "operation": operation, "started_at": ago(session, hours=1)}
            )
            save_record(
                session,
                "task",
                {
                    "what": "Cross-report to child services",
                    "assigned_to": "alvarez",
                    "due_at": to_wire(session.clock.now() + timedelta(hours=3 * number - 1)),
                    "recovery": recovery,
                },
            )
    for number in range(3):
        person = a_person(
            session, f"Roe-2026-{number:04}", gender="male", estimated_age=34 + number, age_basis="apparent"
        )
        save_record(
            session,
            "arrest",
            {
                "person": person,
                "operation": operation,
                "role": "purchaser",
                "report_bucket": "BUYER",
                "arrested_at": ago(session, hours=2),
                "place": PLACES[number],
                "city": CITIES[number],
            },
        )
        save_record(
            session,
            "search_warrant",
            {
                "number": f"SW-26-{4410 + number}",
                "kind": "premises",
                "status": "served" if number else "issued",
                "operation": operation,
                "target": f"Room {110 + number}, {PLACES[number]}",
                "issued_at": ago(session, days=8 - number * 3),
                "served_at": ago(session, hours=3) if number else None,
            },
        )
        clock.advance(60)
    for number, summary in enumerate(SUMMARIES):
        save_record(
            session,
            "lead",
            {
                "summary": summary,
                "source": "hotline",
                "urgency": "urgent" if number == 0 else "routine",
                "received_at": ago(session, hours=number * 7),
                "assigned_to": "Alvarez" if number % 2 else None,
                "city": CITIES[number],
            },
        )
        clock.advance(30)
    return operation


def fill_services(session: Session) -> None:
    """Two call-outs and a few follow-ups for a partner agency."""
    mine = session.profile.agency
    for number, (status, minutes) in enumerate((("sent", 12), ("accepted", 75))):
        referral = save_record(
            session,
            "referral",
            {
                "client_code": f"Doe-2026-{number:04}",
                "kind": "call_out",
                "agency": mine,
                "status": status,
                "age_group": "minor",
                "sent_at": ago(session, minutes=minutes),
                "meeting_place": "Station lobby, side entrance",
                "needs": ["food_water", "rest"] if number == 0 else ["medicine"],
            },
        )
        for days, category in ((-1, "housing_emergency"), (0, "case_management"), (3, "legal_immigration")):
            day = (session.clock.now().astimezone() + timedelta(days=days)).date()
            save_record(
                session,
                "service",
                {
                    "referral": referral,
                    "client_code": f"Doe-2026-{number:04}",
                    "category": category,
                    "due_on": day.isoformat(),
                },
            )


def clash(
    session: Session, record_type: str, record_id: str, name: str, *, ours: Json, theirs: Json, author: str = "okafor"
) -> None:
    """Two people write one field without knowing of each other: this laptop, then another that had not seen it."""
    store = session.store
    row = store.load(record_type, record_id)
    assert row is not None
    seen = row.state.seen_for([name])
    save_record(session, record_type, {name: ours}, record_id=record_id)
    counter = int(store.meta("elsewhere") or 0) + 1
    store.set_meta("elsewhere", str(counter))
    change = Change(
        device="0th3r1apt0p2",
        counter=counter,
        prev="0" * 64,
        kind="set",
        record_type=record_type,
        record_id=record_id,
        zone=row.state.zone,
        author=author,
        agency=session.profile.agency,
        made_at=ago(session, minutes=20),
        hlc=1,
        fields={name: theirs},
        seen=seen,
        reason=None,
    )
    take_page(store, [ForeignChange(1000 + counter, change, seal(change, os.urandom))], {})


def refuse_last(session: Session, reason: str = "NO_PERMISSION", detail: str = "") -> None:
    """Headquarters has everything, and put the newest change aside."""
    head = session.store.journal.head(session.store.connection).counter
    outbox.take_verdicts(session.store, head, None, [outbox.Refusal(head, reason, detail)])
