"""How long until the way in is on screen, beside an empty QMainWindow: whole processes, started in turn."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator

from benchmarks.measurement import Measurement, in_turn, ratio
from benchmarks.program import process_environment
from benchmarks.stage import Stage, new_session

_STARTS = 3
_BARE = """
import os
from PySide6.QtWidgets import QApplication, QMainWindow
application = QApplication([])
window = QMainWindow()
window.show()
application.processEvents()
window.grab()
os._exit(0)
"""
_OURS = """
import os, sys
from pathlib import Path
from PySide6.QtWidgets import QApplication
from fieldapp.command.window import build_window
from fieldapp.domain.clock import SystemClock
window, jobs = build_window(SystemClock(), Path(sys.argv[1]))
window.show()
QApplication.processEvents()
window.grab()
os._exit(0)
"""


def measure(stage: Stage) -> Iterator[Measurement]:
    """Start each several times; the first start of each, which compiles, does not count."""
    environment = process_environment()
    folder = stage.new_folder("way-in")
    new_session(folder).close()

    def start(code: str) -> float:
        started = time.perf_counter()
        subprocess.run(
            [sys.executable, "-c", code, str(folder)], env=environment, check=True, stderr=subprocess.DEVNULL
        )
        return time.perf_counter() - started

    start(_OURS)
    start(_BARE)
    ours, bare = in_turn(_STARTS * stage.rounds, lambda: start(_OURS), lambda: start(_BARE))
    yield ratio("unlock screen visible from a cold process", ours, bare, 2)
