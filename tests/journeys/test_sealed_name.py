"""A sealed name through the window, by keyboard: two supervisors keep, one asks, the other agrees, it is seen once."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QWidget

from fieldapp.actions.capture import save_record
from fieldapp.actions.find import find_records
from fieldapp.actions.keeper import load_keepers
from fieldapp.actions.name_opening import load_opening_log
from fieldapp.actions.sealed_name import load_sealed_names
from fieldapp.domain.access import Role
from ui.screens.board.board_row import BoardRow

CTRL = Qt.KeyboardModifier.ControlModifier
MARK = "Quillonbrandthessaly"
WORDS = (MARK, "Badge7734512", "Harborlightagency")


def go_to_seals(desk):
    """Ctrl+9, and along the tabs."""
    desk.keys(Qt.Key.Key_9, CTRL)
    while not any(row.isVisible() for row in desk.window.findChildren(QWidget, "sealed_pane")):
        desk.keys(Qt.Key.Key_PageDown, CTRL)


def become_keeper(desk):
    desk.unlock()
    desk.sync()
    go_to_seals(desk)
    desk.enter("empty_state_start")
    desk.sync()


def compare(desk, other):
    """Hear the other's digits, see the same ones, press the button."""
    desk.sync()
    go_to_seals(desk)
    digits = next(each for each in other.ask(load_keepers) if each.is_own).fingerprint
    assert digits in desk.words()
    desk.enter("keeper_compared")


def seal(desk):
    desk.enter("seal_new")
    dialog = desk.dialog("seal_dialog")
    line = dialog.findChild(QLineEdit, "seal_alias")
    for text in ("UC-7", f"{MARK} Zephyrine", WORDS[1], WORDS[2]):
        desk.qtbot.keyClicks(line, text)
        if text != WORDS[2]:
            desk.qtbot.keyClick(line, Qt.Key.Key_Tab)
            line = dialog.focusWidget()
    desk.qtbot.keyClick(line, Qt.Key.Key_Return)
    desk.settle()


def confirm(desk, name):
    dialog = desk.dialog(name)
    go = dialog.findChild(QPushButton, f"{name}_go")
    go.setFocus()
    desk.qtbot.keyClick(go, Qt.Key.Key_Return)
    desk.settle()


def test_two_supervisors_open_a_name_together_and_it_is_gone_again(sit_down, hq, tmp_path: Path):
    ana, ben = sit_down("ana", Role.SUPERVISOR), sit_down("ben", Role.SUPERVISOR)
    become_keeper(ana)
    become_keeper(ben)
    compare(ana, ben)
    seal(ana)
    assert "Sealed. Nobody opens it alone." in ana.words()
    ana.ask(lambda s: save_record(s, "recovery", {"place": "Motel", "recovered_by": "UC-7"}))
    go_to_seals(ana)
    assert "operations: 0, recoveries: 1, arrests: 0" in ana.words()
    ana.sync()

    ben.sync()
    go_to_seals(ben)
    ben.enter("seal_ask")
    ben.give_reason("Subpoena of the court")
    assert "Waits for an answer" in ben.words()
    ben.sync()

    ana.sync()
    ana.go("board")
    assert "A keeper asks you to open a sealed name" in ana.words()
    row = ana.find(BoardRow, "asked_row")
    row.setFocus()
    ana.qtbot.keyClick(row, Qt.Key.Key_Return)
    ana.settle()
    assert "Subpoena of the court" in ana.words()
    ana.enter("opening_agree")
    confirm(ana, "agree_dialog")
    ana.sync()

    ben.sync()
    go_to_seals(ben)
    ben.enter("opening_open")
    assert ben.find(QLabel, "true_name").text() == f"{MARK} Zephyrine"
    assert "operations: 0, recoveries: 1, arrests: 0" in ben.words()
    ben.go("board")
    assert MARK not in ben.words()
    go_to_seals(ben)
    assert MARK not in ben.words()
    assert not [b for b in ben.window.findChildren(QPushButton, "opening_open") if b.isVisible()]
    ben.sync()

    ana.sync()
    (sealed,) = ana.ask(load_sealed_names)
    log = ana.ask(lambda s: load_opening_log(s, sealed.record_id))
    assert [(line.act, line.who) for line in log] == [
        ("opened", "Ben"),
        ("agreed", "Ana"),
        ("asked", "Ben"),
        ("sealed", "Ana"),
    ]
    assert not ben.ask(lambda s: find_records(s, MARK)).groups
    for desk in (ana, ben):
        desk.lock()
    for path in tmp_path.rglob("*"):
        if path.is_file():
            data = path.read_bytes()
            assert not any(word.encode() in data for word in WORDS), path


def test_refusal_comes_back_with_its_reason_and_lock_takes_a_shown_name_away(sit_down):
    ana, ben = sit_down("ana", Role.SUPERVISOR), sit_down("ben", Role.SUPERVISOR)
    become_keeper(ana)
    become_keeper(ben)
    compare(ana, ben)
    seal(ana)
    ana.sync()
    ben.sync()
    for _ in range(2):
        go_to_seals(ben)
        ben.enter("seal_ask")
        ben.give_reason("Curious")
    ben.sync()
    ana.sync()
    go_to_seals(ana)
    ana.enter("opening_refuse")
    ana.give_reason("No case number")
    ana.enter("opening_agree")
    confirm(ana, "agree_dialog")
    ana.sync()
    ben.sync()
    go_to_seals(ben)
    assert "refused by Ana: No case number" in ben.words()
    ben.enter("opening_open")
    assert MARK in ben.words()
    ben.lock()
    assert not any(MARK in str(w.property("text")) for w in ben.window.findChildren(QWidget))
