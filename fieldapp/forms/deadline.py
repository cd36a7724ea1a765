"""A limit of time around work that strangers' forms provoke: what takes longer ends with an error in its own thread."""

from __future__ import annotations

import ctypes
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

_AGAIN_S: Final = 0.25


class DeadlineError(BaseException):
    """The work took longer than it may. No ``except Exception`` within the work takes it for a fault of its own."""


class _Watch:
    """Ends one thread's work, again and again until it has ended.

    The interpreter drops an error that meets a callback of its own (a finaliser, a weak reference): one stroke may be
    lost. After ``stop`` nothing is sent any more, and what was sent last is taken back.
    """

    def __init__(self, thread: int, seconds: float) -> None:
        self.has_struck = False
        self._thread = ctypes.c_ulong(thread)
        self._seconds = seconds
        self._lock = threading.Lock()
        self._is_over = False
        self._woken = threading.Event()

    def run(self) -> None:
        wait = self._seconds
        while not self._woken.wait(wait):
            wait = _AGAIN_S
            with self._lock:
                if self._is_over:
                    return
                self.has_struck = True
                ctypes.pythonapi.PyThreadState_SetAsyncExc(self._thread, ctypes.py_object(DeadlineError))

    def stop(self) -> None:
        with self._lock:
            self._is_over = True
            ctypes.pythonapi.PyThreadState_SetAsyncExc(self._thread, None)
        self._woken.set()


@contextmanager
def bounded(seconds: float) -> Iterator[None]:
    """Let the body run for so long at most. Raises DeadlineError.

    The evaluator of forms is Python through and through, so that it can be ended between any two of its steps; what
    is one step of the interpreter (a regular expression) has limits of its own in ``fieldapp.forms.xpath``.
    """
    watch = _Watch(threading.get_ident(), seconds)
    threading.Thread(target=watch.run, name="deadline", daemon=True).start()
    try:
        yield
    finally:
        try:
            watch.stop()
        finally:  # a stroke may meet the stopping itself
            watch.stop()
    if watch.has_struck:  # and the stroke was lost: the work came to an end, but not in time
        raise DeadlineError
