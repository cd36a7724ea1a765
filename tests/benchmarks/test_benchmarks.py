"""The benchmarks run and say something of every row; how fast anything is, no test asks."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from benchmarks.__main__ import ROWS
from benchmarks.measurement import bound, in_turn, ratio, spell_table, write_json
from benchmarks.stage import Stage
from benchmarks.workload import recoveries, whole
from fieldapp.domain.wire import encode


@pytest.fixture
def tiny_stage(tmp_path: Path) -> Stage:
    """As little of everything as still goes the whole way."""
    return Stage(tmp_path, large=60, batch=20, rounds=1, saves=3, idle_rounds=2)


@pytest.mark.parametrize("name", ["save", "pull", "idle", "find"])
def test_row_is_measured(name: str, tiny_stage: Stage) -> None:
    found = list(ROWS[name](tiny_stage))
    assert found
    assert all(each.value > 0 and each.what for each in found)


def test_workload_is_of_the_size_of_a_recovery() -> None:
    samples = list(recoveries(50))
    sizes = [len(encode(sample.values)) for sample in samples]
    assert 900 <= sum(sizes) / len(sizes) <= 1_010
    assert all(len(sample.values) == 24 for sample in samples)
    assert all(290 <= len(str(sample.values["narrative"])) <= 300 for sample in samples)


def test_workload_is_the_same_at_every_run() -> None:
    assert list(recoveries(5)) == list(recoveries(5))
    assert [each.record_id for each in whole(recoveries(5))] == [sample.record_id for sample in recoveries(5)]


def test_steps_are_taken_in_turn() -> None:
    order: list[str] = []

    def step(name: str) -> float:
        order.append(name)
        return float(len(order))

    assert in_turn(2, lambda: step("ours"), lambda: step("bare")) == [[1.0, 3.0], [2.0, 4.0]]
    assert order == ["ours", "bare", "ours", "bare"]


def test_table_says_what_is_reached(tmp_path: Path) -> None:
    rows = [ratio("save", [0.003, 0.002, 0.004], [0.001], 4), bound("memory", 300.0, 250, "MiB")]
    lines = spell_table(rows).splitlines()
    assert lines[2].split() == ["save", "3.00", "ms", "1.00", "ms", "3.00", "<=", "4", "x", "yes"]
    assert lines[3].endswith("NO")
    write_json(tmp_path / "table.json", rows)
    assert [row["reached"] for row in json.loads((tmp_path / "table.json").read_text())] == [True, False]
