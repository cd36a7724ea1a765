"""The figures are published, something comes late: today changes, yesterday and what was signed do not."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QDialog, QLabel, QLineEdit, QPushButton, QWidget

from fieldapp.actions.capture import save_record
from fieldapp.actions.session import Session
from fieldapp.domain.access import Role
from fieldapp.domain.clock import to_wire
from tests.journeys.conftest import Desk
from ui.widgets.big_number import BigNumber


def an_arrest(session: Session) -> str:
    """An arrest made an hour ago."""
    at = to_wire(session.clock.now() - timedelta(hours=1))
    return save_record(session, "arrest", {"role": "other", "place": "Example Motel", "arrested_at": at})


def number(desk: Desk, name: str) -> str:
    return desk.find(BigNumber, f"number_{name}").text()


def words_of(dialog: QDialog) -> str:
    return "\n".join(each.text() for each in dialog.findChildren(QLabel) if each.isVisible())


def press_in(desk: Desk, dialog: QDialog, name: str) -> None:
    """Press a button of a dialog by keyboard."""
    desk.qtbot.keyClick(dialog.findChild(QPushButton, name), Qt.Key.Key_Return)
    desk.settle()


def open_report(desk: Desk) -> QDialog:
    """Open the newest report by keyboard."""
    desk.go("figures")
    desk.enter("figures_reports")
    row = desk.find(QWidget, "report_row")
    assert row.hasFocus()
    desk.qtbot.keyClick(row, Qt.Key.Key_Return)
    desk.settle()
    return desk.dialog("report_dialog")


def choose_yesterday(desk: Desk) -> None:
    desk.qtbot.keyClick(desk.find(QComboBox, "as_of"), Qt.Key.Key_Down)
    desk.settle()


def test_late_record_changes_today_and_never_the_signed_report(sit_down: Callable[..., Desk]):
    detective, supervisor = sit_down("dana"), sit_down("lena", Role.SUPERVISOR)
    for desk in (detective, supervisor):
        desk.unlock()
        desk.sync()
    detective.ask(an_arrest)
    detective.sync()
    late = detective.ask(an_arrest)  # made before the report, handed in after it

    supervisor.come_to_front()
    supervisor.sync()
    supervisor.go("figures")
    assert number(supervisor, "arrests") == "1"
    supervisor.enter("figures_publish")
    asked = supervisor.dialog("reason_dialog")
    supervisor.qtbot.keyClicks(asked.findChild(QLineEdit, "reason"), "Yearly report")
    supervisor.qtbot.keyClick(asked.findChild(QLineEdit, "reason"), Qt.Key.Key_Return)
    supervisor.settle()
    supervisor.sync()

    detective.come_to_front()
    detective.sync()
    supervisor.come_to_front()
    supervisor.sync()
    supervisor.go("figures")
    assert number(supervisor, "arrests") == "2"
    choose_yesterday(supervisor)
    assert number(supervisor, "arrests") == "0"

    for desk in (supervisor, detective):
        desk.come_to_front()
        report = open_report(desk)
        assert "Everything is as it was signed." in words_of(report)
        assert report.findChild(QLabel, "signed_arrests").text() == "1"
        press_in(desk, report, "report_compare")
        assert "Arrests: 1 then, 2 now" in words_of(report)
        assert "Counts now: it came later" in words_of(report)
        row = report.findChildren(QWidget, "report_change")[0]
        assert row.hasFocus()
        desk.qtbot.keyClick(row, Qt.Key.Key_Return)
        desk.settle()
        assert not desk.window.findChildren(QDialog, "report_dialog")
        assert desk.ask(lambda session: session.store.load("arrest", late)) is not None


def test_laptop_enrolled_today_says_that_it_does_not_reach_back(sit_down: Callable[..., Desk]):
    detective = sit_down("dana")
    detective.unlock()
    detective.sync()
    detective.ask(an_arrest)
    detective.sync()
    supervisor = sit_down("lena", Role.SUPERVISOR)
    supervisor.unlock()
    supervisor.sync()
    supervisor.go("figures")
    assert number(supervisor, "arrests") == "1"
    choose_yesterday(supervisor)
    assert "This laptop does not reach that far back." in supervisor.words()
    assert not supervisor.find(QPushButton, "figures_publish").isEnabled()
    supervisor.qtbot.keyClick(supervisor.find(QComboBox, "as_of"), Qt.Key.Key_Up)
    supervisor.settle()
    assert number(supervisor, "arrests") == "1"
