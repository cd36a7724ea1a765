"""Somebody who walks through the window by themselves: for pictures of it, and for proof that a build works."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Final, TypeVar

from PySide6.QtCore import QEventLoop, QTimer

from ui.jobs import Jobs
from ui.main_window import MainWindow
from ui.screens.unlock.unlock_screen import UnlockScreen
from ui.screenshot import grab
from ui.style.look import Look
from ui.style.token import THEMES

T = TypeVar("T")

_POLL_MS: Final = 40
_QUIET_POLLS: Final = 6
# (picture, place, parameters); a record type without an id stands for the newest record of that type.
STOPS: Final[tuple[tuple[str, str, dict[str, str | int]], ...]] = (
    ("board", "board", {}),
    ("operation", "record", {"record_type": "operation"}),
    ("recovery", "record", {"record_type": "recovery"}),
    ("recovery-responders", "record", {"record_type": "responder"}),
    ("interview", "record", {"record_type": "interview"}),
    ("person", "record", {"record_type": "person"}),
    ("recoveries", "people", {}),
    ("arrest", "record", {"record_type": "arrest"}),
    ("warrant", "record", {"record_type": "search_warrant"}),
    ("evidence", "record", {"record_type": "evidence_item"}),
    ("screening-start", "screening", {}),
    ("screening", "record", {"record_type": "screening", "focus": "/data/freedom/no_freedom_of_movement"}),
    ("screening-result", "record", {"record_type": "screening", "focus": "result"}),
    ("capture", "capture", {"record_type": "recovery"}),
    ("conflicts", "conflicts", {}),
    ("figures", "figures", {"year": 2015}),
    ("sync", "sync", {}),
    ("find", "find", {"query": "doe"}),
    ("checklists", "checklists", {}),
    ("settings", "settings", {}),
)


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
    newest: Callable[[str], str | None],
    *,
    themes: Iterable[str] = ("dark",),
    size: tuple[int, int] = (1280, 800),
) -> list[Path]:
    """Walk past the main screens of an unlocked window; return the pictures made.

    ``newest`` gives the id of the newest record of a type (asked on the store's thread), None when there is none.
    """
    made: list[Path] = []
    window.resize(*size)
    for theme in themes:
        window.desk.change_look(Look(THEMES[theme]))
        settle(window.desk.jobs)
        for name, place, given in STOPS:
            params: dict[str, object] = {**given}
            if place == "record":
                record_type = str(given["record_type"])
                record_id = ask_store(window, lambda record_type=record_type: newest(record_type))  # type: ignore[misc]
                if record_id is None:
                    continue
                params["record_id"] = record_id
            window.desk.open(place, **params)
            settle(window.desk.jobs)
            made.append(grab(window, folder / f"{name}-{theme}.png"))
    return made
