"""What the sync screen is given to exchange with headquarters: one call, nothing of the wire."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol


class SyncPort(Protocol):
    """Runs one round for whoever is unlocked. Called on the network pool; it does the store's work on its thread."""

    def run(self, on_progress: Callable[[int, int], None]) -> None:
        """Run one round to its end; ``on_progress(done, total)`` counts changes, and may raise to stop.

        Raises SyncError; what was exchanged until then is kept.
        """

    def pause_s(self) -> float:
        """Return how long to wait before the next round in the background: longer after each failure."""
