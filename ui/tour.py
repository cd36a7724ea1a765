"""Somebody who walks through the window by themselves: for pictures of it, and for proof that a build works."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final, TypeVar

from PySide6.QtCore import QDeadlineTimer, QEventLoop, QTimer
from PySide6.QtWidgets import QAbstractButton, QDialog, QScrollArea, QTabWidget, QWidget

from ui.jobs import Jobs
from ui.main_window import MainWindow
from ui.screens.record.record_page import RecordPage
from ui.screens.unlock.unlock_screen import UnlockScreen
from ui.screenshot import SIZES, grab
from ui.stop import STOPS, Stop
from ui.style.look import Look
from ui.text import tr
from ui.turn import Turns

T = TypeVar("T")
W = TypeVar("W", bound=QWidget)

_POLL_MS: Final = 30
_QUIET_POLLS: Final = 6
_PATIENCE_MS: Final = 60_000


def settle(jobs: Jobs) -> None:
    """Let the window live until nothing has been under way for a moment."""
    _live_until(jobs.is_idle, times=_QUIET_POLLS)


def _live_until(holds: Callable[[], bool], *, times: int = 1, patience_ms: int | None = None) -> bool:
    """Let the window live until something holds that many looks on end; say whether it came to that in time."""
    loop, timer, held = QEventLoop(), QTimer(), [0]
    deadline = QDeadlineTimer(QDeadlineTimer.ForeverConstant.Forever if patience_ms is None else patience_ms)

    def look() -> None:
        held[0] = held[0] + 1 if holds() else 0
        if held[0] >= times or deadline.hasExpired():
            loop.quit()

    timer.setInterval(_POLL_MS)
    timer.timeout.connect(look)
    timer.start()
    loop.exec()
    timer.stop()
    return held[0] >= times


def let_in(window: MainWindow, unlock: Callable[[], object]) -> None:
    """Unlock as the unlock screen does, on the store's thread. Raises what ``unlock`` raised."""
    screen = window.findChild(UnlockScreen)
    if screen is None:
        msg = "the window has no way in"
        raise RuntimeError(msg)
    errors: list[BaseException] = []
    window.desk.jobs.store(unlock, screen.unlocked.emit, errors.append, screen)
    settle(window.desk.jobs)
    if errors:
        raise errors[0]


def ask_store(window: MainWindow, question: Callable[[], T]) -> T:
    """Run a function on the store's thread and wait for its answer. Raises what it raised."""
    answers: list[T] = []
    errors: list[BaseException] = []
    window.desk.jobs.store(question, answers.append, errors.append, window)
    settle(window.desk.jobs)
    if errors:
        raise errors[0]
    return answers[0]


def take_pictures(
    window: MainWindow,
    folder: Path,
    find: Callable[[str], str | None],
    *,
    stops: Sequence[Stop] = STOPS,
    look: Look | None = None,
    size: tuple[int, int] = SIZES[0],
) -> list[Path]:
    """Walk past the stops in an unlocked window; return the pictures made.

    ``find`` gives the id that a query yields first (asked on the store's thread), None when there is none; what has no
    record to show, or does not ask what it should, is passed by. ``size`` is the window's, in pixels.
    """
    made: list[Path] = []
    look = look or Look()
    window.desk.change_look(look)
    window.resize(*size)
    ids = ask_store(window, lambda: {stop.sql: find(stop.sql) for stop in stops if stop.sql})
    for stop in stops:
        params = {**stop.given, **({"record_id": ids[stop.sql]} if stop.sql else {})}
        if None in params.values():
            continue
        window.desk.open(stop.place, **params)
        settle_pages(window)
        if _bring_forward(window, stop):
            made.append(grab(window, folder / f"{stop.name}-{look.theme.name}.png"))
        for question in window.findChildren(QDialog):
            question.reject()
    return made


def settle_pages(window: MainWindow) -> None:
    """Wait until every page in sight is built to its end and nothing is under way."""

    def is_quiet() -> bool:
        # What a page makes in turns, and what it asks when they are done, is under way too.
        turning = any(turns.is_under_way for turns in window.findChildren(Turns))
        return window.desk.jobs.is_idle() and not turning and all(page.is_built for page in _seen(window, RecordPage))

    _live_until(is_quiet, times=_QUIET_POLLS)


def _bring_forward(window: MainWindow, stop: Stop) -> bool:
    """Turn to the stop's tab, scroll down to its part, press its button; say whether what it asks is asked."""
    for tabs in _seen(window, QTabWidget) if stop.tab else ():
        words = [tabs.tabText(number) for number in range(tabs.count())]
        if tr(stop.tab) in words:
            tabs.setCurrentIndex(words.index(tr(stop.tab)))
    for part in _seen(window, QWidget, stop.down_to)[:1] if stop.down_to else ():
        _scroll_to(part)
    if stop.tab or stop.down_to:
        settle_pages(window)
    return not stop.press or _press(window, stop.press)


def _press(window: MainWindow, name: str) -> bool:
    """Press a button when it can be pressed, and wait for its question: a picture without it shows something else."""

    def ready() -> list[QAbstractButton]:
        return [each for each in _seen(window, QAbstractButton, name) if each.isEnabled()]

    if not _live_until(lambda: bool(ready()), patience_ms=_PATIENCE_MS):
        return False
    ready()[0].click()
    if not _live_until(lambda: bool(_seen(window, QDialog)), patience_ms=_PATIENCE_MS):
        return False
    settle_pages(window)
    return bool(_seen(window, QDialog))


def _seen(window: MainWindow, kind: type[W], name: str | None = None) -> list[W]:
    found = window.findChildren(kind) if name is None else window.findChildren(kind, name)
    return [each for each in found if each.isVisible()]


def _scroll_to(part: QWidget) -> None:
    above = part.parentWidget()
    while above is not None and not isinstance(above, QScrollArea):
        above = above.parentWidget()
    if isinstance(above, QScrollArea):
        # From the bottom up, so that the part stands at the top where there is room below it.
        above.verticalScrollBar().setValue(above.verticalScrollBar().maximum())
        above.ensureWidgetVisible(part)
