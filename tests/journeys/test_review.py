"""Review through the window: a supervisor returns a record by keyboard, its author mends it, it is approved."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QPushButton

from fieldapp.actions.capture import save_record
from fieldapp.domain.access import Role
from fieldapp.domain.record import FINAL
from ui.forms.reason_dialog import ReasonDialog
from ui.screens.board.board_row import BoardRow
from ui.screens.task.team_screen import TeamScreen

CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


def finalise(record_id=None, **values):
    return lambda s: save_record(s, "operation", {"name": "Amber", "state": FINAL, **values}, record_id=record_id)


def open_first_of_inbox(desk):
    """Go to the team's place by its keys, and into the first row by Enter."""
    desk.keys(Qt.Key.Key_9, CTRL)
    assert desk.window.findChild(TeamScreen).isVisible()
    first = desk.find(BoardRow, "inbox_row")
    desk.qtbot.waitUntil(first.hasFocus)
    desk.qtbot.keyClick(first, Qt.Key.Key_Return)
    desk.settle()


def give_back(desk, comment):
    desk.keys(Qt.Key.Key_R, CTRL | SHIFT)
    dialog = desk.window.findChild(ReasonDialog)
    desk.qtbot.waitUntil(dialog.isVisible)
    desk.qtbot.keyClicks(dialog.findChild(QLineEdit, "reason"), comment)
    dialog.findChild(QPushButton, "reason_go").setFocus()
    desk.qtbot.keyClick(dialog.findChild(QPushButton, "reason_go"), Qt.Key.Key_Return)
    desk.settle()


def test_record_goes_to_the_supervisor_comes_back_is_mended_and_approved(sit_down):
    detective, sergeant = sit_down("detective"), sit_down("sergeant", Role.SUPERVISOR)
    detective.unlock()
    record = detective.ask(finalise())
    detective.sync()
    sergeant.unlock()
    sergeant.sync()
    sergeant.go("board")
    assert "One record waits for your review" in sergeant.words()
    open_first_of_inbox(sergeant)
    assert "Waits for your review" in sergeant.words()
    give_back(sergeant, "Name the case agent")
    assert "Returned by Sergeant" in sergeant.words()
    sergeant.sync()

    detective.sync()
    detective.go("board")
    assert "Name the case agent" in detective.words()
    row = detective.find(BoardRow, "returned_row")
    row.setFocus()
    detective.qtbot.keyClick(row, Qt.Key.Key_Return)
    detective.settle()
    assert "Returned by Sergeant" in detective.words()
    assert "Name the case agent" in detective.words()
    detective.ask(finalise(record, case_agent="Det. Protoley"))
    detective.sync()

    sergeant.sync()
    open_first_of_inbox(sergeant)
    sergeant.keys(Qt.Key.Key_A, CTRL | SHIFT)
    assert "Approved by Sergeant" in sergeant.words()
    sergeant.go("team")
    assert "Nothing waits for your review" in sergeant.words()
    sergeant.sync()
    detective.sync()
    detective.go("record", record_type="operation", record_id=record)
    assert "Approved by Sergeant" in detective.words()


def test_ctrl_z_takes_a_decision_back(sit_down):
    detective, sergeant = sit_down("detective"), sit_down("sergeant", Role.SUPERVISOR)
    detective.unlock()
    detective.ask(finalise())
    detective.sync()
    sergeant.unlock()
    sergeant.sync()
    open_first_of_inbox(sergeant)
    sergeant.keys(Qt.Key.Key_A, CTRL | SHIFT)
    sergeant.keys(Qt.Key.Key_Z, CTRL)
    sergeant.go("team")
    assert "Waiting for your review: 1" in sergeant.words()


def test_who_does_not_review_has_no_way_there(sit_down):
    detective = sit_down("detective")
    detective.unlock()
    record = detective.ask(finalise())
    detective.keys(Qt.Key.Key_9, CTRL)
    assert detective.window.findChild(TeamScreen) is None
    detective.go("record", record_type="operation", record_id=record)
    assert not [b for b in detective.window.findChildren(QPushButton, "review_approve") if b.isVisible()]
