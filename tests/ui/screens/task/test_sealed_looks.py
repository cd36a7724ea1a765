"""Sealed names in the supervisor's place, looked at in every theme; a name is seen for a moment and gone at once."""

from __future__ import annotations

import os
from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from fieldapp.actions.keeper import become_keeper, load_keepers, note_compared
from fieldapp.actions.name_opening import ask_to_open
from fieldapp.actions.sealed_name import TrueName, load_sealed_names, require_seal, seal_name
from fieldapp.actions.session import Session
from fieldapp.domain.access import Role
from fieldapp.domain.clock import to_wire
from fieldapp.store.store import Author
from fieldapp.vault.identity import DeviceIdentity
from fieldapp.vault.keeper_key import KeeperKey
from fieldapp.vault.sealed_name import own_half, pass_half
from tests.fakes.office import Office
from ui.screens.board.board_row import BoardRow
from ui.screens.task.name_card import NameCard
from ui.screens.task.seal_dialog import SealDialog
from ui.screens.task.team_screen import TeamScreen

NAME = TrueName("Quillon Brandthessaly", "7734512", "Harborlight PD")
OTHER = DeviceIdentity.generate(os.urandom)


def other_keeper(
    session: Session, handle: str = "ben", name: str = "Ben Okafor", identity: DeviceIdentity = OTHER
) -> str:
    """Another supervisor whose keeper's record came by sync."""
    key = KeeperKey.of_device(identity).public.hex()
    author = Author(handle, session.profile.agency, Role.SUPERVISOR, name)
    values = {"handle": handle, "name": name, "public_key": key, "since": to_wire(session.clock.now())}
    return session.store.save(author, "keeper", values).state.record_id


def two_keepers(session: Session) -> str:
    other = other_keeper(session)
    become_keeper(session)
    note_compared(session, other)
    return other


def work_under(session: Session, alias: str) -> None:
    for name in ("Amber Harbor", "Blue Harvest"):
        operation = session.store.save(session.author, "operation", {"name": name}).state.record_id
        place = {"operation": operation, "role": "undercover", "alias_number": alias}
        session.store.save(session.author, "roster_member", place)
    session.store.save(session.author, "recovery", {"place": "Motel", "recovered_by": alias})


def answer(session: Session, keeper: str, opening: str) -> None:
    """The other keeper agrees, on their own laptop."""
    question = session.store.record("name_opening", opening)
    seal = require_seal(session, question["sealed_name"])
    asker = next(each.key for each in load_keepers(session) if each.is_own)
    half = own_half(seal, KeeperKey.of_device(OTHER), asker)
    author = Author("ben", session.profile.agency, Role.SUPERVISOR, "Ben Okafor")
    values = {
        "answer": "agreed",
        "answered_by": "ben",
        "answered_at": to_wire(session.clock.now()),
        "answered_with": keeper,
        "half": pass_half(half, seal, opening, asker, question["once_key"]),
    }
    session.store.save(author, "name_opening", values, record_id=opening)


def asked_by_other(session: Session, keeper: str, sealed: str) -> str:
    author = Author("ben", session.profile.agency, Role.SUPERVISOR, "Ben Okafor")
    values = {
        "sealed_name": sealed,
        "asked_by": "ben",
        "asked_at": to_wire(session.clock.now()),
        "reason": "Subpoena of 12 March",
        "asked_with": keeper,
        "once_key": KeeperKey.for_once(os.urandom).public.hex(),
    }
    return session.store.save(author, "name_opening", values).state.record_id


@pytest.fixture
def office(open_desk: Callable[..., Office]) -> Office:
    return open_desk(Role.SUPERVISOR)


@pytest.fixture
def screen(office: Office, qtbot: QtBot) -> TeamScreen:
    made = TeamScreen(office.desk)
    qtbot.addWidget(made)
    made.resize(1200, 900)
    made.show()
    return made


def show(office: Office, screen: TeamScreen) -> None:
    screen.shown(tab="sealed")
    office.settle()


def words(screen: QWidget) -> str:
    return "\n".join(each.text() for each in screen.findChildren(QLabel) if each.isVisible())


def test_empty_place_teaches_and_makes_a_keeper(office, screen, look_at):
    show(office, screen)
    assert "You keep no sealed names yet" in words(screen)
    look_at(screen, "team-sealed-none")
    screen.findChild(QPushButton, "empty_state_start").click()
    office.settle()
    assert "You, on this laptop" in words(screen)
    assert office.do(lambda s: [each.is_own for each in load_keepers(s)]) == [True]
    assert not screen.findChild(QPushButton, "seal_new").isEnabled()


def test_whole_place(office, screen, look_at):
    other = office.do(two_keepers)
    office.do(lambda s: other_keeper(s, "caro", "Caro Lindqvist", DeviceIdentity.generate(os.urandom)))
    office.do(lambda s: work_under(s, "UC-7"))
    sealed = office.do(lambda s: seal_name(s, "UC-7", NAME))
    office.do(lambda s: [seal_name(s, "UC-9", NAME), seal_name(s, "uc-9", NAME)])
    office.do(lambda s: asked_by_other(s, other, sealed))
    agreed = office.do(lambda s: ask_to_open(s, sealed, "Award for the officer"))
    office.do(lambda s: answer(s, other, agreed))
    show(office, screen)
    said = words(screen)
    for part in (
        "Subpoena of 12 March",
        "operations: 2, recoveries: 1, arrests: 0",
        "Sealed twice",
        "Not compared yet",
    ):
        assert part in said
    assert NAME.name not in said
    look_at(screen, "team-sealed")


