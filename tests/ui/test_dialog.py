"""Dialogs: as high as what they say, and never higher than the window they belong to."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QLineEdit, QPushButton, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from ui.forms.question_dialog import QuestionDialog
from ui.forms.reason_dialog import ReasonDialog
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
