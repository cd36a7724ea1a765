"""One press for what just happened: the responder arrived, the report was sent, the task is done."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from fieldapp.actions.capture import save_record
from fieldapp.actions.session import Session, Undo
from fieldapp.domain.clock import to_wire
from fieldapp.domain.fields import Kind
from fieldapp.domain.wire import Json
from fieldapp.records import require_type
from fieldapp.rules.law import load_law

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
    "tracking_use": lambda _, now: {"status": "returned", "returned_at": now},
    "service": lambda s, _: {"status": "delivered", "delivered_on": _today(s)},
    "accept": lambda s, now: {"status": "accepted", "answered_at": now, "answered_by": _who(s)},
    "arrive": lambda _, now: {"status": "arrived", "arrived_at": now},
}


def can_stamp(code: str) -> bool:
    """Say whether one press writes down that what ``code`` names has happened: so it is where a time stops a clock."""
    return code in _STAMPS or _stopped_by(code) is not None


def stamp_record(session: Session, code: str, record_type: str, record_id: str) -> Undo:
    """Write down that what ``code`` names (see ``can_stamp``) has just happened; return how to take it back."""
    now, field = to_wire(session.clock.now()), _stopped_by(code)
    values: Values = _STAMPS[code](session, now) if code in _STAMPS or field is None else {field: now}
    record = session.store.record(record_type, record_id) or {}
    before = {name: record.get(name) for name in values}
    _save(session, record_type, record_id, values, _REASON)
    return Undo(record_type, record_id, before, created=False)


def take_stamp_back(session: Session, stamp: Undo) -> None:
    """Write again what the stamp replaced."""
    _save(session, stamp.record_type, stamp.record_id, stamp.values, "Undone")


def _stopped_by(code: str) -> str | None:
    """The first field that stops a clock, where that is a time."""
    rule = load_law().clocks.newest(code)
    if rule is None:
        return None
    return rule.done[0] if require_type(rule.record).fields[rule.done[0]].kind is Kind.INSTANT else None


def _save(session: Session, record_type: str, record_id: str, values: Values, reason: str) -> None:
    # Whoever stamps holds the way back; the session's own list stays as it was, for what was typed in forms.
    undone = tuple(session.undone)
    save_record(session, record_type, values, record_id=record_id, reason=reason)
    session.undone.clear()
    session.undone.extend(undone)
