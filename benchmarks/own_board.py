"""From the derived key to the board on screen: a store of full size is opened, asserted, read and painted."""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from PySide6.QtCore import QEventLoop
from PySide6.QtWidgets import QApplication

from benchmarks.measurement import Measurement, bound, spell_time
from benchmarks.program import finish, run_program
from benchmarks.stage import Stage, unlock
from fieldapp.command.window import start_warm_up
from fieldapp.domain.clock import SystemClock
from ui.app import dress_application
from ui.jobs import Jobs
from ui.screens.board.board_screen import BoardScreen
from ui.screens.unlock.gate import Gate
from ui.screens.unlock.unlock_screen import UnlockScreen
from ui.workspace import build_workspace

_LAST: Final = 350


def measure(stage: Stage) -> Iterator[Measurement]:
    """Open the store in a new process each time, in which the way in is already on screen."""
    folder = stage.full_laptop
    runs = [run_program("benchmarks.own_board", str(folder)) for _ in range(stage.rounds + 2)]
    seen, wall, whole, end = (statistics.median(run[name] for run in runs) for name in ("ms", "wall", "whole", "end"))
    what = f"board visible after the key is derived, {stage.large:,}"
    yield bound(what, seen, 250, "ms", f"wall {spell_time(wall)}")
    # No goal was set for what is below the window's edge.
    yield bound("  its last part", whole, _LAST, "ms", f"wall {spell_time(end)}")


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
    start_warm_up(jobs, window)
    while not jobs.is_idle():
        application.processEvents()
    way_in = window.findChild(UnlockScreen)
    assert way_in is not None
    started, worked = time.perf_counter(), time.process_time()
    jobs.store(lambda: unlock(folder), way_in.unlocked.emit, print, window)
    while window.is_locked() or not jobs.is_idle():
        # As the program waits: a loop that never sleeps would take half of the interpreter from the store's thread.
        application.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
    board = window.findChild(BoardScreen)
    assert board is not None
    while not board.is_seen:
        application.processEvents()
    # What has come is painted with the events that it brought.
    application.processEvents()
    # The processor's time, of both threads; see the scene.
    ms, wall = (time.process_time() - worked) * 1e3, time.perf_counter() - started
    while not board.is_built:
        application.processEvents()
    application.processEvents()
    finish(ms=ms, wall=wall, whole=(time.process_time() - worked) * 1e3, end=time.perf_counter() - started)


if __name__ == "__main__":
    show_board(Path(sys.argv[1]))
