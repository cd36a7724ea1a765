"""Saving one record through the whole stack, beside one bare committed insert."""

from __future__ import annotations

import time
from collections.abc import Iterator

from benchmarks.bare import BareStore, bare_rows
from benchmarks.measurement import Measurement, ratio
from benchmarks.stage import Stage, unlock
from benchmarks.workload import SEED, recoveries
from fieldapp.actions.capture import save_record


def measure(stage: Stage) -> Iterator[Measurement]:
    """Save into a store that is full, in turn with an insert into a bare table that is as full."""
    session = unlock(stage.copy(stage.full_laptop, "save"))
    held = list(recoveries(stage.large))
    bare = BareStore(stage.new_folder("bare-save"), list(held[0].values))
    bare.fill(bare_rows(held))
    del held
    new = list(recoveries(stage.saves, SEED + 9))
    ours, theirs = [], []
    for sample, row in zip(new, bare_rows(new), strict=True):
        started = time.perf_counter()
        save_record(session, sample.record_type, sample.values)
        ours.append(time.perf_counter() - started)
        started = time.perf_counter()
        bare.save(row)
        theirs.append(time.perf_counter() - started)
    session.close()
    bare.close()
    yield ratio(f"save one record at {stage.large:,}, p50 of {stage.saves}", ours, theirs, 4)
