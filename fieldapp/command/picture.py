"""Pictures of the demonstration's screens, each theme in a process of its own.

They are taken at copies of the laptops: a window that somebody walks through writes things down, and nothing of that is
left for whoever sits down afterwards.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING

from fieldapp.command.window import build_window, has_display, laptop_at

if TYPE_CHECKING:
    from fieldapp.actions.session import Session
    from fieldapp.demo.run import Desk


def take_pictures(
    desks: Sequence[Desk], out: Path, *, size: tuple[int, int] = (1280, 800), scale: int = 100
) -> list[Path]:
    """Make pictures of the main screens at each desk, in all themes; return their paths, a theme after the other.

    ``size`` is the window's in pixels, ``scale`` that of its text in per cent.
    """
    from ui.style.token import THEMES

    with ProcessPoolExecutor(len(THEMES), mp_context=get_context("spawn")) as pool:
        made = pool.map(partial(_take_theme, tuple(desks), out, size, scale), THEMES)
        return [picture for pictures in made for picture in pictures]


def _take_theme(desks: Sequence[Desk], out: Path, size: tuple[int, int], scale: int, theme: str) -> list[Path]:
    if not has_display():
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
        # It warns that it knows no hints of a dialog's size.
        os.environ.setdefault("QT_LOGGING_RULES", "default.warning=false")
    made = []
    for desk in desks:
        with tempfile.TemporaryDirectory(prefix="fieldbook-pictures-") as folder:
            copy = Path(shutil.copytree(desk.folder, Path(folder) / desk.folder.name))
            made += _walk(replace(desk, folder=copy), out, size, scale, theme)
    return made


def _walk(desk: Desk, out: Path, size: tuple[int, int], scale: int, theme: str) -> list[Path]:
    """Unlock, walk past the stops of whoever works at this desk, lock."""
    from fieldapp.domain.access import Role
    from ui import tour
    from ui.stop import STOPS, SUPERVISOR_STOPS
    from ui.style.look import Look
    from ui.style.token import THEMES

    window, jobs = build_window(desk.clock, desk.folder)
    try:
        window.show()
        sessions: list[Session] = []

        def unlock() -> Session:
            sessions.append(laptop_at(desk.folder, desk.clock).unlock(desk.passphrase))
            return sessions[0]

        tour.let_in(window, unlock)

        def find(sql: str) -> str | None:
            row = sessions[0].store.connection.exec_driver_sql(sql).fetchone()
            return str(row[0]) if row else None

        stops = SUPERVISOR_STOPS if sessions[0].role is Role.SUPERVISOR else STOPS
        return tour.take_pictures(window, out, find, stops=stops, look=Look(THEMES[theme], scale), size=size)
    finally:
        window.lock()
        tour.settle(jobs)
        window.close()
        jobs.close()
