"""Run the rows and print the table."""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Final

from benchmarks import (
    crowd,
    every_list,
    exchange,
    form_engine,
    form_view,
    long_list,
    own_board,
    page,
    save,
    seek,
    tally,
    way_in,
)
from benchmarks.measurement import Measurement, spell_table, write_json
from benchmarks.stage import Stage

ROWS: Final[dict[str, Callable[[Stage], Iterator[Measurement]]]] = {
    "save": save.measure,
    "push": exchange.measure_push,
    "pull": exchange.measure_pull,
    "idle": exchange.measure_idle,
    "find": seek.measure,
    "list": long_list.measure,
    "unlock": way_in.measure,
    "board": own_board.measure,
    "lists": every_list.measure,
    "page": page.measure,
    "operation": page.measure_operation,
    "tally": tally.measure,
    "crowd": crowd.measure,
    "forms": form_engine.measure,
    "questions": form_view.measure,
}


def main(argv: Sequence[str] | None = None) -> int:
    """Measure what is asked for; the exit status says nothing of goals."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a hundredth of the records, once: to see that it runs")
    parser.add_argument("--only", action="append", choices=ROWS, help="one family of rows; may be given several times")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the table for a program, too")
    parser.add_argument("--folder", type=Path, help="where to work; a real disk, not memory")
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="keep the full store there, and take it from there")
    arguments = parser.parse_args(argv)
    folder = Path(tempfile.mkdtemp(prefix="fieldbook-bench-", dir=arguments.folder))
    stage = Stage(folder, kept=arguments.keep)
    if arguments.quick:
        stage = Stage(folder, large=1_000, batch=200, rounds=1, saves=20, idle_rounds=5, kept=arguments.keep)
    found: list[Measurement] = []
    try:
        for name in arguments.only or ROWS:
            started = time.perf_counter()
            found += ROWS[name](stage)
            print(f"{name}: measured in {time.perf_counter() - started:.0f} s", file=sys.stderr, flush=True)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    print(spell_table(found))
    if arguments.json:
        write_json(arguments.json, found)
    return 0


if __name__ == "__main__":
    sys.exit(main())
