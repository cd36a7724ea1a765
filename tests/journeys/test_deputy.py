"""A deputy at the roadside: unlock, screen, be called away, go on at the same question, result, duties, lock.

Every key and every click is counted; both times the passphrase is typed letter by letter.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from fieldapp.actions.laptop import Laptop
from fieldapp.actions.screening import load_answers
from fieldapp.actions.screening_duty import list_duties
from fieldapp.command.window import build_window
from fieldapp.domain.access import Role
from fieldapp.records.seed import agency_id
from fieldapp.vault.kdf import FLOOR_KIB, KdfParameters
from sync.client.enrol import enrol
from sync.hq.headquarters import Headquarters
from tests.journeys.conftest import CLOCK, Desk

PASSPHRASE: Final = "quartz mossy 92"
K = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier


class Hands:
    """Somebody's two hands at one laptop, and how often they touched it."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.touches = 0

    def press(self, *keys: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Press keys where the keyboard is."""
        for key in keys:
            self.touches += 1
            self.desk.qtbot.keyClick(QApplication.focusWidget() or self.desk.window, key, modifier)
            self.desk.settle()

    def type(self, text: str) -> None:
        """Type, one key a letter."""
        self.touches += len(text)
        self.desk.qtbot.keyClicks(QApplication.focusWidget(), text)
        self.desk.settle()

    def click(self, name: str) -> None:
        """Click what has this name."""
        self.touches += 1
        found = self.desk.find(QWidget, name)
        middle = QPoint(found.width() // 2, found.height() // 2)
        self.desk.qtbot.mouseClick(found, Qt.MouseButton.LeftButton, pos=middle)
        self.desk.settle()

    def unlock(self) -> None:
        """Read the notice, type the passphrase, press Enter."""
        self.desk.come_to_front()
        if any(made.isVisible() for made in self.desk.window.findChildren(QPushButton, "acknowledge")):
            self.click("acknowledge")
        self.type(PASSPHRASE)
        self.press(K.Key_Return)
        self.desk.qtbot.waitUntil(lambda: not self.desk.window.is_locked(), timeout=30_000)
        self.desk.settle()


@pytest.fixture
def sit_down(hq: Headquarters, tmp_path: Path, qtbot: QtBot) -> Iterator[Callable[[], Desk]]:
    """Start the program on the deputy's laptop; called again, it is started again after it was cut off."""
    folder = tmp_path / "kim"
    ticket = hq.enrolment.enrol("kim", "Jo Kim", Role.DEPUTY, agency_id("LASD"), "admin")
    enrol(Laptop(folder, CLOCK, os.urandom), ticket, PASSPHRASE, kdf=KdfParameters(FLOOR_KIB, 1, 4)).close()
    running: list[Desk] = []

    def stop() -> None:
        for desk in running:
            desk.window.lock()
            desk.settle()
            desk.jobs.close()
        running.clear()

    def start() -> Desk:
        for desk in running:
            desk.window.hide()
        stop()
        window, jobs = build_window(CLOCK, folder)
        qtbot.addWidget(window)
        window.resize(1280, 800)
        window.show()
        running.append(Desk(qtbot, window, jobs))
        return running[-1]

    yield start
    stop()


def held(desk: Desk) -> str:
    """The question that has the keyboard."""
    page = desk.window.shell().front().page.inner
    return page.questions.place().rpartition("/")[2]


def newest_screening(session: object) -> str:
    sql = "SELECT id FROM screening WHERE voided = 0 ORDER BY created_at DESC LIMIT 1"
    return session.store.connection.exec_driver_sql(sql).fetchone()[0]


def test_deputy_screens_a_minor_is_called_away_and_locks_the_screening_in_under_sixty_touches(sit_down):
    hands = Hands(sit_down())
    hands.unlock()
    hands.click("start_screening")
    hands.press(K.Key_2)  # the reason: a minor
    hands.click("nobody")
    hands.click("screening_begin")
    hands.press(K.Key_1)  # under 18
    hands.press(K.Key_Return)  # the next page
    hands.press(K.Key_1, K.Key_3)
    hands.press(K.Key_Return)
    hands.press(K.Key_2)
    assert held(hands.desk) == "lives_where_works"
    screening = hands.desk.ask(newest_screening)

    # Called away: the laptop is shut, and started again at the station.
    touches = hands.touches
    hands = Hands(sit_down())
    hands.touches = touches
    hands.unlock()
    hands.click("draft_row")
    assert held(hands.desk) == "lives_where_works", "where the keyboard was"
    hands.press(K.Key_2, K.Key_2)
    hands.press(K.Key_Return)
    hands.press(K.Key_1, K.Key_3)
    hands.press(K.Key_Return, K.Key_Return)  # past the review, to the result
    words = hands.desk.words()
    assert "2 of 7 present" in words
    assert "not a finding" in words
    assert "800-540-4000" in words

    # Enter closes the duty that the keyboard is on, and the keyboard is on the next; then on the button that locks.
    while not hands.desk.find(QPushButton, "screening_finish").hasFocus() and hands.touches < 60:
        hands.press(K.Key_Return)
    assert hands.desk.find(QLabel, "screening_title").text()
    hands.press(K.Key_Return)
    duties = hands.desk.ask(lambda session: list_duties(session, screening))
    assert {duty.duty for duty in duties} == {"report_phone", "report_written", "advocate_call", "bureau_notification"}
    assert all(duty.is_closed for duty in duties)
    record = hands.desk.ask(lambda session: dict(session.store.record("screening", screening)))
    assert record["state"] == "final"
    assert len(hands.desk.ask(lambda session: load_answers(session, screening))) >= 8
    assert hands.touches < 60, hands.touches
    print(f"\nfrom unlocking to the locked screening: {hands.touches} keys and clicks")
