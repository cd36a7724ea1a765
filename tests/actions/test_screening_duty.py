"""Duties: raised once by the result, kept when it is corrected, closed by doing them or by somebody's name."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from fieldapp.actions.board import load_board
from fieldapp.actions.capture import save_record
from fieldapp.actions.screening_close import finalise_screening
from fieldapp.actions.screening_duty import close_duty, fire_duties, list_duties, reopen_duty
from fieldapp.actions.session import Session
from fieldapp.domain.access import Role
from fieldapp.domain.clock import from_wire
from tests.fakes.clock import FakeClock
from tests.fakes.laptop import a_session
from tests.fakes.refusal import codes
from tests.fakes.screened import a_screening, answer

CLEAR = {"/data/moves": "no", "/data/papers": "yes", "/data/debt": "yes"}
APPROVED = "Lieutenant Example"
BY_ANOTHER = {"is_done": False, "reason": "reported_by_team", "asked": APPROVED}
WAIVED = {"status": "not_needed", "not_done_reason": "unsafe_now", "asked_supervisor": APPROVED, "details": "Later"}


def by_code(session: Session, screening_id: str):
    return {duty.duty: duty for duty in list_duties(session, screening_id)}


def test_clear_result_raises_its_duties_with_their_hours_from_the_start(session: Session, clock: FakeClock):
    screening_id = a_screening(session)
    answer(session, screening_id, CLEAR)
    clock.advance(900)
    duties = fire_duties(session, screening_id)
    assert [duty.duty for duty in duties] == ["report_phone", "safety_plan", "report_written"]
    started = from_wire(session.store.record("screening", screening_id)["started_at"])
    assert [duty.due_at - started for duty in duties] == [timedelta(0), timedelta(hours=4), timedelta(hours=36)]
    assert {duty.assigned_to for duty in duties} == {"Dana Alvarez"}
    task = session.store.record("task", duties[0].task_id)
    assert task["person"] == session.store.record("screening", screening_id)["person"]
    assert (task["raised_by"], task["screening"]) == ("clear", screening_id)


def test_duties_are_on_the_board_by_what_and_by_code_name(session: Session):
    screening_id = a_screening(session)
    answer(session, screening_id, CLEAR)
    fire_duties(session, screening_id)
    first = load_board(session).due[0]
    assert (first.what, first.whom) == ("Report by phone now", "Doe-2026-0131")


def test_duty_fired_twice_is_one_task(session: Session):
    screening_id = a_screening(session)
    answer(session, screening_id, CLEAR)
    first = fire_duties(session, screening_id)
    close_duty(session, first[0].task_id)
    again = fire_duties(session, screening_id)
    assert {duty.task_id for duty in again} == {duty.task_id for duty in first}
    assert by_code(session, screening_id)["report_phone"].is_closed
    count = session.store.connection.exec_driver_sql("SELECT count(*) FROM task").scalar_one()
    assert count == 3


def test_corrected_result_keeps_the_duties_and_marks_them(session: Session):
    screening_id = a_screening(session)
    answer(session, screening_id, CLEAR)
    fire_duties(session, screening_id)
    answer(session, screening_id, {"/data/moves": "yes", "/data/papers": "no"})
    fire_duties(session, screening_id)
    marked = {duty.duty: duty.is_raised_earlier for duty in list_duties(session, screening_id)}
    assert marked == {"report_phone": True, "report_written": True, "safety_plan": False}
    assert codes(finalise_screening, session, screening_id) == ["DUTY_OPEN"] * 3
    answer(session, screening_id, CLEAR)
    fire_duties(session, screening_id)
    assert not any(duty.is_raised_earlier for duty in list_duties(session, screening_id))


def test_duty_is_closed_undone_only_with_a_reason_and_a_name(session: Session):
    screening_id = a_screening(session)
    answer(session, screening_id, CLEAR)
    task = by_code_fired(session, screening_id)["safety_plan"].task_id
    assert codes(close_duty, session, task, is_done=False) == ["DUTY_REASON_MISSING", "DUTY_APPROVAL_MISSING"]
    assert codes(close_duty, session, task, is_done=False, reason="unsafe_now") == ["DUTY_APPROVAL_MISSING"]
    assert codes(close_duty, session, task, is_done=False, reason="other", asked=APPROVED) == ["DUTY_DETAILS_MISSING"]
    close_duty(session, task, is_done=False, reason="unsafe_now", asked=APPROVED, details="Tomorrow morning")
    duty = by_code(session, screening_id)["safety_plan"]
    assert (duty.is_closed, duty.not_done_reason, duty.asked, duty.approved_by) == (True, "unsafe_now", APPROVED, "")
    reopen_duty(session, task)
    assert not by_code(session, screening_id)["safety_plan"].is_closed


def by_code_fired(session: Session, screening_id: str):
    fire_duties(session, screening_id)
    return by_code(session, screening_id)


@pytest.mark.parametrize("duty", ["report_phone", "report_written"])
def test_mandated_report_for_a_minor_is_not_declined(session: Session, duty: str):
    screening_id = a_screening(session, age=15)
    answer(session, screening_id, CLEAR)
    task = by_code_fired(session, screening_id)[duty].task_id
    declined = {"is_done": False, "reason": "declined_by_person_adult", "asked": APPROVED}
    assert codes(close_duty, session, task, **declined) == ["DUTY_NOT_DECLINED"]


@pytest.mark.parametrize("reason", ["done_by_other_agency", "unsafe_now", "not_applicable_supervisor", "duplicate"])
def test_supervisor_does_not_waive_a_minors_report_not_even_in_their_own_name(tmp_path: Path, clock, reason: str):
    lena = a_session(tmp_path, clock, Role.SUPERVISOR, handle="lena", name="Lena Ortiz")
    screening_id = a_screening(lena, age=15)
    answer(lena, screening_id, CLEAR)
    task = by_code_fired(lena, screening_id)["report_written"].task_id
    waived = {"is_done": False, "reason": reason, "details": "Later"}
    assert codes(close_duty, lena, task, **waived) == ["DUTY_NOT_WAIVED"]
    assert codes(save_record, lena, "task", WAIVED | {"not_done_reason": reason}, record_id=task) == ["DUTY_NOT_WAIVED"]
    lena.close()


def test_report_by_another_of_the_team_closes_it_with_its_reference(session: Session):
    screening_id = a_screening(session, age=15)
    answer(session, screening_id, CLEAR)
    task = by_code_fired(session, screening_id)["report_phone"].task_id
    assert codes(close_duty, session, task, **BY_ANOTHER) == ["DUTY_REFERENCE_MISSING"]
    close_duty(session, task, **BY_ANOTHER, details="CSW Example, 0123-4567-8901-2345678")
    assert by_code(session, screening_id)["report_phone"].is_closed


def test_draft_with_an_older_waiver_is_final_only_once_the_report_is_made(session: Session):
    screening_id = a_screening(session, age=15)
    answer(session, screening_id, CLEAR)
    guards, session.store.guards = session.store.guards, ()
    for duty in fire_duties(session, screening_id):
        save_record(session, "task", WAIVED, record_id=duty.task_id)
    session.store.guards = guards
    assert codes(finalise_screening, session, screening_id) == ["DUTY_NOT_WAIVED"] * 2


def test_adult_may_decline(session: Session):
    screening_id = a_screening(session, age=30)
    answer(session, screening_id, CLEAR)
    task = by_code_fired(session, screening_id)["report_phone"].task_id
    close_duty(session, task, is_done=False, reason="declined_by_person_adult", asked=APPROVED)
    assert by_code(session, screening_id)["report_phone"].is_closed


def test_screening_is_final_when_every_duty_is_done_or_answered_for(session: Session):
    screening_id = a_screening(session)
    answer(session, screening_id, CLEAR)
    for number, duty in enumerate(fire_duties(session, screening_id)):
        assert "DUTY_OPEN" in codes(finalise_screening, session, screening_id)
        if number:
            close_duty(session, duty.task_id)
        else:
            close_duty(session, duty.task_id, is_done=False, reason="reported_by_team", asked=APPROVED, details="7")
    finalise_screening(session, screening_id)
    assert session.store.record("screening", screening_id)["state"] == "final"


def test_open_duty_holds_the_store_itself_back(session: Session):
    screening_id = a_screening(session)
    answer(session, screening_id, CLEAR)
    fire_duties(session, screening_id)
    assert (
        codes(session.store.save, session.author, "screening", {"state": "final"}, record_id=screening_id)
        == ["DUTY_OPEN"] * 3
    )


def test_finalising_raises_duties_that_nobody_had_raised(session: Session):
    screening_id = a_screening(session)
    answer(session, screening_id, CLEAR)
    assert codes(finalise_screening, session, screening_id) == ["DUTY_OPEN"] * 3
    assert len(list_duties(session, screening_id)) == 3


def test_duty_that_is_not_here_is_said(session: Session):
    assert codes(close_duty, session, "019b7cb3-2c1e-7000-82fa-e5efebeadf1d") == ["DUTY_MISSING"]
