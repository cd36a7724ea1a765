"""What still has to reach headquarters, and what headquarters said of what did.

Headquarters takes a device's chain in order, so one number (``acked``) says what it has. Nothing here ever discards
a change.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import astuple, dataclass
from typing import Final

from fieldapp.domain.change import MalformedChangeError, read_entry
from fieldapp.domain.clock import to_wire
from fieldapp.store.journal import Entry
from fieldapp.store.rebuild import reproject
from fieldapp.store.store import Store

_ACKED: Final = "acked"


@dataclass(frozen=True)
class Acknowledgement:
    """HQ's receipt for the changes ``first`` to ``last`` of a chain; they end at ``seq`` of its log."""

    device: str
    first: int
    last: int
    chain: str
    seq: int
    received_at: str
    signature: bytes


@dataclass(frozen=True)
class Refusal:
    """A change that HQ has put aside, with the reason (a stable code) and what it says beyond that."""

    counter: int
    reason: str
    detail: str


@dataclass(frozen=True)
class QuarantinedChange:
    """A change of this laptop that HQ did not accept, as the person should see it."""

    counter: int
    record_type: str
    record_id: str
    reason: str
    detail: str
    noticed_at: str


def acked(store: Store) -> int:
    """Return the counter of the last change of this device that HQ is known to have."""
    return int(store.meta(_ACKED) or 0)


def unsent(store: Store) -> int:
    """Return how many changes wait for HQ."""
    return store.journal.head(store.connection).counter - acked(store)


def next_batch(store: Store, limit: int, max_bytes: int, *, after: int | None = None) -> list[Entry]:
    """Return the next changes to push, in chain order; ``after`` overrides where they start."""
    return store.journal.own_after(store.connection, acked(store) if after is None else after, limit, max_bytes)


def take_verdicts(
    store: Store, acknowledged: int, receipts: Sequence[Acknowledgement], refusals: Sequence[Refusal]
) -> None:
    """Write down what HQ has (``acknowledged``: its last counter of ours) and what it put aside, in one transaction.

    A restored headquarters may have less than it once had; then the number goes back and the rest is sent again.
    """
    with store.transaction() as connection:
        # A receipt that reaches beyond what HQ still has is worth nothing; what it was for is sent again for a new one.
        beyond = store.connection.exec_driver_sql(
            "SELECT min(first) FROM receipt WHERE device = ? AND last > ?", (store.device, acknowledged)
        ).scalar_one()
        known = acknowledged if beyond is None else min(acknowledged, beyond - 1)
        store.set_meta(_ACKED, str(min(known, store.journal.head(connection).counter)))
        connection.exec_driver_sql("DELETE FROM receipt WHERE device = ? AND last > ?", (store.device, acknowledged))
        if receipts:
            connection.exec_driver_sql(
                "INSERT OR REPLACE INTO receipt (device, first, last, chain, seq, received_at, signature) "
                "VALUES (?, ?, ?, ?, ?, ?, ?)",
                [astuple(receipt) for receipt in receipts],
            )
            _take_back(store, receipts, {refusal.counter for refusal in refusals})
        if refusals:
            _put_aside(store, refusals)


def _take_back(store: Store, receipts: Sequence[Acknowledgement], refused: Collection[int]) -> None:
    """Let a change count again that HQ once put aside and now has in its log: it was put back, and judged anew."""
    for receipt in receipts:
        found = store.connection.exec_driver_sql(
            "SELECT counter, record_type, record_id FROM quarantine WHERE device = ? AND counter BETWEEN ? AND ?",
            (receipt.device, receipt.first, receipt.last),
        ).fetchall()
        for counter, record_type, record_id in found:
            if counter not in refused:
                store.connection.exec_driver_sql(
                    "DELETE FROM quarantine WHERE device = ? AND counter = ?", (receipt.device, counter)
                )
                reproject(store, record_type, record_id)


def _put_aside(store: Store, refusals: Sequence[Refusal]) -> None:
    touched: dict[str, str] = {}
    for refusal in refusals:
        record = _record_of(store, refusal.counter)
        if record is None:
            continue
        record_type, record_id = record
        touched[record_id] = record_type
        store.connection.exec_driver_sql(
            "INSERT INTO quarantine (device, counter, record_type, record_id, reason, detail, noticed_at) "
            "VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
            (
                store.device,
                refusal.counter,
                record_type,
                record_id,
                refusal.reason,
                refusal.detail,
                to_wire(store.clock.now()),
            ),
        )
    for record_id, record_type in touched.items():
        if record_type:
            reproject(store, record_type, record_id)


def _record_of(store: Store, counter: int) -> tuple[str, str] | None:
    """Return type and id of the record that an own change is about, also of one that cannot be read any more."""
    row = store.connection.exec_driver_sql(
        "SELECT record_id, entry FROM journal WHERE device = ? AND counter = ?", (store.device, counter)
    ).fetchone()
    if row is None:
        return None
    try:
        return read_entry(row[1])[5], row[0]
    except MalformedChangeError:
        held = (name for name in store.types if store.projection.load(store.connection, name, [row[0]]))
        return next(held, ""), row[0]


def quarantined(store: Store) -> list[QuarantinedChange]:
    """Return what HQ did not accept and nobody has settled yet, oldest first."""
    rows = store.connection.exec_driver_sql(
        "SELECT counter, record_type, record_id, reason, detail, noticed_at FROM quarantine "
        "WHERE settled_at IS NULL ORDER BY counter"
    )
    return [QuarantinedChange(*row) for row in rows]


def settle_quarantined(store: Store, counter: int) -> None:
    """Take a refused change off the list (it was written anew, or given up on); the journal keeps it."""
    with store.transaction() as connection:
        connection.exec_driver_sql(
            "UPDATE quarantine SET settled_at = ? WHERE device = ? AND counter = ?",
            (to_wire(store.clock.now()), store.device, counter),
        )


def received_at(store: Store, record_id: str) -> tuple[str, str | None]:
    """Return where this laptop's own work on a record is: ("none" | "waiting" | "received" | "refused", when)."""
    refused = store.connection.exec_driver_sql(
        "SELECT noticed_at FROM quarantine WHERE record_id = ? AND settled_at IS NULL LIMIT 1", (record_id,)
    ).fetchone()
    if refused:
        return "refused", str(refused[0])
    row = store.connection.exec_driver_sql(
        "SELECT max(counter) FROM journal WHERE record_id = ? AND device = ?", (record_id, store.device)
    ).fetchone()
    if row is None or row[0] is None:
        return "none", None
    if row[0] > acked(store):
        return "waiting", None
    receipt = store.connection.exec_driver_sql(
        "SELECT received_at FROM receipt WHERE device = ? AND last >= ? ORDER BY last LIMIT 1", (store.device, row[0])
    ).fetchone()
    return "received", str(receipt[0]) if receipt else None
