"""The rights of a victim (R7, R8, R9) hold at headquarters too, whatever a laptop without rules writes."""

from __future__ import annotations

import pytest

from fieldapp.actions.capture import finalise_record, save_record
from fieldapp.domain.access import Role
from fieldapp.domain.clock import to_wire
from fieldapp.domain.problems import Refused
from fieldapp.domain.record import final_problems
from fieldapp.records import RECORD_TYPES
from tests.fakes.sample import a_person, a_recovery, consider_indicators
from tests.hostile.test_hostile_custody import meet, refusals
from tests.hostile.town import CAST, Seat, Town

STATUS = ("citizenship", "foreign_national_minor", "in_removal", "nationality", "immigration_status")


@pytest.fixture
def ana(town: Town) -> Seat:
    return town.enrol("ana")


def force(seat: Seat, record_type: str, record_id: str, **values: object) -> None:
    """Write without rules."""
    guards, seat.session.store.guards = seat.session.store.guards, ()
    seat.session.store.save(seat.session.author, record_type, values, record_id=record_id)
    seat.session.store.guards = guards


def test_recovery_without_the_advice_about_the_name_is_not_final_at_headquarters(town: Town, ana: Seat) -> None:
    ben = town.enrol("ben")
    session = ana.session
    person = a_person(session, "Doe-2026-0001")
    recovery, told, public = (a_recovery(session, person) for _ in range(3))
    meet(ana, ben)
    with pytest.raises(Refused, match="NAME_ADVICE_MISSING"):
        finalise_record(session, "recovery", recovery)
    with pytest.raises(Refused, match="NAME_ADVICE_MISSING"):
        session.store.save(session.author, "recovery", {"state": "final"}, record_id=recovery)
    force(ana, "recovery", recovery, state="final")
    force(ana, "recovery", told, state="final", name_advice_given=True)
    force(ana, "recovery", public, state="final", name_advice_given=False, name_confidentiality="not_confidential")
    found = {"NAME_ADVICE_MISSING", "NAME_ADVICE_INCOMPLETE", "NAME_PUBLIC_WITHOUT_ADVICE"}
    assert set(refusals(ana)) == found
    meet(ben)
    for record_id in (recovery, told, public):
        assert ben.session.store.record("recovery", record_id).get("state") != "final"


def test_recovery_whose_victim_could_not_be_told_is_final_with_the_name_confidential(town: Town, ana: Seat) -> None:
    ben = town.enrol("ben")
    person = a_person(ana.session, "Doe-2026-0001")
    recovery = a_recovery(ana.session, person)
    consider_indicators(ana.session, person)
    force(ana, "recovery", recovery, state="final", name_advice_given=False)
    meet(ana, ben)
    row = ben.session.store.record("recovery", recovery)
    assert (row["state"], row["name_confidentiality"]) == ("final", "confidential")


def test_name_stays_confidential_until_somebody_was_told_and_answered(ana: Seat) -> None:
    recovery = a_recovery(ana.session, a_person(ana.session, "Doe-2026-0001"))
    assert ana.session.store.record("recovery", recovery)["name_confidentiality"] == "confidential"


def test_interview_that_started_without_notice_is_put_aside_at_headquarters(town: Town, ana: Seat) -> None:
    ben = town.enrol("ben")
    session = ana.session
    recovery = a_recovery(session, a_person(session, "Doe-2026-0001"))
    interview = save_record(session, "interview", {"recovery": recovery, "kind": "minimal_facts"})
    meet(ana, ben)
    now = to_wire(town.clock.now())
    with pytest.raises(Refused, match="INTERVIEW_WITHOUT_NOTICE"):
        save_record(session, "interview", {"started_at": now}, record_id=interview)
    force(ana, "interview", interview, started_at=now)
    assert refusals(ana) == ["INTERVIEW_WITHOUT_NOTICE"]
    meet(ben)
    assert ben.session.store.record("interview", interview).get("started_at") is None


def test_nationality_is_never_asked_for_before_a_record_is_final() -> None:
    for record in RECORD_TYPES:
        assert not {problem.field for problem in final_problems(record, {})} & set(STATUS)
        assert not [name for name in STATUS if name in record.fields and record.fields[name].required]


def test_partner_agency_receives_nothing_of_nationality_nor_of_removal(town: Town, ana: Seat) -> None:
    maria = town.enrol("maria", Role.ADVOCATE, CAST)
    session = ana.session
    person = a_person(session, "Doe-2026-0001")
    recovery = a_recovery(session, person, foreign_national_minor=True, in_removal=True)
    values = {"recovery": recovery, "client_code": "Doe-2026-0001", "agency": CAST, "status": "sent"}
    referral = save_record(session, "referral", values)
    meet(ana, maria)
    assert maria.session.store.record("referral", referral) is not None
    assert maria.session.store.load("recovery", recovery) is None
    for record in RECORD_TYPES:
        if record.zone == "shared":
            assert not set(STATUS) & set(record.fields)


def test_name_of_an_undercover_officer_reaches_no_other_laptop(town: Town, ana: Seat) -> None:
    ben = town.enrol("ben")
    session = ana.session
    operation = save_record(session, "operation", {"name": "Night", "kind": "street"})
    alias = {"operation": operation, "role": "undercover", "alias_number": "UC-7"}
    member = save_record(session, "roster_member", alias)
    meet(ana, ben)
    with pytest.raises(Refused, match="UNDERCOVER_NAMED"):
        save_record(session, "roster_member", {"name": "Dana Demo"}, record_id=member)
    force(ana, "roster_member", member, name="Dana Demo")
    assert refusals(ana) == ["UNDERCOVER_NAMED"]
    meet(ben)
    assert ben.session.store.record("roster_member", member).get("name") is None
