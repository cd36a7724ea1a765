"""A supervisor writes a hospital and an on-call number by keyboard; the deputy's laptop shows them where one calls."""

from __future__ import annotations

from datetime import timedelta

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QWidget

from fieldapp.domain.access import Role
from fieldapp.domain.clock import to_wire
from fieldapp.records.seed import agency_id, seed_agencies
from tests.fakes.sample import a_person, a_recovery


def assaulted(session):
    start = session.clock.now()
    person = a_person(session, "Doe-Demo-3", estimated_age=15)
    values = {"first_contact_at": to_wire(start), "assaulted_at": to_wire(start - timedelta(hours=4))}
    return a_recovery(session, person, **values)


def seed(session):
    for record_id in (agency_id("DCFS"), agency_id("CAST")):
        session.store.save(session.author, "agency", seed_agencies()[record_id], record_id=record_id)


def phones(desk, within):
    part = desk.find(QWidget, within)
    return [made.text() for made in part.findChildren(QPushButton) if made.objectName().startswith("phone_")]


def test_number_that_a_supervisor_writes_by_keyboard_stands_first_on_the_deputys_laptop(sit_down):
    supervisor, deputy = sit_down("supervisor", Role.SUPERVISOR), sit_down("deputy", Role.DEPUTY)
    deputy.unlock()
    recovery = deputy.ask(assaulted)
    deputy.go("record", record_type="recovery", record_id=recovery)
    assert "No agency in the directory is marked for acute exams yet" in deputy.find(QLabel, "exam_no_list").text()
    assert not deputy.window.findChildren(QPushButton, "exam_add")
    deputy.sync()

    supervisor.unlock()
    supervisor.ask(seed)
    supervisor.go("services", record_type="agency")
    supervisor.come_to_front()
    supervisor.qtbot.keyClick(supervisor.window, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    supervisor.settle()
    line = supervisor.find(QLineEdit, "name")
    line.setFocus()
    supervisor.qtbot.keyClicks(line, "Demo Hospital")
    supervisor.qtbot.keyClick(line, Qt.Key.Key_Tab)
    supervisor.qtbot.keyClicks(QApplication.focusWidget(), "Coun")
    phone = supervisor.find(QLineEdit, "on_call_phone")
    phone.setFocus()
    supervisor.qtbot.keyClicks(phone, "555-0100")
    supervisor.qtbot.keyClick(phone, Qt.Key.Key_Tab)
    supervisor.qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_1)
    supervisor.settle()
    supervisor.go("record", record_type="agency", record_id=agency_id("DCFS"))
    supervisor.type("on_call_phone", "555-0111")
    supervisor.sync()

    deputy.sync()
    deputy.go("record", record_type="recovery", record_id=recovery)
    assert phones(deputy, "exam_part") == ["555-0100"]
    assert phones(deputy, "hotline_part") == ["555-0111", "800-540-4000"]
    assert "On call, as our supervisors keep it" in deputy.words()
