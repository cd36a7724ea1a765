"""From the derived key to the board: a store of full size is opened, asserted, and read."""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.measurement import Measurement, bound
from benchmarks.program import finish, run_program
from benchmarks.stage import Stage, unlock
from fieldapp.actions.board import load_board


def measure(stage: Stage) -> Iterator[Measurement]:
    """Open the store in a new process each time."""
    folder = stage.full_laptop
    runs = [run_program("benchmarks.own_board", str(folder))["ms"] for _ in range(stage.rounds + 2)]
    yield bound(f"board after the key is derived, {stage.large:,}", statistics.median(runs), 250, "ms")


def show_board(folder: Path) -> None:
    """Unlock with a key that costs nothing to derive, and load the board."""
    started = time.perf_counter()
    session = unlock(folder)
    load_board(session)
    finish(ms=(time.perf_counter() - started) * 1e3)


if __name__ == "__main__":
    show_board(Path(sys.argv[1]))
