"""Work off the GUI thread: one thread that owns the store's connection, a small pool for the network.

A screen names a function and what follows; what follows runs on the GUI thread, and does not run when the
screen that asked is gone or the app was locked meanwhile. The work itself always runs: a save is never
dropped. A save that fails when nobody is left to be told comes out of ``orphan_failed`` instead.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from threading import Event
from typing import Any, Final, TypeVar

import shiboken6
from PySide6.QtCore import QObject, Qt, Signal, Slot

from fieldapp.domain.faults import WorldError
from fieldapp.domain.problems import Refused

T = TypeVar("T")

Fault = WorldError | Refused
OnError = Callable[[Fault], object]
CrashSink = Callable[[BaseException], object]

_NETWORK_THREADS: Final = 3


class Cancelled(Exception):  # noqa: N818 - raised out of the work when the person asked to stop; nothing is broken
    """The person cancelled. Ends the job quietly: neither continuation runs."""


class Progress(QObject):
    """Handed to long work: ``progress(done, total)`` reports from any thread, and stops cancelled work.

    Calling it raises ``Cancelled`` once ``cancel`` was called.
    """

    reported = Signal(int, int)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._stop = Event()

    def __call__(self, done: int, total: int) -> None:
        if self._stop.is_set():
            raise Cancelled
        self.reported.emit(done, total)

    def cancel(self) -> None:
        """Stop the work at its next report."""
        self._stop.set()


@dataclass
class Job:
    """One piece of work under way. ``cancel`` is for reading: it never takes back what was begun."""

    owner: QObject
    epoch: int
    on_done: Callable[[Any], object] | None
    on_error: OnError | None
    on_end: Callable[[], object] | None
    future: Future[object] | None = field(default=None, repr=False)
    wanted: bool = True

    def cancel(self) -> None:
        """Drop the result, and the work too if it has not begun."""
        self.wanted = False
        if self.future is not None:
            self.future.cancel()


class Jobs(QObject):
    """The two executors. ``crash`` is told, on the GUI thread, of every exception that is our bug."""

    orphan_failed = Signal(object)
    _finished = Signal(object)

    def __init__(self, crash: CrashSink, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._crash = crash
        self._epoch = 0
        self._pending: set[int] = set()
        self._store = ThreadPoolExecutor(max_workers=1, thread_name_prefix="store")
        self._network = ThreadPoolExecutor(max_workers=_NETWORK_THREADS, thread_name_prefix="network")
        self._finished.connect(self._on_finished, Qt.ConnectionType.QueuedConnection)

    def store(
        self,
        function: Callable[[], T],
        on_done: Callable[[T], object] | None,
        on_error: OnError | None,
        owner: QObject,
        *,
        on_end: Callable[[], object] | None = None,
    ) -> Job:
        """Run ``function`` on the thread that owns the store, after all that was asked of it before.

        ``on_end`` runs before the other two however it ended, also when cancelled or by a bug of ours.
        """
        return self._submit(self._store, function, Job(owner, self._epoch, on_done, on_error, on_end))

    def network(
        self,
        function: Callable[[], T],
        on_done: Callable[[T], object] | None,
        on_error: OnError | None,
        owner: QObject,
        *,
        on_end: Callable[[], object] | None = None,
    ) -> Job:
        """Run ``function`` on the small pool, where waiting harms nobody. It must not touch the store."""
        return self._submit(self._network, function, Job(owner, self._epoch, on_done, on_error, on_end))

    def wait_for_store(self, function: Callable[[], T]) -> T:
        """From work on the network pool: run ``function`` on the store's thread and wait for what it returns."""
        return self._store.submit(function).result()

    def is_idle(self) -> bool:
        """Whether nothing is under way and every result was handed over."""
        return not self._pending

    def forget(self) -> None:
        """Drop the results of everything asked so far, as locking does; the work itself still runs."""
        self._epoch += 1

    def close(self) -> None:
        """Finish what was asked, network first (it may hand work to the store), and stop both executors."""
        self._network.shutdown(wait=True)
        self._store.shutdown(wait=True)

    def _submit(self, executor: Executor, function: Callable[[], object], job: Job) -> Job:
        self._pending.add(id(job))
        job.future = executor.submit(function)
        job.future.add_done_callback(lambda _future: self._report(job))
        return job

    def _report(self, job: Job) -> None:
        # Runs on the worker (or on the canceller): only the queued signal may cross to the GUI thread.
        if shiboken6.isValid(self):
            self._finished.emit(job)

    @Slot(object)
    def _on_finished(self, job: Job) -> None:
        self._pending.discard(id(job))
        listening = job.wanted and job.epoch == self._epoch and shiboken6.isValid(job.owner)
        if listening and job.on_end is not None:
            job.on_end()
        future = job.future
        if future is None or future.cancelled():
            return
        error = future.exception()
        if error is None:
            if listening and job.on_done is not None:
                job.on_done(future.result())
        elif isinstance(error, WorldError | Refused):
            if listening and job.on_error is not None:
                job.on_error(error)
            else:
                self.orphan_failed.emit(error)
        elif not isinstance(error, Cancelled):
            self._crash(error)
