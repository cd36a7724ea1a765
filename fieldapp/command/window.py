"""The window on this machine: application, laptop, headquarters' line and screens put together."""

from __future__ import annotations

import os
import random
import sys
import threading
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Final

from fieldapp.domain.clock import Clock, SystemClock
from fieldapp.domain.faults import SyncError
from fieldapp.vault import SLOT_FILE_NAME
from sync.client.backoff import Backoff

if TYPE_CHECKING:
    from fieldapp.actions.laptop import Laptop
    from fieldapp.actions.session import Session
    from fieldapp.demo.run import Desk
    from sync.client.round import Progress as Exchanged
    from sync.client.run import Link
    from ui.jobs import Jobs, Progress
    from ui.main_window import MainWindow

_BETWEEN_ROUNDS_S: Final = 30.0
_AFTER_THE_WAY_IN: Final = (
    "sqlalchemy.dialects.sqlite",
    "fieldapp.actions.laptop",
    "fieldapp.actions.checklist",
    "fieldapp.actions.find",
    "fieldapp.records.translation",
    "sync.client.run",
    "ui.shell.frame",
    "ui.screens.board.board_screen",
    "ui.screens.sync.sync_state",
)


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


def laptop_at(folder: Path, clock: Clock) -> Laptop:
    from fieldapp.actions.laptop import Laptop

    return Laptop(folder, clock, os.urandom)


def _take_packs(folder: Path) -> None:
    """Go by the agency's own tables of law, before a session asks for any; what is refused the window says."""
    from fieldapp.actions.law_pack import take_packs

    take_packs(folder)


class Line:
    """Headquarters as the sync screen knows it: one round at a time, the store's work on the store's thread."""

    def __init__(self, jobs: Jobs) -> None:
        self._jobs = jobs
        self._link: Link | None = None
        self._turn = threading.Lock()
        self._pause_s = _BETWEEN_ROUNDS_S
        self._backoff = Backoff(random.Random())  # noqa: S311 - jitter, no secret

    def open(self, session: Session) -> None:
        """Take the line of a session that was just unlocked; on the store's thread."""
        from sync.client.run import open_link

        self._link = open_link(session) if session.profile.url else None

    def run(self, on_progress: Callable[[int, int], None]) -> None:
        """Run a round; on a network thread. ``on_progress`` gets what was done and what waits. Raises SyncError."""
        link = self._link
        if link is None:
            return

        def count(progress: Exchanged) -> None:
            done = progress.sent + progress.received
            on_progress(done, done + progress.waiting)

        with self._turn:
            try:
                link.run(count, self._jobs.wait_for_store)
            except SyncError as error:
                self._pause_s = self._backoff.note_failure(getattr(error, "retry_after_s", None))
                raise
            self._backoff.note_success()
            self._pause_s = _BETWEEN_ROUNDS_S

    def pause_s(self) -> float:
        """How long to wait before the next round in the background."""
        return self._pause_s

    def close(self) -> None:
        """Let the line go."""
        if self._link is not None:
            self._link.close()
            self._link = None


def _run(clock: Clock, folder: Path) -> int:
    window, jobs = build_window(clock, folder)
    window.show()
    start_warm_up(jobs, window)
    from ui.app import run_application

    status = run_application()
    jobs.close()
    return status


def start_warm_up(jobs: Jobs, window: MainWindow) -> None:
    """Get ready for the board while the passphrase is typed; ``window`` is whose it is."""
    from ui.collector import keep_for_good

    jobs.network(_warm_up, lambda _: keep_for_good(), None, window)


def _warm_up() -> None:
    """Import what comes after the way in and read the law, while the passphrase is typed; on a network thread."""
    for name in _AFTER_THE_WAY_IN:
        import_module(name)
    import_module("fieldapp.rules.law").load_law()
    # A thousand columns: as long as all the rest of opening the store.
    import_module("fieldapp.store.tables").laptop_tables(import_module("fieldapp.records").RECORD_TYPES)


def build_window(clock: Clock, folder: Path) -> tuple[MainWindow, Jobs]:
    """Make the application and its window; nothing heavy is imported before somebody unlocks."""
    from ui.app import require_application
    from ui.jobs import Jobs
    from ui.screens.unlock.gate import Gate
    from ui.settings import read_choices
    from ui.workspace import build_workspace

    require_application(sys.argv[:1], read_choices(folder).look())
    jobs = Jobs(report_crash)
    line = Line(jobs)

    def unlock(passphrase: str) -> Session:
        _take_packs(folder)
        session = laptop_at(folder, clock).unlock(passphrase)
        line.open(session)
        return session

    def enrol(ticket: str, passphrase: str, _progress: Progress) -> Session:
        from sync.client.enrol import enrol as enrol_laptop

        _take_packs(folder)
        session = enrol_laptop(laptop_at(folder, clock), ticket, passphrase)
        line.open(session)
        return session

    def lock(session: object) -> None:
        line.close()
        session.close()  # type: ignore[attr-defined]

    # By the name of its file alone: the vault itself is imported after the window shows.
    gate = Gate((folder / SLOT_FILE_NAME).exists, unlock, enrol, lock)
    return build_workspace(gate, jobs, clock, line, folder), jobs


def smoke_window(folder: Path) -> None:
    """Prove that this build works: make a store, unlock it through the window, save a record, read it again."""
    from fieldapp.actions.capture import save_record
    from fieldapp.actions.lookup import load_record
    from fieldapp.actions.profile import Profile
    from fieldapp.domain.access import Role, scopes_of
    from fieldapp.domain.ids import new_device_id
    from fieldapp.records.seed import agency_id
    from fieldapp.vault.identity import DeviceIdentity
    from ui import tour

    clock, passphrase, agency = SystemClock(), "seven quiet lanterns over water", agency_id("LASD")
    profile = Profile("smoke", "Smoke test", "detective", agency, "smoke", scopes_of(Role.DETECTIVE, agency))
    identity, device = DeviceIdentity.generate(os.urandom), new_device_id(os.urandom)
    laptop_at(folder, clock).create(passphrase, device, identity, profile).close()
    window, jobs = build_window(clock, folder)
    sessions: list[Session] = []

    def unlock() -> Session:
        sessions.append(laptop_at(folder, clock).unlock(passphrase))
        return sessions[0]

    window.show()
    tour.let_in(window, unlock)
    lead = tour.ask_store(window, lambda: save_record(sessions[0], "lead", {"summary": "smoke"}))
    view = tour.ask_store(window, lambda: load_record(sessions[0], "lead", lead))
    window.lock()
    tour.settle(jobs)
    jobs.close()
    if view is None or view.values["summary"] != "smoke":
        raise SystemExit("The record that was saved could not be read again.")


def report_crash(error: BaseException) -> None:
    """Say on standard error what kind of mistake of ours it was and where; never a value from a record."""
    place = error.__traceback__
    where = "?"
    while place is not None:
        where = f"{Path(place.tb_frame.f_code.co_filename).name}:{place.tb_lineno}"
        place = place.tb_next
    if sys.stderr is not None:
        print(f"mistake in the program: {type(error).__name__} at {where}", file=sys.stderr)
