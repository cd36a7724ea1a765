"""A person is recovered: first contact, needs, calls, placement; a screening; and a partner who is asked to help."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Final

from fieldapp.demo import people, place
from fieldapp.demo.act import Verb
from fieldapp.demo.circumstance_story import tell_circumstances
from fieldapp.demo.clock_story import keep_clocks
from fieldapp.demo.narrative import write_narrative, write_sentence
from fieldapp.demo.protocol_story import run_protocol
from fieldapp.demo.scenario import DEPUTY, name_of
from fieldapp.demo.screening_story import screen_victim
from fieldapp.demo.script import Script, Written, local_day, wire
from fieldapp.demo.service_story import ask_partner
from fieldapp.demo.somebody import Age, meet, some_age
from fieldapp.domain.clock import from_wire
from fieldapp.domain.people import ADULT_AT
from fieldapp.domain.wire import Json
from fieldapp.records.seed import agency_id

_MINOR_PLACES: Final = ("foster_trained", "foster", "relative", "residential", "home")
_ADULT_PLACES: Final = ("safe_house", "emergency_shelter", "independent", "relative")
_NEEDS: Final = ("food_water", "clothing", "rest", "phone_call", "shelter", "hygiene", "mental_health", "medicine")


def recover(
    script: Script,
    first_contact: datetime,
    age: Age,
    operation: Written | None,
    *,
    minor: bool,
    person: Written | None = None,
) -> tuple[Written, Written]:
    """Write down one recovery with what follows from it; return the person and the recovery."""
    who = person.author if person else script.police()
    victim, recovery = begin(script, who, first_contact, age, operation, person)
    at = recovery.at
    cared_at, care = script.after(at, 40, 120), _care(script, who, first_contact, minor=minor)
    script.edit(who, cared_at, recovery, care)
    placed_at, placed = script.after(at, 150, 300), _placement(script, first_contact, minor=minor)
    reported = placed.pop("written_report_at", None)
    script.edit(who, placed_at, recovery, placed)
    if script.chance(0.85) and age.basis:
        script.finalise(script.after(at, 500, 900), recovery)
    screen_victim(script, victim, recovery, first_contact, operation, minor=minor)
    ask_partner(script, victim, recovery, first_contact, minor=minor)
    _follow_up(script, recovery, at)
    goes_to_hub = care["medical_decision"] == "hub_visit"
    keep_clocks(script, recovery, first_contact, minor=minor, goes_to_hub=goes_to_hub)
    is_labour = operation is not None and inspects_labour(script, operation)
    tell_circumstances(script, recovery, first_contact, minor=minor, goes_to_hub=goes_to_hub, is_labour=is_labour)
    if reported is not None:
        # A report that is sent later is written down later: nothing final holds a time to come.
        written_down = max(from_wire(str(reported)), recovery.at) + timedelta(minutes=20)
        script.edit(who, written_down, recovery, {"written_report_at": reported}, "Sent")
    run_protocol(script, recovery, first_contact, care, minor=minor)
    return victim, recovery


def begin(
    script: Script,
    who: str,
    first_contact: datetime,
    age: Age,
    operation: Written | None,
    person: Written | None = None,
) -> tuple[Written, Written]:
    """Write down what is known within the first hour; return the person and the recovery, which is a draft."""
    victim = person or meet(script, who, first_contact, age, female_share=0.9)
    at = script.after(script.entered(first_contact), 20, 40)
    values = _first_contact(script, victim, first_contact, age, operation)
    return victim, script.create(who, at, "recovery", values)


def correct_age(script: Script, person: Written, recovery: Written, born_on: date, *, minor: bool) -> None:
    """Write down that papers came which say how old somebody is; who was a minor is reported now."""
    at = script.after(recovery.at + timedelta(days=4), 0, 2_000)
    known: dict[str, Json] = {"born_on": born_on.isoformat(), "age_basis": "documented"}
    script.do(Verb.CORRECT_AGE, person.author, at, person, known)
    if not minor:
        return
    called: dict[str, Json] = {
        "hotline_called_at": wire(at + timedelta(minutes=10)),
        "hotline_worker": script.random.choice(people.WORKERS),
        "hotline_disposition": "five_days",
        "hotline_referral_number": f"{script.random.randrange(10**19):019d}",
    }
    script.edit(recovery.author, at + timedelta(minutes=30), recovery, called, "The papers say under 18")


def find_otherwise(script: Script, first_contact: datetime) -> None:
    """Write down a recovery of somebody who turns out not to be a victim of trafficking."""
    years = script.random.randrange(16, 40)
    age = some_age(script, years, local_day(first_contact))
    _, recovery = recover(script, first_contact, age, None, minor=years < ADULT_AT)
    at = script.after(recovery.at, 2_000, 20_000)
    script.edit(recovery.author, at, recovery, {"victim_status": "not_trafficking"}, "After the interview")


def strike_out(script: Script, first_contact: datetime) -> None:
    """Write down a recovery of somebody who turns out to have been entered twice."""
    who = script.police()
    age = some_age(script, script.random.randrange(14, 30), local_day(first_contact))
    _, recovery = begin(script, who, first_contact, age, None)
    script.void(script.after(recovery.at, 60, 600), recovery, "Entered twice")


def charge_minor(script: Script, moment: datetime) -> None:
    """Write down the attempt to charge somebody who looks under age; what comes of it is a recovery."""
    age = Age(None, 16, "apparent")
    person = meet(script, DEPUTY, moment, age, female_share=0.9)
    at = script.after(script.entered(moment), 30, 60)
    values: dict[str, Json] = {
        "person": person.record_id,
        "agency": agency_id("LASD"),
        "role": "seller",
        "arrested_at": wire(moment),
        "place": place.address(script.random),
        "city": place.city(script.random),
        "officer": name_of(DEPUTY),
        "apparent_minor": True,
        "narrative": write_sentence(script.random),
        **age.for_event(),
    }
    arrest = script.create(DEPUTY, at, "arrest", values)
    charge: dict[str, Json] = {"arrest": arrest.record_id, "offence": "pc_647_b_seller"}
    script.do(Verb.CHARGE_MINOR, DEPUTY, script.after(at, 5, 10), arrest, charge)


def _first_contact(
    script: Script, person: Written, first_contact: datetime, age: Age, operation: Written | None
) -> dict[str, Json]:
    random = script.random
    origins = ("patrol", "lead", "online", "partner", "self", "search_warrant")
    values: dict[str, Json] = {
        "person": person.record_id,
        "first_contact_at": wire(first_contact),
        "place": f"{place.inn(random)}, {place.address(random)}",
        "city": place.city(random),
        "agency": agency_id("LASD"),
        "recovered_by": name_of(person.author),
        "origin": "operation" if operation else random.choice(origins),
        "exploitation_type": random.choice(("sex", "sex", "sex", "sex", "labour", "both", "unsure")),
        "report_number": f"DEMO-{first_contact.year}-{random.randrange(100_000):05d}",
        **age.for_event(),
    }
    if operation:
        values["operation"] = operation.record_id
        if inspects_labour(script, operation):
            values["exploitation_type"] = "labour"
    return values


def inspects_labour(script: Script, operation: Written) -> bool:
    """Say whether an operation went where people work: whoever is recovered there was made to."""
    return any(
        act.record_id == operation.record_id and act.values.get("kind") == "labour_inspection" for act in script.acts
    )


def _care(script: Script, who: str, first_contact: datetime, *, minor: bool) -> dict[str, Json]:
    random = script.random
    called_at = first_contact + timedelta(minutes=random.randrange(10, 40))
    values: dict[str, Json] = {
        "victim_status": random.choice(("potential", "confirmed", "confirmed")),
        "needs": [*sorted(random.sample(_NEEDS, random.randrange(1, 4)))],
        "medical_decision": random.choice(("hub_visit", "non_acute_exam", "declined", "not_needed")),
        "advocate_notice_at": wire(first_contact + timedelta(minutes=8)),
        "advocate_answer": random.choice(("wanted", "wanted", "wanted", "undecided")),
        "advocate_agency": agency_id("CAST"),
        "advocate_called_at": wire(called_at),
        "advocate_arrived_at": wire(called_at + timedelta(minutes=random.randrange(30, 85))),
        "name_advice_given": True,
        "name_advice_by": name_of(who),
        "name_advice_at": wire(first_contact + timedelta(minutes=45)),
        "name_confidentiality": "unable" if minor else "confidential",
    }
    if minor:
        numbered = script.chance(0.8)
        values |= {
            "hotline_called_at": wire(called_at),
            "hotline_worker": random.choice(people.WORKERS),
            "hotline_disposition": random.choice(("immediate", "five_days")) if numbered else "information",
        }
        if numbered:
            values["hotline_referral_number"] = f"{random.randrange(10**19):019d}"
    return values


def _placement(script: Script, first_contact: datetime, *, minor: bool) -> dict[str, Json]:
    random = script.random
    taken = ("dependency_custody", "child_services", "parent_guardian") if minor else ("shelter", "left_voluntarily")
    values: dict[str, Json] = {
        "taken_into": random.choice(taken),
        "placement_type": random.choice(_MINOR_PLACES if minor else _ADULT_PLACES),
        "narrative": write_narrative(random),
    }
    if minor:
        values["written_report_at"] = wire(first_contact + timedelta(hours=random.randrange(4, 34)))
    return values


def _follow_up(script: Script, recovery: Written, at: datetime) -> None:
    who = recovery.author
    duty: dict[str, Json] = {
        "what": script.random.choice(("Written report to child services", "Call about the placement", "Endorsement")),
        "assigned_to": name_of(who),
        "due_at": wire(at + timedelta(hours=36)),
        "priority": "high",
        "recovery": recovery.record_id,
    }
    task = script.create(who, script.after(at, 10, 60), "task", duty)
    done_at = script.after(at, 600, 2000)
    script.edit(who, done_at, task, {"status": "done", "done_at": wire(done_at), "done_by": name_of(who)})
    noted_at = script.after(at, 200, 4000)
    note: dict[str, Json] = {
        "kind": script.random.choice(("observation", "statement")),
        "written_at": wire(noted_at),
        "text": write_sentence(script.random),
        "recovery": recovery.record_id,
    }
    script.create(who, noted_at, "note", note)
