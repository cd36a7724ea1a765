"""Tasks through the window: narrowed to what is late, done and undone by keyboard, the same on both laptops."""

from __future__ import annotations

from datetime import timedelta

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from fieldapp.actions.capture import save_record
from fieldapp.domain.clock import to_wire

CTRL = Qt.KeyboardModifier.ControlModifier


def add(*days):
    def ask(session):
        for number in days:
            due = to_wire(session.clock.now() + timedelta(days=number))
            save_record(session, "task", {"what": "Call the school", "assigned_to": "Detective", "due_at": due})

    return ask


def statuses(session):
    rows = session.store.connection.exec_driver_sql("SELECT status FROM task ORDER BY due_at")
    return [row[0] for row in rows]


def tick(desk, name):
    chip = desk.find(QPushButton, f"filter_{name}")
    chip.setFocus()
    desk.qtbot.keyClick(chip, Qt.Key.Key_Space)
    desk.settle()


def test_what_is_late_is_found_done_and_undone_by_keyboard(sit_down):
    one, other = sit_down("detective"), sit_down("okafor")
    one.unlock()
    one.ask(add(-2, 3, 30))
    one.go("operations", record_type="task")
    pane = one.window.shell().front().pane()
    assert pane.count() == 3
    tick(one, "overdue")
    assert pane.count() == 1
    tick(one, "week")
    assert pane.count() == 2
    tick(one, "overdue")
    assert pane.count() == 1
    pane.table.setFocus()
    pane.table.selectRow(0)
    one.keys(Qt.Key.Key_D, CTRL)
    assert one.ask(statuses) == ["open", "done", "open"]
    one.sync()
    other.unlock()
    other.sync()
    assert other.ask(statuses) == ["open", "done", "open"]
    one.keys(Qt.Key.Key_Z, CTRL)
    assert one.ask(statuses) == ["open", "open", "open"]
