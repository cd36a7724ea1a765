"""Long work on the window's own thread, a few milliseconds a turn, so that the window never stands still."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from PySide6.QtCore import QElapsedTimer, QObject, QTimer, Signal

SLICE_MS: Final = 5


class Turns(QObject):
    """Runs ``steps`` to their end while nothing else is to be done, each turn as many as fit into a slice.

    It ends with ``parent``. Each step should be well below a slice: it is never cut in two.
    """

    finished = Signal()

    def __init__(self, steps: Iterator[object], parent: QObject) -> None:
        super().__init__(parent)
        self._steps: Iterator[object] | None = steps
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._on_turn)

    @property
    def is_done(self) -> bool:
        """Whether every step was taken."""
        return self._steps is None

    @property
    def is_under_way(self) -> bool:
        """Whether turns are being taken."""
        return self._timer.isActive()

    def start(self) -> None:
        """Take the first turn as soon as whoever asks is done."""
        if self._steps is not None:
            self._timer.start()

    def finish(self) -> None:
        """Take every step that is left at once."""
        if self._steps is not None:
            for _step in self._steps:
                pass
            self._end()

    def drop(self) -> None:
        """Take no further step: what they lead to is no longer wanted."""
        self._steps = None
        self._timer.stop()

    def _on_turn(self) -> None:
        clock = QElapsedTimer()
        clock.start()
        while self._steps is not None and clock.elapsed() < SLICE_MS:
            if next(self._steps, self) is self:
                self._end()

    def _end(self) -> None:
        self._steps = None
        self._timer.stop()
        self.finished.emit()
