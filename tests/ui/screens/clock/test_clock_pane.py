"""The clocks beside a record, with the law; changing one by keyboard alone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from fieldapp.actions.capture import save_record
from fieldapp.actions.clock import CHANGE, record_clocks
from fieldapp.domain.access import Role
from fieldapp.domain.clock import to_wire
from fieldapp.rules.deadline import ClockState
from tests.fakes.clock import FakeClock
from tests.fakes.clock_pane import a_minor, a_pane, spoken
from tests.fakes.office import Office
from ui.screens.clock.clock_dialog import ClockDialog
from ui.screens.clock.clock_pane import ClockPane
from ui.text import set_language
from ui.widgets.chip import Chip

HOUR = 3600


def chip(pane: ClockPane, code: str) -> str:
    found = pane.findChild(Chip, f"clock_chip_{code}")
    assert found is not None
    return found.text()


def hit(qtbot: QtBot, key: Qt.Key) -> None:
    """Press a key wherever the keyboard is."""
    qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)
    qtbot.keyClick(QApplication.focusWidget(), key)


def press(qtbot: QtBot, pane: ClockPane, name: str) -> ClockDialog:
    """Go to a button by Tab and press it with Enter."""
    target = pane.findChild(QPushButton, name)
    assert target is not None
    with qtbot.waitActive(pane):
        pane.activateWindow()
    pane.findChildren(QPushButton)[0].setFocus()
    for _ in range(60):
        if target.hasFocus():
            break
        hit(qtbot, Qt.Key.Key_Tab)
    assert target.hasFocus()
    qtbot.keyClick(target, Qt.Key.Key_Return)
    dialog = pane.findChild(ClockDialog)
    assert dialog is not None
    qtbot.waitUntil(dialog.isVisible)
    return dialog


def type_into(qtbot: QtBot, dialog: ClockDialog, **lines: str) -> None:
    """Type into the lines in their order, going from one to the next by Tab."""
    for name, text in lines.items():
        line = dialog.findChild(QLineEdit, name)
        assert line is not None
        qtbot.waitUntil(line.hasFocus)
        qtbot.keyClicks(line, text)
        if name != list(lines)[-1]:
            qtbot.keyClick(line, Qt.Key.Key_Tab)


def test_every_clock_stands_there_with_its_end_its_source_and_its_law(office: Office, qtbot: QtBot):
    pane = a_pane(office, qtbot, a_minor(office))
    words = spoken(pane)
    assert "Written report to child services (SS 8572)" in words
    assert "Penal Code 11166(a)" in words
    assert "The written report follows within 36 hours of receiving the information." in words
    assert "From First contact, " in words
    assert chip(pane, "written_report") == "in 36 h"
    assert chip(pane, "responders") == "in 90 min"


def test_end_of_a_business_day_is_said_as_a_day(office: Office, qtbot: QtBot):
    words = spoken(a_pane(office, qtbot, a_minor(office)))
    # The clock of the tests stands at 1 January 2026, 19:04 in Los Angeles: King's day is left out.
    assert "Due by the end of 2026-01-23" in words


def test_law_that_nobody_confirmed_is_marked(office: Office, qtbot: QtBot):
    pane = a_pane(office, qtbot, a_minor(office))
    law = pane.findChild(QLabel, "clock_law_mdt")
    assert law is not None
    assert "to be confirmed by counsel" in law.text()
    assert "names no number" in law.toolTip()


def test_zone_of_the_end_is_on_the_hover(office: Office, qtbot: QtBot):
    pane = a_pane(office, qtbot, a_minor(office))
    hints = [label.toolTip() for label in pane.findChildren(QLabel) if label.text().startswith("Due 20")]
    assert hints
    assert all("UTC" in hint for hint in hints)


def test_clock_is_stopped_and_runs_again_by_keyboard(office: Office, qtbot: QtBot, clock: FakeClock):
    recovery = a_minor(office)
    pane = a_pane(office, qtbot, recovery)
    dialog = press(qtbot, pane, "pause_review_72h")
    type_into(qtbot, dialog, clock_reason="In hospital")
    with qtbot.waitSignal(office.desk.toasted) as said:
        hit(qtbot, Qt.Key.Key_Return)
    assert "Doe" not in said.args[0]
    office.settle()
    assert chip(pane, "review_72h").startswith("Stopped, ")
    assert "In hospital \N{MIDDLE DOT} Not approved yet" in spoken(pane)
    clock.advance(5 * HOUR)
    dialog = press(qtbot, pane, "resume_review_72h")
    type_into(qtbot, dialog, clock_reason="Discharged")
    hit(qtbot, Qt.Key.Key_Return)
    office.settle()
    assert "Discharged \N{MIDDLE DOT} Not approved yet" in spoken(pane)
    due = next(d.due_at for d in office.do(lambda s: record_clocks(s, "recovery", recovery)) if d.code == "review_72h")
    assert due == clock.now() + timedelta(hours=72)


def test_start_is_moved_by_keyboard_and_what_was_understood_is_shown(office: Office, qtbot: QtBot):
    recovery = a_minor(office)
    pane = a_pane(office, qtbot, recovery)
    dialog = press(qtbot, pane, "rebase_written_report")
    go = dialog.findChild(QPushButton, "clock_go")
    understood = dialog.findChild(QLabel, "clock_understood")
    assert go is not None
    assert understood is not None
    moment = dialog.findChild(QLineEdit, "clock_moment")
    qtbot.keyClicks(moment, "someday")
    assert understood.text() == "This is no time that can be read."
    moment.clear()
    type_into(qtbot, dialog, clock_moment="yesterday 10:00", clock_reason="The call came a day earlier")
    assert "UTC" in understood.text()
    assert go.isEnabled()
    hit(qtbot, Qt.Key.Key_Return)
    office.settle()
    assert "moved" in spoken(pane.findChild(QWidget, "clock_written_report"))
    assert len(office.do(lambda s: s.store.linked(CHANGE, "recovery", recovery))) == 1


def test_change_waits_for_its_reason(office: Office, qtbot: QtBot):
    dialog = press(qtbot, a_pane(office, qtbot, a_minor(office)), "rebase_mdt")
    type_into(qtbot, dialog, clock_moment="now", clock_reason="   ")
    assert not dialog.findChild(QPushButton, "clock_go").isEnabled()
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_refused_change_says_why_and_changes_nothing(office: Office, qtbot: QtBot):
    recovery = a_minor(office)
    pane = a_pane(office, qtbot, recovery)
    dialog = press(qtbot, pane, "rebase_mdt")
    type_into(qtbot, dialog, clock_moment="tomorrow 10:00", clock_reason="Typing error")
    hit(qtbot, Qt.Key.Key_Return)
    office.settle()
    assert "still to come" in pane.banner.text()
    assert office.do(lambda s: s.store.linked(CHANGE, "recovery", recovery)) == []


def test_undo_takes_a_change_back(office: Office, qtbot: QtBot):
    recovery = a_minor(office)
    pane = a_pane(office, qtbot, recovery)
    dialog = press(qtbot, pane, "pause_mdt")
    type_into(qtbot, dialog, clock_reason="In hospital")
    hit(qtbot, Qt.Key.Key_Return)
    office.settle()
    office.desk.undo()
    office.settle()
    found = office.do(lambda s: record_clocks(s, "recovery", recovery))
    assert next(each.state for each in found if each.code == "mdt") is ClockState.RUNNING


def test_statute_offers_no_stop(office: Office, qtbot: QtBot):
    pane = a_pane(office, qtbot, a_minor(office))
    assert pane.findChild(QPushButton, "pause_written_report") is None
    assert pane.findChild(QPushButton, "extend_written_report") is None
    assert pane.findChild(QPushButton, "pause_review_72h") is not None


def test_done_late_and_doubted_clocks_say_so(office: Office, qtbot: QtBot, clock: FakeClock):
    start = clock.now() - timedelta(hours=40)
    done = {"written_report_at": to_wire(start + timedelta(hours=38)), "cross_reported_at": to_wire(start)}
    done |= {"advocate_arrived_at": to_wire(start - timedelta(minutes=5))}
    pane = a_pane(office, qtbot, a_minor(office, first_contact_at=to_wire(start), **done))
    assert chip(pane, "written_report") == "Done 2 h late"
    assert chip(pane, "cross_report") == "Done in time"
    assert "marked done before it began" in spoken(pane.findChild(QWidget, "clock_responders"))
    assert pane.findChild(QPushButton, "rebase_written_report") is None


def test_record_without_clocks_teaches(office: Office, qtbot: QtBot):
    warrant = office.do(lambda s: save_record(s, "search_warrant", {"number": "SW-1"}))
    assert "No clock of the law has begun." in spoken(a_pane(office, qtbot, warrant, "search_warrant"))


def test_clocks_run_on_while_they_are_seen(office: Office, qtbot: QtBot, clock: FakeClock):
    pane = a_pane(office, qtbot, a_minor(office))
    clock.advance(91 * 60)
    pane.reload()
    office.settle()
    assert chip(pane, "responders") == "1 min over"


def test_keyboard_keeps_its_place_while_nothing_changes(office: Office, qtbot: QtBot, clock: FakeClock):
    pane = a_pane(office, qtbot, a_minor(office))
    target = pane.findChild(QPushButton, "rebase_mdt")
    target.setFocus()
    clock.advance(60)
    pane.reload()
    office.settle()
    assert target.hasFocus()


def test_spanish_pane_is_spanish(office: Office, qtbot: QtBot):
    set_language("es")
    pane = a_pane(office, qtbot, a_minor(office))
    words = spoken(pane)
    assert "Informe escrito a servicios infantiles (SS 8572)" in words
    assert "El informe escrito se presenta en las 36 horas siguientes" in words
    assert "El texto que vale es el inglés" in words
    hints = [each.toolTip() for each in pane.findChildren(QLabel)]
    assert any("The written report follows within 36 hours" in hint for hint in hints)
    assert "Vence " in words


def test_supervisor_approves_a_change_by_keyboard_and_a_detective_is_not_asked(
    open_desk: Callable[..., Office], qtbot: QtBot
):
    for role, is_asked in ((Role.DETECTIVE, False), (Role.SUPERVISOR, True)):
        office = open_desk(role, name="Sgt. Okafor")
        recovery = a_minor(office)
        facts = {"recovery": recovery, "clock": "mdt", "kind": "pause", "at": to_wire(office.clock.now())}
        office.do(lambda s, facts=facts: save_record(s, CHANGE, facts | {"reason": "In hospital"}))
        pane = a_pane(office, qtbot, recovery)
        offered = pane.findChild(QPushButton, "approve_mdt")
        assert (offered is not None) is is_asked
        if offered is not None:
            offered.setFocus()
            hit(qtbot, Qt.Key.Key_Return)
            office.settle()
            assert "Approved by Sgt. Okafor" in spoken(pane)
            assert pane.findChild(QPushButton, "approve_mdt") is None
