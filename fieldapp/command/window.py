"""The window on this machine: application, laptop, headquarters' line and screens put together."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from fieldapp.domain.clock import Clock, SystemClock
from fieldapp.vault import SLOT_FILE_NAME

if TYPE_CHECKING:
    from fieldapp.actions.laptop import Laptop
    from fieldapp.actions.session import Session
    from fieldapp.demo.run import Desk
    from sync.client.run import Link
    from ui.jobs import Jobs, Progress
    from ui.main_window import MainWindow


def run_window() -> int:
    """Open the window on this laptop's folder and return when it is closed."""
    from fieldapp.command.place import laptop_folder

    return _run(SystemClock(), laptop_folder())


def open_desk(desk: Desk) -> int:
    """Open the window on the demonstration's laptop; its passphrase is on the terminal."""
    print(f"The window opens. The passphrase is: {desk.passphrase}")
    return _run(desk.clock, desk.folder)


def has_display() -> bool:
    """Say whether a window could be seen here."""
    if sys.platform in {"win32", "darwin"}:
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _laptop_at(folder: Path, clock: Clock) -> Laptop:
    from fieldapp.actions.laptop import Laptop

    return Laptop(folder, clock, os.urandom)


class Line:
    """Headquarters as the sync screen knows it: one round at a time, the store's work on the store's thread."""

    def __init__(self, jobs: Jobs) -> None:
        self._jobs = jobs
        self._link: Link | None = None

    def open(self, session: Session) -> None:
        """Take the line of a session that was just unlocked; on the store's thread."""
        from sync.client.run import open_link

        self._link = open_link(session)

    def run(self, on_progress: Callable[[int, int], None]) -> None:
        """Run a round; on a network thread. ``on_progress`` gets what was done and what waits. Raises SyncError."""
        link = self._link
        if link is not None:
            link.run(
                lambda progress: on_progress(
                    progress.sent + progress.received, progress.sent + progress.received + progress.waiting
                ),
                self._jobs.wait_for_store,
            )

    def close(self) -> None:
        """Let the line go."""
        if self._link is not None:
            self._link.close()
            self._link = None


def _run(clock: Clock, folder: Path) -> int:
    from ui.settings import load_look

    from ui.app import build_application

    application = build_application(sys.argv[:1], load_look())
    window, jobs = build_window(clock, folder)
    window.show()
    status = application.exec()
    jobs.close()
    return status


def build_window(clock: Clock, folder: Path) -> tuple[MainWindow, Jobs]:
    """Make the window; nothing heavy is imported before somebody unlocks."""
    from ui.workspace import build_places

    from ui.jobs import Jobs
    from ui.main_window import MainWindow
    from ui.screens.unlock.gate import Gate

    jobs = Jobs(report_crash)
    line = Line(jobs)

    def unlock(passphrase: str) -> Session:
        session = _laptop_at(folder, clock).unlock(passphrase)
        line.open(session)
        return session

    def enrol(ticket: str, passphrase: str, _progress: Progress) -> Session:
        from sync.client.enrol import enrol as enrol_laptop

        session = enrol_laptop(_laptop_at(folder, clock), ticket, passphrase)
        line.open(session)
        return session

    def lock(session: object) -> None:
        line.close()
        session.close()  # type: ignore[attr-defined]

    # By the name of its file alone: the vault itself is imported after the window shows.
    gate = Gate((folder / SLOT_FILE_NAME).exists, unlock, enrol, lock)
    return MainWindow(build_places(line), gate, jobs, clock), jobs


def report_crash(error: BaseException) -> None:
    """Say on standard error what kind of mistake of ours it was and where; never a value from a record."""
    place = error.__traceback__
    where = "?"
    while place is not None:
        where = f"{Path(place.tb_frame.f_code.co_filename).name}:{place.tb_lineno}"
        place = place.tb_next
    if sys.stderr is not None:
        print(f"mistake in the program: {type(error).__name__} at {where}", file=sys.stderr)
