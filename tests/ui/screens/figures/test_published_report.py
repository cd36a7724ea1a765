"""Publishing figures, opening what was published, and the figures of a past day, on the screen."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QDateEdit, QLabel, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from fieldapp.actions.capture import save_record
from fieldapp.domain.access import Role
from fieldapp.domain.clock import to_wire
from fieldapp.reports.period import bureau_day
from tests.fakes.clock import FakeClock
from tests.fakes.office import Office
from tests.ui.screens.figures.test_figures_screen import arrests, number
from tests.ui.screens.gallery import dress
from ui.screens.board.board_row import BoardRow
from ui.screens.figures.figures_screen import FiguresScreen
from ui.screens.figures.report_dialog import ReportDialog
from ui.text import set_language

DAY_S = 86_400


@pytest.fixture
def office(open_desk: Callable[..., Office]) -> Office:
    """A supervisor's laptop that never met headquarters."""
    return open_desk(Role.SUPERVISOR)


@pytest.fixture
def screen(office: Office, qtbot: QtBot, clock: FakeClock) -> FiguresScreen:
    """Three arrests, then a day later the figures."""
    office.do(lambda session: arrests(session, 3))
    clock.advance(DAY_S)
    return show(office, qtbot)


def show(office: Office, qtbot: QtBot) -> FiguresScreen:
    made = FiguresScreen(office.desk)
    qtbot.addWidget(made)
    made.resize(1200, 900)
    made.show()
    made.shown()
    office.settle()
    return made


def publish(screen: FiguresScreen, office: Office, qtbot: QtBot, name: str = "Yearly report") -> None:
    """Publish what is shown, by keyboard."""
    qtbot.keyClick(screen.publish_button, Qt.Key.Key_Return)
    line = screen.findChild(QLineEdit, "reason")
    qtbot.keyClicks(line, name)
    qtbot.keyClick(line, Qt.Key.Key_Return)
    office.settle()
    office.settle()


def open_newest(screen: FiguresScreen, office: Office, qtbot: QtBot) -> ReportDialog:
    qtbot.keyClick(screen.findChildren(BoardRow, "report_row")[0], Qt.Key.Key_Return)
    office.settle()
    dialog = screen.findChildren(ReportDialog, "report_dialog")[-1]
    assert dialog.isVisible()
    return dialog


def words(widget) -> str:
    return "\n".join(each.text() for each in widget.findChildren(QLabel) if each.isVisibleTo(widget))


def test_before_the_first_report_it_is_said_what_belongs_here(screen: FiguresScreen, office: Office):
    assert "Choose the period and the day above" in screen.findChild(QLabel, "report_none").text()


def test_figures_are_published_and_opened_by_keyboard(screen: FiguresScreen, office: Office, qtbot: QtBot):
    publish(screen, office, qtbot)
    rows = screen.findChildren(BoardRow, "report_row")
    assert [row.accessibleName().split(",")[0] for row in rows] == ["Yearly report"]
    screen.reports_button.click()
    assert screen.focusWidget() is rows[0]
    dialog = open_newest(screen, office, qtbot)
    assert "Everything is as it was signed." in dialog.banner.text()
    assert dialog.findChild(QLabel, "signed_arrests").text() == "3"
    assert "Persons arrested" in words(dialog)
    assert "0.1.0" in dialog.findChild(QLabel, "report_version").text()
    assert dialog.focusWidget() is dialog.compare_button
    questions = dialog.findChildren(QLabel, "report_question")
    assert not any(asked.isVisibleTo(dialog) for asked in questions)
    qtbot.keyClick(dialog.questions_button, Qt.Key.Key_Space)
    assert any("FROM arrest" in asked.text() for asked in questions if asked.isVisibleTo(dialog))
    qtbot.keyClick(dialog.compare_button, Qt.Key.Key_Return)
    office.settle()
    assert "row by row" in dialog.findChild(QLabel, "report_same").text()


def test_comparison_names_each_row_and_opens_it(
    screen: FiguresScreen, office: Office, qtbot: QtBot, clock: FakeClock, look_at: Callable
):
    publish(screen, office, qtbot)
    first = next(result for result in screen.results if result.name == "arrests").ids[0]
    clock.advance(DAY_S)

    def correct(session) -> None:
        save_record(session, "arrest", {"arrested_at": "2010-01-01T20:00:00.000Z"}, record_id=first)
        arrests(session, 1)

    office.do(correct)
    screen.reload()
    office.settle()
    dialog = open_newest(screen, office, qtbot)
    dialog.compare_button.click()
    office.settle()
    assert dialog.findChild(QLabel, "changed_arrests").text() == "Arrests: 3 then, 3 now"
    said = words(dialog)
    assert "Counts now: it came later" in said
    assert "No longer counts: corrected: Arrest: Arrested" in said
    look_at(dialog, "published-comparison")
    with qtbot.waitSignal(office.desk.open_requested) as asked:
        qtbot.keyClick(dialog.findChildren(BoardRow, "report_change")[1], Qt.Key.Key_Return)
    assert asked.args == ["record", {"record_type": "arrest", "record_id": first}]


