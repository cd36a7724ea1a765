"""The first hours of a recovery through the window, by keyboard, and what the other laptop then shows."""

from __future__ import annotations

from datetime import timedelta

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QWidget

from fieldapp.actions.protocol import load_run
from fieldapp.domain.access import Role
from fieldapp.domain.clock import to_wire
from fieldapp.rules.protocol_run import StepState
from tests.fakes.sample import a_person, a_recovery
from ui.screens.recovery.step_dialog import StepDialog


def a_minor(session):
    start = to_wire(session.clock.now() - timedelta(minutes=30))
    return a_recovery(session, a_person(session, "Doe-Demo-1"), estimated_age=15, first_contact_at=start)


def states(desk, recovery):
    found = desk.ask(lambda session: load_run(session, recovery))
    return {step.code: step.state for step in found.steps}


def test_detective_runs_the_protocol_by_keyboard_and_the_deputy_sees_it(sit_down):
    detective, deputy = sit_down("detective"), sit_down("deputy", Role.DEPUTY)
    detective.unlock()
    recovery = detective.ask(a_minor)
    detective.go("record", record_type="recovery", record_id=recovery)
    assert "800-540-4000" in detective.words()
    detective.enter("done_secure_scene")
    detective.enter("call_advocate")
    detective.enter("arrived_advocate")
    detective.enter("not_done_hotline_call")
    dialog = detective.window.findChild(StepDialog)
    detective.qtbot.keyClick(dialog.findChild(QWidget, "step_status"), Qt.Key.Key_1)
    line = dialog.findChild(QLineEdit, "step_reason")
    detective.qtbot.keyClicks(line, "No line for an hour")
    detective.qtbot.keyClick(line, Qt.Key.Key_Return)
    detective.settle()
    assert "No line for an hour" in detective.words()
    detective.sync()

    deputy.unlock()
    deputy.sync()
    deputy.go("record", record_type="recovery", record_id=recovery)
    words = deputy.words()
    assert "No line for an hour" in words
    assert "this record is flagged" in words
    found = states(deputy, recovery)
    assert found["secure_scene"] is StepState.DONE
    assert found["responders"] is StepState.DONE
    assert found["hotline_call"] is StepState.UNABLE
    deputy.enter("take_back_hotline_call")
    deputy.enter("done_hotline_call")
    deputy.sync()
    detective.sync()
    assert states(detective, recovery)["hotline_call"] is StepState.DONE


def test_corrected_age_is_said_on_the_person_and_on_the_recovery(sit_down):
    detective = sit_down("detective")
    detective.unlock()

    def claims_nineteen(session):
        person = a_person(session, "Doe-Demo-2", estimated_age=19, age_basis="claimed")
        return person, a_recovery(session, person)

    person, recovery = detective.ask(claims_nineteen)
    detective.go("record", record_type="person", record_id=person)
    editor = detective.window.shell().front().page.form.editor("estimated_age")
    editor.answer(16)
    detective.qtbot.waitUntil(lambda: "a minor's since" in detective.words(), timeout=10_000)
    detective.go("record", record_type="recovery", record_id=recovery)
    detective.qtbot.waitUntil(lambda: "The age was corrected" in detective.words(), timeout=10_000)
    assert states(detective, recovery)["hotline_call"] is StepState.OPEN
