"""The records as headquarters had them at an instant: its log, up to where it reached by then."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlalchemy import Connection

from fieldapp.domain.change import Sealed, unseal
from fieldapp.domain.merge import RecordState
from fieldapp.reports.as_of import end_of
from fieldapp.reports.figure import all_figures, run_figures
from fieldapp.reports.moment import moment_of
from fieldapp.reports.period import Period
from fieldapp.reports.question import FigureResult
from fieldapp.reports.reading import fields_read
from fieldapp.store.arrival import Frontier
from fieldapp.store.projection import Projection, Row
from sync.hq.account import HEADQUARTERS
from sync.hq.database import Database, Transaction

_CHUNK: Final = 400


@dataclass(frozen=True)
class LogPast:
    """``fieldapp.reports.moment.Past`` over the log of one workspace."""

    work: Transaction
    projection: Projection
    frontier: Frontier

    @property
    def connection(self) -> Connection:
        """The transaction's."""
        return self.work.connection

    def touched(self, record_type: str) -> list[str]:
        """``Past``."""
        rows = self.work.rows(
            f'SELECT id FROM "{record_type}" WHERE workspace = ? AND hq_seq > ?',
            *(self.work.workspace, self.frontier.seq),
        )
        return [row[0] for row in rows]

    def fold(self, record_type: str, ids: Sequence[str]) -> Iterable[RecordState]:
        """``Past``. A change whose payload a court had destroyed says nothing any more, here as in the tables."""
        folded: dict[str, Row] = {}
        for start in range(0, len(ids), _CHUNK):
            for record_id, sealed in self._lines(ids[start : start + _CHUNK]).items():
                for each in sealed:
                    change = unseal(each)
                    row = folded.setdefault(record_id, Row(RecordState(record_type, record_id, change.zone)))
                    row.apply(change)
        return [row.state for row in folded.values()]

    def _lines(self, ids: Sequence[str]) -> dict[str, list[Sealed]]:
        found: dict[str, list[Sealed]] = defaultdict(list)
        rows = self.work.rows(
            f"SELECT record_id, entry, payload, salt FROM change_log WHERE workspace = ? AND seq <= ? "
            f"AND record_id IN ({self.work.mark_list(ids)}) AND quarantined IS NULL ORDER BY seq",
            *(self.work.workspace, self.frontier.seq, *ids),
        )
        for record_id, *parts in rows:
            sealed = Sealed(*(bytes(part) for part in parts))
            if sealed.payload:
                found[record_id].append(sealed)
        return found


def frontier_before(work: Transaction, instant: str) -> Frontier:
    """Return how far the log had come just before an instant in wire form."""
    row = work.one("SELECT max(seq) FROM change_log WHERE workspace = ? AND received_at < ?", work.workspace, instant)
    return Frontier(int(row[0]) if row and row[0] is not None else 0, "", 0)


def not_heard_since(work: Transaction, instant: str) -> list[tuple[str, str, str]]:
    """Return the laptops in use that headquarters has not heard from since: (id, handle, last contact or "")."""
    rows = work.rows(
        "SELECT id, handle, coalesce(last_contact, '') FROM device WHERE workspace = ? AND revoked_at IS NULL "
        "AND handle <> ? AND coalesce(last_contact, '') < ? ORDER BY id",
        *(work.workspace, HEADQUARTERS, instant),
    )
    return [(row[0], row[1], row[2]) for row in rows]


def count_at(database: Database, work: Transaction, period: Period, day: date | None) -> list[FigureResult]:
    """Return headquarters' figures of a period as of the end of a day, None for now."""
    if day is None:
        return run_figures(work.connection, database.records, period, workspace=database.workspace)
    past = LogPast(work, database.projection, frontier_before(work, end_of(day)))
    with moment_of(past, fields_read(all_figures(), database.records, period)) as moment:
        return run_figures(moment.connection, moment.tables, period)
