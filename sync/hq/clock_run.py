"""Which changes came from a laptop whose clock was off: runs of its changes, told to whoever gets them."""

from __future__ import annotations

from collections.abc import Iterable

from fieldapp.domain.clock import noticed_ms
from sync.protocol import ClockRun


def clock_runs(lines: Iterable[tuple[str, int, int | None]]) -> list[ClockRun]:
    """Return runs of those among these changes (device, counter, ms ahead; None: not known) whose clock was not right.

    A run goes over counters that are not among the changes: nobody who gets it asks about those.
    """
    runs: list[ClockRun] = []
    before: dict[str, int | None] = {}
    place: dict[str, int] = {}
    for device, counter, ahead_ms in sorted(lines, key=lambda line: line[:2]):
        ahead = noticed_ms(ahead_ms)
        if ahead == 0:
            place.pop(device, None)
        elif device in place and before[device] == ahead:
            first = runs[place[device]][1]
            runs[place[device]] = (device, first, counter, ahead)
        else:
            place[device] = len(runs)
            runs.append((device, counter, counter, ahead))
        before[device] = ahead
    return runs
