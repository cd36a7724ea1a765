"""The changes that headquarters has put aside: what, whose, why. They stay in the log whatever is decided."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from fieldapp.domain.clock import Clock, to_wire
from fieldapp.domain.faults import SyncError
from sync.hq.audit import note_act
from sync.hq.database import Database

_COLUMNS: Final = "l.seq, l.device, d.handle, l.counter, l.record_type, l.record_id, l.zone, l.quarantined, l.detail, "


@dataclass(frozen=True)
class QuarantinedChange:
    """One change put aside. ``reason`` is a stable code; ``detail`` names a field, never a value."""

    seq: int
    device: str
    handle: str
    counter: int
    record_type: str
    record_id: str
    zone: str
    reason: str
    detail: str | None
    received_at: str
    settled_at: str | None


class Quarantine:
    """The lane beside the log of one workspace."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def changes(self, *, settled: bool = False) -> list[QuarantinedChange]:
        """Return what was put aside and not settled yet, oldest first; with ``settled`` all of it."""
        where = "" if settled else " AND l.settled_at IS NULL"
        with self._database.read() as work:
            rows = work.rows(
                f"SELECT {_COLUMNS}l.received_at, l.settled_at FROM change_log l "
                "JOIN device d ON d.workspace = l.workspace AND d.id = l.device "
                f"WHERE l.workspace = ? AND l.quarantined IS NOT NULL{where} ORDER BY l.seq",
                work.workspace,
            )
            return [QuarantinedChange(*row) for row in rows]

    def dismiss(self, seq: int, by: str) -> None:
        """Take a change off the list, for good: it was seen and will not stand. Raises SyncError NOT_QUARANTINED."""
        with self._database.write() as work:
            now = to_wire(self._clock.now())
            settled = work.run(
                "UPDATE change_log SET settled_at = ? "
                "WHERE workspace = ? AND seq = ? AND quarantined IS NOT NULL AND settled_at IS NULL",
                *(now, work.workspace, seq),
            )
            if settled != 1:
                raise SyncError("NOT_QUARANTINED", "No change of this number waits in quarantine.")
            note_act(work, now, by, "QUARANTINE_DISMISSED", str(seq))
