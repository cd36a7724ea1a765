"""Every rule of the table of clocks, by at least twelve dated cases: exact instants, checked without the program.

The cases are in ``tests/rules/clocks``, one file a rule. ``start`` is put into the field that starts the clock,
``done`` into the one that stops it; a case without ``now`` is looked at in the moment it began.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from fieldapp.domain.clock import to_wire
from fieldapp.domain.wire import Json
from fieldapp.rules.deadline import Deadline, deadlines
from fieldapp.rules.law import load_law

CASES = Path(__file__).parent / "clocks"
LAW = load_law()


def load_table(path: Path) -> dict[str, Any]:
    with path.open("rb") as stream:
        return tomllib.load(stream)


TABLES = {path.stem: load_table(path) for path in sorted(CASES.glob("*.toml"))}


def wire(value: Any) -> Json:
    return to_wire(value) if isinstance(value, datetime) else value


def change(number: int, code: str, row: Mapping[str, Any]) -> dict[str, Json]:
    return {"id": str(number), "clock": code, **{name: wire(value) for name, value in row.items()}}


def reckon(table: Mapping[str, Any], case: Mapping[str, Any]) -> Deadline | None:
    code = table["clock"]
    rule = LAW.clocks.newest(code)
    assert rule is not None
    values = {name: wire(value) for name, value in (table.get("values", {}) | case.get("values", {})).items()}
    if "start" in case:
        values[table.get("start") or rule.start[0]] = wire(case["start"])
    if "done" in case:
        values[rule.done[0]] = wire(case["done"])
    changes = [change(number, code, row) for number, row in enumerate(case.get("changes", ()))]
    now = case.get("now", case.get("start"))
    found = deadlines(LAW, rule.record, values, now.astimezone(UTC), changes=changes, is_minor=case.get("minor"))
    return next((deadline for deadline in found if deadline.code == code), None)


def each_case() -> Iterator[Any]:
    for code, table in TABLES.items():
        for case in table["case"]:
            yield pytest.param(table, case, id=f"{code}: {case['is']}")


@pytest.mark.parametrize(("table", "case"), list(each_case()))
def test_clock_runs_out_when_the_law_says(table: Mapping[str, Any], case: Mapping[str, Any]):
    found = reckon(table, case)
    if case.get("none"):
        assert found is None
        return
    assert found is not None
    assert found.due_at == case.get("due")
    assert found.soon_at == case.get("soon")
    assert found.state == case.get("state", "running")
    assert list(found.doubts) == case.get("doubts", [])


def test_every_rule_has_its_dozen_of_dated_cases():
    assert set(TABLES) == {rule.code for rule in LAW.clocks.clocks}
    assert all(table["clock"] == name for name, table in TABLES.items())
    few = {name: len(table["case"]) for name, table in TABLES.items() if len(table["case"]) < 12}
    assert not few


def test_no_case_is_there_twice():
    for table in TABLES.values():
        names = [case["is"] for case in table["case"]]
        assert len(set(names)) == len(names)
