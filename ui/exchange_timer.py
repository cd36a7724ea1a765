"""Exchanging with headquarters in the background, whenever it can be reached."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QObject, QTimer

from ui.main_window import MainWindow
from ui.screens.sync.port import SyncPort

_FIRST_MS: Final = 2_000


class ExchangeTimer(QObject):
    """Runs a round soon after unlocking and then whenever the port says it is time; silent about failures.

    What failed and why is on the sync screen, and in the strip; a pop-up at every lost network would teach nobody.
    """

    def __init__(self, window: MainWindow, port: SyncPort) -> None:
        super().__init__(window)
        self._window = window
        self._port = port
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._run)
        window.unlocked.connect(self._on_unlocked)
        window.locked.connect(self._timer.stop)

    def _on_unlocked(self, _session: object) -> None:
        self._timer.start(_FIRST_MS)

    def _run(self) -> None:
        if self._window.is_locked():
            return
        jobs = self._window.desk.jobs
        jobs.network(lambda: self._port.run(lambda _done, _total: None), self._again, self._again, self)

    def _again(self, _outcome: object) -> None:
        if not self._window.is_locked():
            self._timer.start(round(self._port.pause_s() * 1000))