def test_other_keepers_digits_are_compared_once(office, screen):
    office.do(lambda s: (other_keeper(s), become_keeper(s)))
    show(office, screen)
    screen.findChild(QPushButton, "keeper_compared").click()
    office.settle()
    assert "Digits compared" in words(screen)
    assert screen.findChild(QPushButton, "seal_new").isEnabled()


def test_name_is_typed_sealed_and_nowhere_kept(office, screen, qtbot, look_at):
    office.do(two_keepers)
    show(office, screen)
    new = screen.findChild(QPushButton, "seal_new")
    new.setFocus()
    qtbot.keyClick(new, Qt.Key.Key_Return)
    dialog = screen.findChild(SealDialog)
    assert not dialog.findChild(QPushButton, "seal_go").isEnabled()
    for name, text in (("seal_alias", "UC-7"), ("seal_name", NAME.name), ("seal_badge", "1"), ("seal_agency", "2")):
        qtbot.keyClicks(dialog.findChild(QLineEdit, name), text)
    look_at(dialog, "seal-dialog")
    qtbot.keyClick(dialog.findChild(QLineEdit, "seal_agency"), Qt.Key.Key_Return)
    office.settle()
    assert [each.alias for each in office.do(load_sealed_names)] == ["UC-7"]
    assert screen.findChild(SealDialog) is None
    assert NAME.name not in words(screen)


def test_dialog_that_is_left_holds_nothing(qtbot):
    parent = QWidget()
    qtbot.addWidget(parent)
    dialog = SealDialog(parent, (), "UC-7")
    assert dialog.findChild(QLineEdit, "seal_alias").isReadOnly()
    qtbot.keyClicks(dialog.findChild(QLineEdit, "seal_name"), NAME.name)
    dialog.reject()
    assert not any(line.text() for line in dialog.findChildren(QLineEdit))


def test_refused_seal_says_why_and_keeps_what_was_typed(office, screen, qtbot):
    office.do(two_keepers)
    show(office, screen)
    screen.findChild(QPushButton, "seal_new").click()
    dialog = screen.findChild(SealDialog)
    for name in ("seal_alias", "seal_name"):
        qtbot.keyClicks(dialog.findChild(QLineEdit, name), "Same")
    dialog.findChild(QPushButton, "seal_go").click()
    office.settle()
    assert "must not be the name itself" in dialog.findChild(QLabel, "seal_problem").text()
    assert dialog.findChild(QLineEdit, "seal_name").text() == "Same"


def an_open_name(office: Office, screen: TeamScreen) -> NameCard:
    other = office.do(two_keepers)
    office.do(lambda s: work_under(s, "UC-7"))
    sealed = office.do(lambda s: seal_name(s, "UC-7", NAME))
    opening = office.do(lambda s: ask_to_open(s, sealed, "Award for the officer"))
    office.do(lambda s: answer(s, other, opening))
    show(office, screen)
    screen.findChild(QPushButton, "opening_open").click()
    office.settle()
    card = screen.findChild(NameCard)
    assert card.isVisible()
    return card


def test_opened_name_is_shown_with_its_credit_and_cannot_be_copied(office, screen, look_at):
    card = an_open_name(office, screen)
    name = card.findChild(QLabel, "true_name")
    assert name.text() == NAME.name
    assert name.textInteractionFlags() == Qt.TextInteractionFlag.NoTextInteraction
    assert "operations: 2, recoveries: 1, arrests: 0" in words(card)
    look_at(screen, "team-sealed-open")


@pytest.mark.parametrize("way", ["minute", "button", "tab", "place", "lock"])
def test_opened_name_goes(office, screen, way):
    card = an_open_name(office, screen)
    {
        "minute": card.timer.timeout.emit,
        "button": screen.findChild(QPushButton, "name_away").click,
        "tab": lambda: screen.tabs.setCurrentIndex(0),
        "place": screen.left,
        "lock": screen.locked,
    }[way]()
    office.settle()
    assert card.isHidden()
    assert not any(NAME.name in each.text() for each in screen.findChildren(QLabel))
    assert not card.timer.isActive()


def test_row_shows_the_log(office, screen, qtbot, look_at):
    an_open_name(office, screen)
    row = screen.findChild(BoardRow, "sealed_row")
    row.setFocus()
    qtbot.keyClick(row, Qt.Key.Key_Return)
    office.settle()
    log = screen.findChild(QWidget, "opening_log")
    said = words(log)
    for part in ("Opened", "Agreed", "Asked", "Sealed", "Ben Okafor", "Award for the officer"):
        assert part in said
    look_at(log, "opening-log")


def test_answer_is_asked_for_and_given_by_keyboard(office, screen, qtbot):
    other = office.do(two_keepers)
    sealed = office.do(lambda s: seal_name(s, "UC-7", NAME))
    opening = office.do(lambda s: asked_by_other(s, other, sealed))
    show(office, screen)
    agree = screen.findChild(QPushButton, "opening_agree")
    agree.setFocus()
    qtbot.keyClick(agree, Qt.Key.Key_Return)
    go = screen.findChild(QPushButton, "agree_dialog_go")
    go.setFocus()
    qtbot.keyClick(go, Qt.Key.Key_Return)
    office.settle()
    assert office.do(lambda s: s.store.record("name_opening", opening)["answer"]) == "agreed"
    assert not [each for each in screen.findChildren(QPushButton, "opening_agree") if each.isVisible()]
