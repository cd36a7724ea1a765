"""An operation by keyboard, from its plan to its debriefing, and a check-in that is missed."""

from __future__ import annotations

from datetime import timedelta

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QPushButton

from fieldapp.actions.capture import save_record
from fieldapp.actions.operation import take_step
from fieldapp.domain.access import Role
from fieldapp.domain.clock import to_wire
from ui.forms.reason_dialog import ReasonDialog
from ui.screens.operation.check_in_watch import CheckInWatch

PLAN = {
    "name": "Quiet Harbor",
    "kind": "online_sting",
    "risk_class": "moderate",
    "medical_plan": "Demo Hospital",
    "victim_services_lead": "Robin Demoson",
    "deconfliction_result": "clear",
    "check_in_minutes": 30,
}


def a_plan(session):
    starts_at = to_wire(session.clock.now() - timedelta(minutes=5))
    operation = save_record(session, "operation", {**PLAN, "starts_at": starts_at, "objective": "Recover, not arrest"})
    alias = {"operation": operation, "role": "undercover", "alias_number": "UC-7"}
    return operation, save_record(session, "roster_member", alias)


def status_of(operation):
    return lambda session: session.store.record("operation", operation)["status"]


def answer(desk, text):
    dialog = desk.window.findChild(ReasonDialog)
    desk.qtbot.waitUntil(dialog.isVisible)
    line = dialog.findChild(QLineEdit, "reason")
    desk.qtbot.keyClicks(line, text)
    go = dialog.findChild(QPushButton, "reason_go")
    go.setFocus()
    desk.qtbot.keyClick(go, Qt.Key.Key_Return)
    desk.settle()


def have_approved(detective, supervisor, operation):
    """The supervisor comes to the plan on a laptop of their own, and signs it there."""
    detective.sync()
    supervisor.unlock()
    supervisor.sync()
    supervisor.ask(lambda s: take_step(s, operation, "approved"))
    supervisor.sync()
    detective.come_to_front()
    detective.sync()


def test_operation_goes_from_plan_to_debriefing_by_keyboard(sit_down):
    detective, supervisor = sit_down("detective"), sit_down("supervisor", Role.SUPERVISOR)
    detective.unlock()
    operation, _member = detective.ask(a_plan)
    detective.go("record", record_type="operation", record_id=operation)
    detective.enter("take_reviewed")
    assert detective.ask(status_of(operation)) == "draft"
    assert "Only a supervisor writes this" in detective.words()
    detective.sync()
    supervisor.unlock()
    supervisor.sync()
    supervisor.go("record", record_type="operation", record_id=operation)
    supervisor.enter("take_reviewed")
    assert supervisor.ask(status_of(operation)) == "reviewed"
    supervisor.enter("take_approved")
    assert supervisor.ask(status_of(operation)) == "reviewed"
    assert "Abort signal" in supervisor.words()
    supervisor.ask(lambda s: save_record(s, "operation", {"abort_signal": "Umbrella"}, record_id=operation))
    supervisor.enter("take_approved")
    assert supervisor.ask(status_of(operation)) == "approved"
    supervisor.sync()
    detective.come_to_front()
    detective.sync()
    detective.go("record", record_type="operation", record_id=operation)
    assert detective.ask(lambda s: s.store.record("operation", operation))["approved_by"] == "Supervisor"
    detective.enter("sign_in_all")
    detective.enter("take_briefed")
    detective.enter("take_active")
    assert detective.ask(status_of(operation)) == "active"
    detective.enter("on_site_0")
    detective.enter("checked_in_0")
    detective.enter("phase_contact")
    words = detective.words()
    assert "UC-7" in words
    assert "Phase: Contact" in words
    assert "Checked in" in words
    detective.enter("capture_note")
    detective.go("record", record_type="operation", record_id=operation)
    detective.enter("take_closed")
    detective.ask(lambda s: save_record(s, "operation", {"outcome": "One child recovered"}, record_id=operation))
    detective.enter("take_debriefed")
    assert detective.ask(status_of(operation)) == "debriefed"
    detective.sync()
    supervisor.come_to_front()
    supervisor.sync()
    assert supervisor.ask(status_of(operation)) == "debriefed"
    supervisor.go("record", record_type="operation", record_id=operation)
    assert "Checked in" in supervisor.words()


