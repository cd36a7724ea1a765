"""The window of a supervisor's laptop after a night's work, unlocked."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pytestqt.qtbot import QtBot

from fieldapp.actions.session import Session
from fieldapp.domain.access import Role
from tests.fakes.clock import FakeClock
from tests.fakes.laptop import PASSPHRASE, a_laptop, a_session
from tests.fakes.sample import fill_night
from ui import tour
from ui.jobs import Jobs
from ui.main_window import MainWindow
from ui.screens.unlock.gate import Gate
from ui.workspace import build_workspace


@contextmanager
def a_night_window(
    qtbot: QtBot, jobs: Jobs, clock: FakeClock, folder: Path, held: list[Session]
) -> Iterator[MainWindow]:
    """Show the window and lock it in the end; its session is put into ``held``."""

    def prepare() -> None:
        session = a_session(folder, clock, Role.SUPERVISOR)
        fill_night(session, clock)
        session.close()

    def unlock() -> Session:
        held.append(laptop.unlock(PASSPHRASE))
        return held[0]

    jobs.store(prepare, None, None, jobs)
    laptop = a_laptop(folder, clock)
    gate = Gate(lambda: True, laptop.unlock, lambda *_: None, lambda session: session.close())
    window = build_workspace(gate, jobs, clock, None, folder)
    qtbot.addWidget(window)
    window.show()
    tour.let_in(window, unlock)
    yield window
    window.lock()
    tour.settle(jobs)
