"""The caseload through the window: a number opens its rows, and all of one person's work is handed on by keyboard."""

from __future__ import annotations

from datetime import timedelta

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QPushButton

from fieldapp.actions.capture import save_record
from fieldapp.domain.access import Role
from fieldapp.domain.clock import to_wire
from ui.screens.list.list_screen import ListScreen
from ui.screens.task.reassign_dialog import ReassignDialog


def tasks(who, *days):
    def ask(session):
        for number in days:
            due = to_wire(session.clock.now() + timedelta(days=number))
            save_record(session, "task", {"what": "Call the school", "assigned_to": who, "due_at": due})

    return ask


def owners(session):
    rows = session.store.connection.exec_driver_sql("SELECT assigned_to FROM task WHERE voided = 0")
    return sorted(row[0] for row in rows)


def number(desk, words):
    return next(b for b in desk.window.findChildren(QPushButton, "load_count") if b.isVisible() and b.text() == words)


def hand_on(desk, new_owner, reason):
    target = desk.find(QPushButton, "hand_on")
    target.setFocus()
    desk.qtbot.keyClick(target, Qt.Key.Key_Return)
    dialog = desk.window.findChild(ReassignDialog)
    desk.qtbot.waitUntil(dialog.isVisible)
    desk.qtbot.keyClicks(dialog.findChild(QLineEdit, "new_owners"), new_owner)
    line = dialog.findChild(QLineEdit, "reassign_reason")
    desk.qtbot.keyClicks(line, reason)
    desk.qtbot.keyClick(line, Qt.Key.Key_Return)
    desk.settle()


def test_somebody_leaves_and_all_of_their_work_is_handed_on_and_back(sit_down):
    detective, sergeant = sit_down("detective"), sit_down("sergeant", Role.SUPERVISOR)
    detective.unlock()
    detective.ask(tasks("Okafor", -1, 3, 30))
    detective.sync()
    sergeant.unlock()
    sergeant.sync()
    sergeant.come_to_front()
    sergeant.go("team", tab="caseload")
    late = number(sergeant, "Overdue: 1")
    late.setFocus()
    sergeant.qtbot.keyClick(late, Qt.Key.Key_Return)
    sergeant.settle()
    front = sergeant.window.shell().front()
    assert isinstance(front, ListScreen)
    assert front.pane().count() == 1

    sergeant.go("team", tab="caseload")
    hand_on(sergeant, "Brandt, Alvarez", "Left the bureau")
    assert "Handed on: 3." in sergeant.words()
    sergeant.sync()
    detective.sync()
    assert detective.ask(owners) == ["Alvarez", "Brandt", "Brandt"]

    sergeant.go("team", tab="caseload")
    sergeant.come_to_front()
    sergeant.qtbot.keyClick(sergeant.window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    sergeant.settle()
    assert sergeant.ask(owners) == ["Okafor"] * 3
