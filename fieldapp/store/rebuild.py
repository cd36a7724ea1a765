"""Making the tables anew from the journal: one record, or all of them, byte for byte."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import fields
from typing import Final

from sqlalchemy import Connection

from fieldapp.domain.change import Change, MalformedChangeError, read_entry, unseal
from fieldapp.domain.faults import StoreError
from fieldapp.domain.merge import RecordState
from fieldapp.store.arrival import Frontier
from fieldapp.store.codec import decode
from fieldapp.store.journal import Entry
from fieldapp.store.projection import Row, Whole
from fieldapp.store.store import Store

_CHUNK: Final = 400
_BASE: Final = ", ".join(f'"{declared.name}"' for declared in fields(Whole))


def base_rows(connection: Connection, ids: Sequence[str]) -> dict[str, Row]:
    """Return the states that HQ sent whole, on which the journal's later changes stand, by record id."""
    rows = {}
    for start in range(0, len(ids), 400):
        chunk = ids[start : start + 400]
        marks = ",".join("?" * len(chunk))
        for found in connection.exec_driver_sql(f"SELECT {_BASE} FROM base WHERE record_id IN ({marks})", tuple(chunk)):
            whole = Whole(*found)
            rows[whole.record_id] = whole.to_row()
    return rows


def replay(store: Store, record_type: str, record_id: str) -> Row | None:
    """Return a record as the journal says it is: its base, then every later change that was not refused."""
    bases = base_rows(store.connection, [record_id])
    return _replay_on(store, bases.get(record_id), _refused(store.connection, record_id), record_type, record_id)


def replay_covered(store: Store, record_type: str, ids: Sequence[str], frontier: Frontier) -> list[Row]:
    """Return records as those changes make them that a frontier covers; what none of them made is left out.

    A base must be covered whole: ``arrival.frontier_before`` sees to it.
    """
    refused = _refused(store.connection)
    bases = base_rows(store.connection, ids)
    rows = (_replay_on(store, bases.get(key), refused, record_type, key, frontier) for key in ids)
    return [row for row in rows if row is not None]


def changes_of(store: Store, record_id: str, frontier: Frontier) -> list[tuple[Change, bool]]:
    """Return the changes to a record in this journal that stand, each with whether a frontier covers it."""
    refused = _refused(store.connection, record_id)
    return [
        (_open(entry), frontier.covers(entry.device, entry.counter, entry.seq or seq_of_own(store, entry)))
        for entry in store.journal.of_record(store.connection, record_id)
        if (entry.device, entry.counter) not in refused and entry.sealed.payload
    ]


def _refused(connection: Connection, record_id: str | None = None) -> set[tuple[str, int]]:
    """Return which changes HQ put aside, of one record or of all."""
    where, values = ("", ()) if record_id is None else (" WHERE record_id = ?", (record_id,))
    return {
        (row[0], row[1]) for row in connection.exec_driver_sql(f"SELECT device, counter FROM quarantine{where}", values)
    }


def _replay_on(
    store: Store,
    row: Row | None,
    refused: Collection[tuple[str, int]],
    record_type: str,
    record_id: str,
    frontier: Frontier | None = None,
) -> Row | None:
    base_seq = row.hq_seq if row is not None else None
    waiting = [
        (entry.seq or 0, _open(entry))
        for entry in store.journal.of_record(store.connection, record_id)
        if (entry.device, entry.counter) not in refused
        and entry.sealed.payload
        and (frontier is None or frontier.covers(entry.device, entry.counter, entry.seq))
        and not (base_seq is not None and is_in_base(store, entry, base_seq))
    ]
    for seq, change in _after_what_they_saw(waiting):
        if row is None:
            row = Row(RecordState(record_type, record_id, change.zone))
        row.apply(change)
        row.hq_seq = max(row.hq_seq, seq)
    return row


