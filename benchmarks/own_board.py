"""From the derived key to the board on screen: a store of full size is opened, asserted, read and painted."""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import QEventLoop
from PySide6.QtWidgets import QApplication

from benchmarks.measurement import Measurement, bound
from benchmarks.program import finish, run_program
from benchmarks.stage import Stage, unlock
from fieldapp.command.window import warm_up
from fieldapp.domain.clock import SystemClock
from ui.app import dress_application
from ui.jobs import Jobs
from ui.screens.unlock.gate import Gate
from ui.screens.unlock.unlock_screen import UnlockScreen
from ui.workspace import build_workspace


def measure(stage: Stage) -> Iterator[Measurement]:
    """Open the store in a new process each time, in which the way in is already on screen."""
    folder = stage.full_laptop
    runs = [run_program("benchmarks.own_board", str(folder))["ms"] for _ in range(stage.rounds + 2)]
    yield bound(f"board visible after the key is derived, {stage.large:,}", statistics.median(runs), 250, "ms")


def show_board(folder: Path) -> None:
    """Unlock with a key that costs nothing to derive, and wait until the board is painted."""
    application = QApplication([])
    dress_application(application)
    jobs = Jobs(print)
    gate = Gate(lambda: True, lambda _: None, lambda *_: None, lambda _: None)
    window = build_workspace(gate, jobs, SystemClock(), None)
    window.show()
    application.processEvents()
    # As in the program: while somebody types, what comes next is imported.
    jobs.network(warm_up, None, None, window)
    while not jobs.is_idle():
        application.processEvents()
    way_in = window.findChild(UnlockScreen)
    assert way_in is not None
    started = time.perf_counter()
    jobs.store(lambda: unlock(folder), way_in.unlocked.emit, print, window)
    while window.is_locked() or not jobs.is_idle():
        # As the program waits: a loop that never sleeps would take half of the interpreter from the store's thread.
        application.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
    window.grab()
    finish(ms=(time.perf_counter() - started) * 1e3)


if __name__ == "__main__":
    show_board(Path(sys.argv[1]))
