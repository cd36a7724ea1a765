"""The page of a recovery and the protocol beside it."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from fieldapp.actions.capture import save_record
from fieldapp.actions.handoff import load_sheet
from fieldapp.actions.history import load_history
from fieldapp.actions.protocol import load_run, step_id
from fieldapp.actions.responder import list_responders
from fieldapp.domain.access import Role
from fieldapp.domain.clock import to_wire
from fieldapp.records import require_type
from fieldapp.rules.protocol_run import StepState
from fieldapp.rules.supervisor_guard import UNSCREENED
from tests.fakes.clock import START, FakeClock
from tests.fakes.office import Office
from tests.fakes.sample import a_person, a_recovery
from ui.screens.record.record_screen import RecordScreen
from ui.screens.recovery.protocol_pane import ProtocolPane
from ui.screens.recovery.recovery_page import PARTS
from ui.screens.recovery.step_dialog import StepDialog
from ui.widgets.chip import Chip


def a_minor(session: object, **values: object) -> str:
    person = a_person(session, "Doe-2026-0001", born_on="2012-01-01", family_name="Trueman")
    return a_recovery(session, person, first_contact_at=to_wire(START), **values)


class Shown:
    """A recovery's page with its pane."""

    def __init__(self, office: Office, qtbot: QtBot, recovery: str | None) -> None:
        self.office, self.qtbot = office, qtbot
        self.screen = RecordScreen(office.desk)
        qtbot.addWidget(self.screen)
        self.screen.resize(1000, 800)
        with qtbot.waitSignal(office.desk.pane_changed) as shown, qtbot.waitActive(self.screen):
            self.screen.show()
            self.screen.activateWindow()
            self.screen.shown(record_type="recovery", record_id=recovery)
        self.side = shown.args[0]
        qtbot.addWidget(self.side)
        office.settle()
        self.side.show()
        self.pane = self.side.findChild(ProtocolPane)

    def has(self, name: str) -> bool:
        return self.pane.findChild(QWidget, name) is not None

    def chip(self, name: str) -> str:
        return self.pane.findChild(Chip, name).text()

    def press(self, name: str) -> None:
        """Press a button by keyboard."""
        self.qtbot.keyClick(self.pane.findChild(QPushButton, name), Qt.Key.Key_Return)
        self.office.settle()

    def run(self, recovery: str) -> dict[str, StepState]:
        found = self.office.do(lambda s: load_run(s, recovery))
        return {step.code: step.state for step in found.steps}


@pytest.mark.parametrize(("born_on", "is_asked"), [("1990-01-01", False), ("2012-01-01", True)])
def test_pane_knows_the_victims_age(office: Office, qtbot: QtBot, born_on: str, is_asked: bool):
    recovery = office.do(
        lambda s: a_recovery(s, a_person(s, "Doe-2026-0001", born_on=born_on), first_contact_at=to_wire(START))
    )
    shown = Shown(office, qtbot, recovery)
    assert shown.has("step_hotline_call") is is_asked
    assert shown.has("step_responders")


def test_sections_hold_every_field_once():
    shown = [name for part in PARTS for name in part.fields]
    assert sorted(shown) == sorted(set(require_type("recovery").fields) - {"state", *UNSCREENED})


def test_new_recovery_shows_every_step_before_anything_is_saved(office: Office, qtbot: QtBot):
    shown = Shown(office, qtbot, None)
    assert len(shown.pane.rows) >= 20
    assert not shown.has("done_rights_card"), "nothing can be pressed before there is a record"


