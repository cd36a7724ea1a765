"""The journal: every change, as it was sealed, in the order in which this laptop came to know it.

A laptop writes two hash chains of its own: one that headquarters gets, and ``<device>.local`` for what never leaves.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection

from fieldapp.domain.change import (
    FIRST_PREV,
    LOCAL_SUFFIX,
    Change,
    MalformedChangeError,
    Sealed,
    chain_hash,
    read_entry,
    seal,
    unseal,
)
from fieldapp.domain.ids import RandomBytes
from fieldapp.store.codec import decode

_COLUMNS: Final = "entry, payload, salt"


@dataclass(frozen=True)
class ChainHead:
    """Where a chain stands: ``counter`` entries, the last of which hashes to ``hash`` (hex)."""

    counter: int
    hash: str


@dataclass(frozen=True)
class Entry:
    """One line of the journal. ``seq`` is HQ's order for changes that came from there, else None."""

    n: int
    device: str
    counter: int
    seq: int | None
    sealed: Sealed


class Journal:
    """Appends to this device's chains and reads everybody's."""

    def __init__(self, device: str, random: RandomBytes) -> None:
        self.device = device
        self._random = random
        self._heads: dict[str, ChainHead] = {}

    def forget_heads(self) -> None:
        """Read the chain heads again at the next use: the transaction that moved them did not happen."""
        self._heads.clear()

    def head(self, connection: Connection, chain: str | None = None) -> ChainHead:
        """Return where one of this device's chains stands."""
        name = chain or self.device
        if name not in self._heads:
            row = connection.exec_driver_sql(
                "SELECT counter, entry FROM journal WHERE device = ? ORDER BY counter DESC LIMIT 1", (name,)
            ).fetchone()
            self._heads[name] = ChainHead(row[0], chain_hash(row[1])) if row else ChainHead(0, FIRST_PREV)
        return self._heads[name]

    def chains(self, connection: Connection) -> dict[str, ChainHead]:
        """Return both chains of this device."""
        return {name: self.head(connection, name) for name in (self.device, self.device + LOCAL_SUFFIX)}

    def next_place(self, connection: Connection, *, local: bool) -> tuple[str, int, str]:
        """Return chain, counter and previous hash for the next change of this device."""
        chain = self.device + LOCAL_SUFFIX if local else self.device
        head = self.head(connection, chain)
        return chain, head.counter + 1, head.hash

    def append(self, connection: Connection, change: Change) -> Sealed:
        """Seal a change made here (at ``next_place``) and write it."""
        sealed = seal(change, self._random)
        self.insert(connection, [(change.device, change.counter, change.record_id, None, sealed)])
        self._heads[change.device] = ChainHead(change.counter, chain_hash(sealed.entry))
        return sealed

    @staticmethod
    def insert(connection: Connection, lines: Sequence[tuple[str, int, str, int | None, Sealed]]) -> None:
        """Write lines (device, counter, record id, seq, sealed). A change that is there already stays as it is."""
        if lines:
            connection.exec_driver_sql(
                "INSERT INTO journal (device, counter, record_id, seq, entry, payload, salt) "
                "VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (device, counter) DO NOTHING",
                [(device, counter, record_id, seq, *sealed) for device, counter, record_id, seq, sealed in lines],
            )

    @staticmethod
    def place(connection: Connection, device: str, counter: int, seq: int) -> bool:
        """Note the place in HQ's order of a change that is in the journal without one; say whether it was."""
        result = connection.exec_driver_sql(
            "UPDATE journal SET seq = ? WHERE device = ? AND counter = ? AND seq IS NULL", (seq, device, counter)
        )
        return result.rowcount == 1

    @staticmethod
    def known(connection: Connection, places: Iterable[tuple[str, int]]) -> set[tuple[str, int]]:
        """Return which of these (device, counter) are in the journal."""
        found = set()
        for device, counter in places:
            row = connection.exec_driver_sql(
                "SELECT 1 FROM journal WHERE device = ? AND counter = ?", (device, counter)
            ).fetchone()
            if row:
                found.add((device, counter))
        return found

    @staticmethod
    def newest(connection: Connection) -> int:
        """Return the place (``n``) of the line that was written last, 0 where there is none."""
        return int(connection.exec_driver_sql("SELECT coalesce(max(n), 0) FROM journal").scalar_one())

    def foreign_after(self, connection: Connection, place: int, limit: int) -> list[Entry]:
        """Return the newest changes of other devices that arrived after a place (``n``), the newest first."""
        rows = connection.exec_driver_sql(
            f"SELECT n, device, counter, seq, {_COLUMNS} FROM journal WHERE n > ? AND device NOT IN (?, ?) "
            "ORDER BY n DESC LIMIT ?",
            (place, self.device, self.device + LOCAL_SUFFIX, limit),
        )
        return [_entry(row) for row in rows]

    @staticmethod
    def of_record(connection: Connection, record_id: str) -> list[Entry]:
        """Return every change to a record, in the order in which they came to be known here.

        Of a record that was withdrawn from this laptop, only what was written after that.
        """
        rows = connection.exec_driver_sql(
            f"SELECT n, device, counter, seq, {_COLUMNS} FROM journal WHERE record_id = ? "
            "AND n > coalesce((SELECT w.n FROM withdrawn w WHERE w.record_id = journal.record_id), 0) ORDER BY n",
            (record_id,),
        )
        return [_entry(row) for row in rows]

    def own_after(self, connection: Connection, counter: int, limit: int, max_bytes: int) -> list[Entry]:
        """Return this device's changes after ``counter``, in chain order, at most ``limit`` and ``max_bytes``."""
        rows = connection.exec_driver_sql(
            f"SELECT n, device, counter, seq, {_COLUMNS} FROM journal "
            "WHERE device = ? AND counter > ? ORDER BY counter LIMIT ?",
            (self.device, counter, limit),
        )
        batch: list[Entry] = []
        size = 0
        for row in rows.fetchall():
            entry = _entry(row)
            size += sum(map(len, entry.sealed))
            if batch and size > max_bytes:
                break
            batch.append(entry)
        return batch

    def verify(self, connection: Connection) -> list[str]:
        """Read every line again; return what does not hold, as sentences for a person (empty: all is well)."""
        faults = []
        heads: dict[str, tuple[int, str]] = {}
        for entry in self._lines(connection):
            own = entry.device.removesuffix(LOCAL_SUFFIX) == self.device
            heads_then = heads.get(entry.device, (0, FIRST_PREV))
            heads[entry.device] = (entry.counter, chain_hash(entry.sealed.entry))
            try:
                device, counter, prev = self._place_of(entry.sealed)
            except MalformedChangeError as error:
                faults.append(f"{entry.device}-{entry.counter}: {error}")
                continue
            if (device, counter) != (entry.device, entry.counter):
                faults.append(f"{entry.device}-{entry.counter}: the entry is another change's")
            known, last = heads_then
            if own and (entry.counter != known + 1 or prev != last):
                faults.append(f"{entry.device}-{entry.counter}: it does not follow the entry before it")
        return faults

    @staticmethod
    def _place_of(sealed: Sealed) -> tuple[str, int, str]:
        """Return chain, counter and previous hash of a change, having opened all of it that is there."""
        if sealed.payload or sealed.salt:
            change = unseal(sealed, decode)
            return change.device, change.counter, change.prev
        envelope = read_entry(sealed.entry)
        return envelope[1], envelope[2], envelope[3]

    @staticmethod
    def _lines(connection: Connection) -> Iterator[Entry]:
        after: tuple[str, int] = ("", 0)
        while True:
            rows = connection.exec_driver_sql(
                f"SELECT n, device, counter, seq, {_COLUMNS} FROM journal "
                "WHERE (device, counter) > (?, ?) ORDER BY device, counter LIMIT 500",
                after,
            ).fetchall()
            if not rows:
                return
            yield from map(_entry, rows)
            after = rows[-1][1], rows[-1][2]


def _entry(row: Sequence[Any]) -> Entry:
    parts = (part if isinstance(part, bytes) else str(part).encode() for part in row[4:7])  # text: tampered with
    return Entry(row[0], row[1], row[2], row[3], Sealed(*parts))