def test_report_that_was_tampered_with_is_said_loudly(screen: FiguresScreen, office: Office, qtbot: QtBot):
    publish(screen, office, qtbot)

    def tamper(session) -> None:
        with session.store.transaction() as connection:
            connection.exec_driver_sql("UPDATE published_report SET published_by = 'Somebody Else'")
            connection.exec_driver_sql("UPDATE published_report_part SET content = 'x' || substr(content, 2)")

    office.do(tamper)
    dialog = open_newest(screen, office, qtbot)
    said = dialog.banner.text()
    assert said.startswith("This is not the report that was signed.")
    assert "Part 1 of its text is not what was signed." in said
    assert "The signature does not fit." in said
    assert dialog.banner.property("tone") == "danger"
    assert not dialog.compare_button.isEnabled()


def test_field_that_was_tampered_with_is_named(screen: FiguresScreen, office: Office, qtbot: QtBot):
    publish(screen, office, qtbot)

    def tamper(session) -> None:
        with session.store.transaction() as connection:
            connection.exec_driver_sql("UPDATE published_report SET published_by = 'Somebody Else'")

    office.do(tamper)
    assert "“Published by” is not what was signed." in open_newest(screen, office, qtbot).banner.text()


def test_past_day_is_chosen_by_keyboard_and_its_rows_are_those_of_then(
    screen: FiguresScreen, office: Office, qtbot: QtBot
):
    office.do(lambda session: arrests(session, 2))
    choice, day = screen.findChild(QComboBox, "as_of"), screen.findChild(QDateEdit, "as_of_day")
    qtbot.keyClick(choice, Qt.Key.Key_Down)
    office.settle()
    assert number(screen, "arrests") == "3"
    assert "what reached headquarters later does not count" in screen.findChild(QLabel, "figures_words").text()
    then = next(result for result in screen.results if result.name == "arrests").ids
    with qtbot.waitSignal(office.desk.open_requested) as asked:
        screen.findChild(object, "number_arrests").opened.emit()
    assert asked.args[1]["ids"] == list(then)
    assert len(then) == 3
    assert "as of the end of" in asked.args[1]["heading"]
    qtbot.keyClick(day, Qt.Key.Key_Down)  # the year, month or day at the cursor: earlier in any case
    office.settle()
    assert number(screen, "arrests") == "0"
    qtbot.keyClick(choice, Qt.Key.Key_Up)
    office.settle()
    assert number(screen, "arrests") == "5"


def test_past_day_is_published_as_of_its_end(screen: FiguresScreen, office: Office, qtbot: QtBot):
    yesterday = bureau_day(to_wire(office.clock.now())) - timedelta(days=1)
    screen.as_of.choose(yesterday)
    office.settle()
    publish(screen, office, qtbot)
    note = screen.findChild(BoardRow, "report_row").accessibleName()
    assert f"as of the end of {yesterday.isoformat()}" in note


def test_detective_reads_reports_and_publishes_none(open_desk: Callable[..., Office], qtbot: QtBot):
    made = show(open_desk(), qtbot)
    assert made.findChild(QPushButton, "figures_publish").isHidden()
    assert "A supervisor publishes them here" in made.findChild(QLabel, "report_none").text()


def test_advocate_has_no_reports(open_desk: Callable[..., Office], qtbot: QtBot):
    made = show(open_desk(Role.ADVOCATE), qtbot)
    assert made.reports.isHidden()


@pytest.mark.parametrize(("language", "scale"), [("en", 200), ("es", 100)])
def test_report_fits_in_large_text_and_in_spanish(
    screen: FiguresScreen, office: Office, qtbot: QtBot, language: str, scale: int
):
    publish(screen, office, qtbot)
    set_language(language)
    dress(scale)
    try:
        made = show(office, qtbot)
        dialog = open_newest(made, office, qtbot)
        assert dialog.width() <= made.width()
        assert ("as it was signed" if language == "en" else "como se firmó") in dialog.banner.text()
    finally:
        set_language("en")
        dress(100)


def test_published_reports_in_every_theme(screen: FiguresScreen, office: Office, qtbot: QtBot, look_at: Callable):
    publish(screen, office, qtbot)
    look_at(screen, "figures-published")
    look_at(open_newest(screen, office, qtbot), "published-report")
