"""When headquarters had what this laptop holds, and up to where a state of the records in the past reaches.

A mark says that all of headquarters' log up to ``seq`` had reached it by an instant. Headquarters sends one for each
batch whose changes it passes on; a receipt is one for this laptop's own; a record that came whole leaves one of the
day on which it came. Sequences and instants rise together, so one number stands for a day: the log as it was then.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from typing import Final

from sqlalchemy import Connection

from fieldapp.domain.change import MalformedChangeError, read_entry
from fieldapp.domain.faults import StoreError
from fieldapp.store.store import Store

_CURSOR: Final = "cursor"
_FLOOR: Final = "arrival_floor"
_MARKS: Final = "SELECT seq, at FROM arrival UNION ALL SELECT seq, received_at FROM receipt WHERE received_at <> ''"


@dataclass(frozen=True)
class Frontier:
    """What counts of all changes: of headquarters' log those up to ``seq``, of ``device`` those up to ``counter``.

    ``own``: of the laptop that reads somebody else's frontier, how far its chain is in that part of the log.
    """

    seq: int
    device: str
    counter: int
    own: tuple[str, int] | None = None

    @property
    def chains(self) -> dict[str, int]:
        """Of chains whose changes count by their counters, how far."""
        return {self.device: self.counter} | (dict([self.own]) if self.own is not None else {})

    def covers(self, device: str, counter: int, seq: int | None) -> bool:
        """Say whether a change counts."""
        if counter <= self.chains.get(device, 0):
            return True
        return seq is not None and 0 < seq <= self.seq


def note_arrivals(connection: Connection, marks: Iterable[tuple[int, str]]) -> None:
    """Write marks (seq, instant in wire form) down; of two for one place the earlier one stands."""
    rows = list(marks)
    if rows:
        connection.exec_driver_sql(
            "INSERT INTO arrival (seq, at) VALUES (?, ?) ON CONFLICT (seq) DO UPDATE SET at = min(at, excluded.at)",
            rows,
        )


def begin_marks(store: Store, cursor: int, at: str) -> None:
    """Note once, inside the transaction that is open, from where on this laptop has marks.

    ``cursor`` is how far it holds headquarters' log without any, below 0 when it holds nothing; ``at`` is now.
    """
    if store.meta(_FLOOR) is None:
        store.set_meta(_FLOOR, str(max(0, cursor)))
        note_arrivals(store.connection, [(cursor, at)] if cursor > 0 else [])


def arrived_at(store: Store, seq: int) -> str | None:
    """Return by when headquarters had its log up to ``seq``, in wire form; None when that is not known here."""
    row = store.connection.exec_driver_sql(
        f"SELECT at FROM ({_MARKS}) WHERE seq >= ? ORDER BY seq, at LIMIT 1", (seq,)
    ).fetchone()
    return str(row[0]) if row else None


def frontier_now(store: Store) -> Frontier:
    """Return what the records of this moment are made of."""
    newest = store.connection.exec_driver_sql(
        "SELECT max((SELECT coalesce(max(seq), 0) FROM base), (SELECT coalesce(max(seq), 0) FROM journal), "
        f"(SELECT coalesce(max(seq), 0) FROM ({_MARKS})), ?)",
        (int(store.meta(_CURSOR) or 0),),
    ).scalar_one()
    return Frontier(int(newest), store.device, store.journal.head(store.connection).counter)


def frontier_before(store: Store, instant: str, record_types: Collection[str]) -> Frontier:
    """Return what the records were made of just before an instant, for records of these types.

    What this laptop wrote counts from when headquarters had it, so that all count alike; on a laptop that never met
    one, from when it was written. Raises StoreError NO_REACH when this laptop does not know that far back; its
    detail is the instant from which it does, "" when it knows none.
    """
    connection = store.connection
    if store.meta(_CURSOR) is None:
        return Frontier(0, store.device, _written_before(store, instant))
    seq = int(
        connection.exec_driver_sql(
            f"SELECT coalesce(max(seq), 0) FROM ({_MARKS}) WHERE at < ?", (instant,)
        ).scalar_one()
    )
    oldest = _oldest(store, record_types)
    if oldest > seq:
        raise NoReachError(arrived_at(store, oldest) or "")
    return Frontier(seq, store.device, _received(store, seq))


def frontier_here(store: Store, frontier: Frontier, record_types: Collection[str]) -> Frontier | None:
    """Return another laptop's frontier for use here; None when this laptop holds records of these types only younger.

    This laptop's own changes have no place in the log but by their receipts.
    """
    if _oldest(store, record_types) > frontier.seq:
        return None
    if frontier.device == store.device:
        return frontier
    return replace(frontier, own=(store.device, _received(store, frontier.seq)))


def _received(store: Store, seq: int) -> int:
    """Return how much of its own chain this laptop has receipts for, up to a place in headquarters' log."""
    counter = store.connection.exec_driver_sql(
        "SELECT coalesce(max(last), 0) FROM receipt WHERE device = ? AND seq <= ?", (store.device, seq)
    ).scalar_one()
    return int(counter)


def _oldest(store: Store, record_types: Collection[str]) -> int:
    """Return the place in headquarters' log from which on this laptop knows all of what it holds of these types."""
    marks = ",".join("?" * len(record_types))
    newest = store.connection.exec_driver_sql(
        f"SELECT coalesce(max(seq), 0) FROM base WHERE record_type IN ({marks})", tuple(record_types)
    ).scalar_one()
    return max(int(newest), int(store.meta(_FLOOR) or 0))


class NoReachError(StoreError):
    """This laptop holds nothing from before ``since`` (wire form; "" when it cannot tell) and does not guess."""

    def __init__(self, since: str) -> None:
        super().__init__("NO_REACH", f"This laptop does not reach further back than {since or 'now'}.")
        self.since = since


def _written_before(store: Store, instant: str) -> int:
    """Return the last counter of this laptop's own chain up to which all was written before an instant."""
    rows = store.connection.exec_driver_sql(
        "SELECT counter, entry FROM journal WHERE device = ? ORDER BY counter", (store.device,)
    )
    last = 0
    for counter, entry in rows:
        try:
            if read_entry(entry)[10] >= instant:
                break
        except MalformedChangeError:
            pass  # damaged: the fold says so
        last = int(counter)
    return last
