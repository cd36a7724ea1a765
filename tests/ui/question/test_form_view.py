"""A form filled in through the real engine: pages, skipping, languages, entries that repeat, jumping, the review."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.question.conftest import in_both
from ui.desk import Desk
from ui.forms.question.choice_button import ChoiceButton
from ui.forms.question.form_view import FormView
from ui.forms.question.question_row import QuestionRow
from ui.forms.question.repeat_view import RepeatView
from ui.widgets.jump_line import JumpLine

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


def test_language_changes_in_the_middle_and_the_keyboard_stays(qtbot, a_view: View):
    view = a_view(SECTIONS)
    press(qtbot, Qt.Key.Key_1)
    before = QApplication.focusWidget()
    box = view.findChild(QComboBox, "form_language")
    view.set_language("Español (es)")
    assert QApplication.focusWidget() is before
    assert view.row("/data/a/is_minor").label_text() == "¿Menor de 18?"
    assert before.words() == "Sí"
    assert view.findChild(QLabel, "form_title").text() == "Sobre"
    assert box.currentText() == "Español"
    assert view.session.find("/data/a/is_minor").value == "yes"


def test_language_read_from_right_to_left_turns_the_page_round(a_view: View):
    rows = [{"type": "select_one yn", "name": "q", "label::English (en)": "Q", "label::العربية (ar)": "س"}]
    choices = [{"list_name": "yn", "name": "y", "label::English (en)": "Yes", "label::العربية (ar)": "نعم"}]
    view = a_view(rows, choices)
    view.set_language("العربية (ar)")
    assert view.row("/data/q").layoutDirection() == Qt.LayoutDirection.RightToLeft
    view.set_language("English (en)")
    assert view.row("/data/q").layoutDirection() == Qt.LayoutDirection.LeftToRight


def test_jump_finds_the_page_builds_it_and_gives_the_keyboard(qtbot, a_view: View):
    view = a_view(SECTIONS)
    assert not view.jump("/data/b/school"), "not asked of this person now"
    press(qtbot, Qt.Key.Key_1)
    assert view.jump("/data/b/school")
    assert held(view) == "school"
    assert not view.jump("/data/nothing")


def test_review_lists_what_is_left_with_a_way_back(qtbot, a_view: View):
    view = a_view(SECTIONS)
    press(qtbot, Qt.Key.Key_4, ALT)
    view.show_review()
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


def test_tab_follows_the_eye_also_into_a_question_that_came_later(qtbot, a_view: View):
    view = a_view(SECTIONS)
    press(qtbot, Qt.Key.Key_1)
    visited = []
    for _ in range(2):
        press(qtbot, Qt.Key.Key_Tab)
        visited.append(held(view))
    assert visited == ["age", "nick"]


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


HOSTILE = {
    "html": "<img src=http://203.0.113.9/x.png> <b>bold</b> <script>x</script>",
    "markdown": "[go](http://203.0.113.9) ![x](http://203.0.113.9/y.png) **fine**",
    "long": "x" * 10_000,
    "override": "safe\u202etxt.exe",
    "emoji": "👩\u200d👧\u200d👦 \U0001f9d1\U0001f3ff",
}


@pytest.mark.parametrize("words", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_label_is_only_text_and_fits_the_page(a_view: View, words: str):
    rows = [{"type": "select_one c", "name": "q", "label": words, "hint": words}]
    view = a_view(rows, [{"list_name": "c", "name": "a", "label": words}], language="")
    row = view.row("/data/q")
    for shown in row.findChildren(QLabel):
        if shown.textFormat() == Qt.TextFormat.RichText:
            assert "<img" not in shown.text()
            assert "<a" not in shown.text()
            assert "<script" not in shown.text()
        assert not shown.openExternalLinks()
        assert "\u202e" not in shown.text()
    assert row.width() <= view.width()
    view.grab()


def parts(widget: QWidget) -> list[QWidget]:
    return [part for part in widget.findChildren(QWidget) if part.isVisible()]


def test_everything_that_takes_the_keyboard_has_a_name(qtbot, a_view: View):
    view = a_view([*SECTIONS, *PEOPLE])
    press(qtbot, Qt.Key.Key_1)
    for number in range(4):
        view.show_page(number)
        if view.page() is not None:
            view.page().finish()
        for part in parts(view):
            if part.focusPolicy() & Qt.FocusPolicy.TabFocus and part.isEnabled() and part.focusProxy() is None:
                words = part.accessibleName() or getattr(part, "text", str)()
                assert words, part
