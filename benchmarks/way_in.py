"""How long until the way in is on screen, beside an empty QMainWindow; whole processes, medians.

Run ``python benchmarks/way_in.py``; the aim is a ratio of at most 2.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time

ROUNDS = 11
BARE = """
from PySide6.QtWidgets import QApplication, QMainWindow
application = QApplication([])
window = QMainWindow()
window.show()
application.processEvents()
window.grab()
"""
OURS = """
import os
from fieldapp.domain.clock import SystemClock
from ui.app import build_application
from ui.jobs import Jobs
from ui.main_window import MainWindow
from ui.screens.unlock.gate import Gate
application = build_application([])
window = MainWindow([], Gate(lambda: True, len, len, len), Jobs(print), SystemClock())
window.show()
application.processEvents()
window.grab()
os._exit(0)
"""


def run_once(code: str, environment: dict[str, str]) -> float:
    """Seconds from the start of a process to its end."""
    started = time.perf_counter()
    subprocess.run([sys.executable, "-c", code], env=environment, check=True, stderr=subprocess.DEVNULL)
    return time.perf_counter() - started


def main() -> None:
    """Alternate the two, so that a busy machine slows both."""
    with tempfile.TemporaryDirectory() as compiled:
        # Bytecode is kept, as in an installed program.
        environment = os.environ | {"QT_QPA_PLATFORM": "offscreen", "PYTHONPYCACHEPREFIX": compiled}
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        run_once(BARE, environment)
        run_once(OURS, environment)
        bare, ours = [], []
        for _ in range(ROUNDS):
            bare.append(run_once(BARE, environment))
            ours.append(run_once(OURS, environment))
    first, second = statistics.median(bare), statistics.median(ours)
    print(f"bare QMainWindow {first:.3f} s, way in {second:.3f} s, ratio {second / first:.2f}")


if __name__ == "__main__":
    main()