def test_protocol_follows_what_is_written_and_jumps(office: Office, qtbot: QtBot, clock: FakeClock):
    recovery = office.do(a_minor)
    clock.advance(80 * 60)
    shown = Shown(office, qtbot, recovery)
    assert shown.chip("chip_responders") == "in 10 min"
    clock.advance(30 * 60)
    shown.pane.reload()
    office.settle()
    assert shown.chip("chip_responders") == "20 min over"
    shown.screen.page.form.editor("advocate_arrived_at").answer(to_wire(clock.now()))
    qtbot.waitUntil(lambda: "late" in shown.chip("chip_responders"))
    shown.side.hide()
    with qtbot.waitActive(shown.screen):
        shown.screen.activateWindow()
    shown.pane.findChild(QWidget, "jump_hotline_call").press()
    assert QApplication.focusWidget().objectName() == "hotline_called_at"
    assert shown.pane.missing.findChild(QWidget, "missing_needs") is not None


def test_one_press_stamps_the_time_into_the_field_of_a_step(office: Office, qtbot: QtBot, clock: FakeClock):
    recovery = office.do(a_minor)
    clock.advance(10 * 60)
    shown = Shown(office, qtbot, recovery)
    shown.press("done_hotline_call")
    assert office.do(lambda s: s.store.record("recovery", recovery)["hotline_called_at"]) == to_wire(clock.now())
    assert shown.run(recovery)["hotline_call"] is StepState.DONE
    assert not shown.has("done_hotline_call")


def test_step_without_a_field_is_done_and_taken_back_by_keyboard(office: Office, qtbot: QtBot):
    recovery = office.do(a_minor)
    shown = Shown(office, qtbot, recovery)
    shown.press("done_rights_card")
    record = office.do(lambda s: dict(s.store.record("protocol_step", step_id(recovery, "rights_card"))))
    assert (record["status"], record["template"]) == ("done", "csec_first_responder 2026.1")
    shown.press("take_back_rights_card")
    assert shown.run(recovery)["rights_card"] is StepState.OPEN
    shown.press("done_rights_card")
    assert shown.run(recovery)["rights_card"] is StepState.DONE


def test_only_the_step_that_changed_is_made_anew_and_all_stay_in_order(office: Office, qtbot: QtBot):
    shown = Shown(office, qtbot, office.do(a_minor))
    before = dict(shown.pane.rows)
    shown.press("done_rights_card")
    after = shown.pane.rows
    assert [code for code in before if after[code] is not before[code]] == ["rights_card"]
    assert sorted(after, key=lambda code: after[code].y()) == list(before)


def test_impossible_step_takes_a_reason_and_flags_the_record_without_stopping_it(office: Office, qtbot: QtBot, look_at):
    recovery = office.do(a_minor)
    shown = Shown(office, qtbot, recovery)
    assert shown.pane.missing.findChild(QWidget, "missing_hotline_called_at") is not None
    shown.press("not_done_hotline_call")
    dialog = shown.pane.findChild(StepDialog)
    go = dialog.findChild(QPushButton, "step_go")
    assert not go.isEnabled()
    assert "stays on the board until it is done" in "".join(each.text() for each in dialog.findChildren(QLabel))
    look_at(dialog, "step-mandated")
    qtbot.keyClick(dialog.findChild(QWidget, "step_status"), Qt.Key.Key_2)  # there is one way only
    qtbot.keyClick(dialog.findChild(QWidget, "step_status"), Qt.Key.Key_1)
    assert not go.isEnabled(), "a reason is wanted"
    reason = dialog.findChild(QLineEdit, "step_reason")
    qtbot.keyClicks(reason, "No line for two hours")
    qtbot.keyClick(reason, Qt.Key.Key_Return)
    office.settle()
    assert shown.run(recovery)["hotline_call"] is StepState.UNABLE
    assert "Unable to complete" in shown.pane.banner.text()
    qtbot.waitUntil(lambda: shown.pane.missing.findChild(QWidget, "missing_hotline_called_at") is None)
    shown.press("done_hotline_call")  # a mandated report stays to be made
    assert shown.run(recovery)["hotline_call"] is StepState.DONE


