"""How long to wait before headquarters is tried again: exponential, with full jitter, never above a quarter hour."""

from __future__ import annotations

from random import Random
from typing import Final

CAP_S: Final = 900.0
FIRST_S: Final = 1.0
_MAX_DOUBLINGS: Final = 20


class Backoff:
    """Counts failures. Full jitter: forty laptops that lost the line together do not come back together."""

    def __init__(self, random: Random, first_s: float = FIRST_S, cap_s: float = CAP_S) -> None:
        self._random = random
        self._first_s = first_s
        self._cap_s = cap_s
        self._failures = 0

    def note_success(self) -> None:
        """Start again from the shortest wait."""
        self._failures = 0

    def note_failure(self, retry_after_s: float | None = None) -> float:
        """Return the seconds to wait now. What headquarters asks for is honoured, up to the cap."""
        limit_s = min(self._cap_s, self._first_s * (1 << min(self._failures, _MAX_DOUBLINGS)))
        self._failures += 1
        wait_s = self._random.uniform(0.0, limit_s)
        if retry_after_s is None:
            return wait_s
        return min(self._cap_s, max(0.0, retry_after_s) + wait_s)
