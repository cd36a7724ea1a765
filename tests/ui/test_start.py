"""What stands between a double click and the way in."""

from __future__ import annotations

import gc
import subprocess
import sys

from PySide6.QtWidgets import QApplication

from ui.app import dress_application
from ui.collector import Collector

SCRIPT = """
import sys
import ui.app, ui.main_window
heavy = {"sqlalchemy", "sqlcipher3", "requests", "cryptography", "qtawesome", "msgspec", "fieldapp.records"}
heavy |= {"ui.shell.frame", "ui.style.icon"}
print(sorted(heavy & set(sys.modules)))
"""


def test_nothing_heavy_is_imported_before_the_way_in_is_shown() -> None:
    done = subprocess.run([sys.executable, "-c", SCRIPT], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_garbage_is_not_collected_on_a_worker_thread(qapp: QApplication) -> None:
    dress_application(qapp)
    assert not gc.isenabled()
    assert qapp.findChild(Collector) is not None
