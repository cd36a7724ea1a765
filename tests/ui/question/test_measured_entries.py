"""Questions answered on a scale or by an order, and what is only acknowledged."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton

from tests.ui.question.entry_maker import YES_NO, AnEntry, click, press


def test_slider_is_stepped_by_arrows_and_blank_before(qtbot, an_entry: AnEntry):
    entry = an_entry("range", "int", start="0", end="20", step="5")
    assert entry.given == []
    press(qtbot, Qt.Key.Key_Right, Qt.Key.Key_Right)
    assert entry.given == ["5", "10"]


def test_slider_answers_its_lowest_step_by_key_too(qtbot, an_entry: AnEntry):
    entry = an_entry("range", "int", start="0", end="20", step="5")
    press(qtbot, Qt.Key.Key_Shift)
    assert entry.given == []
    press(qtbot, Qt.Key.Key_Left)
    assert entry.given == ["0"]


def test_slider_takes_a_typed_number_on_its_scale_only(qtbot, an_entry: AnEntry):
    entry = an_entry("range", "decimal", start="0", end="1", step="0.1")
    press(qtbot, Qt.Key.Key_Tab)
    qtbot.keyClicks(QApplication.focusWidget(), "0.3")
    press(qtbot, Qt.Key.Key_Return)
    assert entry.given == ["0.3"]
    QApplication.focusWidget().clear()
    qtbot.keyClicks(QApplication.focusWidget(), "0.35")
    press(qtbot, Qt.Key.Key_Return)
    assert "0.1" in entry.complaints[-1]


def test_ranks_are_moved_by_keyboard_and_touch(qtbot, an_entry: AnEntry):
    entry = an_entry("rank", options=YES_NO)
    assert entry.given == []
    press(qtbot, Qt.Key.Key_Down, modifier=Qt.KeyboardModifier.ControlModifier)
    assert entry.given == ["no yes unsure"]
    click(qtbot, entry.findChild(QPushButton, "rank_down"))
    assert entry.given[-1] == "no unsure yes"


def test_order_as_it_stands_is_an_answer_only_when_taken(qtbot, an_entry: AnEntry):
    entry = an_entry("rank", options=YES_NO)
    press(qtbot, Qt.Key.Key_Return)
    assert entry.given == ["yes no unsure"]


def test_something_is_acknowledged_by_key(qtbot, an_entry: AnEntry):
    entry = an_entry("trigger")
    press(qtbot, Qt.Key.Key_Space, Qt.Key.Key_Space)
    assert entry.given == ["OK", ""]
