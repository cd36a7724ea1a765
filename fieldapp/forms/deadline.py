"""A limit of time around work that strangers' forms provoke: it runs on a thread of its own and is ended there."""

from __future__ import annotations

import ctypes
import threading
from collections.abc import Callable
from typing import Final, Generic, TypeVar

T = TypeVar("T")

_AGAIN_S: Final = 0.25


class DeadlineError(BaseException):
    """The work took longer than it may. No ``except Exception`` within the work takes it for a fault of its own."""


def run_within(seconds: float, work: Callable[[], T]) -> T:
    """Return what ``work`` returns, or raise what it raises. Raises DeadlineError when it takes longer.

    The evaluator of forms is Python through and through, so that it can be ended between any two of its steps; what
    is one step of the interpreter (a regular expression) has limits of its own in ``fieldapp.forms.xpath``.
    """
    running = _Running(work)
    running.thread.start()
    running.thread.join(seconds)
    is_late = running.thread.is_alive()
    while running.thread.is_alive():
        # Again and again: the interpreter drops an error that meets a finaliser or a callback of its own. The thread
        # is nobody else's, so that a stroke that comes late meets nothing but its end.
        running.strike()
        running.thread.join(_AGAIN_S)
    if is_late:
        raise DeadlineError
    return running.outcome()


class _Running(Generic[T]):
    def __init__(self, work: Callable[[], T]) -> None:
        self.thread = threading.Thread(target=self._run, name="bounded work", daemon=True)
        self._work = work
        self._found: list[T] = []
        self._error: BaseException = DeadlineError()

    def _run(self) -> None:
        try:
            self._found.append(self._work())
        except BaseException as error:  # noqa: BLE001 - the edge of a thread: it is raised again where it is waited for
            self._error = error

    def strike(self) -> None:
        thread = ctypes.c_ulong(self.thread.ident or 0)
        ctypes.pythonapi.PyThreadState_SetAsyncExc(thread, ctypes.py_object(DeadlineError))

    def outcome(self) -> T:
        """Return what was found, or raise what went wrong."""
        if self._found:
            return self._found[0]
        raise self._error
