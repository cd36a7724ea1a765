"""Every kind of question, filled by keyboard alone, by touch, and heard by a screen reader."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QBuffer, QIODevice, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QAccessible, QColor, QDropEvent, QImage
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from fieldapp.forms.model import Bind, Control
from ui.desk import Desk
from ui.forms.question.entry import Entry, Offer, Prompt
from ui.forms.question.line_entry import LineEntry
from ui.forms.question.registry import entry_class, make_entry
from ui.forms.question.upload_entry import read_file

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


def test_slider_is_stepped_by_arrows_and_blank_before(qtbot, an_entry: AnEntry):
    entry = an_entry("range", "int", start="0", end="20", step="5")
    assert entry.given == []
    press(qtbot, Qt.Key.Key_Right, Qt.Key.Key_Right)
    assert entry.given == ["5", "10"]


def test_slider_answers_its_lowest_step_by_key_too(qtbot, an_entry: AnEntry):
    entry = an_entry("range", "int", start="0", end="20", step="5")
    press(qtbot, Qt.Key.Key_Shift)
    assert entry.given == []
    press(qtbot, Qt.Key.Key_Left)
    assert entry.given == ["0"]


def test_slider_takes_a_typed_number_on_its_scale_only(qtbot, an_entry: AnEntry):
    entry = an_entry("range", "decimal", start="0", end="1", step="0.1")
    press(qtbot, Qt.Key.Key_Tab)
    qtbot.keyClicks(QApplication.focusWidget(), "0.3")
    press(qtbot, Qt.Key.Key_Return)
    assert entry.given == ["0.3"]
    QApplication.focusWidget().clear()
    qtbot.keyClicks(QApplication.focusWidget(), "0.35")
    press(qtbot, Qt.Key.Key_Return)
    assert "0.1" in entry.complaints[-1]


def test_ranks_are_moved_by_keyboard_and_touch(qtbot, an_entry: AnEntry):
    entry = an_entry("rank", options=YES_NO)
    assert entry.given == []
    press(qtbot, Qt.Key.Key_Down, modifier=Qt.KeyboardModifier.ControlModifier)
    assert entry.given == ["no yes unsure"]
    click(qtbot, entry.findChild(QPushButton, "rank_down"))
    assert entry.given[-1] == "no unsure yes"


def test_order_as_it_stands_is_an_answer_only_when_taken(qtbot, an_entry: AnEntry):
    entry = an_entry("rank", options=YES_NO)
    press(qtbot, Qt.Key.Key_Return)
    assert entry.given == ["yes no unsure"]


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


def test_something_is_acknowledged_by_key(qtbot, an_entry: AnEntry):
    entry = an_entry("trigger")
    press(qtbot, Qt.Key.Key_Space, Qt.Key.Key_Space)
    assert entry.given == ["OK", ""]


def test_kind_that_is_not_built_in_says_so(an_entry: AnEntry):
    entry = an_entry("input", "geoshape")
    assert isinstance(entry, LineEntry)
    assert "geoshape" in entry.findChild(QWidget, "as_text").text()


def test_file_is_read_in_the_background_and_handed_out(qtbot, an_entry: AnEntry, tmp_path: Path):
    entry = an_entry("upload", "binary", mediatype="application/*")
    (tmp_path / "note.txt").write_bytes(b"words")
    with qtbot.waitSignal(entry.attached) as caught:
        entry.take_file(tmp_path / "note.txt")
    assert caught.args == ["note.txt", b"words"]
    assert entry.given == ["note.txt"]
    qtbot.waitUntil(lambda: "1 KB" in entry.findChild(QWidget, "file_words").text())
    entry.findChild(QPushButton, "remove").click()
    assert entry.given == ["note.txt", ""]


def test_dropped_file_is_taken(qtbot, an_entry: AnEntry, tmp_path: Path):
    entry = an_entry("upload", "binary")
    (tmp_path / "a.bin").write_bytes(b"x")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(tmp_path / "a.bin"))])
    left = Qt.MouseButton.LeftButton
    event = QDropEvent(QPointF(5, 5), Qt.DropAction.CopyAction, data, left, Qt.KeyboardModifier.NoModifier)
    with qtbot.waitSignal(entry.attached):
        entry.dropEvent(event)


def test_picture_is_scaled_down_to_what_the_form_allows(tmp_path: Path):
    picture = QImage(400, 200, QImage.Format.Format_RGB32)
    picture.fill(QColor("navy"))
    picture.save(str(tmp_path / "p.png"))
    taken = read_file(tmp_path / "p.png", 100)
    source = QBuffer()
    source.setData(taken.content)
    source.open(QIODevice.OpenModeFlag.ReadOnly)
    small = QImage.fromData(taken.content)
    assert (small.width(), small.height()) == (100, 50)
    assert taken.name == "p.jpg"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["p.png"], "nothing is written"


@pytest.mark.parametrize(("content", "medium"), [(b"no picture", "image/*"), (b"", "text/plain"), (None, "text/plain")])
def test_file_that_cannot_be_taken_gets_a_sentence(qtbot, an_entry: AnEntry, tmp_path: Path, content, medium):
    entry = an_entry("upload", "binary", mediatype=medium)
    if content is not None:
        (tmp_path / "f").write_bytes(content)
    with qtbot.waitSignal(entry.complained):
        entry.take_file(tmp_path / "f")
    assert entry.complaints[-1].endswith(".")
    assert entry.given == []


ALL = [
    ("input", "string", ()),
    ("input", "string", ("multiline",)),
    ("input", "int", ()),
    ("input", "decimal", ()),
    ("input", "date", ()),
    ("input", "date", ("month-year",)),
    ("input", "date", ("year",)),
    ("input", "time", ()),
    ("input", "dateTime", ()),
    ("input", "geopoint", ()),
    ("input", "barcode", ()),
    ("select1", "string", ()),
    ("select1", "string", ("minimal",)),
    ("select1", "string", ("likert",)),
    ("select1", "string", ("list-nolabel",)),
    ("select", "string", ()),
    ("select", "string", ("minimal",)),
    ("range", "int", ()),
    ("rank", "odk:rank", ()),
    ("trigger", "string", ()),
    ("upload", "binary", ()),
    ("input", "geotrace", ()),
]


@pytest.mark.parametrize(("kind", "value_type", "appearance"), ALL)
def test_screen_reader_is_told_the_question_and_its_hint(an_entry: AnEntry, kind, value_type, appearance):
    entry = an_entry(kind, value_type, *appearance, options=YES_NO)
    spoken = QAccessible.queryAccessibleInterface(entry.focus_widget())
    # On Linux a list's own name is what it shows; the name we gave it is told as well.
    said = (
        spoken.text(QAccessible.Text.Name)
        + entry.focus_widget().accessibleName()
        + spoken.text(QAccessible.Text.Description)
    )
    assert "The question" in said
    assert "Its hint" in said


def test_choice_of_one_is_a_radio_button_and_of_several_a_check_box(an_entry: AnEntry):
    for kind, role in (("select1", QAccessible.Role.RadioButton), ("select", QAccessible.Role.CheckBox)):
        entry = an_entry(kind, options=YES_NO)
        spoken = QAccessible.queryAccessibleInterface(entry.group.buttons()[0])
        assert spoken.role() == role
        assert spoken.text(QAccessible.Text.Name) == "Yes"


@pytest.mark.parametrize(("kind", "value_type", "appearance"), ALL)
def test_switched_off_it_takes_no_key_and_wiped_it_is_empty(qtbot, an_entry: AnEntry, kind, value_type, appearance):
    entry = an_entry(kind, value_type, *appearance, options=YES_NO)
    entry.set_editable(editable=False)
    assert not any(part.isEnabled() for part in entry.inputs())
    entry.wipe()
    assert entry.value == ""
    assert entry.given == []


def test_registry_knows_the_old_spellings_of_types():
    assert entry_class("input", "integer").__name__ == "IntegerEntry"
    assert entry_class("note", "string").__name__ == "NoteEntry"
    assert entry_class("select1", "select1", {"Minimal".lower()}).__name__ == "ComboEntry"
    assert entry_class("odk:new", "string").__name__ == "PlainEntry"
