"""A line of the register whose file could not be written is struck out; the person hears of the failure in any case."""

from __future__ import annotations

from collections.abc import Callable

from fieldapp.actions.disclosure import note_not_written
from ui.desk import Desk


def strike_line(desk: Desk, line_id: str, said: Callable[[], object]) -> None:
    """Strike the line out, then call ``said``."""
    session = desk.session
    if session is None:
        said()
        return
    # The desk owns it: the page may be gone by then.
    desk.jobs.store(lambda: note_not_written(session, line_id), lambda _: said(), lambda _: said(), desk)
