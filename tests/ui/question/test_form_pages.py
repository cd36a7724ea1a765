"""The pages of a running form: sections, entries that repeat, jumping, the review."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QLabel, QPushButton

from tests.ui.question.conftest import in_both
from tests.ui.question.youth import ALT, PEOPLE, SECTIONS, View, held, press, type_in
from ui.desk import Desk
from ui.forms.question.repeat_view import RepeatView
from ui.widgets.jump_line import JumpLine


def test_jump_finds_the_page_builds_it_and_gives_the_keyboard(qtbot, a_view: View):
    view = a_view(SECTIONS)
    assert not view.jump("/data/b/school"), "not asked of this person now"
    press(qtbot, Qt.Key.Key_1)
    assert view.jump("/data/b/school")
    assert held(view) == "school"
    assert not view.jump("/data/nothing")


def test_page_without_anything_to_ask_is_passed_over(qtbot, a_view: View):
    view = a_view(SECTIONS)
    press(qtbot, Qt.Key.Key_2)
    assert view.findChild(QLabel, "form_place").text() == "Section 1 of 2"
    view.next_page()
    assert view.findChild(QLabel, "form_title").text() == "End"
    view.previous_page()
    assert view.findChild(QLabel, "form_title").text() == "About"


def test_buttons_lead_through_the_pages_by_touch(qtbot, a_view: View):
    view = a_view(SECTIONS)
    for name in ("form_next", "form_next"):
        qtbot.mouseClick(view.findChild(QPushButton, name), Qt.MouseButton.LeftButton)
    assert view.findChild(QLabel, "form_title").text() == "Before you go on"
    qtbot.mouseClick(view.findChild(QPushButton, "form_back"), Qt.MouseButton.LeftButton)
    assert view.findChild(QLabel, "form_title").text() == "End"


def test_review_lists_what_is_left_with_a_way_back(qtbot, a_view: View):
    view = a_view(SECTIONS)
    press(qtbot, Qt.Key.Key_4, ALT)
    view.show_review()
    qtbot.waitUntil(lambda: view.findChildren(JumpLine) != [])
    assert {line.objectName() for line in view.findChildren(JumpLine)} == {
        "/data/a/is_minor",
        "/data/a/nick",
        "/data/c/many",
    }
    line = view.findChild(JumpLine, "/data/a/nick")
    qtbot.mouseClick(line, Qt.MouseButton.LeftButton)
    assert held(view) == "nick"


def test_resume_goes_to_the_first_question_nobody_dealt_with(qtbot, a_view: View, a_session):
    first = a_view(SECTIONS)
    press(qtbot, Qt.Key.Key_1)
    first.jump("/data/a/age")
    type_in(qtbot, "15")
    first.flush()
    again = a_view(SECTIONS, session=a_session(SECTIONS, stored=first.session.stored()))
    again.resume()
    assert held(again) == "nick"
    assert again.session.find("/data/a/age").value == "15"
    assert again.told == [], "showing a form again changes nothing"


def test_entries_are_added_titled_removed_and_had_back(qtbot, a_view: View, desk: Desk):
    view = a_view(PEOPLE)
    repeat = view.findChild(RepeatView)
    start = len(repeat.cards())
    qtbot.mouseClick(repeat.findChild(QPushButton, "add_row"), Qt.MouseButton.LeftButton)
    assert len(repeat.cards()) == start + 1
    assert held(view) == "called"
    type_in(qtbot, "Ana")
    press(qtbot, Qt.Key.Key_Return)
    press(qtbot, Qt.Key.Key_1)
    assert repeat.cards()[-1].title() == f"Entry {start + 1}: Ana, Yes"
    qtbot.mouseClick(repeat.cards()[-1].findChild(QPushButton, "remove_row"), Qt.MouseButton.LeftButton)
    assert len(repeat.cards()) == start
    desk.undo()
    assert repeat.cards()[-1].title() == f"Entry {start + 1}: Ana, Yes"
    repeat.cards()[-1].open()
    ref = f"{repeat.cards()[-1].item.ref}/called"
    assert view.row(ref).entry.focus_widget().text() == "Ana"


def test_jump_opens_the_entry_a_question_lies_in(a_view: View):
    view = a_view(PEOPLE)
    repeat = view.findChild(RepeatView)
    repeat.add()
    card = repeat.cards()[-1]
    card.close_row()
    assert view.jump(f"{card.item.ref}/kin")
    assert card.is_open()
    assert held(view) == "kin"


def test_long_section_is_cut_into_pages_of_a_bearable_length(a_view: View):
    rows = [{"type": "text", "name": f"q{number}", **in_both(f"Question {number}")} for number in range(60)]
    view = a_view(rows)
    assert view.findChild(QLabel, "form_place").text() == "Section 1 of 3"
    assert sum(1 for _ in view.page().rows()) == 20


def test_page_is_built_in_slices_and_complete_in_the_end(qtbot, a_view: View):
    rows = [{"type": "select_one yn", "name": f"q{number}", **in_both(f"Question {number}")} for number in range(50)]
    view = a_view(rows)
    view.show_page(1)
    page = view.page()
    qtbot.waitUntil(lambda: page.is_built)
    assert sum(1 for _ in page.rows()) == 25


def test_table_of_questions_stands_in_line(a_view: View):
    rows = [
        {"type": "begin group", "name": "t", **in_both("Lately"), "appearance": "table-list"},
        {"type": "select_one yn", "name": "x", **in_both("Slept well")},
        {"type": "select_one yn", "name": "y", **in_both("Ate well")},
        {"type": "end group", "name": ""},
    ]
    view = a_view(rows)
    first, second = (view.row(f"/data/t/{name}").entry.group.buttons() for name in "xy")
    assert [made.mapTo(view, QPoint()).x() for made in first] == [made.mapTo(view, QPoint()).x() for made in second]
    assert view.tally().asked == 2


COUNTED = [
    {"type": "begin group", "name": "g", **in_both("Others"), "appearance": "field-list"},
    {"type": "integer", "name": "number", **in_both("How many?")},
    {"type": "begin repeat", "name": "p", **in_both("People"), "repeat_count": "${number}"},
    {"type": "text", "name": "called", **in_both("First name")},
    {"type": "end repeat", "name": ""},
    {"type": "end group", "name": ""},
]


def test_smaller_number_asks_before_filled_entries_go_and_undo_brings_them_back(qtbot, a_view: View, desk: Desk):
    view = a_view(COUNTED)
    type_in(qtbot, "2")
    press(qtbot, Qt.Key.Key_Return)
    repeat = view.findChild(RepeatView)
    second = repeat.cards()[1].item
    repeat.cards()[1].open()
    view.jump(f"{second.ref}/called")
    type_in(qtbot, "Ana")
    view.flush()
    view.jump("/data/g/number")
    view.row("/data/g/number").entry.focus_widget().selectAll()
    type_in(qtbot, "1")
    view.flush()
    ask = repeat.findChild(QPushButton, "confirm_shrink")
    assert ask.isVisible()
    assert len(repeat.cards()) == 2, "kept until somebody decides"
    qtbot.mouseClick(ask, Qt.MouseButton.LeftButton)
    assert len(repeat.cards()) == 1
    assert not ask.isVisible()
    desk.undo()
    assert view.session.find(f"{second.ref}/called").value == "Ana"
