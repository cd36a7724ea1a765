"""Says above every screen when headquarters made somebody something else: what is theirs to sign changed with it."""

from __future__ import annotations

from typing import Any, Final

from PySide6.QtCore import QObject, QTimer

from ui.main_window import MainWindow
from ui.text import tr

_EVERY_MS: Final = 2_000


class RoleWatch(QObject):
    """Looks every two seconds while somebody is in; it reads nothing. Places come and go with the next unlock."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._role: object = None
        self._timer = QTimer(self)
        self._timer.setInterval(_EVERY_MS)
        self._timer.timeout.connect(self.look)
        window.unlocked.connect(self._on_unlocked)
        window.locked.connect(self._timer.stop)

    def look(self) -> None:
        """Say it once when the role is another than it was."""
        session = self._window.desk.session
        if session is None or session.role is self._role:
            return
        self._role = session.role
        self._window.desk.warn(tr("role.changed", role=tr(f"role.{session.role.value}")), tr("role.changed_detail"))

    def _on_unlocked(self, session: Any) -> None:
        self._role = session.role
        self._timer.start()
