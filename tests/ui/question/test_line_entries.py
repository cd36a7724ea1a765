"""Questions that are typed: text, numbers, days, times, places, prose."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from tests.ui.question.entry_maker import AnEntry, click, press
from ui.forms.question.line_entry import LineEntry

LINES = [
    ("string", (), "  Main St 5 ", "Main St 5"),
    ("string", ("numbers",), "007", "007"),
    ("string", ("tel",), "555-0100", "555-0100"),
    ("string", ("email",), "a@example.org", "a@example.org"),
    ("barcode", (), "4006381333931", "4006381333931"),
    ("int", (), "015", "15"),
    ("int", (), "-3", "-3"),
    ("decimal", (), "12.50", "12.50"),
    ("decimal", (), "12,5", "12.5"),
    ("date", (), "1/1/2026", "2026-01-01"),
    ("date", ("no-calendar",), "yesterday", "2026-01-01"),
    ("date", ("year",), "2011", "2011-01-01"),
    ("geotrace", (), "1 2; 3 4", "1 2; 3 4"),
]


@pytest.mark.parametrize(("value_type", "appearance", "typed", "value"), LINES)
def test_line_is_typed_and_handed_over_with_enter(qtbot, an_entry: AnEntry, value_type, appearance, typed, value):
    entry = an_entry("input", value_type, *appearance)
    with qtbot.waitSignal(entry.went_on):
        qtbot.keyClicks(entry.focus_widget(), typed)
        press(qtbot, Qt.Key.Key_Return)
    assert entry.given == [value]


WRONG = [
    ("int", "12a"),
    ("int", "12,5"),
    ("decimal", "1,000"),
    ("date", "someday"),
    ("time", "25:99"),
    ("dateTime", "x"),
]


@pytest.mark.parametrize(("value_type", "typed"), WRONG)
def test_what_is_no_answer_stays_with_a_sentence(qtbot, an_entry: AnEntry, value_type, typed):
    entry = an_entry("input", value_type)
    qtbot.keyClicks(entry.focus_widget(), typed)
    press(qtbot, Qt.Key.Key_Return)
    assert entry.given == []
    assert entry.complaints[-1]
    assert entry.focus_widget().text() == typed
    entry.focus_widget().clear()
    entry.type_text("")
    assert entry.complaints[-1] == ""


def test_typing_is_handed_over_when_it_rests(qtbot, an_entry: AnEntry):
    entry = an_entry("input")
    with qtbot.waitSignal(entry.answered):
        qtbot.keyClicks(entry.focus_widget(), "abc")
    assert entry.given == ["abc"]


def test_value_from_outside_never_overwrites_what_is_being_typed(qtbot, an_entry: AnEntry):
    entry = an_entry("input", value="old")
    qtbot.keyClicks(entry.focus_widget(), "er")
    entry.set_value("other")
    assert entry.focus_widget().text() == "erold"


def test_time_and_moment_keep_their_offset(qtbot, an_entry: AnEntry):
    entry = an_entry("input", "time")
    qtbot.keyClicks(entry.focus_widget(), "11:30 pm")
    press(qtbot, Qt.Key.Key_Return)
    assert entry.given[0].startswith("23:30:00.000")
    assert entry.given[0][12] in "+-"
    entry = an_entry("input", "dateTime")
    qtbot.keyClicks(entry.focus_widget(), "2026-01-01 23:30")
    press(qtbot, Qt.Key.Key_Return)
    assert entry.given[0].startswith("2026-01-01T23:30:00.000")
    assert entry.focus_widget().text() == "2026-01-01 23:30"


def test_button_for_now_answers_day_time_and_moment(qtbot, an_entry: AnEntry):
    for value_type, start in (("date", "2026-01-02"), ("time", ""), ("dateTime", "2026-01-02T")):
        entry = an_entry("input", value_type)
        click(qtbot, entry.findChild(QPushButton, "now"))
        assert len(entry.given) == 1
        assert entry.given[0].startswith(start)


def test_day_is_taken_from_the_calendar(qtbot, an_entry: AnEntry):
    entry = an_entry("input", "date", value="2026-01-15")
    press(qtbot, Qt.Key.Key_Down)
    entry.calendar().close()
    click(qtbot, entry.findChild(QPushButton, "calendar"))
    sheet = entry.calendar()
    assert sheet.isVisible()
    press(qtbot, Qt.Key.Key_Right, Qt.Key.Key_Return)
    assert entry.given == ["2026-01-16"]
    assert not sheet.isVisible()


def test_month_needs_both_of_its_parts(qtbot, an_entry: AnEntry):
    entry = an_entry("input", "date", "month-year")
    qtbot.keyClicks(entry.focus_widget(), "Mar")
    assert entry.given == []
    press(qtbot, Qt.Key.Key_Tab)
    qtbot.keyClicks(QApplication.focusWidget(), "2025")
    press(qtbot, Qt.Key.Key_Return)
    assert entry.given == ["2025-03-01"]


def test_prose_keeps_its_lines_and_lets_go_on_tab(qtbot, an_entry: AnEntry):
    entry = an_entry("input", "string", "multiline")
    qtbot.keyClicks(entry.focus_widget(), "One.")
    press(qtbot, Qt.Key.Key_Return)
    qtbot.keyClicks(entry.focus_widget(), "Two.")
    entry.flush()
    assert entry.given == ["One.\nTwo."]
    assert entry.focus_widget().tabChangesFocus()


def test_place_is_typed_in_three_fields_or_pasted_in_one(qtbot, an_entry: AnEntry):
    entry = an_entry("input", "geopoint")
    for typed in ("37.3", "-121.9", "12"):
        qtbot.keyClicks(QApplication.focusWidget(), typed)
        press(qtbot, Qt.Key.Key_Return)
    assert entry.given[-1] == "37.3 -121.9 0 12"
    entry = an_entry("input", "geopoint")
    entry.focus_widget().insert("37.3, -121.9")
    entry.flush()
    assert entry.given[-1] == "37.3 -121.9 0 0"


def test_place_beyond_the_poles_is_refused(qtbot, an_entry: AnEntry):
    entry = an_entry("input", "geopoint")
    qtbot.keyClicks(QApplication.focusWidget(), "91")
    press(qtbot, Qt.Key.Key_Return)
    assert "90" in entry.complaints[-1]


def test_kind_that_is_not_built_in_says_so(an_entry: AnEntry):
    entry = an_entry("input", "geoshape")
    assert isinstance(entry, LineEntry)
    assert "geoshape" in entry.findChild(QWidget, "as_text").text()
