"""What waits for a supervisor, what they said of it, and what came back to whoever wrote it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final

from fieldapp.actions.capture import void_record
from fieldapp.actions.laptop import require_writable
from fieldapp.actions.lookup import title_of
from fieldapp.actions.query import RECENT, query_rows
from fieldapp.actions.session import Session
from fieldapp.domain.access import REVIEWERS
from fieldapp.domain.clock import to_wire
from fieldapp.domain.problems import Problem, Refused
from fieldapp.domain.record import DRAFT, FINAL
from fieldapp.domain.wire import Json
from fieldapp.records import require_type
from fieldapp.records.clock_change import SUBJECTS
from fieldapp.rules.review_guard import APPROVED, RETURNED, REVIEWED
from fieldapp.rules.screening_guard import is_locked
from fieldapp.store.tables import draft_rows

INBOX_ROWS: Final = 200
RETURNED_ROWS: Final = 12
FIRST, AGAIN, CHANGED, CLOCK = "first", "again", "changed", "clock"
_LONGEST_REASON: Final = 200

# What of the touched records of a type is final, with the newest review of each (SQLite takes the columns beside
# max() from that row); of screenings only those on which a duty was closed without being done.
_LATEST: Final = (
    "SELECT r.*, v.decision AS decision, max(v.reviewed_at) AS reviewed_at FROM (SELECT id, updated_at, created_by, "
    'state FROM "{0}" WHERE voided = 0 ORDER BY updated_at DESC LIMIT ?) AS r '
    "LEFT JOIN review AS v ON v.record_id = r.id AND v.voided = 0 "
    "WHERE r.state = 'final' AND r.created_by <> ? {1} GROUP BY r.id"
)
_UNDONE: Final = (
    "AND EXISTS (SELECT 1 FROM task AS t WHERE t.screening = r.id AND t.voided = 0 AND t.duty IS NOT NULL "
    "AND t.status = 'not_needed')"
)
# The records that came back lately and did not go through since, then of each kind those of one author. What came back
# is a draft again, and those stand in an index with who began them; a screening may stay locked, and is read itself.
_RETURNED: Final = (
    "latest AS MATERIALIZED (SELECT record_type, record_id, decision, max(reviewed_at) AS reviewed_at FROM (SELECT * "
    "FROM review WHERE voided = 0 ORDER BY updated_at DESC LIMIT ?) GROUP BY record_id HAVING decision = 'returned')"
)
_RETURNED_DRAFTS: Final = (
    "SELECT '{0}' AS record_type, r.id AS record_id, v.reviewed_at FROM (SELECT id FROM {1} AND created_by = ?) AS r "
    "CROSS JOIN latest AS v ON v.record_id = r.id WHERE v.record_type = '{0}'"
)
_RETURNED_SCREENINGS: Final = (
    "SELECT 'screening' AS record_type, r.id AS record_id, v.reviewed_at FROM latest AS v CROSS JOIN screening AS r "
    "ON r.id = v.record_id WHERE v.record_type = 'screening' AND r.created_by = ?"
)
_CLOCKS: Final = (
    "SELECT recovery, search_warrant, arrest, updated_at, created_by FROM clock_change "
    "WHERE voided = 0 AND coalesce(approved_by, '') = '' AND created_by <> ? ORDER BY updated_at DESC LIMIT ?"
)
_ANSWERED: Final = "SELECT 1 FROM {0} WHERE screening = ? AND voided = 0 AND updated_at > ? LIMIT 1"


@dataclass(frozen=True, repr=False)
class ForReview:
    """A final record that no supervisor has approved as it stands.

    ``why``: never reviewed, final again after it came back, changed since it was approved, or one of its clocks was
    changed, which nobody approved. ``undone``: how many duties of a screening were closed without being done.
    """

    record_type: str
    record_id: str
    title: str
    author: str
    updated_at: str
    why: str
    undone: int = 0


@dataclass(frozen=True, repr=False)
class Standing:
    """Where a record is with its reviewers. ``state``: none (asks for nothing), waiting, approved, returned.

    ``may_review``: whoever is at this laptop may decide now.
    """

    state: str
    comment: str = ""
    reviewer: str = ""
    reviewed_at: str = ""
    may_review: bool = False


@dataclass(frozen=True, repr=False)
class Returned:
    """A record of this person's that came back, and what is to be mended."""

    record_type: str
    record_id: str
    title: str
    comment: str
    reviewer: str
    reviewed_at: str


