"""A line of the table: what, ours, the baseline, the ratio of the two, the goal, whether it is reached."""

from __future__ import annotations

import json
import statistics
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

_HEADINGS: Final = ("what", "ours", "baseline", "ratio", "goal", "reached")


@dataclass(frozen=True)
class Measurement:
    """``ours`` and ``baseline`` as they are printed; ``value`` is what is held against ``limit``."""

    what: str
    ours: str
    baseline: str
    value: float
    limit: float
    unit: str = "x"

    @property
    def reached(self) -> bool:
        """Whether the goal is reached."""
        return self.value <= self.limit


def ratio(what: str, ours: Sequence[float], baseline: Sequence[float], limit: float) -> Measurement:
    """Compare the medians of two rows of seconds, taken in turn."""
    first, second = statistics.median(ours), statistics.median(baseline)
    return Measurement(what, spell_time(first), spell_time(second), first / second, limit)


def bound(what: str, value: float, limit: float, unit: str, baseline: str = "") -> Measurement:
    """Hold a figure against a bound of its own."""
    return Measurement(what, f"{value:,.0f} {unit}", baseline, value, limit, unit)


def in_turn(times: int, *steps: Callable[[], float]) -> list[list[float]]:
    """Run steps one after the other, ``times`` rounds, and return what each gave: a busy machine slows all alike."""
    found: list[list[float]] = [[] for _ in steps]
    for _ in range(times):
        for given, step in zip(found, steps, strict=True):
            given.append(step())
    return found


def spell_time(seconds: float) -> str:
    """Seconds, milliseconds or microseconds, whichever reads best."""
    if seconds >= 1:
        return f"{seconds:.2f} s"
    return f"{seconds * 1e3:.1f} ms" if seconds >= 0.01 else f"{seconds * 1e3:.2f} ms"


def spell_table(measurements: Sequence[Measurement]) -> str:
    """Return the table as text."""
    lines = [_HEADINGS, *(_cells(each) for each in measurements)]
    widths = [max(len(line[place]) for line in lines) for place in range(len(_HEADINGS))]
    text = ["  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip() for line in lines]
    return "\n".join([text[0], "-" * len(text[0]), *text[1:]])


def write_json(path: Path, measurements: Sequence[Measurement]) -> None:
    """Write the table for a program to read."""
    rows = [asdict(each) | {"reached": each.reached} for each in measurements]
    path.write_text(json.dumps(rows, indent=2) + "\n", encoding="utf-8")


def _cells(each: Measurement) -> tuple[str, ...]:
    reached = "yes" if each.reached else "NO"
    if each.unit == "x":
        return each.what, each.ours, each.baseline, f"{each.value:.2f}", f"<= {each.limit:g} x", reached
    return each.what, each.ours, each.baseline, "", f"<= {each.limit:,.0f} {each.unit}", reached
