"""The records as they were at an instant, in tables that last as long as the question and never touch the disk.

What has not changed since is copied inside the database; what has is folded anew from the changes known by then.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Final, Protocol

from sqlalchemy import Column, Connection, Index, Integer, MetaData, Table, Text, insert

from fieldapp.domain.merge import RecordState
from fieldapp.domain.wire import Json, encode
from fieldapp.records import require_type
from fieldapp.reports.reading import Reading
from fieldapp.store.arrival import Frontier
from fieldapp.store.projection import Projection
from fieldapp.store.rebuild import replay_covered
from fieldapp.store.store import Store
from fieldapp.store.tables import RecordTables, column_type

_CHUNK: Final = 400
_PREFIX: Final = "then_"

LoadStates = Callable[[str, Sequence[str]], dict[str, RecordState]]


class Past(Protocol):
    """Where a state of the past is read from: a laptop's journal, or the log of headquarters."""

    @property
    def connection(self) -> Connection:
        """On which everything is asked."""

    @property
    def projection(self) -> Projection:
        """How the tables of now are read."""

    @property
    def frontier(self) -> Frontier:
        """Which changes count."""

    def touched(self, record_type: str) -> list[str]:
        """Return the records of a type that a change has touched which does not count."""

    def fold(self, record_type: str, ids: Sequence[str]) -> Iterable[RecordState]:
        """Return the states that these records had; one that was not yet there is left out."""


@dataclass(frozen=True)
class Moment:
    """The records at a moment: tables to ask, the states behind them, and of which changes all of it is made."""

    connection: Connection
    tables: RecordTables
    frontier: Frontier
    states: LoadStates


def present(store: Store, frontier: Frontier) -> Moment:
    """Return this moment: the tables as they stand."""

    def states(record_type: str, ids: Sequence[str]) -> dict[str, RecordState]:
        rows = store.projection.load(store.connection, record_type, ids)
        return {key: row.state for key, row in rows.items()}

    return Moment(store.connection, store.tables.records, frontier, states)


@contextmanager
def moment_of(past: Past, reading: Reading) -> Iterator[Moment]:
    """Make the tables of then, as far as they are read; they are gone when the body ends."""
    made = _narrow_tables(reading)
    connection = past.connection
    folded: dict[str, dict[str, RecordState]] = {}
    made.metadata.create_all(connection, checkfirst=False)
    try:
        for name in reading:
            folded[name] = _fill(past, made.tables[name], name)
        yield Moment(connection, made, past.frontier, _loader(past, folded))
    finally:
        made.metadata.drop_all(connection, checkfirst=False)


def _loader(past: Past, folded: Mapping[str, Mapping[str, RecordState]]) -> LoadStates:
    def states(record_type: str, ids: Sequence[str]) -> dict[str, RecordState]:
        changed = folded[record_type]
        rows = past.projection.load(past.connection, record_type, [key for key in ids if key not in changed])
        return {key: row.state for key, row in rows.items()} | {key: changed[key] for key in ids if key in changed}

    return states


def _narrow_tables(reading: Reading) -> RecordTables:
    """Declare temporary tables of the fields read; what links is indexed, as in the tables they stand for."""
    metadata = MetaData()
    tables = {}
    for name, fields in reading.items():
        record = require_type(name)
        columns: list[Column[Any]] = [Column(each, column_type(record.fields[each].kind)) for each in fields]
        keys = Column("id", Text, primary_key=True), Column("voided", Integer, nullable=False)
        table = Table(_PREFIX + name, metadata, *keys, *columns, prefixes=["TEMPORARY"])
        for each in fields:
            if record.fields[each].link:
                Index(f"ix_{_PREFIX}{name}_{each}", table.c[each])
        tables[name] = table
    tally = Table(f"{_PREFIX}tally", MetaData())
    return RecordTables(metadata, {name: require_type(name) for name in tables}, tables, tally, workspace=False)


def _fill(past: Past, table: Table, record_type: str) -> dict[str, RecordState]:
    """Fill one table; return the states of what had to be folded."""
    source = past.projection.records.table(record_type)
    touched = past.touched(record_type)
    quoted = ", ".join(f'"{column.name}"' for column in table.columns)
    workspace, mark = past.projection.workspace, past.projection.mark
    where = f" WHERE workspace = {mark}" if workspace is not None else ""
    past.connection.exec_driver_sql(
        f'INSERT INTO "{table.name}" ({quoted}) SELECT {quoted} FROM "{source.name}"{where}',
        (workspace,) if workspace is not None else (),
    )
    for start in range(0, len(touched), _CHUNK):
        chunk = touched[start : start + _CHUNK]
        marks = ", ".join([mark] * len(chunk))
        past.connection.exec_driver_sql(f'DELETE FROM "{table.name}" WHERE id IN ({marks})', tuple(chunk))
    folded = {state.record_id: state for state in past.fold(record_type, touched) if state.values}
    rows = [_pack(state, table) for state in folded.values()]
    if rows:
        past.connection.execute(insert(table), rows)
    return folded


def _pack(state: RecordState, table: Table) -> dict[str, Any]:
    values = {name: _plain(state.values.get(name)) for name in table.columns.keys()}  # noqa: SIM118 - a collection
    return values | {"id": state.record_id, "voided": int(state.voided)}


def _plain(value: Json) -> Any:
    if isinstance(value, bool):
        return int(value)
    return encode(value).decode() if isinstance(value, (list, dict)) else value


@dataclass
class LaptopPast:
    """What a laptop's journal says of the time before a frontier."""

    store: Store
    frontier: Frontier
    _touched: set[str] | None = field(default=None, init=False)

    @property
    def connection(self) -> Connection:
        """The store's."""
        return self.store.connection

    @property
    def projection(self) -> Projection:
        """The store's."""
        return self.store.projection

    def touched(self, record_type: str) -> list[str]:
        """``Past``."""
        if self._touched is None:
            chains = self.frontier.chains
            own = [*chains, *(f"{device}.local" for device in chains)]
            later = " OR ".join(["(device = ? AND counter > ?)"] * len(chains))
            rows = self.connection.exec_driver_sql(
                f"SELECT DISTINCT record_id FROM journal WHERE {later} "
                f"OR (device NOT IN ({', '.join('?' * len(own))}) AND (seq IS NULL OR seq > ?))",
                (*(each for chain in chains.items() for each in chain), *own, self.frontier.seq),
            )
            self._touched = {str(row[0]) for row in rows}
        held = self.projection.digests(self.connection, record_type, sorted(self._touched))
        return list(held)

    def fold(self, record_type: str, ids: Sequence[str]) -> Iterable[RecordState]:
        """``Past``."""
        return [row.state for row in replay_covered(self.store, record_type, ids, self.frontier)]
