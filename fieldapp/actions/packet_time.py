"""The time of each act in a packet: as the laptop had it, and as it was by headquarters' clock, with a plain warning.

The same reckoning as headquarters' own timeline (``sync/hq/timeline.py``): how far the clock was ahead when the change
arrived is taken off, and no act of a laptop comes after one that followed it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise
from typing import Final

from fieldapp.actions.session import Session
from fieldapp.domain.change import LOCAL_SUFFIX, change_order
from fieldapp.domain.clock import from_wire, to_wire
from fieldapp.store.clock_mark import ahead_at, load_runs

_MINUTE_MS: Final = 60_000


@dataclass(frozen=True)
class TimedAct:
    """``said_at``: the laptop's own time; ``corrected_at``: by headquarters' clock. Both are wire text.

    ``ahead_ms``: how far the clock was ahead; 0 when it was right, None where nobody told this laptop.
    """

    change_id: str
    laptop: str
    said_at: str
    corrected_at: str
    ahead_ms: int | None


@dataclass(frozen=True)
class ClockWarning:
    """A laptop whose clock was off, or is not known to have been right, for ``acts`` acts between two times of its own.

    ``ahead_ms`` is negative for a clock that was behind, and None where nobody told this laptop how it stood.
    """

    laptop: str
    ahead_ms: int | None
    first_at: str
    last_at: str
    acts: int

    def sentence(self) -> str:
        """Say it in plain English, for the machine-readable part."""
        acts = "1 act" if self.acts == 1 else f"{self.acts} acts"
        between = f"for {acts} that it dates from {self.first_at} to {self.last_at}"
        if self.ahead_ms is None:
            return (
                f"How the clock of laptop {self.laptop} stood {between} is not known: this laptop has not been told by "
                "headquarters."
            )
        hours, minutes = hours_minutes(self.ahead_ms)
        side = "ahead" if self.ahead_ms > 0 else "behind"
        return f"The clock of laptop {self.laptop} was {hours} h {minutes} min {side} {between}."


def hours_minutes(ahead_ms: int) -> tuple[int, int]:
    """Return how far a clock was off, either way, in hours and whole minutes."""
    return divmod(round(abs(ahead_ms) / _MINUTE_MS), 60)


def time_acts(session: Session, acts: Iterable[tuple[str, str]]) -> list[TimedAct]:
    """Return acts (change id, wire time) by corrected time, oldest first; each once."""
    by_laptop: dict[str, list[tuple[int, str, str]]] = defaultdict(list)
    for change_id, said_at in dict(acts).items():
        laptop, counter = change_order(change_id)
        by_laptop[laptop].append((counter, change_id, said_at))
    found: list[TimedAct] = []
    for laptop, done in by_laptop.items():
        runs = load_runs(session.store, laptop.removesuffix(LOCAL_SUFFIX))
        followed_at = ""
        for counter, change_id, said_at in sorted(done, reverse=True):
            ahead_ms = ahead_at(runs, counter)
            at = _earlier(said_at, ahead_ms or 0)
            followed_at = min(at, followed_at or at)
            found.append(TimedAct(change_id, laptop, said_at, followed_at, ahead_ms))
    return sorted(found, key=lambda act: (act.corrected_at, change_order(act.change_id)))


def clock_warnings(acts: Iterable[TimedAct]) -> list[ClockWarning]:
    """Return a warning for each run of acts of a laptop whose clock was off or is not known, in order."""
    by_laptop: dict[str, list[TimedAct]] = defaultdict(list)
    for act in acts:
        by_laptop[act.laptop].append(act)
    found: list[ClockWarning] = []
    for laptop, done in sorted(by_laptop.items()):
        done.sort(key=lambda act: change_order(act.change_id))
        starts = [0, *(n for n, (a, b) in enumerate(pairwise(done), 1) if a.ahead_ms != b.ahead_ms), len(done)]
        for first, after in pairwise(starts):
            run = done[first:after]
            if run and run[0].ahead_ms != 0:
                said = sorted(act.said_at for act in run)
                found.append(ClockWarning(laptop, run[0].ahead_ms, said[0], said[-1], len(run)))
    return found


def _earlier(wire: str, ms: int) -> str:
    try:
        return to_wire(from_wire(wire) - timedelta(milliseconds=ms))
    except (ValueError, OverflowError):  # a clock at the end of time
        return wire
