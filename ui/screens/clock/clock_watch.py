"""Says on every screen when a clock turns amber or red: once each, with or without a network.

What it needs is imported once somebody is in: the way in must be on screen at once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer

from ui.main_window import MainWindow
from ui.style.token import Tone
from ui.text import tr

if TYPE_CHECKING:
    from fieldapp.actions.clock_alert import Alert

_FIRST_MS: Final = 3_000
_EVERY_MS: Final = 30_000
_LAWS_SHOWN: Final = 3


class ClockWatch(QObject):
    """Looks soon after unlocking and then every half minute. It names laws and numbers, never a person."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.look)
        window.unlocked.connect(self._on_unlocked)
        window.locked.connect(self._timer.stop)

    def look(self) -> None:
        """Ask whether a clock has turned, and say so."""
        from fieldapp.actions.clock_alert import take_alert

        session = self._window.desk.session
        if session is None:
            return
        self._window.desk.jobs.store(lambda: take_alert(session), self._on_alert, self._again, self)

    def _on_unlocked(self, _session: object) -> None:
        from fieldapp.records.rulebook import faults

        if refused := faults():
            self._window.desk.warn(tr("clock.pack_refused"), "\n".join(refused))
        self._timer.start(_FIRST_MS)

    def _on_alert(self, alert: Alert) -> None:
        if self._window.is_locked():
            return
        if alert:
            self._window.desk.alert(*alert_words(alert))
        self._again(None)

    def _again(self, _outcome: object) -> None:
        # What cannot be read now is said by the screen that shows it; here it is only looked at again later.
        if not self._window.is_locked():
            self._timer.start(_EVERY_MS)


def alert_words(alert: Alert) -> tuple[str, str, Tone]:
    """Return headline, detail and tone: red when one has run out, else amber."""
    parts = [_count(kind, len(found)) for kind, found in (("overdue", alert.overdue), ("soon", alert.soon)) if found]
    laws = list(dict.fromkeys(deadline.citation.law for deadline in (*alert.overdue, *alert.soon)))
    named = ", ".join(laws[:_LAWS_SHOWN]) + (" \N{HORIZONTAL ELLIPSIS}" if len(laws) > _LAWS_SHOWN else "")
    return ". ".join(parts), tr("clock.alert_detail", laws=named), Tone.DANGER if alert.overdue else Tone.SOON


def _count(kind: str, count: int) -> str:
    return tr(f"clock.alert_{kind}_one") if count == 1 else tr(f"clock.alert_{kind}_many", count=count)
