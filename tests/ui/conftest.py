"""The window in tests: our look on the test's application object, jobs that end with the test, a gate of lambdas."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from tests.fakes.clock import FakeClock
from ui.app import dress_application
from ui.desk import Desk
from ui.jobs import Jobs, Progress
from ui.main_window import MainWindow
from ui.screen import Place, Screen
from ui.screens.unlock.gate import Gate
from ui.screenshot import grab_themes, screenshot_folder
from ui.text import set_language

PASSPHRASE = "correct horse battery staple"


@pytest.fixture(autouse=True)
def _dressed(qapp: QApplication) -> Iterator[None]:
    dress_application(qapp)
    set_language("en")
    yield
    set_language("en")


@pytest.fixture
def jobs(qapp: QApplication) -> Iterator[Jobs]:
    """Real executors; a bug in a job fails the test."""
    crashes: list[BaseException] = []
    made = Jobs(crashes.append)
    made.crashes = crashes
    yield made
    made.close()
    QApplication.processEvents()
    made.deleteLater()
    assert not crashes, crashes


@pytest.fixture
def desk(jobs: Jobs, clock: FakeClock) -> Desk:
    """A desk without a window, to try one screen."""
    return Desk(jobs, clock)


@dataclass
class Door:
    """What happened at the gate, and what it is to do."""

    enrolled: bool = True
    unlock: Callable[[str], object] = lambda passphrase: f"session of {len(passphrase)}"
    enrol: Callable[[str, str, Progress], object] = lambda _ticket, _passphrase, _progress: "fresh session"
    locked: list[object] = field(default_factory=list)

    def open(self, passphrase: str) -> object:
        return self.unlock(passphrase)

    def begin(self, ticket: str, passphrase: str, progress: Progress) -> object:
        return self.enrol(ticket, passphrase, progress)

    def gate(self) -> Gate:
        return Gate(
            is_enrolled=lambda: self.enrolled,
            unlock=self.open,
            enrol=self.begin,
            lock=self.locked.append,
        )


@pytest.fixture
def door() -> Door:
    """The gate's other side."""
    return Door()


@pytest.fixture
def open_window(qtbot: QtBot, jobs: Jobs, clock: FakeClock, door: Door) -> Callable[..., MainWindow]:
    """Make a window of ``places``, shown and active."""

    def make(*places: Place, idle_minutes: float = 10) -> MainWindow:
        window = MainWindow(places, door.gate(), jobs, clock, idle_minutes=idle_minutes)
        qtbot.addWidget(window)
        with qtbot.waitActive(window):
            window.show()
            window.activateWindow()
        return window

    return make


@pytest.fixture
def look_at(qapp: QApplication) -> Callable[[QWidget, str], None]:
    """Render a widget in every theme and size to ``FIELDAPP_SCREENSHOTS``, when that is set."""

    def look(widget: QWidget, name: str) -> None:
        folder: Path | None = screenshot_folder()
        if folder is not None:
            grab_themes(qapp, widget, name, folder)

    return look


def a_place(key: str, make: Callable[[Desk], Screen], **changes: object) -> Place:
    """A place with a title that exists."""
    return Place(**{"key": key, "glyph": "circle", "title_key": "place.board", "make": make, **changes})
