"""A desk with a real laptop behind it: the store is made and used on the store's own thread, as in the program."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from fieldapp.actions.session import Session
from fieldapp.domain.access import Role
from tests.fakes.clock import FakeClock
from tests.fakes.laptop import a_session
from ui.desk import Desk
from ui.jobs import Jobs
from ui.turn import Turns

T = TypeVar("T")


@dataclass
class Office:
    """``desk`` holds the session; ``do(act)`` runs an act with the session on its thread and waits for it."""

    qtbot: QtBot
    jobs: Jobs
    clock: FakeClock
    desk: Desk

    def do(self, act: Callable[[Session], T]) -> T:
        """Run ``act(session)`` on the store's thread and return what it returned."""
        return self.call(lambda: act(self.desk.session))

    def call(self, function: Callable[[], T]) -> T:
        """Run a function on the store's thread and return what it returned."""
        box: list[Any] = []
        errors: list[Any] = []
        self.jobs.store(lambda: box.append(function()), None, errors.append, self.desk)
        self.settle()
        assert not errors, errors
        return box[0]

    def settle(self) -> None:
        """Wait until nothing is under way and what came of it stands in its place on the screen."""
        for _ in range(2):
            self.qtbot.waitUntil(self.jobs.is_idle, timeout=20_000)
            self.qtbot.waitUntil(nothing_is_being_built, timeout=20_000)
            QApplication.processEvents()

    def close(self) -> None:
        """Lock: close the store on its thread."""
        if self.desk.session is not None:
            # As the window does: nobody may ask a session any more once it is being closed.
            session, self.desk.session = self.desk.session, None
            self.call(session.close)


def nothing_is_being_built() -> bool:
    """Whether everything that is made in turns is complete."""
    return not any(turns.is_under_way for top in QApplication.topLevelWidgets() for turns in top.findChildren(Turns))


def open_office(
    qtbot: QtBot, jobs: Jobs, clock: FakeClock, folder: Path, role: Role = Role.DETECTIVE, **kwargs: Any
) -> Office:
    """An unlocked laptop for a role, behind a desk without a window."""
    office = Office(qtbot, jobs, clock, Desk(jobs, clock))
    office.desk.session = office.call(lambda: a_session(folder, clock, role, **kwargs))
    return office
