"""Opening the page of a record among a million: until its last part is there, and how long the window stands still."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

from benchmarks.measurement import Measurement, bound
from benchmarks.program import finish
from benchmarks.scene import Scene, Spent, longest_ms, run_both, summary
from benchmarks.stage import Stage
from fieldapp.actions.capture import save_record
from fieldapp.domain.clock import to_wire
from fieldapp.records import children_of, require_type
from ui.screens.record.record_screen import RecordScreen

_TYPES: Final = ("recovery", "arrest", "search_warrant")
_PAGES: Final = 12
_FRESH: Final = "operation"
_LAST: Final = 250


def measure(stage: Stage) -> Iterator[Measurement]:
    """A recovery, an arrest and a warrant with what belongs to them."""
    for record_type in _TYPES:
        yield from _rows(stage, record_type, f"page of a record, {require_type(record_type).title.lower()}", 150)


def measure_operation(stage: Stage) -> Iterator[Measurement]:
    """An operation that was made this moment."""
    yield from _rows(stage, _FRESH, "page of a fresh operation", 100)


def _rows(stage: Stage, record_type: str, what: str, limit: float) -> Iterator[Measurement]:
    timed, watched = run_both("benchmarks.page", record_type, str(stage.full_laptop))
    said = f"SQL {timed['first']['bare']}, wall {timed['first']['wall']}"
    yield bound(what, timed["first"]["ms"], limit, "ms", said)
    # No goal was set for it: what is below the window's edge, and in tabs beside it, may come a little later.
    yield bound("  its last part", timed["whole"]["ms"], _LAST, "ms", f"wall {timed['whole']['wall']}")
    yield bound("  longest handler", longest_ms(timed["whole"], watched["whole"]), 16, "ms")


def show_pages(record_type: str, folder: Path, *, watched: bool) -> None:
    """Open several, each after the other, as somebody does who looks through them; the first does not count."""
    scene = Scene(folder, watched=watched)
    screen = RecordScreen(scene.desk)
    scene.put(screen)
    first, whole, bare = [], [], []
    for record_id in _ids(scene, record_type):
        bare.append(scene.bare(_statements(record_type, record_id)))
        first.append(_open(scene, screen, record_type, record_id, lambda: _has_reading(screen)))
        # Another one between: the same page would only be shown again.
        screen.locked()
        scene.rest()
        whole.append(_open(scene, screen, record_type, record_id, lambda: _is_whole(scene, screen)))
    finish(first=summary(first[1:], bare), whole=summary(whole[1:], bare))


def _open(scene: Scene, screen: RecordScreen, record_type: str, record_id: str, seen: Callable[[], bool]) -> Spent:
    return scene.time(lambda: screen.shown(record_type=record_type, record_id=record_id), seen)


def _has_reading(screen: RecordScreen) -> bool:
    return getattr(screen.page, "reading", None) is not None


def _is_whole(scene: Scene, screen: RecordScreen) -> bool:
    return _has_reading(screen) and getattr(screen.page, "is_built", True) and scene.jobs.is_idle()


def _ids(scene: Scene, record_type: str) -> list[str]:
    if record_type == _FRESH:
        return [scene.ask(lambda: _fresh(scene)) for _ in range(_PAGES)]
    sql = f'SELECT id FROM "{record_type}" ORDER BY id DESC LIMIT {_PAGES * 97}'
    rows = scene.ask(lambda: scene.session.store.connection.exec_driver_sql(sql).fetchall())
    return [row[0] for row in rows][:: max(1, len(rows) // _PAGES)]


def _fresh(scene: Scene) -> str:
    values = {"name": "Blue Harvest", "kind": "street", "starts_at": to_wire(scene.desk.clock.now())}
    return save_record(scene.session, _FRESH, values)


def _statements(record_type: str, record_id: str) -> list[tuple[str, tuple[Any, ...]]]:
    """Return what a page shows of a record as bare SQL: its row, and its children's."""
    own = [(f'SELECT * FROM "{record_type}" WHERE id = ?', (record_id,))]
    return own + [
        (f'SELECT * FROM "{child.type_name}" WHERE "{child.parent}" = ? AND voided = 0', (record_id,))
        for child in children_of(record_type)
    ]


if __name__ == "__main__":
    show_pages(sys.argv[2], Path(sys.argv[3]), watched=sys.argv[1] == "watched")
