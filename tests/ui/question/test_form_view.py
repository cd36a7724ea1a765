"""A form filled in through the real engine: answers, skipping, how each is known, what is to be stored."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QLabel, QPushButton

from tests.ui.question.youth import ALT, CTRL, SECTIONS, View, held, press, type_in
from ui.desk import Desk
from ui.forms.question.choice_button import ChoiceButton
from ui.forms.question.question_row import QuestionRow
from ui.widgets.jump_line import JumpLine


def test_first_question_has_the_keyboard_when_the_form_is_shown(a_view: View):
    assert held(a_view(SECTIONS)) == "is_minor"


def test_question_appears_with_the_answer_it_depends_on_and_goes_with_it(qtbot, a_view: View):
    view = a_view(SECTIONS)
    assert view.row("/data/a/age").isHidden()
    press(qtbot, Qt.Key.Key_1)
    assert not view.row("/data/a/age").isHidden()
    press(qtbot, Qt.Key.Key_2)
    assert view.row("/data/a/age").isHidden()


def test_every_answer_comes_with_what_is_to_be_stored(qtbot, a_view: View):
    view = a_view(SECTIONS)
    with qtbot.waitSignal(view.answered) as caught:
        press(qtbot, Qt.Key.Key_1)
    assert caught.args == ["/data/a/is_minor", "yes", "observed"]
    stored = view.told[-1].stored["/data/a/is_minor"]
    assert (stored.value, stored.known) == ("yes", "observed")


def test_answers_read_aloud_are_known_as_disclosed(qtbot, a_view: View):
    view = a_view(SECTIONS, administration="read_aloud")
    press(qtbot, Qt.Key.Key_1)
    assert view.session.find("/data/a/is_minor").known == "disclosed"


def test_whole_form_is_filled_with_the_keyboard_alone(qtbot, a_view: View):
    view = a_view(SECTIONS)
    press(qtbot, Qt.Key.Key_1)
    press(qtbot, Qt.Key.Key_Return)
    type_in(qtbot, "15")
    press(qtbot, Qt.Key.Key_Return)
    type_in(qtbot, "Ana")
    press(qtbot, Qt.Key.Key_Return, CTRL)
    assert view.findChild(QLabel, "form_title").text() == "School"
    assert view.row("/data/b/school").label_text() == "School of Ana"
    type_in(qtbot, "North")
    press(qtbot, Qt.Key.Key_Return, CTRL)
    press(qtbot, Qt.Key.Key_2)
    press(qtbot, Qt.Key.Key_Return, CTRL)
    with qtbot.waitSignal(view.finished):
        press(qtbot, Qt.Key.Key_Return, CTRL)
    values = {
        path: view.session.find(path).value
        for path in ("/data/a/age", "/data/a/nick", "/data/b/school", "/data/c/many")
    }
    assert values == {"/data/a/age": "15", "/data/a/nick": "Ana", "/data/b/school": "North", "/data/c/many": "no"}
    assert view.tally().blank == 0


def test_progress_counts_what_is_asked_now_in_words(qtbot, a_view: View):
    view = a_view(SECTIONS)
    assert view.findChild(QLabel, "form_progress").text() == "0 of 3 answered."
    press(qtbot, Qt.Key.Key_1)
    assert view.findChild(QLabel, "form_progress").text() == "1 of 5 answered."


def test_constraint_is_said_below_the_answer_at_once_and_goes_when_it_holds(qtbot, a_view: View):
    view = a_view(SECTIONS)
    press(qtbot, Qt.Key.Key_1)
    view.jump("/data/a/age")
    type_in(qtbot, "19")
    view.flush()
    row = view.row("/data/a/age")
    assert row.problem() == "Under 18, by the answer above."
    assert row.problem() in row.entry.focus_widget().accessibleDescription()
    assert view.session.find("/data/a/age").value == "19", "kept, and said to be wrong"
    row.entry.focus_widget().selectAll()
    type_in(qtbot, "17")
    view.flush()
    assert row.problem() == ""


def test_what_is_needed_says_so_in_words_and_not_as_a_mistake(a_view: View):
    row = a_view(SECTIONS).row("/data/a/is_minor")
    assert row.findChild(QLabel, "question_needed").isVisible()
    assert row.problem() == ""


def test_what_is_no_number_is_kept_and_listed_in_the_review(qtbot, a_view: View):
    view = a_view(SECTIONS)
    press(qtbot, Qt.Key.Key_1)
    view.jump("/data/a/age")
    type_in(qtbot, "x")
    view.show_review()
    qtbot.waitUntil(lambda: view.findChildren(JumpLine) != [])
    lines = {line.objectName(): line.accessibleName() for line in view.findChildren(JumpLine)}
    assert "whole number" in lines["/data/a/age"]


@pytest.mark.parametrize(("key", "known"), [(Qt.Key.Key_4, "declined"), (Qt.Key.Key_5, "not_asked")])
def test_declined_and_not_asked_blank_the_answer_and_can_be_undone(qtbot, a_view: View, desk: Desk, key, known):
    view = a_view(SECTIONS)
    press(qtbot, Qt.Key.Key_1)
    press(qtbot, key, ALT)
    item = view.session.find("/data/a/is_minor")
    assert (item.value, item.known) == ("", known)
    assert view.row(item.ref).entry.group.chosen() == []
    desk.undo()
    assert (item.value, item.known) == ("yes", "observed")
    assert view.row(item.ref).entry.group.chosen() == ["yes"]


def test_how_it_is_known_is_chosen_before_or_after_the_answer(qtbot, a_view: View):
    view = a_view(SECTIONS)
    press(qtbot, Qt.Key.Key_3, ALT)
    press(qtbot, Qt.Key.Key_1)
    item = view.session.find("/data/a/is_minor")
    assert item.known == "reported"
    qtbot.mouseClick(view.row(item.ref).findChild(QPushButton, "known_disclosed"), Qt.MouseButton.LeftButton)
    assert (item.value, item.known) == ("yes", "disclosed")


def test_tab_follows_the_eye_also_into_a_question_that_came_later(qtbot, a_view: View):
    view = a_view(SECTIONS)
    press(qtbot, Qt.Key.Key_1)
    visited = []
    for _ in range(2):
        press(qtbot, Qt.Key.Key_Tab)
        visited.append(held(view))
    assert visited == ["age", "nick"]


def test_final_form_takes_no_answer(qtbot, a_view: View):
    view = a_view(SECTIONS, editable=False)
    button = view.findChild(ChoiceButton)
    assert not button.isEnabled()
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton, pos=QPoint(5, 5))
    assert view.told == []


def test_wipe_empties_every_field_without_a_word(qtbot, a_view: View):
    view = a_view(SECTIONS)
    press(qtbot, Qt.Key.Key_1)
    told = len(view.told)
    view.wipe()
    assert view.row("/data/a/is_minor").entry.group.chosen() == []
    assert len(view.told) == told


def test_only_what_changed_is_shown_anew(qtbot, a_view: View, monkeypatch):
    view = a_view(SECTIONS)
    shown = []
    for name in ("show_value", "show_words", "show_options"):
        original = getattr(QuestionRow, name)
        monkeypatch.setattr(QuestionRow, name, lambda row, original=original: (shown.append(row.ref), original(row)))
    view.jump("/data/a/nick")
    type_in(qtbot, "Ana")
    view.flush()
    assert set(shown) <= {"/data/a/nick", "/data/b/school"}
