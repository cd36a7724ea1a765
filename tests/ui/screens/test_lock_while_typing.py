"""The whole window is locked in the middle of a word, and opened again."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from fieldapp.actions.session import Session
from tests.fakes.clock import FakeClock
from tests.fakes.laptop import PASSPHRASE, a_laptop, a_session
from tests.ui.conftest import a_place
from ui.jobs import Jobs
from ui.main_window import MainWindow
from ui.screen import Screen
from ui.screens.record.record_screen import RecordScreen
from ui.screens.unlock.gate import Gate


def test_nothing_typed_is_lost_by_locking_the_window(qtbot: QtBot, jobs: Jobs, clock: FakeClock, tmp_path: Path):
    def unlock(passphrase: str) -> Session:
        laptop = a_laptop(tmp_path, clock)
        return laptop.unlock(passphrase) if laptop.is_enrolled else a_session(tmp_path, clock)

    gate = Gate(lambda: True, unlock, lambda *_: None, lambda session: session.close())
    places = [a_place("board", Screen), a_place("record", RecordScreen, rail=False, parent="board")]
    window = MainWindow(places, gate, jobs, clock)
    qtbot.addWidget(window)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()

    def come_in() -> None:
        window._unlock._on_acknowledged()
        field = window.findChild(QLineEdit, "passphrase")
        with qtbot.waitSignal(window.unlocked, timeout=20_000):
            qtbot.keyClicks(field, PASSPHRASE)
            qtbot.keyClick(field, Qt.Key.Key_Return)

    come_in()
    window.desk.open("record", record_type="lead")
    page = window.shell().front().page
    with qtbot.waitSignal(page.created, timeout=10_000):
        qtbot.keyClicks(page.form.editor("summary").focus_widget(), "Caller saw")
    page.form.focus_field("summary")
    qtbot.keyClicks(page.form.editor("summary").focus_widget(), " a girl of abo")
    window.lock()
    qtbot.waitUntil(jobs.is_idle)
    come_in()
    qtbot.waitUntil(jobs.is_idle)
    again = window.shell().front().page.form.editor("summary").focus_widget()
    qtbot.waitUntil(lambda: again.text() == "Caller saw a girl of abo")
    qtbot.waitUntil(again.hasFocus)
    window.lock()
    qtbot.waitUntil(jobs.is_idle)
