"""Dialogs: as high as what they say, and never higher than the window they belong to."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QPushButton, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from ui.forms.question_dialog import QuestionDialog
from ui.forms.reason_dialog import ReasonDialog
from ui.screens.task.reassign_dialog import ReassignDialog
from ui.widgets.dialog import Dialog
from ui.widgets.label import label

SENTENCE = "Say what is to be mended. The author sees it above the record and on the board of every laptop."


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    made = QWidget()
    made.resize(1280, 560)
    qtbot.addWidget(made)
    made.show()
    return made


def opened(qtbot: QtBot, dialog: Dialog) -> Dialog:
    dialog.open()
    qtbot.waitUntil(dialog.isVisible)
    return dialog


def bar(dialog: Dialog) -> int:
    return dialog.findChild(QScrollArea).verticalScrollBar().maximum()


def test_dialog_shows_all_it_says_without_scrolling(qtbot: QtBot, window: QWidget, look_at: Callable[..., None]):
    dialog = opened(qtbot, ReasonDialog(window, "Return this record", SENTENCE, "Return", wanted="Comment"))
    assert bar(dialog) == 0
    assert dialog.findChild(QLineEdit, "reason").placeholderText() == "Comment"
    look_at(dialog, "reason-dialog")


def test_more_to_say_makes_the_dialog_higher(qtbot: QtBot, window: QWidget):
    dialog = opened(qtbot, ReasonDialog(window, "Return this record", SENTENCE, "Return"))
    before = dialog.height()
    dialog.body.addWidget(label(SENTENCE, wrap=True))
    qtbot.waitUntil(lambda: dialog.height() > before)
    assert bar(dialog) == 0


@pytest.mark.parametrize("lines", [2, 6, 30])
def test_dialog_stands_within_its_window_however_much_it_says_and_however_it_grows(
    qtbot: QtBot, window: QWidget, lines: int
):
    dialog = ReasonDialog(window, "Return this record", SENTENCE, "Return")
    for _ in range(lines):
        dialog.body.addWidget(label(SENTENCE, wrap=True))
    opened(qtbot, dialog)
    assert window.frameGeometry().contains(dialog.frameGeometry())
    before = dialog.height()
    dialog.body.addWidget(label(SENTENCE * 9, wrap=True))
    qtbot.waitUntil(lambda: dialog.height() > before or bar(dialog) > 0)
    assert window.frameGeometry().contains(dialog.frameGeometry())


def test_dialog_too_high_for_its_window_scrolls_and_keeps_its_buttons_in_view(qtbot: QtBot, window: QWidget):
    dialog = QuestionDialog(window, "Leave?", SENTENCE, "Leave", "Stay", name="question")
    for _ in range(30):
        dialog.body.addWidget(label(SENTENCE, wrap=True))
    opened(qtbot, dialog)
    assert dialog.height() <= window.height()
    assert bar(dialog) > 0
    go = dialog.findChild(QPushButton, "question_go")
    assert dialog.rect().contains(go.geometry())


def test_question_begins_at_the_way_out_and_says_when_it_was_agreed_to(qtbot: QtBot, window: QWidget):
    dialog = opened(qtbot, QuestionDialog(window, "Leave?", SENTENCE, "Leave", "Stay", name="question"))
    assert dialog.focusWidget() is dialog.findChild(QPushButton, "question_stay")
    with qtbot.waitSignal(dialog.agreed):
        dialog.findChild(QPushButton, "question_go").click()
    assert dialog.isHidden()


def test_enter_after_the_reason_presses_the_button_and_enter_without_one_does_nothing(qtbot: QtBot, window: QWidget):
    dialog = opened(qtbot, ReasonDialog(window, "Strike out this record", SENTENCE, "Strike out", danger=True))
    line = dialog.findChild(QLineEdit, "reason")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert dialog.isVisible()
    qtbot.keyClicks(line, "Entered twice")
    with qtbot.waitSignal(dialog.given) as given:
        qtbot.keyClick(line, Qt.Key.Key_Return)
    assert given.args == ["Entered twice"]


def test_tab_goes_from_the_fields_to_the_way_out_to_the_button(qtbot: QtBot, window: QWidget):
    dialog = opened(qtbot, ReassignDialog(window, "Det. Okafor", 5, ["Det. Brandt"]))
    names = []
    walk = dialog.focusWidget()
    for _ in range(5):
        names.append(walk.objectName())
        walk = walk.nextInFocusChain()
        while walk.focusPolicy() == Qt.FocusPolicy.NoFocus or not walk.isVisible():
            walk = walk.nextInFocusChain()
    assert names == ["new_owners", "owner_offer", "reassign_reason", "reassign_cancel", "reassign_go"]
