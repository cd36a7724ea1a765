"""Cyclic garbage is collected on the GUI thread only.

Python collects it on whatever thread happens to allocate next. When that is the store's worker and the garbage holds
widgets, Qt's objects die on a thread that is not theirs and the program with them.
"""

from __future__ import annotations

import gc
from typing import Final

from PySide6.QtCore import QObject, QTimer

_EVERY_MS: Final = 1_000


class Collector(QObject):
    """Takes garbage collection over for as long as ``parent`` lives; belongs to the GUI thread."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        self._timer = QTimer(self)
        self._timer.setInterval(_EVERY_MS)
        self._timer.timeout.connect(self.collect)
        self._timer.start()

    def collect(self) -> None:
        """Collect the youngest generation that is due, by the interpreter's own thresholds."""
        for generation, (count, threshold) in reversed(
            list(enumerate(zip(gc.get_count(), gc.get_threshold(), strict=True)))
        ):
            if threshold and count > threshold:
                gc.collect(generation)
                return


def keep_for_good() -> None:
    """Leave all that is there now out of every later collection: modules, tables, law. Once, on the GUI thread.

    Looking through it again each time takes longer than the window may stand still.
    """
    gc.collect()
    gc.freeze()


def collect_on_this_thread(application: QObject) -> None:
    """Install the collector once for an application object."""
    if application.findChild(Collector) is None:
        Collector(application)
