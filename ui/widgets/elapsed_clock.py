"""A clock that runs from a moment, or down to one."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from PySide6.QtCore import QTimer
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QLabel

from fieldapp.domain.clock import Clock
from ui.style.font import tabular
from ui.style.token import Motion
from ui.widgets.label import Role

_MINUS: Final = "\N{MINUS SIGN}"
_UNKNOWN: Final = "\N{EN DASH}"


def spell_elapsed(span: timedelta) -> str:
    """``1:02:03`` below a day, ``3 d 04:05`` from there on; with a minus sign when negative."""
    seconds = round(span.total_seconds())
    sign, seconds = (_MINUS if seconds < 0 else ""), abs(seconds)
    days, rest = divmod(seconds, 86_400)
    hours, rest = divmod(rest, 3_600)
    minutes, seconds = divmod(rest, 60)
    if days:
        return f"{sign}{days} d {hours:02}:{minutes:02}"
    return f"{sign}{hours}:{minutes:02}:{seconds:02}"


class ElapsedClock(QLabel):
    """Shows the time since ``since`` (aware), in tabular figures; runs only while it is seen."""

    def __init__(
        self, clock: Clock, since: datetime | None = None, *, role: Role = Role.CLOCK, name: str = "clock"
    ) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setProperty("role", role.value)
        self.setFont(tabular(self.font()))
        self._clock = clock
        self._since = since
        self._timer = QTimer(self)
        self._timer.setInterval(Motion.TICK)
        self._timer.timeout.connect(self.refresh)
        self.refresh()

    def set_since(self, since: datetime | None) -> None:
        """Run from another moment; None stops and shows a dash."""
        self._since = since
        self.refresh()

    def refresh(self) -> None:
        """Show what the clock says now."""
        self.setText(_UNKNOWN if self._since is None else spell_elapsed(self._clock.now() - self._since))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.refresh()
        self._timer.start()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._timer.stop()
