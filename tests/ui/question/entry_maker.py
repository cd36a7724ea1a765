"""One question's widget in a test: made, shown, holding the keyboard, and pressed."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from fieldapp.forms.model import Bind, Control
from ui.desk import Desk
from ui.forms.question.entry import Entry, Offer, Prompt
from ui.forms.question.registry import make_entry

YES_NO = (Offer("yes", "Yes"), Offer("no", "No"), Offer("unsure", "Cannot tell"))


TEN = tuple(Offer(f"c{number}", f"Choice {number}") for number in range(1, 11))


AnEntry = Callable[..., Entry]


@pytest.fixture
def an_entry(qtbot: QtBot, desk: Desk) -> AnEntry:
    """Make a question's widget, shown and holding the keyboard."""

    def make(
        kind: str,
        value_type: str = "string",
        *appearance: str,
        options: tuple[Offer, ...] = (),
        value: str = "",
        **parameters: str,
    ) -> Entry:
        control = Control(
            kind,
            "/data/q",
            appearance=frozenset(appearance),
            parameters={name.replace("_", "-"): given for name, given in parameters.items()},
        )
        made = make_entry(Prompt(control, Bind("/data/q", value_type), desk))
        made.given = []
        made.complaints = []
        made.answered.connect(made.given.append)
        made.complained.connect(made.complaints.append)
        qtbot.addWidget(made)
        made.set_options(options)
        made.set_value(value)
        made.describe("The question", "Its hint")
        made.resize(800, 200)
        with qtbot.waitActive(made):
            made.show()
            made.activateWindow()
        made.focus_widget().setFocus()
        return made

    return make


def press(qtbot: QtBot, *keys: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    for key in keys:
        qtbot.keyClick(QApplication.focusWidget(), key, modifier)


def click(qtbot: QtBot, widget: QWidget) -> None:
    qtbot.mouseClick(widget, Qt.MouseButton.LeftButton, pos=QPoint(widget.width() // 2, widget.height() // 2))