def test_missed_check_in_is_said_above_every_screen_and_stands_on_the_other_laptop(sit_down):
    detective, supervisor = sit_down("detective"), sit_down("supervisor", Role.SUPERVISOR)
    detective.unlock()
    operation, member = detective.ask(a_plan)
    due_at = detective.ask(lambda s: to_wire(s.clock.now() - timedelta(minutes=1)))

    def go_out(session):
        save_record(session, "operation", {"status": "active"}, record_id=operation)
        times = {"on_site_at": to_wire(session.clock.now() - timedelta(minutes=31)), "next_check_in_at": due_at}
        save_record(session, "roster_member", times, record_id=member)

    detective.ask(lambda s: save_record(s, "operation", {"abort_signal": "Umbrella"}, record_id=operation))
    have_approved(detective, supervisor, operation)
    detective.ask(go_out)
    detective.window.findChild(CheckInWatch).look()
    detective.settle()
    words = detective.words()
    assert "A check-in is overdue" in words
    assert "UC-7" not in words
    detective.sync()
    supervisor.come_to_front()
    supervisor.sync()
    rows = supervisor.ask(lambda s: s.store.linked("check_in", "roster_member", member))
    assert [(row["kind"], row["at"]) for row in rows] == [("missed", due_at)]
    supervisor.go("record", record_type="operation", record_id=operation)
    assert "Check-in missed" in supervisor.words()


def test_help_is_asked_for_with_one_key_and_told_to_whoever_commands_on_the_other_laptop(sit_down):
    detective, supervisor = sit_down("detective"), sit_down("supervisor", Role.SUPERVISOR)
    detective.unlock()
    operation, member = detective.ask(a_plan)

    def under_way(session):
        now = to_wire(session.clock.now())
        ready = {"status": "active", "incident_commander": "Supervisor"}
        save_record(session, "operation", ready, record_id=operation)
        save_record(session, "roster_member", {"on_site_at": now}, record_id=member)

    detective.ask(lambda s: save_record(s, "operation", {"abort_signal": "Umbrella"}, record_id=operation))
    have_approved(detective, supervisor, operation)
    detective.ask(under_way)
    detective.go("record", record_type="operation", record_id=operation)
    detective.come_to_front()
    detective.qtbot.keyClick(detective.window, Qt.Key.Key_F7)
    detective.settle()
    assert "Somebody asks for help" in detective.words()
    detective.enter("help_for_0")
    rows = detective.ask(lambda s: s.store.linked("check_in", "operation", operation))
    assert {row.get("roster_member") for row in rows if row["kind"] == "help"} == {None, member}
    detective.enter("help_false_0")
    answer(detective, "The wrong key")
    detective.sync()
    supervisor.come_to_front()
    supervisor.sync()
    supervisor.go("figures")
    supervisor.window.findChild(CheckInWatch).look()
    supervisor.settle()
    words = supervisor.words()
    assert "Somebody asks for help" in words
    assert "in an operation that you command" in words
    assert "UC-7" not in words
    supervisor.go("board")
    supervisor.qtbot.waitUntil(lambda: "Asks for help" in supervisor.words())
    supervisor.come_to_front()
    supervisor.go("record", record_type="operation", record_id=operation)
    words = supervisor.words()
    assert "UC-7" in words
    assert "The wrong key" in words
    supervisor.enter("help_safe_0")
    supervisor.go("board")
    supervisor.qtbot.waitUntil(lambda: "Asks for help" not in supervisor.words())
