"""A final screening stays as it was filled in, and none becomes final around its duties, whichever way is tried."""

from __future__ import annotations

from pathlib import Path

import pytest

from fieldapp.actions.capture import finalise_record, restore_record, save_record, undo, void_record
from fieldapp.actions.screening import keep_answers, write_answers
from fieldapp.actions.screening_close import add_addendum, finalise_screening
from fieldapp.actions.screening_duty import close_duty, confirm_duty, fire_duties, list_duties, reopen_duty
from fieldapp.actions.session import Session
from fieldapp.domain.access import Role
from fieldapp.forms.form_session import Stored
from tests.fakes.laptop import a_session
from tests.fakes.refusal import codes
from tests.fakes.sample import a_person
from tests.fakes.screened import a_screening, answer

CLEAR = {"/data/moves": "no", "/data/papers": "yes", "/data/debt": "no"}
FEW = {"/data/moves": "yes", "/data/papers": "no", "/data/debt": "no"}
APPROVED = "Lieutenant Example"


def a_final(session: Session, **values) -> str:
    screening_id = a_screening(session, **values)
    answer(session, screening_id, FEW)
    finalise_screening(session, screening_id)
    return screening_id


def test_screening_with_a_checklist_is_finished_on_its_own_page_only(session: Session):
    screening_id = a_screening(session)
    answer(session, screening_id, CLEAR)
    assert codes(finalise_record, session, "screening", screening_id) == ["SCREENING_ON_ITS_PAGE"]
    assert codes(save_record, session, "screening", {"state": "final"}, record_id=screening_id) == [
        "SCREENING_ON_ITS_PAGE"
    ]
    assert session.store.record("screening", screening_id)["state"] == "draft"


def test_new_record_does_not_begin_as_a_final_screening(session: Session):
    made = {"checklist": "demo_small", "state": "final", "client_code": "Doe-2026-0131"}
    assert codes(save_record, session, "screening", made) == ["SCREENING_ON_ITS_PAGE"]


def test_duty_is_not_struck_out_to_get_around_it(session: Session):
    screening_id = a_screening(session)
    answer(session, screening_id, CLEAR)
    for duty in fire_duties(session, screening_id):
        assert codes(void_record, session, "task", duty.task_id, "Not wanted") == ["DUTY_NOT_STRUCK"]
    assert codes(finalise_screening, session, screening_id) == ["DUTY_OPEN"] * 2


def test_duties_of_a_screening_that_was_struck_out_may_be_struck_out_and_come_back_with_it(session: Session):
    screening_id = a_screening(session)
    answer(session, screening_id, CLEAR)
    duties = fire_duties(session, screening_id)
    void_record(session, "screening", screening_id, "Begun for the wrong person")
    for duty in duties:
        void_record(session, "task", duty.task_id, "The screening was struck out")
    restore_record(session, "screening", screening_id)
    assert codes(finalise_screening, session, screening_id) == ["DUTY_OPEN"] * 2
    assert {duty.task_id for duty in list_duties(session, screening_id)} == {duty.task_id for duty in duties}


@pytest.mark.parametrize("values", [{"duty": None}, {"screening": None}, {"duty": "hotline"}])
def test_duty_is_not_turned_into_another_task(session: Session, values):
    screening_id = a_screening(session)
    answer(session, screening_id, CLEAR)
    task = fire_duties(session, screening_id)[0].task_id
    assert codes(save_record, session, "task", values, record_id=task) == ["DUTY_FIXED"]


def test_reason_that_held_for_an_adult_holds_no_more_for_a_minor(session: Session):
    screening_id = a_screening(session, age=30)
    answer(session, screening_id, CLEAR)
    for duty in fire_duties(session, screening_id):
        close_duty(session, duty.task_id, is_done=False, reason="declined_by_person_adult", asked=APPROVED)
    person = session.store.record("screening", screening_id)["person"]
    save_record(session, "person", {"estimated_age": 16}, record_id=person)
    assert codes(finalise_screening, session, screening_id) == ["DUTY_NOT_DECLINED"] * 2


