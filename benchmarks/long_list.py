"""Opening the list of all there is and scrolling to its end, beside a bare table view over the same query."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QApplication, QTableView

from benchmarks.measurement import Measurement, bound, in_turn, ratio
from benchmarks.program import finish, run_program
from benchmarks.stage import Stage, unlock
from fieldapp.domain.clock import SystemClock
from fieldapp.records import require_type
from ui.app import dress_application
from ui.desk import Desk
from ui.jobs import Jobs
from ui.models.list_model import PAGE
from ui.screens.list.list_pane import ListPane

_STEPS: Final = 100
_TYPE: Final = "recovery"
_SIZE: Final = (1200, 800)
_FETCHED: Final = 256


def measure(stage: Stage) -> Iterator[Measurement]:
    """Ours and the bare one in turn, each in a process of its own; then once more to see what each event costs."""
    folder = stage.full_laptop
    runs: dict[str, list[dict[str, Any]]] = {"ours": [], "bare": [], "watched": []}

    def run(kind: str) -> float:
        runs[kind].append(run_program("benchmarks.long_list", kind, str(folder)))
        return float(runs[kind][-1].get("seconds", 0))

    ours, bare, _ = in_turn(stage.rounds, lambda: run("ours"), lambda: run("bare"), lambda: run("watched"))
    yield ratio(f"open a list of {stage.large:,}, scroll to the end", ours, bare, 2)
    longest = min(each["longest_ms"] for each in runs["watched"])
    usual = min(each["p99_ms"] for each in runs["watched"])
    yield bound("  longest handler", longest, 16, "ms", f"p99 {usual:.1f} ms")
    yield bound("resident memory, list open", max(each["mib"] for each in runs["ours"]), 250, "MiB")


class WatchedApplication(QApplication):
    """Notes how long each event takes that comes out of the event loop, in seconds of its own thread's work."""

    def __init__(self) -> None:
        super().__init__([])
        self.spent: list[float] = []
        self._deep = False

    def notify(self, receiver: Any, event: Any) -> bool:
        if self._deep:
            return super().notify(receiver, event)
        self._deep = True
        started = time.thread_time()
        try:
            return super().notify(receiver, event)
        finally:
            self.spent.append(time.thread_time() - started)
            self._deep = False


class CursorModel(QAbstractTableModel):
    """What Qt's own query models do: rows are fetched from a cursor as they come into view, and kept."""

    def __init__(self, cursor: Any, columns: int) -> None:
        super().__init__()
        self._cursor = cursor
        self._columns = columns
        self._rows: list[tuple[Any, ...]] = []
        self._done = False

    def rowCount(self, _parent: QModelIndex | QPersistentModelIndex | None = None) -> int:  # noqa: N802
        return len(self._rows)

    def columnCount(self, _parent: QModelIndex | QPersistentModelIndex | None = None) -> int:  # noqa: N802
        return self._columns

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        return self._rows[index.row()][index.column()] if role == Qt.ItemDataRole.DisplayRole else None

    def canFetchMore(self, _parent: QModelIndex | QPersistentModelIndex) -> bool:  # noqa: N802
        return not self._done

    def fetchMore(self, _parent: QModelIndex | QPersistentModelIndex) -> None:  # noqa: N802
        rows = self._cursor.fetchmany(_FETCHED)
        self._done = len(rows) < _FETCHED
        if rows:
            self.beginInsertRows(QModelIndex(), len(self._rows), len(self._rows) + len(rows) - 1)
            self._rows += rows
            self.endInsertRows()


def scroll_ours(folder: Path, *, watched: bool) -> None:
    """Open the app's own list and scroll."""
    application = WatchedApplication() if watched else QApplication([])
    dress_application(application)
    jobs = Jobs(print)
    desk = Desk(jobs, SystemClock())
    jobs.store(lambda: unlock(folder), lambda session: setattr(desk, "session", session), print, desk)
    _wait(application, lambda: desk.session is not None and jobs.is_idle())
    pane = ListPane(desk, _TYPE)
    pane.resize(*_SIZE)
    pane.show()
    application.processEvents()
    if isinstance(application, WatchedApplication):
        application.spent.clear()
    started = time.perf_counter()
    pane.reload()
    _wait(application, lambda: pane.count() > 0 and pane.model.has_page(0))
    bar = pane.table.verticalScrollBar()
    for step in range(_STEPS + 1):
        bar.setValue(bar.maximum() * step // _STEPS)
        _wait(application, lambda: pane.model.has_page(max(0, pane.table.rowAt(1)) // PAGE))
        application.processEvents()
    spent = time.perf_counter() - started
    events = sorted(application.spent) if isinstance(application, WatchedApplication) else [0.0]
    finish(
        seconds=spent, mib=_resident_mib(), longest_ms=events[-1] * 1e3, p99_ms=events[len(events) * 99 // 100] * 1e3
    )


def scroll_bare(folder: Path) -> None:
    """Open a table view over the same columns in the same order, and scroll."""
    application = QApplication([])
    session = unlock(folder)
    driver: Any = session.store.connection.connection.dbapi_connection
    record = require_type(_TYPE)
    view = QTableView()
    view.resize(*_SIZE)
    view.show()
    application.processEvents()
    total = driver.execute(f"SELECT count(*) FROM {_TYPE}").fetchone()[0]
    started = time.perf_counter()
    order = f"{record.sort.removeprefix('-')} {'DESC' if record.sort.startswith('-') else ''}"
    cursor = driver.execute(f"SELECT {', '.join(record.columns)} FROM {_TYPE} WHERE voided = 0 ORDER BY {order}")
    model = CursorModel(cursor, len(record.columns))
    view.setModel(model)
    application.processEvents()
    for step in range(_STEPS + 1):
        wanted = (total - 1) * step // _STEPS
        while model.rowCount() <= wanted and model.canFetchMore(QModelIndex()):
            model.fetchMore(QModelIndex())
        view.scrollTo(model.index(wanted, 0))
        application.processEvents()
    finish(seconds=time.perf_counter() - started, mib=_resident_mib())


def _wait(application: QApplication, done: Callable[[], bool]) -> None:
    while not done():
        application.processEvents()
    application.processEvents()


def _resident_mib() -> float:
    for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    return 0.0


if __name__ == "__main__":
    if sys.argv[1] == "bare":
        scroll_bare(Path(sys.argv[2]))
    else:
        scroll_ours(Path(sys.argv[2]), watched=sys.argv[1] == "watched")
