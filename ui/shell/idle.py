"""Notices that nobody has touched the laptop for a while, also when it slept meanwhile."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QWindow

from fieldapp.domain.clock import Clock

_CHECK_MS: Final = 5_000
_INPUT: Final = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseMove,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
        QEvent.Type.TouchUpdate,
        QEvent.Type.TabletPress,
    }
)


class IdleWatch(QObject):
    """Emits ``expired`` once the limit has passed without input; starts over with ``restart``.

    Input is watched on the native windows, not on the application object: a filter there would see every
    event of every widget. Wall time counts as well as monotonic time, because the latter stands still in sleep.
    """

    expired = Signal()

    def __init__(self, clock: Clock, limit_s: float, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._clock = clock
        self._limit_s = limit_s
        self._last: tuple[datetime, float] | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(min(_CHECK_MS, max(1, round(limit_s * 1000 / 4))))
        self._timer.timeout.connect(self.check)
        application = QGuiApplication.instance()
        if isinstance(application, QGuiApplication):
            application.focusWindowChanged.connect(self._on_focus_window_changed)

    def set_limit(self, limit_s: float) -> None:
        """Change the limit."""
        self._limit_s = limit_s

    def watch(self, window: QWindow) -> None:
        """Count input to ``window``."""
        window.removeEventFilter(self)
        window.installEventFilter(self)

    def restart(self) -> None:
        """Begin to count from now."""
        self._last = (self._clock.now(), self._clock.monotonic())
        self._timer.start()

    def stop(self) -> None:
        """Count no more; there is nothing to lock."""
        self._last = None
        self._timer.stop()

    def check(self) -> bool:
        """Emit ``expired`` if the limit has passed; says whether it did."""
        if self._last is None:
            return False
        wall, steady = self._last
        idle_s = max((self._clock.now() - wall).total_seconds(), self._clock.monotonic() - steady)
        if idle_s < self._limit_s:
            return False
        self.stop()
        self.expired.emit()
        return True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # The first touch after a long sleep must not count as presence: it finds the app locked instead.
        if event.type() in _INPUT and self._last is not None and not self.check():
            self._last = (self._clock.now(), self._clock.monotonic())
        return super().eventFilter(watched, event)

    def _on_focus_window_changed(self, window: QWindow | None) -> None:
        if window is not None:
            self.watch(window)
