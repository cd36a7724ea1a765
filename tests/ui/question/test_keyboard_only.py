"""Every kind of question there is takes its answer from the keyboard alone; a kind without a line here fails."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest
from PySide6.QtCore import QKeyCombination, Qt
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from tests.ui.question.entry_maker import TEN, YES_NO, AnEntry
from ui.forms.question.entry import Offer
from ui.forms.question.registry import ENTRIES, entry_class

K = Qt.Key
DOWN_THERE = Qt.KeyboardModifier.ControlModifier | K.Key_Down


@dataclass(frozen=True)
class Filled:
    """What is typed into a kind of question (text, or keys), and the answer that it gives (None: any at all)."""

    kind: str
    type: str
    appearance: tuple[str, ...]
    keys: tuple[str | Qt.Key | QKeyCombination, ...]
    answer: str | None
    options: tuple[Offer, ...] = ()
    parameters: dict[str, str] = field(default_factory=dict)


FILLED = {
    "TextEntry": Filled("input", "string", (), ("Main St", K.Key_Return), "Main St"),
    "ProseEntry": Filled("input", "string", ("multiline",), ("One.", K.Key_Return, "Two.", K.Key_Tab), "One.\nTwo."),
    "NumbersEntry": Filled("input", "string", ("numbers",), ("007", K.Key_Return), "007"),
    "PhoneEntry": Filled("input", "string", ("tel",), ("555-0100", K.Key_Return), "555-0100"),
    "EmailEntry": Filled("input", "string", ("email",), ("a@example.org", K.Key_Return), "a@example.org"),
    "IntegerEntry": Filled("input", "int", (), ("15", K.Key_Return), "15"),
    "DecimalEntry": Filled("input", "decimal", (), ("1.5", K.Key_Return), "1.5"),
    "BarcodeEntry": Filled("input", "barcode", (), ("4006", K.Key_Return), "4006"),
    "PlainEntry": Filled("input", "geoshape", (), ("1 2; 3 4", K.Key_Return), "1 2; 3 4"),
    "DateEntry": Filled("input", "date", ("no-calendar",), ("yesterday", K.Key_Return), "2026-01-01"),
    "CalendarEntry": Filled("input", "date", (), ("1/1/2026", K.Key_Return), "2026-01-01"),
    "MonthEntry": Filled("input", "date", ("month-year",), ("Mar", K.Key_Tab, "2025", K.Key_Return), "2025-03-01"),
    "YearEntry": Filled("input", "date", ("year",), ("2011", K.Key_Return), "2011-01-01"),
    "TimeEntry": Filled("input", "time", (), ("11:30 pm", K.Key_Return), None),
    "MomentEntry": Filled("input", "dateTime", (), ("2026-01-01 23:30", K.Key_Return), None),
    "PlaceEntry": Filled("input", "geopoint", (), ("37.3", K.Key_Return, "-121.9", K.Key_Return), "37.3 -121.9 0 0"),
    "OneEntry": Filled("select1", "string", (), (K.Key_2,), "no", YES_NO),
    "QuickEntry": Filled("select1", "string", ("quick",), (K.Key_2,), "no", YES_NO),
    "LikertEntry": Filled("select1", "string", ("likert",), (K.Key_2,), "no", YES_NO),
    "CellsEntry": Filled("select1", "string", ("list-nolabel",), (K.Key_2,), "no", YES_NO),
    "ComboEntry": Filled("select1", "string", ("minimal",), ("ice 7", K.Key_Return), "c7", TEN),
    "ManyEntry": Filled("select", "string", (), (K.Key_3, K.Key_1), "yes unsure", YES_NO),
    "ManyCellsEntry": Filled("select", "string", ("list-nolabel",), (K.Key_3, K.Key_1), "yes unsure", YES_NO),
    "FoldedManyEntry": Filled("select", "string", ("minimal",), (K.Key_Return, K.Key_2), "c2", TEN),
    "RankEntry": Filled("rank", "odk:rank", (), (DOWN_THERE,), "no yes unsure", YES_NO),
    "RangeEntry": Filled("range", "int", (), (K.Key_Right,), "5", (), {"start": "0", "end": "20", "step": "5"}),
    "AcknowledgeEntry": Filled("trigger", "string", (), (K.Key_Space,), "OK"),
}
WITHOUT = {
    "NoteEntry": "only shows words",
    "HeadEntry": "only heads the columns of a table",
    "UploadEntry": "takes a file: its button is pressed below",
}


def test_every_kind_of_question_is_filled_in_below_or_takes_no_answer():
    assert {entry.__name__ for entry in ENTRIES} == {*FILLED, *WITHOUT}


@pytest.mark.parametrize("name", sorted(FILLED))
def test_question_is_answered_by_keyboard_alone(qtbot: QtBot, an_entry: AnEntry, name: str):
    filled = FILLED[name]
    assert entry_class(filled.kind, filled.type, filled.appearance).__name__ == name
    entry = an_entry(filled.kind, filled.type, *filled.appearance, options=filled.options, **filled.parameters)
    for key in filled.keys:
        held = QApplication.focusWidget()
        assert held is not None
        if isinstance(key, str):
            qtbot.keyClicks(held, key)
        elif isinstance(key, Qt.Key):
            qtbot.keyClick(held, key)
        else:
            qtbot.keyClick(held, key.key(), key.keyboardModifiers())
    entry.flush()
    assert entry.given
    assert filled.answer is None or entry.given[-1] == filled.answer


def test_file_is_asked_for_by_key_and_the_question_does_not_hold_the_window(qtbot: QtBot, an_entry: AnEntry):
    entry = an_entry("upload", "binary")
    qtbot.keyClick(entry.focus_widget(), K.Key_Space)
    dialog = entry.findChild(QFileDialog)
    assert dialog.isVisible()
    dialog.reject()
