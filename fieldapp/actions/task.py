"""Tasks in one go: done, and open again."""

from __future__ import annotations

from collections.abc import Sequence

from fieldapp.actions.session import Session, Undo
from fieldapp.actions.stamp import stamp_record, take_stamp_back

_DONE = "done"


def close_tasks(session: Session, ids: Sequence[str]) -> list[Undo]:
    """Mark tasks as done now, by this person; those that are done stay as they are. One transaction.

    Return how to take each back. Raises Refused, and then none of them was changed.
    """
    with session.store.transaction():
        return [
            stamp_record(session, "task", "task", task)
            for task in ids
            if (values := session.store.record("task", task)) is not None and values.get("status") != _DONE
        ]


def reopen_tasks(session: Session, undone: Sequence[Undo]) -> None:
    """Put them back as they were before; one transaction."""
    with session.store.transaction():
        for stamp in undone:
            take_stamp_back(session, stamp)
