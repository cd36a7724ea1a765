"""Says above every screen that somebody asks for help or a check-in is overdue: once each, with or without a network.

It names nobody.

What it needs is imported once somebody is in: the way in must be on screen at once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer

from ui.main_window import MainWindow
from ui.text import tr

if TYPE_CHECKING:
    from fieldapp.actions.operation_check_in import Overdue
    from fieldapp.actions.operation_help import HelpCall

_FIRST_MS: Final = 2_000
_EVERY_MS: Final = 15_000


class CheckInWatch(QObject):
    """Looks soon after unlocking and then every quarter of a minute."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._has_looked = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.look)
        window.unlocked.connect(self._on_unlocked)
        window.locked.connect(self._timer.stop)

    def _on_unlocked(self, _session: object) -> None:
        self._has_looked = False
        self._timer.start(_FIRST_MS)

    def look(self) -> None:
        """Write down what was missed, and say so; a call for help comes first."""
        from fieldapp.actions.operation_check_in import take_missed
        from fieldapp.actions.operation_help import take_help

        session = self._window.desk.session
        if session is not None:
            again, self._has_looked = not self._has_looked, True
            self._window.desk.jobs.store(
                lambda: (take_help(session, again=again), take_missed(session)), self._on_found, self._again, self
            )

    def _on_found(self, found: tuple[list[HelpCall], list[Overdue]]) -> None:
        calls, missed = found
        if calls and not self._window.is_locked():
            from ui.screens.operation.help_card import warn_of_help

            warn_of_help(self._window.desk, calls)
        elif missed and not self._window.is_locked():
            from fieldapp.domain.clock import to_wire
            from ui.forms.local_time import show_clock

            one = len(missed) == 1
            words = tr("operation.missed_one") if one else tr("operation.missed_many", count=len(missed))
            when = show_clock(to_wire(missed[0].due_at), self._window.desk.clock.now())
            # Somebody may be in danger: this takes its room above whatever is being done, until it is put away.
            self._window.desk.warn(words, tr("operation.missed_detail", when=when))
        self._again(None)

    def _again(self, _outcome: object) -> None:
        if not self._window.is_locked():
            self._timer.start(_EVERY_MS)
