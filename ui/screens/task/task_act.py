"""What a toast takes back when the list it came from may be gone."""

from __future__ import annotations

from collections.abc import Sequence

from fieldapp.actions.session import Undo
from fieldapp.actions.task import reopen_tasks
from ui.desk import Desk
from ui.text import error_text


def reopen_later(desk: Desk, undone: Sequence[Undo]) -> None:
    """Open tasks again as they were, and show them."""
    session = desk.session
    if session is not None:
        desk.jobs.store(
            lambda: reopen_tasks(session, undone),
            lambda _nothing: desk.open("operations", record_type="task"),
            lambda fault: desk.warn(error_text(fault)),
            desk,
        )