@dataclass(frozen=True, repr=False)
class Decision:
    """What a supervisor just decided, so that it can be taken back."""

    review_id: str
    record_type: str
    record_id: str
    reopened: bool


def may_review(session: Session) -> bool:
    """Say whether this person's role reviews what others wrote."""
    return session.role in REVIEWERS


def load_inbox(session: Session) -> tuple[ForReview, ...]:
    """Return what waits for this person's review, longest waiting first; nothing for who does not review."""
    if not may_review(session):
        return ()
    rows = sorted(_every_waiting(session), key=lambda row: row[2])
    return tuple(_for_review(session, *row) for row in rows[:INBOX_ROWS])


def count_inbox(session: Session) -> int:
    """Return how many records wait for this person's review."""
    if not may_review(session):
        return 0
    return sum(1 for _ in _every_waiting(session))


def load_standing(session: Session, record_type: str, record_id: str) -> Standing:
    """Return where one record is with its reviewers."""
    row = session.store.load(record_type, record_id) if record_type in REVIEWED else None
    if row is None or row.state.voided:
        return Standing("none")
    reviews = [v for v in session.store.linked("review", "record_id", record_id) if v.get("reviewed_at")]
    last = max(reviews, key=lambda review: (str(review["reviewed_at"]), str(review["id"])), default={})
    decision, at = str(last.get("decision") or ""), str(last.get("reviewed_at") or "")
    is_final = row.state.values.get("state") == FINAL
    may = is_final and may_review(session) and row.created_by != session.profile.handle
    if record_type == "screening" and not last and not _count_undone(session, record_id):
        return Standing("none")
    if not is_final:
        state = "returned" if decision == RETURNED else "none"
    elif decision == RETURNED:
        state = "waiting" if _is_answered(session, record_type, record_id, at) else "returned"
    else:
        state = "approved" if decision == APPROVED and row.updated_at <= at else "waiting"
    said = (str(last.get("comment") or ""), str(last.get("reviewer") or ""), at)
    return Standing(state, *said, may_review=may and state == "waiting")


def review_record(session: Session, record_type: str, record_id: str, decision: str, comment: str = "") -> Decision:
    """Approve a final record or return it with a comment; one transaction. Returned, it is a draft again.

    A locked screening stays locked: its author answers with an addendum. Raises Refused: no reviewer's role, one's own
    record, not final, no comment.
    """
    require_writable(session)
    row = session.store.load(record_type, record_id)
    problem = _problem(session, row.state.values if row is not None and not row.state.voided else {})
    if problem is None and decision == RETURNED and not comment.strip():
        problem = Problem("REVIEW_COMMENT_MISSING", "comment")
    if problem is not None or row is None:
        raise Refused([problem or Problem("REVIEW_NOT_FINAL")])
    # Never before what it is about, whatever the clock of its author's laptop said.
    at = max(to_wire(session.clock.now()), row.updated_at)
    values: dict[str, Json] = {
        "record_type": record_type,
        "record_id": record_id,
        "decision": decision,
        "comment": comment.strip() or None,
        "reviewer": session.profile.name or session.profile.handle,
        "reviewed_at": at,
    }
    store, reopens = session.store, decision == RETURNED and not _stays_locked(record_type, row.state.values)
    with store.transaction():
        # Not through the list of undone acts: a decision is taken back as one, by the one who holds it.
        written = store.save(session.author, "review", values, zone=row.state.zone)
        if reopens:
            reason = f"Returned: {comment.strip()}"[:_LONGEST_REASON]
            store.save(session.author, record_type, {"state": DRAFT}, record_id=record_id, reason=reason)
    return Decision(written.state.record_id, record_type, record_id, reopens)


