"""The power goes while somebody types."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.fakes.clock import FakeClock
from tests.fakes.laptop import PASSPHRASE, a_laptop, a_session

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
