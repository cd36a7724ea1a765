"""What a screening comes to, its duties and its end: nothing is claimed, nothing is quietly dropped."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPlainTextEdit, QPushButton
from pytestqt.qtbot import QtBot

from fieldapp.actions.screening_close import finalise_screening
from fieldapp.actions.screening_duty import close_duty, list_duties
from fieldapp.domain.access import Role
from tests.fakes.office import Office
from tests.ui.screens.screening.room import Screened, click, open_record, visible, words
from ui.screens.screening.duty_row import DutyRow
from ui.screens.screening.run_head import Part
from ui.widgets.jump_line import JumpLine

K = Qt.Key
Screening = Callable[..., Screened]
CLEAR = {
    "/data/contact/found_setting": "outdoors",
    "/data/contact/missing": "yes",
    "/data/contact/times_missing": "2",
    "/data/signs/tired": "clearly",
    "/data/signs/injuries": "no",
    "/data/signs/guarded": "clearly",
    "/data/signs/belongings": "not_known",
    "/data/people/accompanied": "no",
    "/data/safety/afraid": "clearly",
    "/data/safety/debt": "no",
    "/data/safety/earning": "yes",
}
CALM = {
    "/data/contact/missing": "no",
    **dict.fromkeys([f"/data/signs/{name}" for name in ("tired", "injuries", "guarded", "belongings")], "no"),
    "/data/people/accompanied": "no",
    **dict.fromkeys([f"/data/safety/{name}" for name in ("afraid", "debt", "earning")], "no"),
}


def give(run: Screened, answers: Mapping[str, str]) -> None:
    """Answer by path, as a press would."""
    view = run.page.questions.view
    for path, value in answers.items():
        view.apply(view.session.answer(view.session.find(path), value, "observed"))
    run.office.settle()


def see(run: Screened) -> str:
    """Go to the result; return all its words."""
    run.page.open_part(Part.RESULT)
    run.office.settle()
    return words(run.page.result)


def row(run: Screened, duty: str) -> DutyRow:
    found = run.page.result.row(duty)
    assert found is not None, duty
    return found


def part(run: Screened, duty: str, kind: type, name: str) -> object:
    return visible(row(run, duty), kind, name)


def press(run: Screened, duty: str, name: str) -> None:
    click(run.qtbot, part(run, duty, QPushButton, name))
    run.office.settle()


def duties(run: Screened) -> dict[str, object]:
    found = run.office.do(lambda session: list_duties(session, run.screening_id))
    return {duty.duty: duty for duty in found}


def close_all(run: Screened) -> None:
    def act(session: object) -> None:
        for duty in list_duties(session, run.screening_id):
            if not duty.is_closed:
                close_duty(session, duty.task_id)

    run.office.do(act)


@pytest.fixture
def clear(screened: Screening) -> Screened:
    """A screening with clear concern, its result in front."""
    run = screened("demo_concern")
    give(run, CLEAR)
    see(run)
    return run


def test_result_gives_points_with_and_without_what_nobody_knows(clear: Screened):
    shown = words(clear.page.result)
    assert "Clear concern" in shown
    assert "Points: 16 of what is known, 18 at most" in shown
    assert "The points are invented" in shown, "the licensor's caution"
    assert "Indicators, not a finding" in shown
    assert "victim" not in shown.lower()


def test_what_counted_and_what_has_no_answer_are_listed_and_lead_there(clear: Screened):
    card = clear.page.result
    assert "Is the youth very tired or hungry?" in words(card)
    line = next(line for line in card.findChildren(JumpLine) if line.objectName() == "open_/data/signs/belongings")
    line.press()
    clear.office.settle()
    assert clear.page.part is Part.QUESTIONS
    assert clear.page.questions.place() == "/data/signs/belongings"


def test_lowest_level_is_not_claimed_while_something_that_counts_has_no_answer(screened: Screening):
    run = screened("demo_concern")
    give(run, {**CALM, "/data/signs/guarded": ""})
    shown = see(run)
    assert "Cannot be told yet: 1" in shown
    assert "No concern" not in visible(run.screen, QLabel, "result_level").text()
    give(run, CALM)
    assert "No concern" in see(run)


def test_duties_have_their_clocks_and_the_number_to_call(clear: Screened):
    assert row(clear, "report_phone").clock() == "Now"
    assert row(clear, "report_written").clock() == "in 36 h"
    assert row(clear, "advocate_call").clock() == "in 90 min"
    number = part(clear, "report_phone", QPushButton, "phone_dcfs_hotline")
    click(clear.qtbot, number)
    assert QApplication.clipboard().text() == "800-540-4000"


def test_clock_of_a_duty_runs(clear: Screened, clock):
    clock.advance(2 * 3600)
    clear.page.result.refresh()
    assert row(clear, "advocate_call").clock().startswith("30 min")


def test_report_is_done_with_whom_it_was_made_to(clear: Screened):
    press(clear, "report_phone", "duty_done")
    note = part(clear, "report_phone", QLineEdit, "duty_note")
    assert QApplication.focusWidget() is note
    clear.type("Worker Demo, 0123456789012345678")
    clear.press(K.Key_Return)
    assert duties(clear)["report_phone"].status == "done"
    task_id = duties(clear)["report_phone"].task_id
    task = clear.office.do(lambda session: session.store.record("task", task_id))
    assert task["details"] == "Worker Demo, 0123456789012345678"
    assert task["done_by"] == "Jo Kim"
    assert "Jo Kim \N{MIDDLE DOT} Worker Demo" in words(row(clear, "report_phone"))


def test_other_duty_is_done_with_one_press_and_the_keyboard_is_on_the_next(clear: Screened):
    row(clear, "bureau_notification").done.setFocus()
    clear.press(K.Key_Return)
    assert duties(clear)["bureau_notification"].is_closed
    held = QApplication.focusWidget()
    assert held.objectName() == "duty_done"
    assert not next(each for each in clear.page.result.rows if each.isAncestorOf(held)).duty.is_closed


def test_done_by_mistake_is_taken_back(clear: Screened):
    press(clear, "safety_plan", "duty_done")
    clear.office.desk.undo()
    clear.office.settle()
    assert not duties(clear)["safety_plan"].is_closed
    press(clear, "safety_plan", "duty_done")
    press(clear, "safety_plan", "duty_reopen")
    assert not duties(clear)["safety_plan"].is_closed


def test_not_done_needs_a_reason_and_the_supervisor_who_agreed(clear: Screened):
    press(clear, "safety_plan", "duty_not_done")
    press(clear, "safety_plan", "duty_mark_not_done")
    problem = part(clear, "safety_plan", QLabel, "duty_problem").text()
    assert len(problem.splitlines()) == 2
    assert not duties(clear)["safety_plan"].is_closed
    clear.press(K.Key_Tab)
    row(clear, "safety_plan")._reason.current().setFocus()
    clear.press(K.Key_1)
    row(clear, "safety_plan")._approver.setFocus()
    clear.type("Sgt. Okafor")
    press(clear, "safety_plan", "duty_mark_not_done")
    done = duties(clear)["safety_plan"]
    assert (done.not_done_reason, done.approved_by) == ("done_by_other_agency", "Sgt. Okafor")
    assert "Sgt. Okafor" in words(row(clear, "safety_plan"))


def test_mandated_report_of_a_minor_is_not_declined_and_the_row_says_so(clear: Screened):
    press(clear, "report_phone", "duty_not_done")
    row(clear, "report_phone")._reason.current().setFocus()
    clear.press(K.Key_2)
    row(clear, "report_phone")._approver.setFocus()
    clear.type("Sgt. Okafor")
    press(clear, "report_phone", "duty_mark_not_done")
    assert part(clear, "report_phone", QLabel, "duty_problem").text()
    assert not duties(clear)["report_phone"].is_closed


def test_supervisor_agrees_in_their_own_name(screened: Screening, open_desk: Callable[..., Office]):
    run = screened("demo_concern", office=open_desk(Role.SUPERVISOR, handle="okafor", name="Sgt. Okafor"))
    give(run, CLEAR)
    see(run)
    task_id = row(run, "safety_plan").duty.task_id

    def decline(session: object) -> None:
        close_duty(session, task_id, is_done=False, reason="unsafe_now", approved_by="Lt. Demo")

    run.office.do(decline)
    see(run)
    press(run, "safety_plan", "duty_confirm")
    assert duties(run)["safety_plan"].approved_by == "Sgt. Okafor"


def test_finishing_lists_what_is_open_and_each_line_leads_there(screened: Screening):
    run = screened("demo_concern")
    give(run, {**CLEAR, "/data/safety/debt": ""})
    see(run)
    run.click("screening_finish")
    lines = {line.accessibleName(): line for line in run.page.result.closing.findChildren(JumpLine)}
    question = next(line for text, line in lines.items() if "owe money" in text)
    duty = next(line for text, line in lines.items() if "Safety plan" in text)
    assert run.values()["state"] == "draft"
    duty.press()
    assert row(run, "safety_plan").isAncestorOf(QApplication.focusWidget())
    question.press()
    run.office.settle()
    assert run.page.questions.place() == "/data/safety/debt"


def test_header_that_is_missing_is_led_to(screened: Screening):
    run = screened("field_needs", others_present=None)
    see(run)
    line = next(
        line for line in run.page.result.closing.findChildren(JumpLine) if line.objectName().endswith("others_present")
    )
    line.press()
    run.office.settle()
    assert run.page.part is Part.ABOUT
    assert QApplication.focusWidget().objectName() == "others_present"


@pytest.fixture
def locked(clear: Screened) -> Screened:
    """A screening with everything done, locked by its button."""
    close_all(clear)
    see(clear)
    clear.click("screening_finish")
    return clear


def test_locked_screening_is_read_not_answered(locked: Screened):
    assert locked.values()["state"] == "final"
    assert "Locked" in words(locked.page.head)
    assert not [each for each in locked.page.head.findChildren(QPushButton, "disclosure_stop") if each.isVisible()]
    locked.page.start(Part.QUESTIONS)
    for shown in locked.page.questions.view.page().rows():
        assert not any(made.isEnabled() for made in shown.entry.inputs() if shown.takes_answer)
    locked.page.stop()
    locked.office.settle()
    assert locked.values().get("disclosure_made") is None


def test_locked_screening_takes_addenda(locked: Screened):
    visible(locked.screen, QPlainTextEdit, "addendum_text").setFocus()
    locked.type("The aunt called back.")
    locked.click("addendum_add")
    shown = words(locked.page.result)
    assert "The aunt called back." in shown
    assert "kim" in shown.lower()


def test_locked_screening_opens_on_its_result(locked: Screened, deputy: Office, qtbot: QtBot):
    again = open_record(deputy, qtbot, locked.screening_id)
    assert again.page.part is Part.RESULT
    assert "Clear concern" in words(again.page.result)


def test_supervisor_adds_a_determination_after_it_is_locked(
    screened: Screening, open_desk: Callable[..., Office], qtbot: QtBot
):
    office = open_desk(Role.SUPERVISOR, handle="okafor", name="Sgt. Okafor")
    run = screened("demo_concern", office=office)
    give(run, CLEAR)
    see(run)
    close_all(run)
    office.do(lambda session: finalise_screening(session, run.screening_id))
    again = open_record(office, qtbot, run.screening_id)
    form = again.page.result.determination
    form.editor("determination").answer("clear_concern")
    office.settle()
    assert again.values()["determination"] == "clear_concern"
    assert again.values()["band"] == "clear_concern", "beside the result, which stays"


def test_deputy_is_not_asked_for_a_determination(clear: Screened):
    assert clear.page.result.determination is None


def test_duty_of_a_corrected_result_stays_and_says_so(clear: Screened):
    give(clear, CALM)
    see(clear)
    assert "An earlier result brought this" in words(row(clear, "report_phone"))