def test_responder_is_called_and_arrives_with_one_press_each(office: Office, qtbot: QtBot, clock: FakeClock):
    recovery = office.do(a_minor)
    clock.advance(5 * 60)
    shown = Shown(office, qtbot, recovery)
    shown.press("call_advocate")
    assert shown.chip("responder_chip_advocate") == "in 85 min"
    shown.press("call_child_services")
    clock.advance(100 * 60)
    shown.pane.reload()
    office.settle()
    assert shown.chip("responder_chip_child_services") == "15 min over"
    shown.press("arrived_advocate")
    assert "15 min late" in shown.chip("responder_chip_advocate")
    values = office.do(lambda s: dict(s.store.record("recovery", recovery)))
    assert values["advocate_called_at"] == to_wire(START + timedelta(minutes=5))
    assert values["advocate_arrived_at"] == to_wire(clock.now())
    assert [each.kind for each in office.do(lambda s: list_responders(s, recovery))] == ["advocate", "child_services"]


def test_hotline_number_and_script_are_one_press_away(office: Office, qtbot: QtBot):
    shown = Shown(office, qtbot, office.do(a_minor))
    assert shown.pane.findChild(QPushButton, "phone_dcfs_hotline").text() == "800-540-4000"
    questions = shown.pane.findChild(QWidget, "hotline_questions")
    assert questions.isHidden()
    shown.qtbot.mouseClick(shown.pane.findChild(QPushButton, "hotline_script"), Qt.MouseButton.LeftButton)
    assert not questions.isHidden()


def test_exam_is_said_in_words_with_where_it_is_made(office: Office, qtbot: QtBot):
    recovery = office.do(lambda s: a_minor(s, assaulted_at=to_wire(START - timedelta(hours=97))))
    shown = Shown(office, qtbot, recovery)
    assert "non-acute" in shown.pane.findChild(QWidget, "exam_words").text()
    assert shown.has("phone_mlk_hub")


def test_acute_exam_lists_the_agencies_marked_for_it_or_says_how_one_is_added(open_desk, qtbot: QtBot):
    for role, may_add in ((Role.DETECTIVE, False), (Role.SUPERVISOR, True)):
        office = open_desk(role)
        recovery = office.do(lambda s: a_minor(s, assaulted_at=to_wire(START - timedelta(hours=3))))
        shown = Shown(office, qtbot, recovery)
        assert "A supervisor adds one" in shown.pane.findChild(QLabel, "exam_no_list").text()
        assert shown.has("exam_add") is may_add
        hospital = {"name": "Demo Hospital", "kind": "county", "acute_exam": True, "on_call_phone": "555-0100"}
        office.do(lambda s, values=hospital: save_record(s, "agency", values))
        shown.pane.reload()
        office.settle()
        phones = shown.pane.findChild(QWidget, "exam_part").findChildren(QPushButton)
        assert [each.text() for each in phones if each.objectName().startswith("phone_")] == ["555-0100"]
        office.settle()
        assert not shown.has("exam_add")


def test_interview_is_planned_with_what_was_said_of_the_advocate(office: Office, qtbot: QtBot):
    recovery = office.do(lambda s: a_minor(s, advocate_notice_at=to_wire(START), advocate_answer="wanted"))
    shown = Shown(office, qtbot, recovery)
    with qtbot.waitSignal(office.desk.open_requested) as opened:
        shown.press("interview_forensic_interview")
    interview = office.do(lambda s: dict(s.store.record("interview", opened.args[1]["record_id"])))
    assert (interview["kind"], interview["recovery"]) == ("forensic", recovery)
    assert (interview["advocate_notice_at"], interview["advocate_answer"]) == (to_wire(START), "wanted")


@pytest.mark.parametrize(("digits", "is_missing"), [("1" * 18, True), ("1" * 19, False), ("1" * 18 + "x", True)])
def test_referral_number_of_the_hotline_has_nineteen_digits(
    office: Office, qtbot: QtBot, digits: str, is_missing: bool
):
    values = {"hotline_disposition": "immediate", "hotline_referral_number": digits}
    shown = Shown(office, qtbot, office.do(lambda s: a_minor(s, **values)))
    line = shown.pane.missing.findChild(QWidget, "missing_hotline_referral_number")
    assert (line is not None) is is_missing
    assert not is_missing or "19 digits" in line.accessibleName()