def take_review_back(session: Session, decision: Decision) -> None:
    """Strike the review out; a record that it reopened is final again, as it was."""
    with session.store.transaction():
        void_record(session, "review", decision.review_id, "Undone")
        if decision.reopened:
            final: dict[str, Json] = {"state": FINAL}
            store, author = session.store, session.author
            store.save(author, decision.record_type, final, record_id=decision.record_id, reason="Undone")


def load_returned(session: Session) -> tuple[Returned, ...]:
    """Return what came back to this person and is not mended yet, newest first."""
    mine = session.profile.handle
    drafts = (_RETURNED_DRAFTS.format(n, draft_rows(require_type(n))) for n in REVIEWED if n != "screening")
    union = " UNION ALL ".join((_RETURNED_SCREENINGS, *drafts))
    rows = query_rows(session, f"WITH {_RETURNED} {union} ORDER BY reviewed_at DESC", RECENT, *([mine] * len(REVIEWED)))
    return tuple(islice(_returned_to(session, rows), RETURNED_ROWS))


def _returned_to(session: Session, rows: Sequence[Mapping[str, Any]]) -> Iterator[Returned]:
    for row in rows:
        record_type, record_id = str(row["record_type"]), str(row["record_id"])
        standing = load_standing(session, record_type, record_id)
        if standing.state == "returned":
            title = title_of(session, record_type, session.store.record(record_type, record_id) or {})
            yield Returned(record_type, record_id, title, standing.comment, standing.reviewer, standing.reviewed_at)


def _every_waiting(session: Session) -> Iterator[tuple[str, str, str, str, str]]:
    for name in REVIEWED:
        yield from _waiting(session, name)
    for row in query_rows(session, _CLOCKS, session.profile.handle, RECENT):
        for kind in SUBJECTS:
            if row[kind]:
                yield kind, row[kind], row["updated_at"], row["created_by"], CLOCK


def _waiting(session: Session, record_type: str) -> Iterator[tuple[str, str, str, str, str]]:
    """Yield kind, id, since when, author and why of each record of one kind that waits."""
    sql = _LATEST.format(record_type, _UNDONE if record_type == "screening" else "")
    for row in query_rows(session, sql, RECENT, session.profile.handle):
        decision, at, updated = row["decision"], row["reviewed_at"] or "", row["updated_at"]
        if decision is None:
            why = FIRST
        elif decision == RETURNED:
            why = AGAIN if _is_answered(session, record_type, row["id"], at) else ""
        else:
            why = CHANGED if updated > at else ""
        if why:
            yield record_type, row["id"], updated, row["created_by"], why


def _is_answered(session: Session, record_type: str, record_id: str, since: str) -> bool:
    """Say whether a final record that came back was mended. Of a locked screening: by an addendum or on its duties."""
    row = session.store.load(record_type, record_id)
    if row is None or not _stays_locked(record_type, row.state.values):
        return True
    return row.updated_at > since or any(
        query_rows(session, _ANSWERED.format(table), record_id, since) for table in ("note", "task")
    )


def _for_review(
    session: Session, record_type: str, record_id: str, updated_at: str, author: str, why: str
) -> ForReview:
    title = title_of(session, record_type, session.store.record(record_type, record_id) or {})
    undone = _count_undone(session, record_id) if record_type == "screening" else 0
    return ForReview(record_type, record_id, title, author, updated_at, why, undone)


def _count_undone(session: Session, screening_id: str) -> int:
    rows = query_rows(
        session,
        "SELECT count(*) AS n FROM task WHERE screening = ? AND voided = 0 AND duty IS NOT NULL "
        "AND status = 'not_needed'",
        screening_id,
    )
    return int(rows[0]["n"])


def _problem(session: Session, values: Mapping[str, Json]) -> Problem | None:
    if not may_review(session):
        return Problem("REVIEW_ROLE", "reviewer")
    return None if values.get("state") == FINAL else Problem("REVIEW_NOT_FINAL", "state")


def _stays_locked(record_type: str, values: Mapping[str, Json]) -> bool:
    return record_type == "screening" and is_locked(values)
