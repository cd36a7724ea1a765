"""The tables as a view of the journal: states in, rows out, many at a time. One copy for laptop and headquarters."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import msgspec
from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from fieldapp.domain.change import ACCESS, VOID_FIELD, Change
from fieldapp.domain.fields import Kind
from fieldapp.domain.merge import RecordState, record_digest
from fieldapp.domain.wire import Json, decode, encode
from fieldapp.store.tables import OTHER, SYSTEM_COLUMNS, RecordTables

AddRows = Callable[[Connection, str, Sequence[str], Sequence[tuple[Any, ...]]], None]

_MODULUS: Final = 1 << 63
_CHUNK: Final = 400


@dataclass(slots=True, repr=False)
class Row:
    """One record as a table holds it: its merged state, and what the system columns say beside it."""

    state: RecordState
    created_at: str = ""
    created_by: str = ""
    updated_at: str = ""
    updated_by: str = ""
    hq_seq: int = 0
    audience: str | None = None
    digest: int = 0

    def apply(self, change: Change) -> None:
        """Apply a change to the state, and note who touched the record first and last; looking is not touching."""
        if change.kind == ACCESS:
            return
        if not self.created_at:
            self.created_at, self.created_by = change.made_at, change.author
        self.updated_at, self.updated_by = max((self.updated_at, self.updated_by), (change.made_at, change.author))
        self.state.apply(change)


@dataclass(frozen=True, repr=False)
class Whole:
    """A record as HQ holds it after ``seq``; ``values`` is JSON of its non-null fields, ``heads`` as encoded."""

    seq: int
    record_type: str
    record_id: str
    zone: str
    values: bytes
    heads: str
    created_at: str
    created_by: str
    updated_at: str
    updated_by: str

    def to_row(self) -> Row:
        """Open it. Raises ValueError."""
        values = decode(self.values)
        if not isinstance(values, dict):
            msg = "the values of a record are not an object"
            raise ValueError(msg)  # noqa: TRY004 - one error for everything unreadable
        state = RecordState.from_heads(self.record_type, self.record_id, self.zone, values, self.heads)
        return Row(state, self.created_at, self.created_by, self.updated_at, self.updated_by, self.seq)


@dataclass(frozen=True)
class _Shape:
    """How one table is read and written: its columns in order, and the kinds that are not plain text."""

    fields: tuple[str, ...]
    known: frozenset[str]
    flags: frozenset[str]
    lists: frozenset[str]
    special: tuple[int, ...]
    audience: Callable[[Mapping[str, Json]], str | None] | None
    select: str
    upsert: str
    table: str
    columns: tuple[str, ...]


@dataclass
class Projection:
    """Reads and writes the record tables of one workspace over one connection's dialect.

    ``workspace`` is None on a laptop. ``add_rows`` (table, columns, rows) is the database's own way to take many new
    rows, where it has one that is quicker. Nothing here begins or ends a transaction.
    """

    records: RecordTables
    mark: str = "?"
    workspace: str | None = None
    add_rows: AddRows | None = None
    _shapes: dict[str, _Shape] = field(default_factory=dict)

    def load(self, connection: Connection, record_type: str, ids: Sequence[str]) -> dict[str, Row]:
        """Return the rows of these records that exist, by id."""
        shape = self._shape(record_type)
        found: dict[str, Row] = {}
        for chunk in _chunks(ids):
            marks = ",".join([self.mark] * len(chunk))
            for values in _select(connection, f"{shape.select} AND id IN ({marks})", (*self._lead(), *chunk)):
                row = self._read(record_type, shape, values)
                found[row.state.record_id] = row
        return found

    def digests(
        self, connection: Connection, record_type: str, ids: Sequence[str]
    ) -> dict[str, tuple[int, str | None]]:
        """Return digest and audience of those of these records that exist, as ``write`` wants them."""
        name = self.records.table(record_type).name
        where = f"workspace = {self.mark} AND " if self.workspace is not None else ""
        found: dict[str, tuple[int, str | None]] = {}
        for chunk in _chunks(ids):
            marks = ",".join([self.mark] * len(chunk))
            sql = f'SELECT id, digest, audience FROM "{name}" WHERE {where}id IN ({marks})'
            rows = connection.exec_driver_sql(sql, (*self._lead(), *chunk))
            found |= {row[0]: (row[1], row[2]) for row in rows}
        return found

    def scan(
        self, connection: Connection, record_type: str, after: str, limit: int, condition: str = "", *values: str
    ) -> list[Row]:
        """Return rows in id order, from the first id greater than ``after``; ``condition`` narrows them."""
        shape = self._shape(record_type)
        where = f" AND {condition}" if condition else ""
        if self.records.table(record_type).name == OTHER and record_type != OTHER:
            where += f" AND record_type = {self.mark}"
            values = (*values, record_type)
        sql = f"{shape.select} AND id > {self.mark}{where} ORDER BY id LIMIT {int(limit)}"
        result = connection.exec_driver_sql(sql, (*self._lead(), after, *values))
        return [self._read(record_type, shape, row) for row in result]

    def apply(self, connection: Connection, changes: Iterable[tuple[Change, int]]) -> dict[str, Row]:
        """Apply changes, each with its HQ sequence (0: none yet), in order; return the rows touched, by id.

        A change that the row already contains (its sequence is not greater than the row's) is passed over.
        """
        queue = list(changes)
        by_type: dict[str, dict[str, None]] = defaultdict(dict)
        for change, _ in queue:
            by_type[change.record_type][change.record_id] = None
        rows: dict[str, Row] = {}
        for record_type, ids in by_type.items():
            rows |= self.load(connection, record_type, list(ids))
        before = {record_id: (row.digest, row.audience) for record_id, row in rows.items()}
        for change, seq in queue:
            row = rows.get(change.record_id)
            if row is None:
                row = rows[change.record_id] = Row(RecordState(change.record_type, change.record_id, change.zone))
            if seq and seq <= row.hq_seq:
                continue
            row.apply(change)
            row.hq_seq = max(row.hq_seq, seq)
        self.write(connection, rows.values(), before)
        return rows

    def write(self, connection: Connection, rows: Iterable[Row], before: dict[str, tuple[int, str | None]]) -> None:
        """Write rows over whatever is there. ``before`` gives the digest and audience of those that were there."""
        tally: dict[tuple[str, str, str], list[int]] = defaultdict(lambda: [0, 0])
        by_type: dict[str, list[tuple[Any, ...]]] = defaultdict(list)
        new: dict[str, list[tuple[Any, ...]]] = defaultdict(list)
        for row in rows:
            state = row.state
            if not state.values:
                continue
            old = before.get(state.record_id)
            if old is not None:
                _count(tally, state, old[1], -1, old[0])
            (new if old is None else by_type)[state.record_type].append(self._pack(row))
            _count(tally, state, row.audience, 1, row.digest)
        for record_type, packed in by_type.items():
            connection.exec_driver_sql(self._shape(record_type).upsert, packed)
        for record_type, packed in new.items():
            shape = self._shape(record_type)
            if self.add_rows is None:
                connection.exec_driver_sql(shape.upsert, packed)
            else:
                self.add_rows(connection, shape.table, shape.columns, packed)
        self._add_tally(connection, tally)

    def write_whole(
        self, connection: Connection, items: Iterable[Whole], before: dict[str, tuple[int, str | None]]
    ) -> None:
        """Write records that arrived whole over whatever is there, as ``write`` does for rows made here."""
        tally: dict[tuple[str, str, str], list[int]] = defaultdict(lambda: [0, 0])
        by_type: dict[str, list[tuple[Any, ...]]] = defaultdict(list)
        for whole in items:
            packed, audience, digest = self._pack_whole(whole)
            old = before.get(whole.record_id)
            if old is not None:
                _count(tally, whole, old[1], -1, old[0])
            by_type[whole.record_type].append(packed)
            _count(tally, whole, audience, 1, digest)
        for record_type, rows in by_type.items():
            connection.exec_driver_sql(self._shape(record_type).upsert, rows)
        self._add_tally(connection, tally)

    def remove(self, connection: Connection, record_type: str, ids: Sequence[str]) -> None:
        """Take rows out of the table (no longer ours to hold); the journal is another matter."""
        tally: dict[tuple[str, str, str], list[int]] = defaultdict(lambda: [0, 0])
        rows = self.load(connection, record_type, ids)
        for row in rows.values():
            _count(tally, row.state, row.audience, -1, row.digest)
        lead = f"workspace = {self.mark} AND " if self.workspace is not None else ""
        name = self.records.table(record_type).name
        for record_id in rows:
            connection.exec_driver_sql(f'DELETE FROM "{name}" WHERE {lead}id = {self.mark}', (*self._lead(), record_id))
        self._add_tally(connection, tally)

    def tallies(self, connection: Connection) -> list[tuple[str, str, str, int, int]]:
        """Return (type, zone, audience, count, digest) of everything held; empty groups are left out."""
        where = f"workspace = {self.mark} AND " if self.workspace is not None else ""
        sql = f"SELECT record_type, zone, audience, n, digest FROM tally WHERE {where}n <> 0"
        return [tuple(row) for row in connection.exec_driver_sql(sql, self._lead())]

    def _lead(self) -> tuple[str, ...]:
        return () if self.workspace is None else (self.workspace,)

    def _add_tally(self, connection: Connection, tally: dict[tuple[str, str, str], list[int]]) -> None:
        changed = [(*self._lead(), *key, n, digest % _MODULUS) for key, (n, digest) in tally.items() if n or digest]
        if not changed:
            return
        lead = "workspace, " if self.workspace is not None else ""
        marks = ", ".join([self.mark] * (5 + len(self._lead())))
        connection.exec_driver_sql(
            f"INSERT INTO tally ({lead}record_type, zone, audience, n, digest) VALUES ({marks}) "
            f"ON CONFLICT ({lead}record_type, zone, audience) DO UPDATE SET n = tally.n + excluded.n, "
            # sums of two 63-bit numbers leave 64 bits: subtract the modulus first
            f"digest = CASE WHEN tally.digest >= {_MODULUS - 1} - excluded.digest + 1 "
            f"THEN tally.digest - ({_MODULUS - 1} - excluded.digest) - 1 ELSE tally.digest + excluded.digest END",
            changed,
        )

    def _shape(self, record_type: str) -> _Shape:
        shape = self._shapes.get(record_type)
        if shape is None:
            shape = self._shapes[record_type] = self._make_shape(record_type)
        return shape

    def _make_shape(self, record_type: str) -> _Shape:
        record = self.records.types.get(record_type)
        fields = record.fields if record else {}
        own = tuple(fields) if record else ("record_type",)
        lead = ("workspace",) if self.workspace is not None else ()
        columns = (*lead, *SYSTEM_COLUMNS, *own)
        name = self.records.table(record_type).name
        quoted = [f'"{column}"' for column in columns]
        updates = ", ".join(f"{c} = excluded.{c}" for c in quoted if c not in {'"workspace"', '"id"'})
        where = f"workspace = {self.mark}" if lead else "1 = 1"
        return _Shape(
            tuple(fields),
            frozenset(fields) | {VOID_FIELD},
            frozenset(n for n, f in fields.items() if f.kind is Kind.FLAG),
            frozenset(n for n, f in fields.items() if f.kind is Kind.CHOICES),
            tuple(i for i, f in enumerate(fields.values(), 1) if f.kind in {Kind.FLAG, Kind.CHOICES}),
            record.audience_of if record else None,
            f'SELECT {", ".join(quoted[len(lead) :])} FROM "{name}" WHERE {where}',
            f'INSERT INTO "{name}" ({", ".join(quoted)}) VALUES ({", ".join([self.mark] * len(columns))}) '
            f"ON CONFLICT ({', '.join([*lead, 'id'])}) DO UPDATE SET {updates}",
            name,
            columns,
        )

    def _pack(self, row: Row) -> tuple[Any, ...]:
        state = row.state
        shape = self._shape(state.record_type)
        heads = state.encode_heads()
        row.digest = state.digest(heads)
        row.audience = _audience(shape, state.values)
        touched = row.created_at, row.created_by, row.updated_at, row.updated_by
        return (
            *self._lead(),
            state.record_id,
            state.zone,
            row.audience,
            *touched,
            int(state.voided),
            len(state.conflicts) if state.rivals else 0,
            row.hq_seq,
            row.digest,
            heads,
            *_columns(shape, state.record_type, state.values),
        )

    def _pack_whole(self, whole: Whole) -> tuple[tuple[Any, ...], str | None, int]:
        """Pack a record that arrived whole, without opening its heads when they hold neither rival nor void."""
        if '"r":' in whole.heads or '"v":' in whole.heads:
            row = whole.to_row()
            return self._pack(row), row.audience, row.digest
        shape = self._shape(whole.record_type)
        values: dict[str, Json] = msgspec.json.decode(whole.values)
        audience = _audience(shape, values)
        digest = record_digest(whole.record_type, whole.record_id, whole.heads)
        touched = whole.created_at, whole.created_by, whole.updated_at, whole.updated_by
        own = _columns(shape, whole.record_type, values)
        packed = (whole.record_id, whole.zone, audience, *touched, 0, 0, whole.seq, digest, whole.heads, *own)
        return (*self._lead(), *packed), audience, digest

    def _read(self, record_type: str, shape: _Shape, columns: Sequence[Any]) -> Row:
        system = dict(zip(SYSTEM_COLUMNS, columns, strict=False))
        values: dict[str, Json] = json.loads(system["extra"]) if system["extra"] else {}
        own = columns[len(SYSTEM_COLUMNS) :]
        if not shape.fields:
            record_type = own[0]
        for name, value in zip(shape.fields, own, strict=False):
            if value is None:
                continue
            if name in shape.flags:
                values[name] = bool(value)
            elif name in shape.lists:
                values[name] = json.loads(value)
            else:
                values[name] = value
        return Row(
            RecordState.from_heads(record_type, system["id"], system["zone"], values, system["heads"]),
            system["created_at"],
            system["created_by"],
            system["updated_at"],
            system["updated_by"],
            system["hq_seq"],
            system["audience"],
            system["digest"],
        )


def _columns(shape: _Shape, record_type: str, values: dict[str, Json]) -> list[Any]:
    """Return the ``extra`` column and those of the fields (of an unknown type: its name)."""
    strange = values.keys() - shape.known
    extra = {name: values[name] for name in strange if values[name] is not None} if strange else None
    packed = encode(extra).decode() if extra else None
    if not shape.fields:
        return [packed, record_type]
    columns: list[Any] = [packed, *map(values.get, shape.fields)]
    for place in shape.special:
        value = columns[place]
        if value is not None:
            columns[place] = int(value) if isinstance(value, bool) else msgspec.json.encode(value).decode()
    return columns


def _audience(shape: _Shape, values: dict[str, Json]) -> str | None:
    return shape.audience(values) if shape.audience is not None else None


def _count(
    tally: dict[tuple[str, str, str], list[int]], of: RecordState | Whole, audience: str | None, n: int, digest: int
) -> None:
    entry = tally[of.record_type, of.zone, audience or ""]
    entry[0] += n
    entry[1] += n * digest


def _select(connection: Connection, sql: str, values: tuple[Any, ...]) -> list[Any]:
    """Read with the driver's own cursor: describing every column of a wide table anew takes longer than reading it."""
    driver: Any = connection.dialect.dbapi
    cursor = connection.connection.cursor()
    try:
        cursor.execute(sql, values)
        return list(cursor.fetchall())
    except driver.Error as error:
        raise DBAPIError.instance(
            sql, None, error, driver.Error, hide_parameters=True, dialect=connection.dialect
        ) from error
    finally:
        cursor.close()


def _chunks(ids: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(ids), _CHUNK):
        yield ids[start : start + _CHUNK]