def test_page_does_not_finalise_before_the_advice_about_the_name(office: Office, qtbot: QtBot):
    recovery = office.do(a_minor)
    shown = Shown(office, qtbot, recovery)
    line = shown.pane.missing.findChild(QWidget, "missing_name_advice_given")
    assert "PC 293" in line.accessibleName()
    shown.screen.page.header.finalise.click()
    office.settle()
    assert office.do(lambda s: s.store.record("recovery", recovery).get("state")) != "final"


def test_nationality_stands_among_nothing_that_is_missing(office: Office, qtbot: QtBot):
    shown = Shown(office, qtbot, office.do(a_minor))
    for name in ("foreign_national_minor", "in_removal"):
        assert shown.pane.missing.findChild(QWidget, f"missing_{name}") is None


def test_other_recoveries_of_the_same_person_are_said(office: Office, qtbot: QtBot):
    def twice(session: object) -> tuple[str, str]:
        person = a_person(session, "Doe-2026-0001", born_on="2012-01-01")
        early = a_recovery(session, person, first_contact_at=to_wire(START - timedelta(days=90)))
        return early, a_recovery(session, person, first_contact_at=to_wire(START))

    early, late = office.do(twice)
    shown = Shown(office, qtbot, late)
    assert shown.screen.page.before.isVisible()
    with qtbot.waitSignal(office.desk.open_requested) as opened:
        qtbot.keyClick(shown.screen.page.before.findChild(QPushButton, "open_before"), Qt.Key.Key_Return)
    assert opened.args[1]["record_id"] == early


def test_time_before_first_contact_is_asked_about(office: Office, qtbot: QtBot):
    recovery = office.do(lambda s: a_minor(s, hotline_called_at=to_wire(START - timedelta(hours=1))))
    shown = Shown(office, qtbot, recovery)
    assert "before first contact" in shown.pane.banner.text()


def test_handoff_sheet_holds_the_agreed_minimum_and_is_noted(office: Office, qtbot: QtBot, tmp_path: Path):
    recovery = office.do(
        lambda s: a_minor(
            s,
            needs=["food_water"],
            placement_type="foster",
            narrative="Secret story",
            assaulted_at=to_wire(START - timedelta(hours=9)),
        )
    )
    sheet = office.do(lambda s: load_sheet(s, recovery))
    words = str((sheet.lines, sheet.asked, sheet.consents))
    assert "Doe-2026-0001" in words
    assert "Under 18" in words
    assert "Food and water" in words
    for hidden in ("Trueman", "2012", "Secret", "Motel", "Pomona", "assault"):
        assert hidden not in words
    shown = Shown(office, qtbot, recovery)
    path = tmp_path / "sheet.pdf"
    shown.pane.sheet.make(recovery, path)
    qtbot.waitUntil(path.exists)
    office.settle()
    assert path.read_bytes().startswith(b"%PDF")
    assert path.read_bytes().count(b"/Type /Page\n") == 1
    acts = office.do(lambda s: load_history(s, "recovery", recovery))
    assert any(act.kind == "access" and act.reason == "Hand-off sheet made" for act in acts)
    assert shown.run(recovery)["handoff"] is StepState.DONE


def test_step_that_several_fields_answer_leads_to_the_first_of_them(office: Office, qtbot: QtBot):
    shown = Shown(office, qtbot, office.do(a_minor))
    jumped: list[str] = []
    shown.pane.jumped.connect(jumped.append)
    shown.press("fill_medical_triage")
    step = shown.pane.rows["medical_triage"].run.step
    assert jumped == [(*step.done, *step.evidence)[0]]
