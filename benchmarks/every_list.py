"""Every list of the program over a million records: opened, sorted by another column, narrowed by a chip."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

from benchmarks.casework import PLAN
from benchmarks.measurement import Measurement, bound
from benchmarks.program import finish
from benchmarks.scene import Scene, Spent, longest_ms, run_both, summary
from benchmarks.stage import Stage
from fieldapp.records import require_type
from ui.models.list_model import PAGE
from ui.screens.list.list_pane import ListPane
from ui.workspace import LISTED

_TIMES: Final = 3
_ACTS: Final = {"open": "open", "sort": "sort by another column", "chip": "narrow by a chip"}


def measure(stage: Stage) -> Iterator[Measurement]:
    """Of every list the median; what is held against the goal is the slowest list."""
    found, watched = run_both("benchmarks.every_list", str(stage.full_laptop))
    for act, words in _ACTS.items():
        slowest = max(found, key=lambda name: float(found[name][act]["ms"]))
        row = found[slowest][act]
        said = f"SQL {row['bare']}, {slowest}, wall {row['wall']}"
        yield bound(f"any of {len(found)} lists, {words}", row["ms"], 100, "ms", said)
    stood = {(name, act): longest_ms(found[name][act], watched[name][act]) for name in found for act in _ACTS}
    slowest, act = max(stood, key=lambda each: stood[each])
    yield bound("  longest handler", stood[slowest, act], 16, "ms", f"{slowest}, {_ACTS[act]}")


def show_lists(folder: Path, *, watched: bool) -> None:
    """Do the three with every list; a list that is open is made anew each time, as by its first visit."""
    scene = Scene(folder, watched=watched)
    found = {}
    for name in (name for names in LISTED.values() for name in names if name in PLAN):
        runs = [_run(scene, name) for _ in range(_TIMES)]
        found[name] = {act: summary([run[act][0] for run in runs], [run[act][1] for run in runs]) for act in _ACTS}
    finish(**found)


def _run(scene: Scene, record_type: str) -> dict[str, tuple[Spent, float]]:
    made: list[ListPane] = []

    def begin() -> None:
        made.append(ListPane(scene.desk, record_type))
        scene.put(made[0])
        made[0].reload()

    opened = scene.time(begin, lambda: bool(made) and made[0].model.has_page(0))
    pane = made[0]
    column = _other_column(record_type)
    sort = _timed(scene, pane, lambda: pane.table.horizontalHeader().sectionClicked.emit(column))
    name = require_type(record_type).columns[column]
    chip = _timed(scene, pane, lambda: pane.bar.tick("mine"))
    pane.deleteLater()
    scene.rest()
    default = require_type(record_type).sort
    return {
        "open": (opened, scene.bare(_statements(record_type, default, "voided = 0"))),
        "sort": (sort, scene.bare(_statements(record_type, name, "voided = 0"))),
        "chip": (chip, scene.bare(_statements(record_type, name, "voided = 0 AND created_by = 'alvarez'"))),
    }


def _timed(scene: Scene, pane: ListPane, act: Callable[[], object]) -> Spent:
    arrived: list[int] = []
    pane.model.page_arrived.connect(arrived.append)
    spent = scene.time(act, lambda: bool(arrived))
    pane.model.page_arrived.disconnect(arrived.append)
    return spent


def _other_column(record_type: str) -> int:
    """Return the last column by which the list is not sorted at first."""
    record = require_type(record_type)
    return max(n for n, name in enumerate(record.columns) if name != record.sort.removeprefix("-"))


def _statements(record_type: str, sort: str, where: str) -> list[tuple[str, tuple[Any, ...]]]:
    """Return the first page of a list as bare SQL, and how many rows it has."""
    columns = ", ".join(f'"{name}"' for name in require_type(record_type).columns)
    order = f'"{sort.removeprefix("-")}" {"DESC" if sort.startswith("-") else ""}'
    return [
        (f'SELECT id, {columns} FROM "{record_type}" WHERE {where} ORDER BY {order} LIMIT {PAGE}', ()),
        (f'SELECT count(*) FROM "{record_type}" WHERE {where}', ()),
    ]


if __name__ == "__main__":
    show_lists(Path(sys.argv[2]), watched=sys.argv[1] == "watched")
