"""What was done at headquarters, by whom, to what, and when. Never a value from a record."""

from __future__ import annotations

from dataclasses import dataclass

from sync.hq.database import Transaction


@dataclass(frozen=True)
class AuditLine:
    """One act. ``actor`` is a handle, or the device that caused it; ``act`` is a stable UPPER_SNAKE code."""

    n: int
    at: str
    actor: str
    act: str
    target: str
    detail: str


def note_act(work: Transaction, at: str, actor: str, act: str, target: str, detail: str = "") -> None:
    """Write a line, in the transaction of the act itself."""
    work.run(
        "INSERT INTO audit (workspace, n, at, actor, act, target, detail) "
        "SELECT CAST(? AS TEXT), coalesce(max(n), 0) + 1, CAST(? AS TEXT), CAST(? AS TEXT), CAST(? AS TEXT), "
        "CAST(? AS TEXT), CAST(? AS TEXT) FROM audit WHERE workspace = ?",
        *(work.workspace, at, actor, act, target, detail, work.workspace),
    )


def load_acts(work: Transaction, limit: int = 200) -> list[AuditLine]:
    """Return the latest acts, newest first."""
    rows = work.rows(
        "SELECT n, at, actor, act, target, detail FROM audit WHERE workspace = ? ORDER BY n DESC LIMIT ?",
        *(work.workspace, limit),
    )
    return [AuditLine(*row) for row in rows]
