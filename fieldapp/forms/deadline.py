"""A limit of time around work that strangers' forms provoke: what takes longer ends with an error in its own thread."""

from __future__ import annotations

import ctypes
import threading
from collections.abc import Iterator
from contextlib import contextmanager


class DeadlineError(BaseException):
    """The work took longer than it may. No ``except Exception`` within the work takes it for a fault of its own."""


class _Watch:
    """Ends one thread's work once. After ``stop`` it does nothing any more, and what it sent last is taken back."""

    def __init__(self, thread: int) -> None:
        self._thread = ctypes.c_ulong(thread)
        self._lock = threading.Lock()
        self._is_over = False

    def strike(self) -> None:
        with self._lock:
            if not self._is_over:
                ctypes.pythonapi.PyThreadState_SetAsyncExc(self._thread, ctypes.py_object(DeadlineError))

    def stop(self) -> None:
        with self._lock:
            self._is_over = True
            ctypes.pythonapi.PyThreadState_SetAsyncExc(self._thread, None)


@contextmanager
def bounded(seconds: float) -> Iterator[None]:
    """Let the body run for so long at most. Raises DeadlineError.

    The evaluator of forms is Python through and through, so that it can be ended between any two of its steps; what
    is one step of the interpreter (a regular expression) has limits of its own in ``fieldapp.forms.xpath``.
    """
    watch = _Watch(threading.get_ident())
    timer = threading.Timer(seconds, watch.strike)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        watch.stop()
