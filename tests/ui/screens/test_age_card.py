"""The card of ages on the pages of a person and of a recovery, by keyboard."""

from __future__ import annotations

from datetime import timedelta

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from fieldapp.actions.capture import undo
from fieldapp.actions.clock import is_minor_recovered
from tests.fakes.office import Office
from tests.fakes.sample import a_person, a_recovery
from tests.ui.screens.test_person_page import claims_nineteen
from ui.screens.person.age_card import AgeCard
from ui.screens.person.age_dialog import AgeDialog
from ui.screens.record.record_screen import RecordScreen


def open_card(office: Office, qtbot: QtBot, record_type: str, record_id: str) -> tuple[RecordScreen, AgeCard]:
    screen = RecordScreen(office.desk)
    qtbot.addWidget(screen)
    office.desk.pane_changed.connect(qtbot.addWidget)
    screen.resize(1000, 800)
    with qtbot.waitActive(screen):
        screen.show()
        screen.activateWindow()
    screen.shown(record_type=record_type, record_id=record_id)
    office.settle()
    card = screen.page.findChild(AgeCard, "age_card")
    qtbot.waitUntil(card.isVisible, timeout=10_000)
    return screen, card


def a_nineteen_year_old(session) -> tuple[str, str]:
    person = a_person(session, "Doe-2026-0001", estimated_age=19, age_basis="claimed")
    return person, a_recovery(session, person)


def words(card: AgeCard) -> str:
    return "\n".join(made.text() for made in card.findChildren(QLabel) if made.isVisible())


def press(office: Office, qtbot: QtBot, card: AgeCard, name: str) -> None:
    target = card.findChild(QPushButton, name)
    assert target is not None, name
    target.setFocus()
    qtbot.keyClick(target, Qt.Key.Key_Return)
    office.settle()


def state(office: Office, qtbot: QtBot, card: AgeCard, kind: Qt.Key, value: str, source: str = "") -> None:
    press(office, qtbot, card, "state_age")
    dialog = next(each for each in card.findChildren(AgeDialog) if each.isVisible())
    basis = dialog.findChild(QWidget, "age_basis")
    qtbot.waitUntil(basis.hasFocus)
    qtbot.keyClick(basis, kind)
    for name, typed in (("age_value", value), ("age_day", ""), ("age_source", source)):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        line = dialog.findChild(QLineEdit, name)
        assert line.hasFocus()
        qtbot.keyClicks(line, typed)
    qtbot.keyClick(dialog.findChild(QLineEdit, "age_source"), Qt.Key.Key_Return)
    office.settle()


def born(office: Office, years: int) -> str:
    return (office.clock.now() - timedelta(days=years * 366)).date().isoformat()


def test_verified_age_stated_by_keyboard_counts_and_says_what_it_turned(office: Office, qtbot: QtBot):
    person, recovery = office.do(a_nineteen_year_old)
    _screen, card = open_card(office, qtbot, "person", person)
    assert "19 years" in words(card)
    assert "an adult" in words(card)
    office.clock.advance(7 * 24 * 3600)
    state(office, qtbot, card, Qt.Key.Key_4, born(office, 16), "Birth register")
    qtbot.waitUntil(lambda: "Birth register" in words(card), timeout=10_000)
    assert "This age counts now" in card.banner.text()
    assert "a minor's since" in card.banner.text()
    assert "Clocks that run for a minor, from the event" in card.banner.text()
    assert "Because of: Verified, Birth register. Decided on" in words(card)
    assert card.findChild(QWidget, "age_counts_verified_0") is not None
    assert born(office, 16) not in words(card)
    assert office.do(lambda s: is_minor_recovered(s, s.store.record("recovery", recovery))) is True
    # Without a window manager nobody activates the window again; within it the keyboard is where it was.
    assert card.window().focusWidget() is card.state


def test_age_of_equal_rank_is_offered_and_counts_once_somebody_says_so(office: Office, qtbot: QtBot):
    person, _ = office.do(a_nineteen_year_old)
    _screen, card = open_card(office, qtbot, "person", person)
    state(office, qtbot, card, Qt.Key.Key_2, "16")
    assert "Kept beside the others" in card.banner.text()
    assert office.do(lambda s: s.store.record("person", person))["estimated_age"] == 19
    press(office, qtbot, card, "rest_age_apparent_0")
    assert office.do(lambda s: s.store.record("person", person))["estimated_age"] == 16


def test_what_is_no_age_is_said_in_the_dialog_and_kept_there(office: Office, qtbot: QtBot):
    person, _ = office.do(a_nineteen_year_old)
    _screen, card = open_card(office, qtbot, "person", person)
    state(office, qtbot, card, Qt.Key.Key_4, "sixteen")
    dialog = card.findChild(AgeDialog)
    assert dialog.isVisible()
    assert "Write years, such as 16" in dialog.findChild(QLabel, "age_wrong").text()
    assert dialog.findChild(QLineEdit, "age_value").text() == "sixteen"
    dialog.reject()
    state(office, qtbot, card, Qt.Key.Key_4, "2090-01-01")
    assert "lies after the day" in card.banner.text()


def test_age_that_an_arrest_forbids_shows_the_way_on(office: Office, qtbot: QtBot):
    person, arrest = office.do(lambda s: claims_nineteen(s, "pc_647_b_1"))
    _screen, card = open_card(office, qtbot, "person", person)
    state(office, qtbot, card, Qt.Key.Key_3, born(office, 16), "Passport")
    assert "This age cannot stand beside an arrest" in card.banner.text()
    turn = card.findChild(QPushButton, "turn_and_state")
    assert card.window().focusWidget() is turn
    qtbot.keyClick(turn, Qt.Key.Key_Return)
    office.settle()
    assert office.do(lambda s: s.store.record("arrest", arrest)) is None
    assert len(office.do(lambda s: s.store.linked("recovery", "person", person))) == 1
    assert "Passport" in words(card)


def test_evidence_is_struck_out_with_a_reason_and_undone(office: Office, qtbot: QtBot):
    person, _ = office.do(a_nineteen_year_old)
    _screen, card = open_card(office, qtbot, "person", person)
    state(office, qtbot, card, Qt.Key.Key_3, born(office, 16), "Passport")
    press(office, qtbot, card, "strike_age_documented_0")
    dialog = card.findChild(QWidget, "reason_dialog")
    qtbot.keyClicks(dialog.findChild(QLineEdit, "reason"), "Not hers")
    qtbot.keyClick(dialog.findChild(QLineEdit, "reason"), Qt.Key.Key_Return)
    office.settle()
    qtbot.waitUntil(lambda: "Not hers" in words(card), timeout=10_000)
    assert office.do(lambda s: s.store.record("person", person))["age_basis"] == "claimed"
    office.do(undo)
    assert office.do(lambda s: s.store.record("person", person))["age_basis"] == "documented"


def test_recovery_shows_the_ages_of_its_victim_and_the_decision_on_itself(office: Office, qtbot: QtBot):
    _person, recovery = office.do(a_nineteen_year_old)
    _screen, card = open_card(office, qtbot, "recovery", recovery)
    state(office, qtbot, card, Qt.Key.Key_4, "16")
    assert "a minor's since" in card.banner.text()
    assert len(card.findChildren(QWidget, "age_decision_recovery")) == 1


def test_locking_empties_the_card(office: Office, qtbot: QtBot):
    person, _ = office.do(a_nineteen_year_old)
    _screen, card = open_card(office, qtbot, "person", person)
    card.wipe()
    assert "19" not in words(card)
