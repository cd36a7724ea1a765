"""Whole stories: a headquarters behind real TLS, laptops enrolled by ticket, the window that ships, driven by hand."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from fieldapp.actions.guard import GUARDS
from fieldapp.actions.laptop import Laptop
from fieldapp.actions.session import Session
from fieldapp.command.window import build_window
from fieldapp.domain.access import Role
from fieldapp.domain.clock import SystemClock
from fieldapp.records.seed import agency_id
from fieldapp.vault.kdf import FLOOR_KIB, KdfParameters
from sync.client.enrol import enrol
from sync.hq.headquarters import Headquarters, init_headquarters
from sync.hq.server import Server, build_app
from tests.fakes.office import nothing_is_being_built
from ui.app import dress_application
from ui.jobs import Jobs
from ui.main_window import MainWindow

T = TypeVar("T")

PASSPHRASE = "granite lantern orbit meadow"
CLOCK = SystemClock()


@pytest.fixture(autouse=True)
def _dressed(qapp: QApplication) -> None:
    dress_application(qapp)


@dataclass
class Desk:
    """One person at one laptop."""

    qtbot: QtBot
    window: MainWindow
    jobs: Jobs

    def come_to_front(self) -> None:
        """Let this window have the keyboard; locking one closes every other window of its process."""
        self.window.show()
        self.window.activateWindow()
        self.qtbot.waitUntil(self.window.isActiveWindow)

    def find(self, kind: type[T], name: str) -> T:
        """Return the visible widget of this name."""
        found = [w for w in self.window.findChildren(kind, name) if w.isVisible()]
        assert found, f"no visible {kind.__name__} {name}"
        return found[0]

    def press(self, name: str) -> None:
        """Click a button and wait until nothing is under way."""
        self.qtbot.mouseClick(self.find(QPushButton, name), Qt.MouseButton.LeftButton)
        self.settle()

    def enter(self, name: str) -> None:
        """Press a button by keyboard, once it is there: a page reads itself anew after each step."""
        self._wait_for(QPushButton, name)
        target = self.find(QPushButton, name)
        target.setFocus()
        self.qtbot.keyClick(target, Qt.Key.Key_Return)
        self.settle()

    def keys(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Press a shortcut of the window."""
        self.come_to_front()
        self.qtbot.keyClick(self.window, key, modifiers)
        self.settle()

    def dialog(self, name: str) -> QDialog:
        """Wait for the dialog of this name and return it."""
        self._wait_for(QDialog, name)
        return self.find(QDialog, name)

    def give_reason(self, words: str) -> None:
        """Say why in the dialog that asks for it, by keyboard."""
        dialog = self.dialog("reason_dialog")
        self.qtbot.keyClicks(dialog.findChild(QLineEdit, "reason"), words)
        go = dialog.findChild(QPushButton, "reason_go")
        go.setFocus()
        self.qtbot.keyClick(go, Qt.Key.Key_Return)
        self.settle()

    def type(self, name: str, text: str) -> None:
        """Put text into a field in place of what is there, and leave the field."""
        field = self.find(QLineEdit, name)
        field.setFocus()
        field.selectAll()
        self.qtbot.keyClicks(field, text)
        self.qtbot.keyClick(field, Qt.Key.Key_Tab)
        self.settle()

    def unlock(self) -> None:
        """Read the notice where it is shown, type the passphrase, press Enter."""
        self.come_to_front()
        notice = [b for b in self.window.findChildren(QPushButton, "acknowledge") if b.isVisible()]
        for accept in notice:
            self.qtbot.mouseClick(accept, Qt.MouseButton.LeftButton)
        self.settle()
        field = self.find(QLineEdit, "passphrase")
        self.qtbot.keyClicks(field, PASSPHRASE)
        self.qtbot.keyClick(field, Qt.Key.Key_Return)
        self.qtbot.waitUntil(lambda: not self.window.is_locked(), timeout=30_000)
        self.settle()

    def lock(self) -> None:
        """Ctrl+L, and wait until the session is closed."""
        self.come_to_front()
        self.qtbot.keyClick(self.window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
        self.qtbot.waitUntil(self.window.is_locked, timeout=10_000)
        self.settle()

    def go(self, place: str, **params: object) -> None:
        """Open a place."""
        self.window.desk.open(place, **params)
        self.settle()

    def sync(self) -> None:
        """Open the sync screen and press its button."""
        self.go("sync")
        self.press("sync_now")

    def ask(self, question: Callable[[Session], T]) -> T:
        """Ask the store on its own thread."""
        answers: list[T] = []
        self.jobs.store(lambda: answers.append(question(self.window.desk.session)), None, None, self.window)
        self.settle()
        return answers[0]

    def words(self) -> str:
        """Everything that can be read in the window."""
        shown = [w for w in self.window.findChildren(QWidget) if w.isVisible()]
        return "\n".join(str(w.property("text")) for w in shown if w.property("text"))

    def settle(self) -> None:
        """Wait until saves, loads and rounds are done, and what came of them stands on the screen."""
        for _ in range(2):
            self.qtbot.wait(30)
            self.qtbot.waitUntil(self.jobs.is_idle, timeout=30_000)
            self.qtbot.waitUntil(nothing_is_being_built, timeout=30_000)

    def _wait_for(self, kind: type[QWidget], name: str) -> None:
        find = self.window.findChildren
        self.qtbot.waitUntil(lambda: any(each.isVisible() for each in find(kind, name)), timeout=10_000)


@pytest.fixture
def hq(tmp_path: Path) -> Iterator[Headquarters]:
    """A headquarters that serves on loopback over TLS."""
    made = init_headquarters(
        tmp_path / "hq", "Journey", ["127.0.0.1"], clock=CLOCK, random=os.urandom, guards=GUARDS, port=0
    )
    with Server(build_app(made.door), made.certificates.server_pem) as server:
        address = made.enrolment._address
        made.enrolment._address = replace(address, url=f"https://127.0.0.1:{server.port}")
        yield made
    made.close()


@pytest.fixture
def sit_down(hq: Headquarters, tmp_path: Path, qtbot: QtBot) -> Iterator[Callable[..., Desk]]:
    """Enrol a person's laptop and open its window, locked."""
    desks: list[Desk] = []

    def open_desk(handle: str, role: Role = Role.DETECTIVE, agency: str = "LASD") -> Desk:
        ticket = hq.enrolment.enrol(handle, handle.title(), role, agency_id(agency), "admin")
        laptop = Laptop(tmp_path / handle, CLOCK, os.urandom)
        enrol(laptop, ticket, PASSPHRASE, kdf=KdfParameters(FLOOR_KIB, 1, 4)).close()
        window, jobs = build_window(CLOCK, tmp_path / handle)
        qtbot.addWidget(window)
        window.show()
        desks.append(Desk(qtbot, window, jobs))
        return desks[-1]

    yield open_desk
    for desk in desks:
        desk.window.lock()
        desk.settle()
        desk.jobs.close()
