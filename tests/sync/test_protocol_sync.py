"""One protocol run at two laptops: both meet in one record a step, and an interview without notice stays out."""

from __future__ import annotations

from fieldapp.actions.board import load_board
from fieldapp.actions.capture import finalise_record, save_record, void_record
from fieldapp.actions.conflict import load_clashes, resolve_clash
from fieldapp.actions.exchange_status import load_refused
from fieldapp.actions.interview import plan_interview, revoke_waiver, start_interview
from fieldapp.actions.protocol import answer_step, load_run, step_id
from fieldapp.actions.repeat import list_repeats
from fieldapp.actions.responder import call_responder, list_responders, stamp_arrival
from fieldapp.domain.clock import to_wire
from fieldapp.rules.protocol_run import StepState
from fieldapp.store.outbox import quarantined
from tests.fakes.clock import FakeClock
from tests.fakes.refusal import codes
from tests.fakes.sample import a_person, a_recovery, consider_indicators
from tests.hostile.town import Seat, meet


def a_minor(session) -> str:
    return a_recovery(session, a_person(session, "Doe-2026-0001"), estimated_age=15)


def test_two_who_answer_one_step_offline_meet_in_one_record_and_both_answers_are_kept(dana: Seat, eli: Seat):
    recovery = a_minor(dana.session)
    meet(dana, eli)
    answer_step(dana.session, recovery, "rights_card", "done")
    answer_step(eli.session, recovery, "rights_card", "unable", reason="Asleep")
    meet(dana, eli)
    record = step_id(recovery, "rights_card")
    for seat in (dana, eli):
        assert len(seat.session.store.linked("protocol_step", "recovery", recovery)) == 1
    clash = next(each for each in load_clashes(dana.session) if each.field == "status")
    assert clash.record_id == record
    assert {head.value for head in clash.heads} == {"done", "unable"}
    resolve_clash(dana.session, clash, "done", "She woke up")
    meet(dana, eli)
    states = [{s.code: s.state for s in load_run(seat.session, recovery).steps} for seat in (dana, eli)]
    assert states[0]["rights_card"] == states[1]["rights_card"] == "done"


def test_responders_called_on_two_laptops_are_all_kept(dana: Seat, eli: Seat, clock: FakeClock):
    recovery = a_minor(dana.session)
    meet(dana, eli)
    advocate = call_responder(dana.session, recovery, "advocate")
    call_responder(eli.session, recovery, "probation")
    clock.advance(600)
    stamp_arrival(dana.session, advocate)
    meet(dana, eli)
    here, there = (list_responders(seat.session, recovery) for seat in (dana, eli))
    assert [(each.kind, each.state) for each in here] == [(each.kind, each.state) for each in there]
    assert {each.kind for each in here} == {"advocate", "probation"}
    assert codes(stamp_arrival, eli.session, advocate) == ["RESPONDER_ANSWERED"]


def test_record_that_could_not_be_completed_is_final_all_the_same_and_says_so_everywhere(dana: Seat, eli: Seat):
    session = dana.session
    recovery = a_minor(session)
    facts = {
        "age_basis": "apparent",
        "needs": ["none"],
        "medical_decision": "not_needed",
        "name_advice_given": False,
        "advocate_answer": "undecided",
        "advocate_agency": session.profile.agency,
        "advocate_called_at": to_wire(session.clock.now()),
    }
    save_record(session, "recovery", facts, record_id=recovery)
    consider_indicators(session, str(session.store.record("recovery", recovery)["person"]))
    assert set(codes(finalise_record, session, "recovery", recovery)) == {"RECOVERY_MINOR_NEEDS"}
    answer_step(session, recovery, "hotline_call", "unable", reason="No line for two hours")
    finalise_record(session, "recovery", recovery)
    meet(dana, eli)
    assert load_refused(session) == []
    assert eli.session.store.record("recovery", recovery)["state"] == "final"
    assert [step.reason for step in load_run(eli.session, recovery).unable] == ["No line for two hours"]


