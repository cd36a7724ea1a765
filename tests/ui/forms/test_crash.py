"""The power goes while somebody types."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tests.fakes.clock import FakeClock
from tests.fakes.laptop import PASSPHRASE, a_laptop, a_session
from ui import tour
from ui.jobs import Jobs
from ui.main_window import MainWindow
from ui.screens.record.record_page import RecordPage
from ui.screens.unlock.gate import Gate
from ui.workspace import build_workspace

ROOT = Path(__file__).resolve().parents[3]
SCRIPT = """
import os, sys
from pathlib import Path
os.environ["QT_QPA_PLATFORM"] = "offscreen"
from fieldapp.records import require_type
from tests.fakes.clock import FakeClock
from tests.fakes.laptop import PASSPHRASE, a_laptop
from ui.app import build_application
from ui.desk import Desk
from ui.forms.record_form import RecordForm
from ui.jobs import Jobs

application = build_application(["x"])
clock = FakeClock()
desk = Desk(Jobs(print), clock)
forms = []

def begin(session):
    desk.session = session
    form = RecordForm(desk, require_type("recovery"))
    forms.append(form)
    # The moment the words say "saved", the power goes: nothing is closed, nothing is flushed.
    form.saved.connect(lambda _values: os._exit(9))
    form.editor("place").focus_widget().insert("Motel on Holt Avenue")
    form.editor("place")._touch()

desk.jobs.store(lambda: a_laptop(Path(sys.argv[1]), clock).unlock(PASSPHRASE), begin, print, desk)
application.exec()
"""


def test_what_the_words_call_saved_is_there_after_a_power_cut(tmp_path: Path, clock: FakeClock) -> None:
    a_session(tmp_path, clock).close()
    done = subprocess.run([sys.executable, "-c", SCRIPT, str(tmp_path)], cwd=ROOT, check=False, timeout=60)
    assert done.returncode == 9
    session = a_laptop(tmp_path, clock).unlock(PASSPHRASE)
    assert session.missing == 0
    places = session.store.connection.exec_driver_sql("SELECT place FROM recovery").fetchall()
    assert [place for (place,) in places] == ["Motel on Holt Avenue"]
    session.close()


KILLED = """
import os, signal, sys
from pathlib import Path
os.environ["QT_QPA_PLATFORM"] = "offscreen"
from tests.fakes.clock import FakeClock
from tests.ui.forms.test_crash import a_window, let_in
from ui import tour
from ui.app import build_application
from ui.forms.record_form import RecordForm
from ui.jobs import Jobs

application = build_application(["x"])
window = a_window(Path(sys.argv[1]), Jobs(print), FakeClock())
let_in(window, Path(sys.argv[1]))
window.desk.open("record", record_type="recovery")
tour.settle(window.desk.jobs)
form = next(form for form in window.findChildren(RecordForm) if form.isVisible())


def write(name, words):
    form.editor(name).focus_widget().insert(words)
    form.editor(name)._touch()


def go_on(values):
    if "city" in values:
        os.kill(os.getpid(), signal.SIGKILL)
    write("city", "Pomona")


form.saved.connect(go_on)
write("place", "Motel on Holt Avenue")
application.exec()
"""


def a_window(folder: Path, jobs: Jobs, clock: FakeClock) -> MainWindow:
    laptop = a_laptop(folder, clock)
    gate = Gate(lambda: True, laptop.unlock, lambda *_: None, lambda session: session.close())
    window = build_workspace(gate, jobs, clock, None, folder)
    window.show()
    return window


def let_in(window: MainWindow, folder: Path) -> None:
    tour.let_in(window, lambda: a_laptop(folder, window.desk.clock).unlock(PASSPHRASE))
    tour.settle(window.desk.jobs)


def test_unlock_after_a_kill_says_what_was_kept_and_one_key_goes_on_with_it(
    tmp_path: Path, clock: FakeClock, qtbot: QtBot, jobs: Jobs
) -> None:
    a_session(tmp_path, clock).close()
    done = subprocess.run([sys.executable, "-c", KILLED, str(tmp_path)], cwd=ROOT, check=False, timeout=120)
    assert done.returncode == -9
    window = a_window(tmp_path, jobs, clock)
    qtbot.addWidget(window)
    let_in(window, tmp_path)
    strip = window.shell().kept
    assert strip.isVisible()
    assert "The program ended without being locked. 1 draft was kept." in strip.text()
    assert "Recovery" in strip.text()
    assert "F8" in strip.text()
    qtbot.keyClick(window, Qt.Key.Key_F8)
    tour.settle(jobs)
    [page] = [page for page in window.findChildren(RecordPage) if page.isVisible()]
    assert page.form.editor("place").value() == "Motel on Holt Avenue"
    assert page.form.editor("city").value() == "Pomona"
    qtbot.waitUntil(lambda: window.focusWidget() is page.form.editor("city").focus_widget())
    assert strip.isHidden()
    window.lock()
    tour.settle(jobs)
    let_in(window, tmp_path)
    assert window.shell().kept.isHidden()
    window.lock()
    tour.settle(jobs)
