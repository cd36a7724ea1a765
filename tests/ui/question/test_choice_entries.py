"""Questions with choices: by number, arrow, letter, touch; in columns, folded, typed into, in a table."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication

from tests.ui.question.entry_maker import TEN, YES_NO, AnEntry, click, press
from ui.forms.question.entry import Offer


def test_number_key_chooses_and_delete_takes_back(qtbot, an_entry: AnEntry):
    entry = an_entry("select1", options=YES_NO)
    press(qtbot, Qt.Key.Key_2, Qt.Key.Key_1, Qt.Key.Key_Delete)
    assert entry.given == ["no", "yes", ""]


def test_arrows_move_without_answering_and_space_answers(qtbot, an_entry: AnEntry):
    entry = an_entry("select1", options=YES_NO)
    press(qtbot, Qt.Key.Key_Down, Qt.Key.Key_Right)
    assert entry.given == []
    press(qtbot, Qt.Key.Key_Space)
    assert entry.given == ["unsure"]


def test_enter_chooses_then_goes_on(qtbot, an_entry: AnEntry):
    entry = an_entry("select1", options=YES_NO)
    press(qtbot, Qt.Key.Key_Return)
    assert entry.given == ["yes"]
    with qtbot.waitSignal(entry.went_on):
        press(qtbot, Qt.Key.Key_Return)


def test_first_letter_chooses_when_it_is_the_only_one(qtbot, an_entry: AnEntry):
    entry = an_entry("select1", options=YES_NO)
    qtbot.keyClicks(QApplication.focusWidget(), "c")
    assert entry.given == ["unsure"]


def test_touch_chooses_and_touching_again_takes_back(qtbot, an_entry: AnEntry):
    entry = an_entry("select1", options=YES_NO)
    click(qtbot, entry.group.button("no"))
    click(qtbot, entry.group.button("no"))
    assert entry.given == ["no", ""]
    assert entry.group.chosen() == []


def test_quick_goes_on_at_once(qtbot, an_entry: AnEntry):
    entry = an_entry("select1", "string", "quick", options=YES_NO)
    with qtbot.waitSignal(entry.went_on):
        press(qtbot, Qt.Key.Key_1)


def test_choices_are_large_and_alt_with_a_number_is_left_to_others(qtbot, an_entry: AnEntry):
    entry = an_entry("select1", options=YES_NO)
    assert all(made.height() >= 56 for made in entry.group.buttons())
    press(qtbot, Qt.Key.Key_1, modifier=Qt.KeyboardModifier.AltModifier)
    assert entry.given == []


def test_several_are_chosen_in_the_order_offered(qtbot, an_entry: AnEntry):
    entry = an_entry("select", options=YES_NO)
    press(qtbot, Qt.Key.Key_3, Qt.Key.Key_1, Qt.Key.Key_3)
    click(qtbot, entry.group.button("no"))
    assert entry.given == ["unsure", "yes unsure", "yes", "yes no"]


@pytest.mark.parametrize(("appearance", "columns"), [("columns-3", 3), ("columns-2", 2), ("columns", 5), ("likert", 5)])
def test_columns_are_as_many_as_the_form_asks(an_entry: AnEntry, appearance, columns):
    entry = an_entry("select1", "string", appearance, options=TEN)
    tops = {made.y() for made in entry.group.buttons()}
    first = [made for made in entry.group.buttons() if made.y() == min(tops)]
    assert len(first) == columns


def test_folded_choices_open_by_key(qtbot, an_entry: AnEntry):
    entry = an_entry("select", "string", "minimal", options=TEN)
    press(qtbot, Qt.Key.Key_Return)
    press(qtbot, Qt.Key.Key_2)
    assert entry.given == ["c2"]
    assert entry.focus_widget().text() == "Choice 2"


def test_long_list_is_typed_into(qtbot, an_entry: AnEntry):
    entry = an_entry("select1", "string", "autocomplete", options=TEN)
    qtbot.keyClicks(entry.focus_widget().lineEdit(), "ice 7")
    entry.flush()
    assert entry.given == ["c7"]
    assert entry.focus_widget().currentText() == "Choice 7"


def test_long_list_says_when_nothing_or_too_much_fits(qtbot, an_entry: AnEntry):
    entry = an_entry("select1", "string", "minimal", options=TEN)
    for typed in ("choice", "zebra"):
        entry.focus_widget().lineEdit().clear()
        qtbot.keyClicks(entry.focus_widget().lineEdit(), typed)
        entry.flush()
        assert entry.complaints[-1]
    assert entry.given == []


@pytest.mark.parametrize("appearance", ["", "minimal"])
def test_answer_that_is_offered_no_more_is_shown_as_such(an_entry: AnEntry, appearance):
    entry = an_entry("select1", "string", *filter(None, [appearance]), options=YES_NO, value="maybe")
    if appearance:
        assert entry.focus_widget().currentText().startswith("maybe (")
    else:
        assert entry.group.chosen() == ["maybe"]


def test_other_words_for_the_choices_keep_the_keyboard_where_it_is(qtbot, an_entry: AnEntry):
    entry = an_entry("select1", options=YES_NO)
    press(qtbot, Qt.Key.Key_2)
    held = QApplication.focusWidget()
    entry.set_options((Offer("yes", "Sí"), Offer("no", "No"), Offer("unsure", "No sé")))
    assert QApplication.focusWidget() is held
    assert entry.group.button("unsure").words() == "No sé"


def test_table_line_answers_by_number_and_by_touch(qtbot, an_entry: AnEntry):
    entry = an_entry("select1", "string", "list-nolabel", options=YES_NO)
    press(qtbot, Qt.Key.Key_2)
    click(qtbot, entry.group.button("unsure"))
    assert entry.given == ["no", "unsure"]
    assert entry.group.button("yes").accessibleName() == "The question: Yes"


def test_choice_of_one_is_a_radio_button_and_of_several_a_check_box(an_entry: AnEntry):
    for kind, role in (("select1", QAccessible.Role.RadioButton), ("select", QAccessible.Role.CheckBox)):
        entry = an_entry(kind, options=YES_NO)
        spoken = QAccessible.queryAccessibleInterface(entry.group.buttons()[0])
        assert spoken.role() == role
        assert spoken.text(QAccessible.Text.Name) == "Yes"
