"""The page of a recovery and the protocol beside it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from fieldapp.domain.clock import to_wire
from fieldapp.records import require_type
from tests.fakes.clock import START, FakeClock
from tests.fakes.office import Office
from tests.fakes.sample import a_person, a_recovery
from ui.screens.record.record_screen import RecordScreen
from ui.screens.recovery.protocol import StepState, protocol_steps, time_left
from ui.screens.recovery.protocol_pane import ProtocolPane
from ui.screens.recovery.recovery_page import PARTS
from ui.widgets.chip import Chip

CONTACT = {"first_contact_at": to_wire(START)}


def state_of(values: dict[str, object], code: str, after: timedelta) -> StepState:
    steps = {step.code: step for step in protocol_steps(values, START + after)}
    return steps[code].state


@pytest.mark.parametrize(
    ("code", "after", "state"),
    [
        ("responders", timedelta(minutes=74), StepState.OPEN),
        ("responders", timedelta(minutes=75), StepState.SOON),
        ("responders", timedelta(minutes=90), StepState.OVERDUE),
        ("written_report", timedelta(hours=23), StepState.OPEN),
        ("written_report", timedelta(hours=24), StepState.SOON),
        ("written_report", timedelta(hours=36), StepState.OVERDUE),
        ("medical", timedelta(hours=48), StepState.SOON),
        ("medical", timedelta(hours=72), StepState.OVERDUE),
        ("hotline", timedelta(hours=500), StepState.OPEN),
    ],
)
def test_clock_runs_from_first_contact(code: str, after: timedelta, state: StepState):
    assert state_of(CONTACT, code, after) is state


def test_exam_is_asked_for_within_96_hours_of_an_assault():
    assert "exam" not in {step.code for step in protocol_steps(CONTACT, START)}
    values = CONTACT | {"assaulted_at": to_wire(START - timedelta(hours=90))}
    assert state_of(values, "exam", timedelta(0)) is StepState.SOON
    assert state_of(values, "exam", timedelta(hours=6)) is StepState.OVERDUE


def test_one_field_ticks_one_step():
    assaulted = CONTACT | {"assaulted_at": to_wire(START)}
    for values in (CONTACT, assaulted):
        fields = [step.field for step in protocol_steps(values, START)]
        assert fields.count("medical_decision") == 1
        assert len(set(fields)) == len(fields)


def test_adult_is_not_asked_for_what_a_minor_needs():
    minors_only = {"hotline", "written_report"}
    asked = {
        is_minor: {step.code for step in protocol_steps(CONTACT, START, is_minor=is_minor)}
        for is_minor in (True, False, None)
    }
    assert asked[True] == asked[None]
    assert asked[True] - asked[False] == minors_only


@pytest.mark.parametrize(("born_on", "is_asked"), [("1990-01-01", False), ("2012-01-01", True)])
def test_pane_knows_the_victims_age(office: Office, qtbot: QtBot, born_on: str, is_asked: bool):
    recovery = office.do(
        lambda s: a_recovery(s, a_person(s, "Doe-2026-0001", born_on=born_on), first_contact_at=to_wire(START))
    )
    screen = RecordScreen(office.desk)
    qtbot.addWidget(screen)
    with qtbot.waitSignal(office.desk.pane_changed) as shown:
        screen.shown(record_type="recovery", record_id=recovery)
    side = shown.args[0]
    qtbot.addWidget(side)
    office.settle()
    assert (side.findChild(QWidget, "step_hotline") is not None) == is_asked
    assert side.findChild(QWidget, "step_responders") is not None


def test_answered_step_is_done_and_a_declined_advocate_is_not_waited_for():
    arrived = CONTACT | {"advocate_arrived_at": to_wire(START + timedelta(minutes=40))}
    assert state_of(arrived, "responders", timedelta(hours=5)) is StepState.DONE
    declined = CONTACT | {"advocate_answer": "declined"}
    assert state_of(declined, "responders", timedelta(hours=5)) is StepState.SKIPPED


def test_no_clock_runs_without_first_contact():
    assert {step.state for step in protocol_steps({}, START)} == {StepState.OPEN}


@pytest.mark.parametrize(
    ("minutes", "said"),
    [(45, (False, "45 min")), (-5, (True, "5 min")), (425, (False, "7 h 05")), (3000, (False, "2 d 2 h"))],
)
def test_distance_is_said_shortly(minutes: int, said: tuple[bool, str]):
    now = datetime(2026, 1, 2, tzinfo=UTC)
    assert time_left(now + timedelta(minutes=minutes), now) == said


def test_sections_hold_every_field_once():
    shown = [name for part in PARTS for name in part.fields]
    assert sorted(shown) == sorted(set(require_type("recovery").fields) - {"state"})


def test_protocol_follows_what_is_written_and_jumps(office: Office, qtbot: QtBot, clock: FakeClock):
    recovery = office.do(lambda s: a_recovery(s, a_person(s, "Doe-2026-0001"), first_contact_at=to_wire(START)))
    clock.advance(80 * 60)
    screen = RecordScreen(office.desk)
    qtbot.addWidget(screen)
    screen.resize(1000, 800)
    with qtbot.waitSignal(office.desk.pane_changed) as shown, qtbot.waitActive(screen):
        screen.show()
        screen.activateWindow()
        screen.shown(record_type="recovery", record_id=recovery)
    side = shown.args[0]
    qtbot.addWidget(side)
    office.settle()
    pane = side.findChild(ProtocolPane)
    assert pane.findChild(Chip, "chip_responders").text() == "10 min left"
    clock.advance(30 * 60)
    pane.refresh()
    assert pane.findChild(Chip, "chip_responders").text() == "Overdue by 20 min"
    screen.page.form.editor("advocate_arrived_at").answer(to_wire(clock.now()))
    qtbot.waitUntil(lambda: pane.findChild(Chip, "chip_responders").text().startswith("Done"))
    pane.findChild(QWidget, "jump_hotline").press()
    assert QApplication.focusWidget().objectName() == "hotline_called_at"
    assert pane.missing.findChild(QWidget, "missing_needs") is not None
