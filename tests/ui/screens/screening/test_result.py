"""What a screening comes to, and its duties: nothing is claimed, nothing is quietly dropped."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton

from fieldapp.actions.screening_duty import close_duty
from fieldapp.domain.access import Role
from tests.fakes.office import Office
from tests.ui.screens.screening.answers import CALM, CLEAR, duties, give, part, press, row, see
from tests.ui.screens.screening.room import Screened, click, visible, words
from ui.screens.screening.run_head import Part
from ui.widgets.jump_line import JumpLine

K = Qt.Key


Screening = Callable[..., Screened]


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


def test_not_done_needs_a_reason_and_the_supervisor_who_was_asked(clear: Screened):
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
    assert (done.not_done_reason, done.asked, done.approved_by) == ("done_by_other_agency", "Sgt. Okafor", "")
    assert "Asked: Sgt. Okafor; no supervisor has agreed yet" in words(row(clear, "safety_plan"))


def test_mandated_report_of_a_minor_is_not_declined_and_the_row_says_so(clear: Screened):
    press(clear, "report_phone", "duty_not_done")
    report = row(clear, "report_phone")
    assert "nobody may hold it back" in part(clear, "report_phone", QLabel, "duty_law").text()
    assert "PC 11166(h)" in words(report)
    assert "Declined" not in "".join(each.text() for each in report.findChildren(QPushButton))
    report._reason.current().setFocus()
    clear.press(K.Key_1)
    report._approver.setFocus()
    clear.type("Sgt. Okafor")
    press(clear, "report_phone", "duty_mark_not_done")
    assert "reference" in part(clear, "report_phone", QLabel, "duty_problem").text()
    assert not duties(clear)["report_phone"].is_closed
    report._why.setFocus()
    clear.type("CSW Example, 77")
    press(clear, "report_phone", "duty_mark_not_done")
    assert duties(clear)["report_phone"].not_done_reason == "reported_by_team"


def test_supervisor_agrees_in_their_own_name(screened: Screening, open_desk: Callable[..., Office]):
    run = screened("demo_concern", office=open_desk(Role.SUPERVISOR, handle="okafor", name="Sgt. Okafor"))
    give(run, CLEAR)
    see(run)
    task_id = row(run, "safety_plan").duty.task_id

    def decline(session: object) -> None:
        close_duty(session, task_id, is_done=False, reason="unsafe_now", asked="Lt. Demo")

    run.office.do(decline)
    see(run)
    assert duties(run)["safety_plan"].asked == ""  # nobody asks who agrees
    press(run, "safety_plan", "duty_confirm")
    assert duties(run)["safety_plan"].approved_by == "Sgt. Okafor"


def test_note_of_one_duty_stays_while_another_is_closed(clear: Screened):
    press(clear, "report_phone", "duty_done")
    clear.type("Worker De")
    press(clear, "safety_plan", "duty_done")
    assert part(clear, "report_phone", QLineEdit, "duty_note").text() == "Worker De"
    clear.reopen()
    assert clear.page.part is Part.RESULT
    assert part(clear, "report_phone", QLineEdit, "duty_note").text() == "Worker De"


def test_duty_of_a_corrected_result_stays_and_says_so(clear: Screened):
    give(clear, CALM)
    see(clear)
    assert "An earlier result brought this" in words(row(clear, "report_phone"))
