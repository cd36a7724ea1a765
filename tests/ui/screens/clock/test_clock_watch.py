"""A clock that turns is said above every screen: in its tone, by its law, naming nobody, once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QTabWidget, QWidget
from pytestqt.qtbot import QtBot

from fieldapp.actions.session import Session
from fieldapp.domain.clock import to_wire
from tests.fakes.clock import FakeClock
from tests.fakes.laptop import PASSPHRASE, a_laptop, a_session
from tests.fakes.sample import a_person, a_recovery
from ui.jobs import Jobs
from ui.main_window import MainWindow
from ui.screens.clock.clock_row import ClockRow
from ui.screens.clock.clock_watch import ClockWatch
from ui.screens.unlock.gate import Gate
from ui.shell.alert_button import AlertButton
from ui.workspace import build_workspace

MINUTE = 60
Open = Callable[[], MainWindow]


@pytest.fixture
def folder(tmp_path: Path, clock: FakeClock) -> Path:
    """A laptop on which somebody was met just now, closed."""
    session = a_session(tmp_path, clock)
    a_recovery(session, a_person(session, "Doe-2026-0001"), estimated_age=24, first_contact_at=to_wire(clock.now()))
    session.close()
    return tmp_path


@pytest.fixture
def open_window(qtbot: QtBot, jobs: Jobs, clock: FakeClock, folder: Path) -> Iterator[Open]:
    """Open the window on the laptop and unlock it, with no headquarters anywhere."""
    windows: list[MainWindow] = []

    def make() -> MainWindow:
        gate = Gate(lambda: True, a_laptop(folder, clock).unlock, lambda *_: None, Session.close)
        window = build_workspace(gate, jobs, clock, None)
        qtbot.addWidget(window)
        windows.append(window)
        window.show()
        jobs.store(lambda: gate.unlock(PASSPHRASE), window._on_unlocked, None, window)
        qtbot.waitUntil(lambda: not window.is_locked())
        return window

    yield make
    for window in windows:
        window.lock()
        qtbot.waitUntil(jobs.is_idle)


def look(qtbot: QtBot, jobs: Jobs, window: MainWindow) -> str:
    """Let the watch look now, and return what the strip says about times, with what its hint adds."""
    watch = window.findChild(ClockWatch)
    watch.look()
    qtbot.waitUntil(jobs.is_idle)
    qtbot.wait(1)
    alert = window.findChild(AlertButton)
    return f"{alert.words()}\n{alert.toolTip()}" if alert.isVisible() else ""


def test_amber_and_red_are_said_while_the_window_is_open(qtbot: QtBot, jobs: Jobs, clock: FakeClock, open_window: Open):
    window = open_window()
    assert "clock" not in look(qtbot, jobs, window)
    clock.advance(76 * MINUTE)
    said = look(qtbot, jobs, window)
    assert "A clock is pressing" in said
    assert "First Responder Protocol" in said
    assert "Doe" not in said
    clock.advance(15 * MINUTE)
    assert "A clock has run out" in look(qtbot, jobs, window)


def test_turn_is_said_after_a_restart_and_not_again_after_the_next(
    qtbot: QtBot, jobs: Jobs, clock: FakeClock, open_window: Open
):
    clock.advance(100 * MINUTE)
    window = open_window()
    assert "A clock has run out" in look(qtbot, jobs, window)
    window.lock()
    qtbot.waitUntil(jobs.is_idle)
    assert "run out" not in look(qtbot, jobs, open_window())


def test_alert_moves_nothing_and_goes_once_the_board_was_seen(
    qtbot: QtBot, jobs: Jobs, clock: FakeClock, open_window: Open
):
    window = open_window()
    window.desk.open("settings")
    before = window.shell().front().geometry()
    clock.advance(100 * MINUTE)
    assert look(qtbot, jobs, window)
    assert window.shell().front().geometry() == before
    alert = window.findChild(AlertButton)
    alert.setFocus()
    qtbot.keyClick(alert, Qt.Key.Key_Space)
    assert window.shell().where().key == "board"
    assert not alert.isVisible()
    qtbot.waitUntil(jobs.is_idle)


def test_nothing_is_looked_at_while_locked(qtbot: QtBot, jobs: Jobs, open_window: Open):
    window = open_window()
    window.lock()
    qtbot.waitUntil(jobs.is_idle)
    window.findChild(ClockWatch).look()
    assert jobs.is_idle()


def test_alert_and_the_clocks_beside_a_record_in_every_theme(
    qtbot: QtBot, jobs: Jobs, clock: FakeClock, open_window: Open, look_at: Callable[[QWidget, str], None]
):
    clock.advance(100 * MINUTE)
    window = open_window()
    window.resize(1280, 800)
    found: list[str] = []
    query = "SELECT id FROM recovery"
    session = window.desk.session
    jobs.store(lambda: found.extend(session.store.connection.exec_driver_sql(query).scalars()), None, None, window)
    qtbot.waitUntil(lambda: bool(found))
    window.desk.open("record", record_type="recovery", record_id=found[0])
    assert "A clock has run out" in look(qtbot, jobs, window)
    tabs = next(tabs for tabs in window.findChildren(QTabWidget) if tabs.isVisible())
    tabs.setCurrentIndex([tabs.tabText(number) for number in range(tabs.count())].index("Clocks"))
    qtbot.waitUntil(
        lambda: any(row.isVisible() and row.height() > row.chip.height() for row in window.findChildren(ClockRow))
    )
    qtbot.waitUntil(jobs.is_idle)
    look_at(window, "clock-alert")
