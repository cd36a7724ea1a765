"""A short form about a youth in two languages, and the keys that fill it in."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui.question.conftest import in_both
from ui.forms.question.form_view import FormView

View = Callable[..., FormView]


ALT = Qt.KeyboardModifier.AltModifier


CTRL = Qt.KeyboardModifier.ControlModifier


SECTIONS = [
    {"type": "begin group", "name": "a", **in_both("About", "Sobre")},
    {"type": "select_one yn", "name": "is_minor", **in_both("Under 18?", "¿Menor de 18?"), "required": "yes"},
    {
        "type": "integer",
        "name": "age",
        **in_both("Age", "Edad"),
        "constraint": ". < 18",
        "relevant": "${is_minor} = 'yes'",
    }
    | {
        "constraint_message::English (en)": "Under 18, by the answer above.",
        "constraint_message::Español (es)": "Menos.",
    },
    {"type": "text", "name": "nick", **in_both("Wants to be called", "Quiere que le llamen")},
    {"type": "end group", "name": ""},
    {"type": "begin group", "name": "b", **in_both("School", "Escuela"), "relevant": "${is_minor} = 'yes'"},
    {"type": "text", "name": "school", **in_both("School of ${nick}", "Escuela de ${nick}")},
    {"type": "end group", "name": ""},
    {"type": "begin group", "name": "c", **in_both("End", "Fin")},
    {"type": "note", "name": "thanks", **in_both("That is all.")},
    {"type": "select_multiple yn", "name": "many", **in_both("Which?")},
    {"type": "end group", "name": ""},
]


PEOPLE = [
    {"type": "begin group", "name": "g", **in_both("Others")},
    {"type": "begin repeat", "name": "p", **in_both("People")},
    {"type": "text", "name": "called", **in_both("First name")},
    {"type": "select_one yn", "name": "kin", **in_both("Family?")},
    {"type": "end repeat", "name": ""},
    {"type": "end group", "name": ""},
]


def press(qtbot: QtBot, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    qtbot.keyClick(QApplication.focusWidget(), key, modifier)


def type_in(qtbot: QtBot, text: str) -> None:
    qtbot.keyClicks(QApplication.focusWidget(), text)


def held(view: FormView) -> str:
    return view.place().rpartition("/")[2]
