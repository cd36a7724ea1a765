"""How the clocks of laptops stood, as headquarters measured it when they handed in: runs of changes of one laptop.

A run says that the laptop's clock was so far ahead (milliseconds; None: headquarters could not tell) for its changes
from the first to the last. Between two changes of which the same was told it is taken to have been the same.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Final

from fieldapp.domain.clock import noticed_ms
from fieldapp.store.store import Store

Run = tuple[int, int, int | None]

_KEY: Final = "clock marks "


def note_clock(store: Store, device: str, told: Iterable[Run]) -> None:
    """Keep what was told of changes of a laptop, in runs by rising counter.

    Belongs into the transaction that takes the changes in. What was told before of the same changes is replaced.
    """
    runs = load_runs(store, device)
    for first, last, ahead_ms in told:
        ahead = noticed_ms(ahead_ms)
        kept = [run for run in runs if run[1] < first]
        if len(kept) < len(runs):  # told once more, after a headquarters was restored
            kept += [(run[0], first - 1, run[2]) for run in runs if run[0] < first <= run[1]]
            after = [(max(run[0], last + 1), run[1], run[2]) for run in runs if run[1] > last]
            runs = [*kept, (first, last, ahead), *after]
        elif runs and runs[-1][2] == ahead:
            runs[-1] = (runs[-1][0], last, ahead)
        else:
            runs.append((first, last, ahead))
    store.set_meta(_KEY + device, json.dumps(runs))


def load_runs(store: Store, device: str) -> list[Run]:
    """Return what is known of a laptop's clock, in order."""
    return [(first, last, ahead) for first, last, ahead in json.loads(store.meta(_KEY + device) or "[]")]


def ahead_at(runs: Iterable[Run], counter: int) -> int | None:
    """Return how far the clock was ahead at a change in milliseconds; None where nobody told."""
    return next((ahead for first, last, ahead in runs if first <= counter <= last), None)
