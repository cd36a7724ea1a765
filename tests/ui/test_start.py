"""What stands between a double click and the way in."""

from __future__ import annotations

import subprocess
import sys

SCRIPT = """
import sys
import ui.app, ui.main_window
heavy = {"sqlalchemy", "sqlcipher3", "requests", "cryptography", "qtawesome", "msgspec"}
heavy |= {"ui.shell.frame", "ui.style.icon"}
print(sorted(heavy & set(sys.modules)))
"""


def test_nothing_heavy_is_imported_before_the_way_in_is_shown() -> None:
    done = subprocess.run([sys.executable, "-c", SCRIPT], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_none_survives_many_calls_that_return_it() -> None:
    # PySide6 6.12 on Python 3.11 gives None away uncounted; without the guard in ui this aborts.
    script = "import ui; from PySide6.QtCore import QObject; o = QObject(); [o.parent() for _ in range(50_000)]"
    subprocess.run([sys.executable, "-c", script], check=True)
