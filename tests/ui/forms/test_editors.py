"""Every kind of editor, filled by keyboard."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QApplication,
    QLabel,
    QLineEdit,
    QListWidget,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QWidget,
)
from pytestqt.qtbot import QtBot

from fieldapp.domain.fields import Kind
from fieldapp.domain.problems import Refused
from fieldapp.records import RECORD_TYPES, require_type
from tests.fakes.office import Office
from tests.fakes.sample import a_person, fill_agencies
from ui.desk import Desk
from ui.forms.choice_editor import CheckList, ChoiceEditor, LargeSegmentEditor, SegmentEditor
from ui.forms.editor import PERSONAL_HINTS, Editor, Rival
from ui.forms.link_editor import LinkEditor
from ui.forms.registry import make_editor


def an_editor(qtbot: QtBot, desk: Desk, record_type: str, name: str) -> Editor:
    made = make_editor(require_type(record_type).fields[name], desk)
    qtbot.addWidget(made)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    made.focus_widget().setFocus()
    return made


def typed_into(qtbot: QtBot, editor: Editor, text: str) -> Editor:
    if text.isascii():
        qtbot.keyClicks(editor.focus_widget(), text)
    else:
        # Qt's test keys are ASCII keys; other scripts arrive as text.
        editor.focus_widget().insert(text)
    return editor


def refusal(editor: Editor) -> str:
    with pytest.raises(Refused) as caught:
        editor.value()
    return caught.value.problems[0].code


@pytest.mark.parametrize("record", RECORD_TYPES, ids=lambda record: record.type_name)
def test_every_declared_field_has_an_editor_named_after_it(qtbot: QtBot, desk: Desk, record):
    for name, declared in record.fields.items():
        editor = make_editor(declared, desk)
        qtbot.addWidget(editor)
        assert editor.focus_widget().objectName() == name
        assert editor.focus_widget().accessibleName()
        assert editor.value() is None, "blank is blank"


def test_text_is_trimmed_and_normalised(qtbot: QtBot, desk: Desk):
    editor = an_editor(qtbot, desk, "recovery", "place")
    editor.focus_widget().setText("  Cafe\u0301 on 5th ")
    assert editor.value() == "Caf\u00e9 on 5th"


def test_too_long_a_text_is_refused_and_kept_whole(qtbot: QtBot, desk: Desk):
    editor = an_editor(qtbot, desk, "person", "family_name")
    QGuiApplication.clipboard().setText("x" * 100_000)
    editor.focus_widget().paste()
    assert refusal(editor) == "TEXT_TOO_LONG"
    assert len(editor.focus_widget().text()) == 100_000


@pytest.mark.parametrize("bad", ["a\0b", "a\ud800b"])
def test_unstorable_characters_get_the_fields_sentence(qtbot: QtBot, desk: Desk, bad: str):
    for name in ("place", "narrative"):
        editor = an_editor(qtbot, desk, "recovery", name)
        editor._read = lambda: bad
        assert refusal(editor) == "TEXT_UNSTORABLE"


def test_markup_is_only_text(qtbot: QtBot, desk: Desk):
    tip = "<img src=http://203.0.113.9/x.png> <b>bold</b>"
    editor = an_editor(qtbot, desk, "lead", "narrative")
    editor.set_value(tip)
    assert editor.focus_widget().toPlainText() == tip
    editor.show_rivals([Rival(tip, "alvarez", "2026-01-02 03:04")])
    assert any(
        label.text() == tip and label.textFormat() == Qt.TextFormat.PlainText for label in editor.findChildren(QLabel)
    )


def test_prose_keeps_its_lines_and_lets_go_on_tab(qtbot: QtBot, desk: Desk):
    editor = an_editor(qtbot, desk, "recovery", "narrative")
    prose = editor.focus_widget()
    assert isinstance(prose, QPlainTextEdit)
    prose.setPlainText("One.\n\nTwo\u00a0words.")
    assert editor.value() == "One.\n\nTwo\u00a0words."
    assert prose.tabChangesFocus()


@pytest.mark.parametrize(("typed", "value"), [("15", 15), ("\uff11\uff15", 15), (" 0 ", 0), ("", None)])
def test_count_takes_the_digits_of_any_keyboard(qtbot: QtBot, desk: Desk, typed: str, value: int | None):
    editor = typed_into(qtbot, an_editor(qtbot, desk, "recovery", "estimated_age"), typed)
    assert editor.value() == value


@pytest.mark.parametrize(
    ("typed", "code"),
    [("12,5", "COUNT_EXPECTED"), ("1.5", "COUNT_EXPECTED"), ("x", "COUNT_EXPECTED"), ("121", "COUNT_TOO_LARGE")],
)
def test_count_refuses_what_is_no_whole_number_and_keeps_it(qtbot: QtBot, desk: Desk, typed: str, code: str):
    editor = typed_into(qtbot, an_editor(qtbot, desk, "recovery", "estimated_age"), typed)
    assert refusal(editor) == code
    assert editor.focus_widget().text() == typed


def test_instant_is_spelt_out_when_left_and_keeps_its_seconds(qtbot: QtBot, desk: Desk):
    editor = an_editor(qtbot, desk, "recovery", "first_contact_at")
    editor.set_value("2026-01-02T02:00:07.123Z")
    assert editor.value() == "2026-01-02T02:00:07.123Z"
    line = editor.focus_widget()
    line.selectAll()
    qtbot.keyClicks(line, "now")
    line.clearFocus()
    assert line.text() == "2026-01-02 03:04"
    assert editor.value() == "2026-01-02T03:04:05.678Z"
    assert "UTC" in line.toolTip()


def test_unreadable_time_stays_and_is_no_value(qtbot: QtBot, desk: Desk):
    editor = typed_into(qtbot, an_editor(qtbot, desk, "recovery", "first_contact_at"), "round midnight")
    assert refusal(editor) == "INSTANT_UNREADABLE"
    assert editor.focus_widget().text() == "round midnight"


def test_day_is_typed_and_shown_plainly(qtbot: QtBot, desk: Desk):
    editor = typed_into(qtbot, an_editor(qtbot, desk, "lead", "review_on"), "1/1/2026")
    editor.focus_widget().clearFocus()
    assert editor.value() == "2026-01-01"
    assert editor.focus_widget().text() == "2026-01-01"


def test_blank_flag_says_so_and_is_never_no(qtbot: QtBot, desk: Desk):
    editor = an_editor(qtbot, desk, "arrest", "apparent_minor")
    row = editor.focus_widget()
    assert editor.value() is None
    assert any(label.text().startswith("Not answered") for label in editor.findChildren(QLabel))
    qtbot.keyClick(row, Qt.Key.Key_N)
    assert editor.value() is False
    qtbot.keyClick(row, Qt.Key.Key_1)
    assert editor.value() is True
    qtbot.keyClick(row, Qt.Key.Key_Delete)
    assert editor.value() is None


def test_large_answers_are_numbered(qtbot: QtBot, desk: Desk):
    editor = LargeSegmentEditor(require_type("screening").fields["silenced"], desk)
    qtbot.addWidget(editor)
    qtbot.keyClick(editor.focus_widget(), Qt.Key.Key_3)
    assert editor.value() == "not_observed"
    qtbot.keyClick(editor.focus_widget(), Qt.Key.Key_Left)
    assert editor.value() == "not_present"


def test_short_list_is_chosen_by_its_letters(qtbot: QtBot, desk: Desk):
    editor = an_editor(qtbot, desk, "recovery", "age_basis")
    assert isinstance(editor, ChoiceEditor)
    qtbot.keyClicks(editor.focus_widget(), "appar")
    assert editor.value() == "apparent"


def test_long_list_is_found_by_any_part_of_an_answer(qtbot: QtBot, desk: Desk):
    editor = an_editor(qtbot, desk, "person", "primary_language")
    qtbot.keyClicks(editor.focus_widget().lineEdit(), "span")
    assert editor.value() == "es"
    editor.focus_widget().lineEdit().setText("Klingon")
    assert refusal(editor) == "CHOICE_UNKNOWN"


def test_code_that_is_not_offered_is_shown_and_kept(qtbot: QtBot, desk: Desk):
    for record_type, name in (("recovery", "age_basis"), ("operation", "risk_class"), ("person", "primary_language")):
        editor = an_editor(qtbot, desk, record_type, name)
        editor.set_value("from_the_future")
        assert editor._read() == "from_the_future"


def test_several_answers_are_ticked_by_keyboard(qtbot: QtBot, desk: Desk):
    editor = an_editor(qtbot, desk, "recovery", "needs")
    checks = editor.focus_widget()
    assert isinstance(checks, CheckList)
    checks.setCurrentRow(1)
    qtbot.keyClick(checks, Qt.Key.Key_Space)
    assert editor.value() == [checks.item(1).data(Qt.ItemDataRole.UserRole)]
    qtbot.keyClick(checks, Qt.Key.Key_Space)
    assert editor.value() is None


def test_page_scrolls_along_with_whoever_walks_down_a_long_list_of_answers(qtbot: QtBot, desk: Desk):
    area = QScrollArea()
    qtbot.addWidget(area)
    editor = an_editor(qtbot, desk, "recovery", "needs")
    area.setWidget(editor)
    area.setWidgetResizable(True)
    checks = editor.focus_widget()
    area.resize(420, 4 * checks.visualItemRect(checks.item(0)).height())
    with qtbot.waitActive(area):
        area.show()
        area.activateWindow()
    checks.setFocus()
    for _ in range(checks.count()):
        qtbot.keyClick(checks, Qt.Key.Key_Right)
    cell = checks.visualItemRect(checks.currentItem())
    assert checks.currentRow() == checks.count() - 1
    assert area.viewport().rect().contains(checks.viewport().mapTo(area.viewport(), cell.center()))


def test_link_is_found_by_typing_and_chosen_with_enter(qtbot: QtBot, office: Office):
    office.do(fill_agencies)
    editor = an_editor(qtbot, office.desk, "recovery", "agency")
    assert isinstance(editor, LinkEditor)
    qtbot.waitUntil(lambda: QApplication.focusWidget() is editor.focus_widget())
    qtbot.keyClicks(editor.focus_widget(), "saving inn")
    hits = editor.findChild(QListWidget, "agency_hits")
    qtbot.waitUntil(lambda: hits.isVisible() and hits.count() > 0)
    qtbot.keyClick(editor.focus_widget(), Qt.Key.Key_Return)
    assert editor.focus_widget().text() == "Saving Innocence"
    assert editor.value()


def test_typed_and_not_chosen_link_is_not_guessed(qtbot: QtBot, office: Office):
    editor = typed_into(qtbot, an_editor(qtbot, office.desk, "recovery", "person"), "Doe-2026")
    assert refusal(editor) == "LINK_UNCHOSEN"
    assert editor.focus_widget().text() == "Doe-2026"


def test_new_person_is_made_in_place_with_a_code_name(qtbot: QtBot, office: Office):
    editor = an_editor(qtbot, office.desk, "recovery", "person")
    qtbot.waitUntil(lambda: QApplication.focusWidget() is editor.focus_widget())
    qtbot.keyClick(editor.focus_widget(), Qt.Key.Key_Down)
    qtbot.keyClick(editor.focus_widget(), Qt.Key.Key_Return)
    office.settle()
    person = str(editor.value())
    code_name = office.do(lambda session: session.store.record("person", person)["code_name"])
    assert editor.focus_widget().text() == code_name


def test_known_value_of_a_personal_field_is_covered_until_revealed(qtbot: QtBot, desk: Desk):
    editor = an_editor(qtbot, desk, "person", "family_name")
    editor.set_value("Okafor")
    line = editor.focus_widget()
    assert editor.is_covered
    assert line.text() == ""
    assert line.inputMethodHints() & PERSONAL_HINTS == PERSONAL_HINTS
    with qtbot.waitSignal(editor.reveal_wanted):
        editor.findChild(QWidget, "family_name_cover").click()
    editor.reveal()
    assert not editor.is_covered
    assert line.text() == "Okafor"


def test_what_is_being_typed_survives_news_from_the_store(qtbot: QtBot, desk: Desk):
    editor = an_editor(qtbot, desk, "recovery", "place")
    editor.set_value("Motel")
    qtbot.keyClicks(editor.focus_widget(), "x")
    editor.set_value("Truck stop")
    assert editor.focus_widget().text() == "xMotel"
    assert editor.known == "Truck stop"


def test_wiping_leaves_nothing_in_any_editor(qtbot: QtBot, office: Office):
    person = office.do(lambda session: a_person(session, "Doe-2026-0001"))
    values = {
        Kind.TEXT: "x",
        Kind.NARRATIVE: "x",
        Kind.COUNT: 3,
        Kind.DATE: "2026-01-01",
        Kind.INSTANT: "2026-01-02T03:04:05.678Z",
        Kind.FLAG: True,
        Kind.LINK: person,
    }
    for record in RECORD_TYPES:
        for name, declared in record.fields.items():
            if declared.kind in values:
                editor = make_editor(declared, office.desk)
                qtbot.addWidget(editor)
                editor.set_value(values[declared.kind], "title")
                editor.wipe()
                assert editor.value() is None, name
                assert all(not line.text() for line in editor.findChildren(QLineEdit))


def test_segments_stand_for_short_lists_only(qtbot: QtBot, desk: Desk):
    assert isinstance(an_editor(qtbot, desk, "operation", "risk_class"), SegmentEditor)
    assert isinstance(an_editor(qtbot, desk, "charge", "offence"), ChoiceEditor)


def test_field_that_looks_ahead_suggests_a_time_to_come(office: Office, qtbot: QtBot):
    due = make_editor(require_type("task").fields["due_at"], office.desk)
    seized = make_editor(require_type("evidence_item").fields["seized_at"], office.desk)
    for editor in (due, seized):
        qtbot.addWidget(editor)
    assert "tomorrow" in due.focus_widget().placeholderText()
    assert "yesterday" in seized.focus_widget().placeholderText()


def test_answers_stand_side_by_side_again_once_there_is_room(office: Office, qtbot: QtBot):
    editor = an_editor(qtbot, office.desk, "search_warrant", "sealed")
    yes, no = (editor.findChild(QPushButton, f"option_{code}") for code in ("yes", "no"))
    for width, beside in ((400, True), (90, False), (400, True)):
        editor.resize(width, 200)
        qtbot.waitUntil(lambda beside=beside: (yes.y() == no.y()) is beside)
