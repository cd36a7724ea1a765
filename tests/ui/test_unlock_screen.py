"""The way in: notice, passphrase, enrolling; secrets leave the fields before anything else happens."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLabel, QLineEdit, QPlainTextEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from fieldapp.domain.faults import SyncError, VaultError
from tests.ui.conftest import PASSPHRASE, Door
from ui.jobs import Jobs, Progress
from ui.screens.unlock.unlock_screen import UnlockScreen

Show = Callable[[], UnlockScreen]


@pytest.fixture
def show(qtbot: QtBot, jobs: Jobs, door: Door) -> Show:
    def make() -> UnlockScreen:
        screen = UnlockScreen(door.gate(), jobs)
        qtbot.addWidget(screen)
        screen.resize(1280, 800)
        with qtbot.waitExposed(screen):
            screen.show()
        return screen

    return make


def press(screen: QWidget, name: str) -> None:
    screen.findChild(QPushButton, name).click()


def type_in(qtbot: QtBot, screen: QWidget, name: str, text: str) -> QLineEdit:
    field = screen.findChild(QLineEdit, name)
    qtbot.keyClicks(field, text)
    return field


def test_notice_comes_before_anything_can_be_typed(show: Show, look_at: Callable[..., None]) -> None:
    screen = show()
    assert screen.findChild(QLineEdit, "passphrase") is None
    assert "recorded" in screen.findChild(QLabel, "notice").text()
    look_at(screen, "unlock-notice")


def test_enter_on_the_notice_goes_on(show: Show, qtbot: QtBot) -> None:
    screen = show()
    qtbot.keyClick(screen.findChild(QPushButton, "acknowledge"), Qt.Key.Key_Return)
    assert screen.findChild(QLineEdit, "passphrase").isVisible()


def test_right_passphrase_hands_over_the_session(show: Show, qtbot: QtBot, look_at: Callable[..., None]) -> None:
    screen = show()
    press(screen, "acknowledge")
    look_at(screen, "unlock-passphrase")
    field = type_in(qtbot, screen, "passphrase", PASSPHRASE)
    with qtbot.waitSignal(screen.unlocked) as told:
        qtbot.keyClick(field, Qt.Key.Key_Return)
    assert told.args == [f"session of {len(PASSPHRASE)}"]


def test_field_is_empty_before_the_key_is_derived_and_the_page_says_so(
    show: Show, qtbot: QtBot, door: Door, look_at: Callable[..., None]
) -> None:
    gate = threading.Event()
    door.unlock = lambda _passphrase: gate.wait()
    screen = show()
    press(screen, "acknowledge")
    field = type_in(qtbot, screen, "passphrase", PASSPHRASE)
    press(screen, "unlock")
    assert field.text() == ""
    assert not field.isEnabled()
    assert screen.findChild(QWidget, "progress").isVisible()
    look_at(screen, "unlock-busy")
    with qtbot.waitSignal(screen.unlocked):
        gate.set()


def test_wrong_passphrase_says_what_the_vault_says(show: Show, qtbot: QtBot, door: Door) -> None:
    def refuse(_passphrase: str) -> object:
        raise VaultError("WRONG_PASSPHRASE", "That did not open it. 4 tries remain.")

    door.unlock = refuse
    screen = show()
    press(screen, "acknowledge")
    field = type_in(qtbot, screen, "passphrase", "wrong")
    press(screen, "unlock")
    banner = screen.findChild(QWidget, "unlock_banner")
    qtbot.waitUntil(banner.isVisible)
    assert "4 tries remain" in banner.text()
    assert field.isEnabled()
    assert field.text() == ""


def test_bug_while_unlocking_leaves_the_page_usable(show: Show, qtbot: QtBot, door: Door, jobs: Jobs) -> None:
    door.unlock = lambda _passphrase: 1 // 0
    screen = show()
    press(screen, "acknowledge")
    field = type_in(qtbot, screen, "passphrase", "x")
    press(screen, "unlock")
    qtbot.waitUntil(lambda: bool(jobs.crashes))
    assert field.isEnabled()
    jobs.crashes.clear()


def test_empty_passphrase_asks_nothing_of_the_vault(show: Show, qtbot: QtBot, jobs: Jobs) -> None:
    screen = show()
    press(screen, "acknowledge")
    qtbot.keyClick(screen.findChild(QLineEdit, "passphrase"), Qt.Key.Key_Return)
    assert jobs.is_idle()


def test_capital_without_shift_hints_at_caps_lock(show: Show, qtbot: QtBot) -> None:
    screen = show()
    press(screen, "acknowledge")
    hint = screen.findChild(QLabel, "caps_hint")
    field = screen.findChild(QLineEdit, "passphrase")
    qtbot.keyClick(field, "a")
    assert not hint.isVisible()
    qtbot.keyClick(field, "A")
    assert hint.isVisible()


def test_fresh_laptop_is_asked_for_a_ticket(show: Show, qtbot: QtBot, door: Door, look_at: Callable[..., None]) -> None:
    given: list[tuple[str, str]] = []

    def enrol(ticket: str, passphrase: str, progress: Progress) -> object:
        progress(1, 2)
        given.append((ticket, passphrase))
        return "fresh session"

    door.enrolled, door.enrol = False, enrol
    screen = show()
    press(screen, "acknowledge")
    look_at(screen, "enrol")
    screen.findChild(QPlainTextEdit, "ticket").setPlainText("  TICKET-1 \n")
    type_in(qtbot, screen, "new_passphrase", PASSPHRASE)
    type_in(qtbot, screen, "repeat_passphrase", PASSPHRASE)
    with qtbot.waitSignal(screen.unlocked) as told:
        press(screen, "enrol")
    assert told.args == ["fresh session"]
    assert given == [("TICKET-1", PASSPHRASE)]
    assert screen.findChild(QPlainTextEdit, "ticket").toPlainText() == ""


@pytest.mark.parametrize(
    ("ticket", "second", "said"), [("", PASSPHRASE, "ticket"), ("TICKET", "other", "not the same")]
)
def test_enrolling_asks_for_what_is_missing(
    show: Show, qtbot: QtBot, door: Door, jobs: Jobs, ticket: str, second: str, said: str
) -> None:
    door.enrolled = False
    screen = show()
    press(screen, "acknowledge")
    screen.findChild(QPlainTextEdit, "ticket").setPlainText(ticket)
    type_in(qtbot, screen, "new_passphrase", PASSPHRASE)
    type_in(qtbot, screen, "repeat_passphrase", second)
    press(screen, "enrol")
    assert said in screen.findChild(QWidget, "enrol_banner").text()
    assert screen.findChild(QLineEdit, "new_passphrase").text() == ""
    assert jobs.is_idle()


def test_enrolling_without_network_keeps_the_ticket(show: Show, qtbot: QtBot, door: Door) -> None:
    def fail(_ticket: str, _passphrase: str, _progress: Progress) -> object:
        raise SyncError("AWAY", "Headquarters could not be reached. The ticket is still good. Try again.")

    door.enrolled, door.enrol = False, fail
    screen = show()
    press(screen, "acknowledge")
    ticket = screen.findChild(QPlainTextEdit, "ticket")
    ticket.setPlainText("TICKET")
    type_in(qtbot, screen, "new_passphrase", PASSPHRASE)
    type_in(qtbot, screen, "repeat_passphrase", PASSPHRASE)
    press(screen, "enrol")
    qtbot.waitUntil(screen.findChild(QWidget, "enrol_banner").isVisible)
    assert ticket.toPlainText() == "TICKET"


def test_enrolling_can_be_cancelled(show: Show, qtbot: QtBot, door: Door, jobs: Jobs) -> None:
    stopped = threading.Event()

    def enrol(_ticket: str, _passphrase: str, progress: Progress) -> object:
        stopped.wait()
        progress(1, 2)
        return "never"

    door.enrolled, door.enrol = False, enrol
    screen = show()
    press(screen, "acknowledge")
    screen.findChild(QPlainTextEdit, "ticket").setPlainText("TICKET")
    type_in(qtbot, screen, "new_passphrase", PASSPHRASE)
    type_in(qtbot, screen, "repeat_passphrase", PASSPHRASE)
    press(screen, "enrol")
    press(screen, "enrol_cancel")
    stopped.set()
    qtbot.waitUntil(jobs.is_idle)
    assert screen.findChild(QPushButton, "enrol").isEnabled()


def test_revealed_passphrase_is_hidden_again_once_it_was_taken(show: Show, qtbot: QtBot) -> None:
    screen = show()
    press(screen, "acknowledge")
    field = type_in(qtbot, screen, "passphrase", PASSPHRASE)
    assert field.echoMode() == QLineEdit.EchoMode.Password
    field.findChild(QAction, "reveal").trigger()
    assert field.echoMode() == QLineEdit.EchoMode.Normal
    with qtbot.waitSignal(screen.unlocked):
        press(screen, "unlock")
    assert field.echoMode() == QLineEdit.EchoMode.Password
