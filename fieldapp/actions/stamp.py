"""One press for what just happened: the responder arrived, the report was sent, the task is done."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from fieldapp.actions.capture import save_record
from fieldapp.actions.session import Session, Undo
from fieldapp.domain.clock import to_wire
from fieldapp.domain.wire import Json

_REASON: Final = "Stamped on the board"

Values = dict[str, Json]


def _today(session: Session) -> str:
    return session.clock.now().astimezone().date().isoformat()


def _who(session: Session) -> str:
    return session.profile.name or session.profile.handle


_STAMPS: Final[dict[str, Callable[[Session, str], Values]]] = {
    "task": lambda s, now: {"status": "done", "done_at": now, "done_by": _who(s)},
    "responders": lambda _, now: {"advocate_arrived_at": now},
    "written_report": lambda _, now: {"written_report_at": now},
    "warrant_return": lambda _, now: {"status": "returned", "returned_at": now},
    "service": lambda s, _: {"status": "delivered", "delivered_on": _today(s)},
    "accept": lambda s, now: {"status": "accepted", "answered_at": now, "answered_by": _who(s)},
    "arrive": lambda _, now: {"status": "arrived", "arrived_at": now},
}

STAMPED: Final = frozenset(_STAMPS)


def stamp_record(session: Session, code: str, record_type: str, record_id: str) -> Undo:
    """Write down that what ``code`` names (one of ``STAMPED``) has just happened; return how to take it back."""
    values = _STAMPS[code](session, to_wire(session.clock.now()))
    record = session.store.record(record_type, record_id) or {}
    before = {name: record.get(name) for name in values}
    _save(session, record_type, record_id, values, _REASON)
    return Undo(record_type, record_id, before, created=False)


def take_stamp_back(session: Session, stamp: Undo) -> None:
    """Write again what the stamp replaced."""
    _save(session, stamp.record_type, stamp.record_id, stamp.values, "Undone")


def _save(session: Session, record_type: str, record_id: str, values: Values, reason: str) -> None:
    # Whoever stamps holds the way back; the session's own list stays as it was, for what was typed in forms.
    undone = tuple(session.undone)
    save_record(session, record_type, values, record_id=record_id, reason=reason)
    session.undone.clear()
    session.undone.extend(undone)