def _after_what_they_saw(changes: list[tuple[int, Change]]) -> list[tuple[int, Change]]:
    """Return changes in the order in which they came, but none before one that it has seen.

    They come so from HQ, except after a restore: what it put aside the first time may then stand, and come last.
    """
    by_id = {change.id: (seq, change) for seq, change in changes}
    ordered: dict[str, tuple[int, Change]] = {}
    for _, change in changes:
        path = [change.id]
        while path:
            seen = (i for ids in by_id[path[-1]][1].seen.values() for i in ids)
            before = next((i for i in seen if i in by_id and i not in ordered and i not in path), None)
            if before is not None:
                path.append(before)
            else:
                ordered.setdefault(path[-1], by_id[path[-1]])
                path.pop()
    return list(ordered.values())


def _open(entry: Entry) -> Change:
    try:
        return unseal(entry.sealed, decode)
    except MalformedChangeError as error:
        raise StoreError(
            "JOURNAL_DAMAGED",
            "A line of this laptop's journal is damaged, so its record cannot be made anew. Everything was left as it "
            "is. Run `fieldapp store verify` and tell headquarters which line it names.",
        ) from error


def is_in_base(store: Store, entry: Entry, base_seq: int) -> bool:
    """Say whether a record that HQ sent whole at ``base_seq`` holds this change already.

    HQ takes a chain in order, so it has all that it acknowledged, with or without a receipt. A change of somebody
    else without a sequence was lost when HQ was restored: what HQ says of the record now stands until its author
    sends it again. A base at 0 was lost with it (``inbox.unmark_after``).
    """
    if entry.device == store.device:
        seq = seq_of_own(store, entry)
        return seq <= base_seq if seq else entry.counter <= int(store.meta("acked") or 0)
    return entry.seq <= base_seq if entry.seq is not None else base_seq > 0


def seq_of_own(store: Store, entry: Entry) -> int:
    """Return HQ's sequence of a change of this device, from its receipt; 0 while HQ has none."""
    row = store.connection.exec_driver_sql(
        "SELECT last, seq FROM receipt WHERE device = ? AND last >= ? AND first <= ? ORDER BY last LIMIT 1",
        (entry.device, entry.counter, entry.counter),
    ).fetchone()
    return int(row[1]) - (int(row[0]) - entry.counter) if row else 0


def reproject(store: Store, record_type: str, record_id: str) -> None:
    """Write a record's row anew from the journal, inside the transaction that is open."""
    connection = store.connection
    old = store.projection.load(connection, record_type, [record_id]).get(record_id)
    row = replay(store, record_type, record_id)
    if row is None or not row.state.values:
        if old is not None:
            store.projection.remove(connection, record_type, [record_id])
        return
    before = {record_id: (old.digest, old.audience)} if old is not None else {}
    store.projection.write(connection, [row], before)
    store.queue_search(connection, [(record_id, record_type)])


def rebuild(store: Store, progress: Callable[[int, int], None] = lambda _done, _total: None) -> int:
    """Make every row anew from bases and journal, in one transaction; return how many records there are.

    What comes out is byte-equal to what was there, or what was there was wrong.
    """
    with store.transaction() as connection:
        types = _record_types(connection)
        for table in store.tables.records.tables.values():
            connection.exec_driver_sql(f'DELETE FROM "{table.name}"')
        connection.exec_driver_sql("DELETE FROM tally")
        refused = _refused(connection)
        for start in range(0, len(types), _CHUNK):
            chunk = list(types)[start : start + _CHUNK]
            bases = base_rows(connection, chunk)
            rows = (_replay_on(store, bases.get(key), refused, types[key], key) for key in chunk)
            store.projection.write(connection, [row for row in rows if row is not None], {})
            progress(start + len(chunk), len(types))
        store.queue_search(connection, list(types.items()))
    return len(types)


def _record_types(connection: Connection) -> dict[str, str]:
    """Return the type of every record that a base or a journal line is about, in order of first mention."""
    types: dict[str, str] = dict(
        tuple(row) for row in connection.exec_driver_sql("SELECT record_id, record_type FROM base ORDER BY record_id")
    )
    firsts = connection.exec_driver_sql(
        "SELECT record_id, entry FROM journal WHERE n IN (SELECT min(n) FROM journal GROUP BY record_id) ORDER BY n"
    )
    for record_id, entry in firsts:
        types.setdefault(record_id, read_entry(entry)[5])
    return types
