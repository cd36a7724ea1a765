"""Minor or adult as of an event, because of which age and since when; and what a turn of it entails."""

from __future__ import annotations

from fieldapp.actions.age_change import age_changes
from fieldapp.actions.age_decision import age_decisions
from fieldapp.actions.age_evidence import state_age
from fieldapp.actions.capture import save_record
from fieldapp.actions.clock import record_clocks
from fieldapp.domain.clock import to_wire
from fieldapp.rules.screening_guard import DECLINED, duty_id
from tests.actions.test_age_change import an_arrest, claims_nineteen
from tests.actions.test_age_evidence import WEEK, born
from tests.fakes.clock import FakeClock
from tests.fakes.sample import a_person, a_recovery, ago
from tests.hostile.town import CAST, Seat


def test_decision_names_the_age_it_rests_on_and_the_day_it_was_taken(dana: Seat, clock: FakeClock):
    session = dana.session
    person = claims_nineteen(session)
    claimed_at = to_wire(clock.now())
    recovery = a_recovery(session, person)
    (first,) = age_decisions(session, person)
    assert (first.record_id, first.is_minor, first.stated.basis) == (recovery, False, "claimed")
    assert (first.decided_at, first.author) == (claimed_at, "dana")
    clock.advance(WEEK)
    papers = state_age(session, person, {"basis": "verified", "born_on": born(clock, 16), "source": "Birth register"})
    (then,) = age_decisions(session, person)
    assert (then.is_minor, then.stated.evidence_id, then.stated.source) == (True, papers.evidence_id, "Birth register")
    assert then.decided_at == to_wire(clock.now())
    assert then.happened_at == session.store.record("recovery", recovery)["first_contact_at"]


def test_age_noted_at_the_recovery_decides_until_more_is_known(dana: Seat):
    session = dana.session
    person = a_person(session, "Doe-2026-0001")
    a_recovery(session, person, estimated_age=15, age_basis="apparent")
    (seen,) = age_decisions(session, person)
    assert (seen.is_minor, seen.stated.basis, seen.stated.found_on) == (True, "apparent", "recovery")
    state_age(session, person, {"basis": "verified", "age": 20})
    (known,) = age_decisions(session, person)
    assert (known.is_minor, known.stated.basis) == (False, "verified")


def test_arrest_may_be_decided_by_the_officers_eye(dana: Seat, clock: FakeClock):
    session = dana.session
    person = claims_nineteen(session)
    arrest = an_arrest(session, person, "pc_647_b_2")
    (claimed,) = age_decisions(session, person)
    assert (claimed.is_minor, claimed.stated.basis, claimed.by_eye) == (False, "claimed", False)
    save_record(session, "arrest", {"apparent_minor": True}, record_id=arrest)
    (seen,) = age_decisions(session, person)
    assert (seen.is_minor, seen.stated, seen.by_eye) == (True, None, True)
    state_age(session, person, {"basis": "documented", "born_on": born(clock, 25)})
    (papers,) = age_decisions(session, person)
    assert (papers.is_minor, papers.stated.basis, papers.by_eye) == (False, "documented", False)


def test_nothing_known_is_said_as_such(dana: Seat):
    session = dana.session
    person = a_person(session, "Doe-2026-0001")
    a_recovery(session, person)
    (unknown,) = age_decisions(session, person)
    assert (unknown.is_minor, unknown.stated) == (None, None)


def test_turn_of_a_recovery_says_what_a_minors_needs_and_which_clocks_run_from_the_event(dana: Seat, clock: FakeClock):
    session = dana.session
    person = claims_nineteen(session)
    recovery = a_recovery(session, person, exam_consent="guardian")
    before = {each.code for each in record_clocks(session, "recovery", recovery)}
    facts = {"client_code": "Doe-2026-0001", "kind": "call_out", "agency": CAST, "age_group": "adult"}
    save_record(session, "referral", {**facts, "recovery": recovery, "sent_at": ago(session)})
    clock.advance(3600)
    state_age(session, person, {"basis": "verified", "born_on": born(clock, 16)})
    (turned,) = age_changes(session, person)
    assert {"RECOVERY_MINOR_NEEDS", "EXAM_CONSENT_OWN", "REFERRAL_AGE_GROUP"} <= set(turned.broken)
    after = {each.code: each for each in record_clocks(session, "recovery", recovery)}
    assert turned.clocks
    assert set(turned.clocks) == after.keys() - before
    event = session.store.record("recovery", recovery)["first_contact_at"]
    assert {to_wire(after[code].starts_at) for code in turned.clocks} == {event}


def test_turn_of_a_screening_brings_back_the_report_that_was_declined_as_an_adults(dana: Seat, clock: FakeClock):
    session = dana.session
    person = claims_nineteen(session)
    checklist = save_record(session, "checklist", {"name": "Adults", "version": "1", "age_min": 18})
    facts = {"person": person, "started_at": ago(session, hours=1), "checklist": checklist}
    screening = save_record(session, "screening", facts)
    duty = {"what": "Report", "duty": "report_phone", "screening": screening, "not_done_reason": DECLINED}
    session.store.save(session.author, "task", duty, record_id=duty_id(screening, "report_phone"))
    clock.advance(3600)
    state_age(session, person, {"basis": "verified", "born_on": born(clock, 16)})
    (turned,) = age_changes(session, person)
    assert (turned.record_type, turned.record_id, turned.is_minor) == ("screening", screening, True)
    assert set(turned.broken) == {"DUTY_NOT_DECLINED", "SCREENING_AGE_OUTSIDE"}
