"""A court packet by keyboard: asked for on the page of an arrest, looked over, saved, verified, and in the register."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit, QPushButton, QTabWidget

from fieldapp.actions.disclosure import load_register
from fieldapp.domain.access import Role
from resources.verify_packet import verify
from tests.fakes.case import PRIVILEGED_MARK, SERVICE_MARK, VICTIM_NAME, a_mixed_case


def press(desk, widget) -> None:
    widget.setFocus()
    desk.qtbot.keyClick(widget, Qt.Key.Key_Return)
    desk.settle()


def fill(desk) -> None:
    """Type the three answers, going on with Tab."""
    dialog = desk.dialog("packet_dialog")
    line = dialog.findChild(QLineEdit, "recipient")
    desk.qtbot.waitUntil(line.hasFocus)
    desk.qtbot.keyClicks(line, "District attorney, unit 4")
    desk.qtbot.keyClick(line, Qt.Key.Key_Tab)
    desk.qtbot.keyClicks(QApplication.focusWidget(), "Disc")
    reason = dialog.findChild(QLineEdit, "reason")
    reason.setFocus()
    desk.qtbot.keyClicks(reason, "Filing of 26-104")
    desk.settle()


def save_to(desk, path: Path) -> None:
    """Choose the place in the dialog of the system, as Enter in it would."""
    dialog = desk.window.findChild(QFileDialog, "sheet_where")
    dialog.selectFile(str(path))
    dialog.fileSelected.emit(str(path))
    dialog.close()
    for _ in range(4):
        desk.settle()


def test_detective_saves_a_packet_that_verifies_and_the_register_has_one_line(sit_down, tmp_path):
    detective, supervisor = sit_down("detective"), sit_down("supervisor", Role.SUPERVISOR)
    detective.unlock()
    case = detective.ask(a_mixed_case)
    detective.sync()
    detective.come_to_front()
    detective.go("record", record_type="arrest", record_id=case.arrest)
    detective.enter("packet")
    fill(detective)
    assert "Privileged: Screenings and their answers" in detective.words()
    assert "No clock of a laptop is known to have been off" in detective.words()
    assert "True names where allowed" not in detective.words()
    dialog = detective.dialog("packet_dialog")
    press(detective, dialog.findChild(QPushButton, "packet_go"))
    path = tmp_path / "packet.zip"
    save_to(detective, path)
    assert "Saved as packet.zip." in detective.words()
    data = path.read_bytes()
    assert not verify(data).faults
    assert not any(mark.encode() in data for mark in (PRIVILEGED_MARK, SERVICE_MARK, VICTIM_NAME))
    press(detective, dialog.findChild(QPushButton, "packet_cancel"))
    detective.sync()
    supervisor.unlock()
    supervisor.sync()
    (line,) = supervisor.ask(lambda session: load_register(session, "person", case.arrestee))
    assert line.values["recipient"] == "District attorney, unit 4"
    supervisor.come_to_front()
    supervisor.go("record", record_type="person", record_id=case.arrestee)
    tabs = supervisor.window.findChild(QTabWidget)
    tabs.setCurrentIndex(next(n for n in range(tabs.count()) if tabs.tabText(n) == "What left"))
    supervisor.settle()
    words = supervisor.words().replace("\u200b", "")
    assert "Given to: District attorney, unit 4" in words
    assert "Basis: Discovery to the prosecution" in words


def test_escape_leaves_the_question_and_nothing_left(sit_down):
    detective = sit_down("detective")
    detective.unlock()
    case = detective.ask(a_mixed_case)
    detective.come_to_front()
    detective.go("record", record_type="arrest", record_id=case.arrest)
    detective.enter("packet")
    fill(detective)
    detective.qtbot.keyClick(detective.dialog("packet_dialog"), Qt.Key.Key_Escape)
    detective.settle()
    assert detective.ask(lambda session: load_register(session, "arrest", case.arrest)) == []
