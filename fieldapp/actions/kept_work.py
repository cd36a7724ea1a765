"""What a crash or a power cut left behind: the drafts of a time at work that no locking ended."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from fieldapp.actions.history import load_history
from fieldapp.actions.lookup import title_of
from fieldapp.actions.query import query_rows
from fieldapp.actions.session import Session
from fieldapp.domain.clock import to_wire
from fieldapp.records import require_type
from fieldapp.store.tables import draft_rows

_AT_WORK: Final = "at work since"
_MOST: Final = 50


@dataclass(frozen=True, repr=False)
class KeptWork:
    """``count`` drafts were kept, at most 50; the rest is the one written last, with the field written last in it.

    ``title`` is never a true name; ``field`` is "" where that was more than one, or none of the record's own.
    """

    count: int
    record_type: str
    record_id: str
    title: str
    field: str


def begin_work(session: Session) -> KeptWork | None:
    """Note that this person is at work from now on; return what the time before kept, if nothing ended that.

    Nothing is noted in a store that lacks saves, which is read and not written.
    """
    if session.missing:
        return None
    since = session.store.meta(_AT_WORK)
    session.store.set_meta(_AT_WORK, to_wire(session.clock.now()))
    return _kept_since(session, since) if since else None


def end_work(session: Session) -> None:
    """Note that it ended as it should: by locking."""
    if not session.missing:
        session.store.set_meta(_AT_WORK, "")


def _kept_since(session: Session, since: str) -> KeptWork | None:
    types = [record for record in session.store.types.values() if record.keeps_drafts]
    union = " UNION ALL ".join(
        f"SELECT '{record.type_name}' AS type, id, updated_at FROM {draft_rows(record)} "
        "AND updated_by = ? AND updated_at >= ?"
        for record in types
    )
    mine = [session.profile.handle, since] * len(types)
    rows = query_rows(session, f"{union} ORDER BY updated_at DESC LIMIT {_MOST}", *mine)
    if not rows:
        return None
    record_type, record_id = str(rows[0]["type"]), str(rows[0]["id"])
    title = title_of(session, record_type, session.store.record(record_type, record_id) or {})
    return KeptWork(len(rows), record_type, record_id, title, _written_last(session, record_type, record_id))


def _written_last(session: Session, record_type: str, record_id: str) -> str:
    fields = require_type(record_type).fields
    acts = load_history(session, record_type, record_id)
    names = [edit.name for act in acts[:1] for edit in act.edits if edit.name in fields]
    # Whoever began a record wrote several at once, most of them by themselves.
    return names[0] if len(names) == 1 else ""
