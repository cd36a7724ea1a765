"""The end of a screening: what is open is led to, what is locked stays, what comes later is an addendum."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QPushButton
from pytestqt.qtbot import QtBot

from fieldapp.actions.screening import answer_id
from fieldapp.actions.screening_close import finalise_screening
from fieldapp.domain.access import Role
from tests.fakes.office import Office
from tests.fakes.sample import clash
from tests.ui.screens.screening.answers import CLEAR, close_all, give, row, see
from tests.ui.screens.screening.room import Screened, open_record, visible, words
from ui.screens.screening.run_head import Part
from ui.widgets.jump_line import JumpLine

K = Qt.Key


Screening = Callable[..., Screened]
SIGNS = "/data/appearance/signs_of_harm"


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


def test_addendum_and_note_that_are_not_written_down_yet_come_back(locked: Screened):
    visible(locked.screen, QPlainTextEdit, "addendum_text").setFocus()
    locked.type("Half a sent")
    see(locked)
    assert locked.page.result.addenda.text.toPlainText() == "Half a sent", "shown anew"
    locked.reopen()
    assert locked.page.result.addenda.text.toPlainText() == "Half a sent", "after a lock"


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


def test_answer_on_which_people_disagree_is_named_and_led_to(screened: Screening):
    run = screened()
    give(run, {SIGNS: "present"})
    answer = answer_id(run.screening_id, SIGNS)
    run.office.do(lambda session: clash(session, "answer", answer, "value", ours="not_observed", theirs="not_present"))
    see(run)
    lines = run.page.result.closing.findChildren(JumpLine)
    line = next(line for line in lines if line.objectName().startswith("open_CONFLICT_OPEN"))
    assert line.accessibleName().startswith("Signs of trauma")
    with run.qtbot.waitSignal(run.office.desk.open_requested) as asked:
        line.press()
    assert asked.args == ["conflicts", {"record_type": "answer", "record_id": answer}]


def test_deputy_is_not_asked_for_a_determination(clear: Screened):
    assert clear.page.result.determination is None
