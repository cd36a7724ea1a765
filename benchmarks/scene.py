"""A desk over a full store, in a process of its own: how long an act takes to be seen, and the window stands still.

What is held against a goal is the processor's time, of both threads for an act and of the window's own for a handler:
a machine that does other things besides makes a lie of the clock on the wall, which stands beside it.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, TypeVar

from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLayout, QWidget

from benchmarks.long_list import WatchedApplication
from benchmarks.measurement import spell_time
from benchmarks.program import run_program
from benchmarks.stage import unlock
from fieldapp.actions.session import Session
from fieldapp.domain.clock import SystemClock
from ui.app import dress_application
from ui.collector import keep_for_good
from ui.desk import Desk
from ui.jobs import Jobs
from ui.style.look import px
from ui.style.token import Size

_SIZE: Final = (1280, 800)

T = TypeVar("T")


@dataclass(frozen=True)
class Spent:
    """Seconds until what was asked for was painted, of the processor and on the wall; of these the act's own handler,
    and the longest event after it (0 unless watched).
    """

    seen: float
    wall: float
    act: float
    event: float


class Scene:
    """An application with a window for one screen, and a pane beside it.

    Watching every event costs a third of the time; so that is done in a process of its own (``watched``).
    """

    def __init__(self, folder: Path, *, watched: bool) -> None:
        self.application = WatchedApplication() if watched else QApplication([])
        dress_application(self.application)
        self.jobs = Jobs(print)
        self.desk = Desk(self.jobs, SystemClock())
        self.window = QWidget()
        self._inside = QHBoxLayout(self.window)
        self._inside.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        self._pane: QWidget | None = None
        self.desk.pane_changed.connect(self._put_pane)
        self.window.resize(*_SIZE)
        self.window.show()
        self.desk.session = self.ask(lambda: unlock(folder))
        keep_for_good()

    @property
    def session(self) -> Session:
        """Whoever is in; to be used on the store's thread."""
        found: Session = self.desk.session
        return found

    def put(self, widget: QWidget) -> None:
        """Show a screen."""
        self._inside.insertWidget(0, widget, 1)

    def ask(self, function: Callable[[], T]) -> T:
        """Run something on the store's thread and return what it gave."""
        found: list[T] = []
        self.jobs.store(function, found.append, print, self.window)
        while not found:
            self.wait()
        return found[0]

    def bare(self, statements: Sequence[tuple[str, tuple[Any, ...]]]) -> float:
        """Return the seconds that bare SQL takes for the same rows."""
        return self.ask(lambda: _time_bare(self.session, statements))

    def time(self, act: Callable[[], object], seen: Callable[[], bool]) -> Spent:
        """Do something, and wait until it is to be seen."""
        self.rest()
        events = self.application.spent if isinstance(self.application, WatchedApplication) else []
        events.clear()
        started, worked, own = time.perf_counter(), time.process_time(), time.thread_time()
        act()
        handler = time.thread_time() - own
        while not seen():
            self.wait()
        # What has changed is painted with the events that it brought.
        self.application.processEvents()
        took, wall = time.process_time() - worked, time.perf_counter() - started
        self.rest()
        return Spent(took, wall, handler, max(events, default=0.0))

    def wait(self) -> None:
        """Sleep until something happens, as the program does: a busy loop would take time from the store's thread."""
        self.application.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)

    def rest(self) -> None:
        """Let everything come to its end: work under way, and widgets that are to go."""
        for _ in range(3):
            while not self.jobs.is_idle():
                self.wait()
            self.application.processEvents()
            QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)

    def _put_pane(self, pane: QWidget | None) -> None:
        old, self._pane = self._pane, pane
        if old is not None:
            old.hide()
            old.deleteLater()
        if pane is not None:
            pane.setFixedWidth(px(Size.PANE))
            self._inside.addWidget(pane)


def run_both(module: str, *arguments: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """Run a module of ours twice and return what it printed: once for the time, once with every event watched.

    The longest that the window stands still is the longer of an act of the first and an event of the second, in which
    an act brings a thousand events that each cost more to be watched than to be.
    """
    return run_program(module, "timed", *arguments), run_program(module, "watched", *arguments)


def longest_ms(timed: dict[str, Any], watched: dict[str, Any]) -> float:
    """Return how long the window stood still, of the two summaries of one act."""
    return max(float(timed["act_ms"]), float(watched["event_ms"]))


def summary(spent: Sequence[Spent], bare: Sequence[float]) -> dict[str, Any]:
    """Return what a process prints of several tries: medians in milliseconds."""
    return {
        "ms": statistics.median(each.seen for each in spent) * 1e3,
        "wall": spell_time(statistics.median(each.wall for each in spent)),
        "act_ms": statistics.median(each.act for each in spent) * 1e3,
        "event_ms": statistics.median(each.event for each in spent) * 1e3,
        "bare": spell_time(statistics.median(bare)),
    }


def _time_bare(session: Session, statements: Sequence[tuple[str, tuple[Any, ...]]]) -> float:
    driver: Any = session.store.connection.connection.dbapi_connection
    started = time.thread_time()
    for sql, values in statements:
        driver.execute(sql, values).fetchall()
    return time.thread_time() - started