@pytest.mark.parametrize(
    "values", [{"location": "school"}, {"score": 5}, {"checklist_sha256": None}, {"state": "draft"}, {"own_words": "x"}]
)
def test_final_screening_is_not_changed_even_with_a_reason(session: Session, values):
    screening_id = a_final(session)
    assert codes(save_record, session, "screening", values, record_id=screening_id, reason="A slip") == [
        "SCREENING_LOCKED"
    ]


def test_determination_is_added_later_and_so_is_what_it_belongs_to(session: Session):
    screening_id = a_final(session)
    values = {"determination": "unclear", "determined_by": APPROVED}
    save_record(session, "screening", values, record_id=screening_id, reason="Reviewed")
    recovery = save_record(session, "recovery", {"contact_at": "2026-01-02T03:00:00.000Z"})
    save_record(session, "screening", {"recovery": recovery}, record_id=screening_id, reason="Recovered since")
    other = a_person(session, "Doe-2026-0999")
    assert codes(save_record, session, "screening", {"person": other}, record_id=screening_id, reason="Slip") == [
        "SCREENING_LOCKED"
    ]


def test_answers_of_a_final_screening_stay(session: Session):
    screening_id = a_final(session)
    zone = session.store.load("screening", screening_id).state.zone
    for stored in (Stored("yes", "observed"), None):
        changed = {"/data/debt": stored}
        assert codes(write_answers, session, screening_id, zone, changed) == ["SCREENING_LOCKED"]
    assert codes(write_answers, session, screening_id, zone, {"/data/remarks": Stored("more")}) == ["SCREENING_LOCKED"]
    add_addendum(session, screening_id, "The debt was spoken of later.")


def test_undo_takes_neither_the_locking_back_nor_what_came_before_it(session: Session):
    person = a_person(session, "Doe-2026-0999")
    screening_id = a_screening(session)
    save_record(session, "screening", {"location": "school"}, record_id=screening_id)
    answer(session, screening_id, FEW)
    finalise_screening(session, screening_id)
    while session.undone:
        undo(session)
    assert session.store.record("person", person) is None
    shown = session.store.record("screening", screening_id)
    assert (shown["state"], shown["location"]) == ("final", "school")


def test_final_screening_is_struck_out_with_a_reason_and_restored_as_it_was(session: Session):
    screening_id = a_final(session)
    before = dict(session.store.record("screening", screening_id))
    void_record(session, "screening", screening_id, "Screened twice")
    restore_record(session, "screening", screening_id)
    assert session.store.record("screening", screening_id) == before


def test_duty_that_was_closed_by_mistake_is_opened_again_and_the_screening_stays_final(session: Session):
    screening_id = a_screening(session)
    answer(session, screening_id, CLEAR)
    duties = fire_duties(session, screening_id)
    for duty in duties:
        close_duty(session, duty.task_id)
    finalise_screening(session, screening_id)
    reopen_duty(session, duties[0].task_id)
    save_record(session, "screening", {"determination": "unclear"}, record_id=screening_id, reason="Reviewed")
    assert codes(keep_answers, session, screening_id, {"/data/debt": Stored("no")}) == ["SCREENING_LOCKED"]


def test_nobody_agrees_with_themselves_but_a_supervisor_does_in_their_own_name(session: Session, tmp_path: Path, clock):
    screening_id = a_screening(session, age=30)
    answer(session, screening_id, CLEAR)
    task = fire_duties(session, screening_id)[0].task_id
    for own in ("Dana Alvarez", " dana alvarez ", "alvarez"):
        declined = {"is_done": False, "reason": "unsafe_now", "asked": own}
        assert codes(close_duty, session, task, **declined) == ["DUTY_APPROVAL_OWN"]
    assert codes(confirm_duty, session, task) == ["DUTY_MISSING"]
    close_duty(session, task, is_done=False, reason="unsafe_now", asked=APPROVED)
    assert codes(confirm_duty, session, task) == ["DUTY_CONFIRM_NOT_YOURS"]
    lena = a_session(tmp_path / "lena", clock, Role.SUPERVISOR, handle="lena", name="Lena Ortiz")
    screening_id = a_screening(lena, age=30)
    answer(lena, screening_id, CLEAR)
    close_duty(lena, fire_duties(lena, screening_id)[0].task_id, is_done=False, reason="unsafe_now")
    assert "Lena Ortiz" in {duty.approved_by for duty in list_duties(lena, screening_id)}
    lena.close()
