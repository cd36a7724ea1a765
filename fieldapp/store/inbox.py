"""Taking in a page from headquarters: what changed, what is wholly new to this laptop, what is no longer its own.

A page and the cursor behind it are one transaction, so that a plug pulled at any moment costs at most a page asked
for twice. Work done here and not yet sent is laid over whatever arrives; nothing of it is ever dropped.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, fields
from operator import attrgetter
from typing import Final

from sqlalchemy import Connection

from fieldapp.domain.access import may_read
from fieldapp.domain.change import Change, Sealed
from fieldapp.store.projection import Whole
from fieldapp.store.rebuild import reproject
from fieldapp.store.store import Store


@dataclass(frozen=True, repr=False)
class ForeignChange:
    """A change made elsewhere: opened, sealed, and its place in HQ's order."""

    seq: int
    change: Change
    sealed: Sealed


@dataclass(frozen=True)
class Withdrawn:
    """A record that this laptop may no longer hold."""

    seq: int
    record_type: str
    record_id: str


_BASE_FIELDS: Final = tuple(declared.name for declared in fields(Whole))
_BASE_COLUMNS: Final = ", ".join(f'"{name}"' for name in _BASE_FIELDS)
_in_order: Final = attrgetter(*_BASE_FIELDS)

_PACE: Final = "inbox.checkpoint_pages"
_OFTEN: Final = 200  # as the store is opened (``engine.open_engine``)
_SELDOM: Final = 4_000
_MANY: Final = 500

PageItem = ForeignChange | Whole | Withdrawn


def take_page(store: Store, items: Sequence[PageItem], meta: dict[str, str]) -> int:
    """Apply a page and write ``meta`` (the cursor, above all) with it; return how many records it touched."""
    _pace_checkpoints(store, _SELDOM if len(items) >= _MANY else _OFTEN)
    with store.transaction() as connection:
        touched = 0
        for group in _runs(items):
            store.fault("inside a page")
            first = group[0]
            if isinstance(first, ForeignChange):
                touched += _take_changes(store, connection, [i for i in group if isinstance(i, ForeignChange)])
            elif isinstance(first, Whole):
                touched += _take_records(store, connection, [i for i in group if isinstance(i, Whole)])
            else:
                for item in group:
                    if isinstance(item, Withdrawn):
                        withdraw(store, connection, item.record_type, item.record_id)
                touched += len(group)
        for key, value in meta.items():
            store.set_meta(key, value)
    return touched


def end_bulk(store: Store) -> None:
    """Write the log back into the file as often as usual again, after pages that brought much."""
    _pace_checkpoints(store, _OFTEN)


def _pace_checkpoints(store: Store, pages: int) -> None:
    """Let the log grow while much arrives that headquarters can send again: each write-back flushes the file twice."""
    info = store.connection.info
    if info.get(_PACE, _OFTEN) != pages:
        store.connection.exec_driver_sql(f"PRAGMA wal_autocheckpoint = {pages}")
        info[_PACE] = pages


def _runs(items: Sequence[PageItem]) -> list[list[PageItem]]:
    runs: list[list[PageItem]] = []
    for item in items:
        if runs and type(runs[-1][0]) is type(item):
            runs[-1].append(item)
        else:
            runs.append([item])
    return runs


def _take_changes(store: Store, connection: Connection, items: list[ForeignChange]) -> int:
    known = store.journal.known(connection, [(i.change.device, i.change.counter) for i in items])
    fresh = [i for i in items if (i.change.device, i.change.counter) not in known]
    for item in fresh:
        store.observe(item.change.hlc)
    returned: dict[str, str] = {}
    for item in items:
        device, counter = item.change.device, item.change.counter
        is_known = (device, counter) in known and device != store.device
        if is_known and store.journal.place(connection, device, counter, item.seq):
            returned[item.change.record_id] = item.change.record_type
    store.journal.insert(
        connection, [(i.change.device, i.change.counter, i.change.record_id, i.seq, i.sealed) for i in fresh]
    )
    store.fault("between journal and row")
    rows = store.projection.apply(connection, [(i.change, i.seq) for i in fresh])
    store.queue_search(connection, [(row.state.record_id, row.state.record_type) for row in rows.values()])
    for record_id, record_type in returned.items():
        reproject(store, record_type, record_id)
    return len(rows.keys() | returned.keys())


