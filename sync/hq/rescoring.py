"""Holding a final screening's result against its answers: the queue, and what was found.

A final screening is queued in the transaction that takes in whatever touches it, its answers or its duties; reckoning
comes after the commit. What is found is listed for whoever runs headquarters. It edits nothing and refuses nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from fieldapp.domain.change import Change
from fieldapp.domain.record import FINAL
from fieldapp.store.projection import Row
from sync.hq.database import Transaction

SCREENING = "screening"
_BESIDE = frozenset({"answer", "task"})


@dataclass(frozen=True)
class Finding:
    """A field that does not say what the answers come to. ``said`` and ``computed`` are "" where they would tell of
    an answer.
    """

    record_type: str
    record_id: str
    field: str
    said: str
    computed: str
    found_at: str = ""


def queue_finals(work: Transaction, changes: Iterable[Change], rows: Mapping[str, Row]) -> None:
    """Note which final screenings these changes are about, in the transaction that takes them in.

    ``rows`` are the records as the changes have left them, by id, and are written already.
    """
    touched: dict[str, None] = {}
    for change in changes:
        row = rows.get(change.record_id)
        if change.record_type == SCREENING:
            touched[change.record_id] = None
        elif change.record_type in _BESIDE and row is not None and row.state.values.get(SCREENING):
            touched[str(row.state.values[SCREENING])] = None
    for record_id in touched:
        work.run(
            "INSERT INTO rescore_queue (workspace, record_id) SELECT workspace, id FROM screening "
            "WHERE workspace = ? AND id = ? AND state = ? ON CONFLICT DO NOTHING",
            *(work.workspace, record_id, FINAL),
        )


def load_queue(work: Transaction, limit: int) -> list[str]:
    """Return screenings that wait, oldest first."""
    rows = work.rows(
        f"SELECT record_id FROM rescore_queue WHERE workspace = ? ORDER BY record_id LIMIT {int(limit)}", work.workspace
    )
    return [row[0] for row in rows]


def note_findings(work: Transaction, record_id: str, at: str, findings: Sequence[Finding]) -> None:
    """Write what was found about a screening in place of what was found before, and take it off the queue."""
    work.run("DELETE FROM finding WHERE workspace = ? AND record_id = ?", work.workspace, record_id)
    for found in findings:
        work.run(
            "INSERT INTO finding (workspace, record_id, field, record_type, said, computed, found_at) "
            "VALUES (?, ?, ?, ?, ?, ?, ?)",
            *(work.workspace, record_id, found.field, found.record_type, found.said, found.computed, at),
        )
    work.run("DELETE FROM rescore_queue WHERE workspace = ? AND record_id = ?", work.workspace, record_id)


def load_findings(work: Transaction) -> list[Finding]:
    """Return what was found, newest first."""
    rows = work.rows(
        "SELECT record_type, record_id, field, said, computed, found_at FROM finding WHERE workspace = ? "
        "ORDER BY found_at DESC, record_id, field",
        work.workspace,
    )
    return [Finding(*row) for row in rows]
