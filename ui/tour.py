"""Somebody who walks through the window by themselves: for pictures of it, and for proof that a build works."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final, TypeVar

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QAbstractButton, QDialog, QScrollArea, QTabWidget, QWidget

from ui.jobs import Jobs
from ui.main_window import MainWindow
from ui.screens.record.record_page import RecordPage
from ui.screens.unlock.unlock_screen import UnlockScreen
from ui.screenshot import grab
from ui.stop import STOPS, Stop
from ui.style.look import Look
from ui.style.token import THEMES
from ui.text import tr

T = TypeVar("T")
W = TypeVar("W", bound=QWidget)

_POLL_MS: Final = 30
_QUIET_POLLS: Final = 6


def settle(jobs: Jobs) -> None:
    """Let the window live until nothing has been under way for a moment."""
    loop = QEventLoop()
    quiet = [0]
    timer = QTimer()
    timer.setInterval(_POLL_MS)

    def look() -> None:
        quiet[0] = quiet[0] + 1 if jobs.is_idle() else 0
        if quiet[0] >= _QUIET_POLLS:
            loop.quit()

    timer.timeout.connect(look)
    timer.start()
    loop.exec()
    timer.stop()


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
    theme: str = "dark",
    size: tuple[int, int] = (1280, 800),
) -> list[Path]:
    """Walk past the stops in an unlocked window; return the pictures made.

    ``find`` gives the id that a query yields first (asked on the store's thread), None when there is none; what has no
    record to show is passed by.
    """
    made: list[Path] = []
    window.resize(*size)
    window.desk.change_look(Look(THEMES[theme]))
    ids = ask_store(window, lambda: {stop.sql: find(stop.sql) for stop in stops if stop.sql})
    for stop in stops:
        params = {**stop.given, **({"record_id": ids[stop.sql]} if stop.sql else {})}
        if None in params.values():
            continue
        window.desk.open(stop.place, **params)
        _settle_pages(window)
        _bring_forward(window, stop)
        made.append(grab(window, folder / f"{stop.name}-{theme}.png"))
        for question in window.findChildren(QDialog):
            question.reject()
    return made


def _settle_pages(window: MainWindow) -> None:
    """Wait until every page in sight is built to its end and nothing is under way."""
    settle(window.desk.jobs)
    while not all(page.is_built for page in _seen(window, RecordPage)):
        settle(window.desk.jobs)


def _bring_forward(window: MainWindow, stop: Stop) -> None:
    """Turn to the stop's tab, scroll down to its part, press its button; wait for what comes of it."""
    for tabs in _seen(window, QTabWidget) if stop.tab else ():
        words = [tabs.tabText(number) for number in range(tabs.count())]
        if tr(stop.tab) in words:
            tabs.setCurrentIndex(words.index(tr(stop.tab)))
    for part in _seen(window, QWidget, stop.down_to)[:1] if stop.down_to else ():
        _scroll_to(part)
    for pressed in _seen(window, QAbstractButton, stop.press)[:1] if stop.press else ():
        pressed.click()
    if stop.tab or stop.down_to or stop.press:
        _settle_pages(window)


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