def _take_records(store: Store, connection: Connection, items: list[Whole]) -> int:
    connection.exec_driver_sql(
        f"INSERT OR REPLACE INTO base ({_BASE_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [_in_order(item) for item in items],
    )
    worked_on = _with_journal(connection, [i.record_id for i in items])
    for record_id in worked_on:
        connection.exec_driver_sql("DELETE FROM withdrawn WHERE record_id = ?", (record_id,))
    by_type: dict[str, list[str]] = defaultdict(list)
    for item in items:
        by_type[item.record_type].append(item.record_id)
    before: dict[str, tuple[int, str | None]] = {}
    for record_type, ids in by_type.items():
        before |= store.projection.digests(connection, record_type, ids)
    store.projection.write_whole(connection, [i for i in items if i.record_id not in worked_on], before)
    for item in items:
        if item.record_id in worked_on:
            reproject(store, item.record_type, item.record_id)
    store.queue_search(connection, [(i.record_id, i.record_type) for i in items])
    return len(items)


def _with_journal(connection: Connection, ids: Sequence[str]) -> set[str]:
    found: set[str] = set()
    if connection.exec_driver_sql("SELECT 1 FROM journal LIMIT 1").fetchone() is None:
        return found
    for start in range(0, len(ids), 400):
        chunk = ids[start : start + 400]
        marks = ",".join("?" * len(chunk))
        rows = connection.exec_driver_sql(f"SELECT record_id FROM journal WHERE record_id IN ({marks})", tuple(chunk))
        found |= {row[0] for row in rows}
    return found


_NOTE_WITHDRAWN: Final = (
    "INSERT INTO withdrawn (record_id, n) SELECT record_id, max(n) FROM journal WHERE record_id = ? "
    "GROUP BY record_id ON CONFLICT (record_id) DO UPDATE SET n = excluded.n"
)


def withdraw(store: Store, connection: Connection, record_type: str, record_id: str) -> None:
    """Take a record off this laptop: rows, bases, words and other people's changes go.

    This laptop's own changes stay in the journal: its chain is made of them, and a headquarters that is put back from
    a backup has nobody else to get them from. A note says that none of it is shown until the record comes back.
    """
    store.projection.remove(connection, record_type, [record_id])
    connection.exec_driver_sql("DELETE FROM base WHERE record_id = ?", (record_id,))
    connection.exec_driver_sql(
        "DELETE FROM journal WHERE record_id = ? AND device NOT IN (?, ?)",
        (record_id, store.device, f"{store.device}.local"),
    )
    connection.exec_driver_sql(_NOTE_WITHDRAWN, (record_id,))
    store.queue_search(connection, [(record_id, record_type)])


def unmark_after(store: Store, seq: int) -> None:
    """Note that HQ no longer has what it once had after ``seq``, as far as it came from there.

    Nothing leaves the journal. What HQ still has of it arrives anew, whole; the rest waits for its authors.
    """
    connection = store.connection
    connection.exec_driver_sql("UPDATE journal SET seq = NULL WHERE seq > ?", (seq,))
    connection.exec_driver_sql("UPDATE base SET seq = 0 WHERE seq > ?", (seq,))
    connection.exec_driver_sql("DELETE FROM arrival WHERE seq > ?", (seq,))
    for table in store.tables.records.tables.values():
        connection.exec_driver_sql(f'UPDATE "{table.name}" SET hq_seq = 0 WHERE hq_seq > ?', (seq,))


def holds_lost(store: Store) -> bool:
    """Say whether this laptop holds what HQ lost and the authors have not sent again yet."""
    own = store.device
    found = store.connection.exec_driver_sql(
        "SELECT 1 FROM base WHERE seq = 0 UNION ALL SELECT 1 FROM journal j LEFT JOIN base b USING (record_id) "
        "WHERE j.seq IS NULL AND b.seq IS NULL AND j.device NOT IN (?, ?) LIMIT 1",
        (own, f"{own}.local"),
    )
    return found.fetchone() is not None


def withdraw_outside(store: Store, scopes: Sequence[str]) -> int:
    """Take every record off this laptop that these scopes do not cover; return how many went."""
    gone = 0
    with store.transaction() as connection:
        for record_type, zone, audience, _n, _digest in store.projection.tallies(connection):
            if zone == "local" or may_read(scopes, zone, audience or None):
                continue
            table = store.tables.records.table(record_type).name
            ids = connection.exec_driver_sql(
                f"SELECT id FROM \"{table}\" WHERE zone = ? AND coalesce(audience, '') = ?", (zone, audience)
            ).fetchall()
            for row in ids:
                withdraw(store, connection, record_type, row[0])
            gone += len(ids)
    return gone