def test_time_to_come_stops_a_recovery_from_being_final(dana: Seat):
    recovery = a_minor(dana.session)
    save_record(dana.session, "recovery", {"hotline_called_at": "2031-01-01T00:00:00.000Z"}, record_id=recovery)
    assert "TIME_TO_COME" in codes(finalise_record, dana.session, "recovery", recovery)


def test_interview_is_not_started_without_notice_nor_after_the_waiver_was_revoked(dana: Seat, clock: FakeClock):
    session = dana.session
    recovery = a_minor(session)
    interview = plan_interview(session, recovery, "minimal_facts")
    assert codes(start_interview, session, interview) == ["INTERVIEW_WITHOUT_NOTICE"]
    told = {"advocate_notice_at": to_wire(clock.now()), "advocate_answer": "declined"}
    save_record(session, "interview", told, record_id=interview)
    assert codes(start_interview, session, interview) == ["WAIVER_MISSING"]
    save_record(session, "interview", {"waiver_reference": "Form 12"}, record_id=interview)
    revoke_waiver(session, interview)
    clock.advance(60)
    assert codes(start_interview, session, interview) == ["WAIVER_REVOKED"]
    save_record(session, "interview", {"advocate_arrived_at": to_wire(clock.now())}, record_id=interview)
    start_interview(session, interview)
    dana.sync()
    assert load_refused(session) == []


def test_headquarters_puts_an_interview_aside_whose_notice_another_laptop_moved_behind_its_start(
    dana: Seat, eli: Seat, clock: FakeClock
):
    recovery = a_minor(dana.session)
    told = {"advocate_notice_at": to_wire(clock.now()), "advocate_answer": "declined", "waiver_reference": "Form 12"}
    interview = plan_interview(dana.session, recovery, "minimal_facts", **told)
    meet(dana, eli)
    clock.advance(600)
    start_interview(dana.session, interview)
    clock.advance(600)
    save_record(eli.session, "interview", {"advocate_notice_at": to_wire(clock.now())}, record_id=interview)
    dana.sync()
    eli.sync()
    assert [each.change.record_id for each in load_refused(eli.session)] == [interview]


def test_victim_entered_twice_by_two_laptops_offline_keeps_both_and_one_is_struck_out(dana: Seat, eli: Seat):
    person = a_person(dana.session, "Doe-2026-0001")
    meet(dana, eli)
    one = a_recovery(dana.session, person, estimated_age=15)
    other = a_recovery(eli.session, person, estimated_age=15)
    meet(dana, eli)
    assert [each.recovery_id for each in list_repeats(dana.session, one)] == [other]
    assert [each.recovery_id for each in list_repeats(eli.session, other)] == [one]
    void_record(eli.session, "recovery", other, "Entered twice")
    meet(dana, eli)
    assert list_repeats(dana.session, one) == ()


def test_declined_report_of_a_minor_is_put_aside_and_an_impossible_one_stays_on_the_board(dana: Seat, eli: Seat):
    session = dana.session
    recovery = a_minor(session)
    for status in ("declined", "not_applicable"):
        assert codes(answer_step, session, recovery, "hotline_call", status, reason="No") == ["STEP_MANDATED"]
    answer_step(session, recovery, "hotline_call", "unable", reason="No line for two hours")
    assert [due.record_id for due in load_board(session).due if due.code == "hotline_call"] == [recovery]
    meet(dana, eli)
    guards, session.store.guards = session.store.guards, ()
    answer_step(session, recovery, "hotline_call", "declined", reason="Not wanted")
    session.store.guards = guards
    meet(dana, eli)
    assert [refused.reason for refused in quarantined(session.store)] == ["STEP_MANDATED"]
    answer_step(session, recovery, "hotline_call", "done")
    assert "hotline_call" not in {due.code for due in load_board(session).due}
    run = load_run(session, recovery)
    assert next(step for step in run.steps if step.code == "hotline_call").state is StepState.DONE
