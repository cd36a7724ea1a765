"""A laptop's store: one encrypted file, one connection, one writer.

Every save writes the change and the row it makes in one transaction; the anchor outside the file follows the commit.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, Protocol

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError

from fieldapp.domain.access import LOCAL, Author, zone_for
from fieldapp.domain.change import ACCESS, SET, VOID_FIELD, Change
from fieldapp.domain.clock import Clock, HybridClock, to_wire
from fieldapp.domain.faults import StoreError
from fieldapp.domain.ids import IdSource, RandomBytes
from fieldapp.domain.merge import RecordState, written_by
from fieldapp.domain.problems import Problem, Refused
from fieldapp.domain.record import Choices, Record, change_problems, value_problems
from fieldapp.domain.wire import Json
from fieldapp.store.engine import open_engine, speak_of_faults, world_fault
from fieldapp.store.journal import Journal
from fieldapp.store.projection import Projection, Row
from fieldapp.store.tables import LaptopTables, laptop_tables

SCHEMA_VERSION: Final = 3
_COMMITS: Final = "commits"


class Anchor(Protocol):
    """What is written outside the store after each commit, so that a store cut short or put back is noticed."""

    def write(self, commit_count: int, chain_heads: dict[str, tuple[int, str]]) -> None:
        """Seal and flush where the journal stands."""


class Lookup(Protocol):
    """What a rule may ask of the records beside the one it judges.

    ``writer``: whose change it is, ``reason``: why; ``written``: the fields that it writes, though it be what is shown.
    """

    writer: Author
    reason: str
    written: Collection[str]

    def record(self, record_type: str, record_id: str) -> Mapping[str, Json] | None:
        """Return the wire values of a record that is not void."""

    def kept(self, record_type: str, record_id: str) -> Mapping[str, Json] | None:
        """Return the wire values of a record, void or not."""

    def linked(self, record_type: str, link: str, record_id: str) -> list[Mapping[str, Json]]:
        """Return the wire values (with ``id``) of the records whose ``link`` field names this record."""

    def disputed(self, record_type: str, record_id: str) -> Collection[str]:
        """Return the fields of a record on which people disagree."""

    def author(self, record_type: str, record_id: str) -> str:
        """Return who began a record, by handle; "" when it is not here."""


Guard = Callable[[Lookup, str, str, Mapping[str, Json]], Iterable[Problem]]


@dataclass(repr=False)
class Store:
    """The open store of one laptop.

    ``guards`` judge every write made here, inside its transaction; ``fault`` is called by name at each step at which
    the simulator may pull the plug.
    """

    engine: Engine
    tables: LaptopTables
    clock: Clock
    random: RandomBytes
    device: str
    anchor: Anchor | None = None
    guards: Sequence[Guard] = ()
    choices: Choices | None = None
    fault: Callable[[str], None] = lambda _: None
    ids: IdSource = field(init=False)
    connection: Connection = field(init=False)
    journal: Journal = field(init=False)
    projection: Projection = field(init=False)
    writer: Author = field(default=Author("", ""), init=False)
    reason: str = field(default="", init=False)
    written: Collection[str] = field(default=(), init=False)
    _hlc: HybridClock = field(init=False)
    _settings: dict[str, str | None] = field(default_factory=dict, init=False)
    _depth: int = 0

    def __post_init__(self) -> None:
        self.ids = IdSource(self.clock, self.random)
        self.connection = self.engine.connect()
        self.journal = Journal(self.device, self.random)
        self.projection = Projection(self.tables.records)
        self._hlc = HybridClock(self.clock)

    @property
    def types(self) -> dict[str, type[Record]]:
        """The record types that this version knows, by name."""
        return self.tables.records.types

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """Run the body as one transaction; on any error nothing of it has happened. Nested uses join the outer one."""
        if self._depth:
            yield self.connection
            return
        self._depth = 1
        try:
            self.connection.exec_driver_sql("BEGIN IMMEDIATE")
            yield self.connection
            self.set_meta(_COMMITS, str(self.commit_count() + 1))
            self.fault("before commit")
            self.connection.exec_driver_sql("COMMIT")
        except BaseException as error:
            self._undo()
            if isinstance(error, DBAPIError):
                raise world_fault(error) from error
            raise
        finally:
            self._depth = 0
        self.fault("after commit")
        self.write_anchor()

    def _undo(self) -> None:
        self.journal.forget_heads()
        self._settings.clear()
        driver: Any = self.connection.connection.dbapi_connection
        if driver is not None and driver.in_transaction:
            self.connection.exec_driver_sql("ROLLBACK")

    def write_anchor(self) -> None:
        """Note outside the file how far it has come."""
        if self.anchor is not None:
            chains = self.journal.chains(self.connection)
            heads = {name: (head.counter, head.hash) for name, head in chains.items()}
            self.anchor.write(self.commit_count(), heads)

    def commit_count(self) -> int:
        """Return how many transactions this store has seen: it never shrinks while nothing is lost."""
        return int(self.meta(_COMMITS) or 0)

    def save(
        self,
        author: Author,
        record_type: str,
        values: Mapping[str, Json],
        *,
        record_id: str | None = None,
        kind: str = SET,
        reason: str | None = None,
        zone: str | None = None,
    ) -> Row:
        """Write what changed of these wire values as one change, and return the record's row.

        Without ``record_id`` a new record is made. Values equal to what is shown are not written again, unless their
        field is in conflict: then writing it settles it. Raises Refused with every problem; then nothing was written.
        """
        with self.transaction() as connection:
            row = self._row(connection, author, record_type, record_id, zone)
            fields = dict(values) if kind != SET else _changed(row.state, values)
            if kind == SET and not fields and row.created_at:
                return row
            self.writer, self.reason, self.written = author, reason or "", fields.keys()
            self._judge(record_type, row.state, fields, kind, reason)
            change = self._change(connection, author, row.state, fields, kind, reason)
            self.journal.append(connection, change)
            self.fault("between journal and row")
            before = {row.state.record_id: (row.digest, row.audience)} if row.created_at else {}
            row.apply(change)
            self.projection.write(connection, [row], before)
            self.queue_search(connection, [(row.state.record_id, record_type)])
        return row

    def observe(self, stamp: int) -> None:
        """Take note of the hybrid stamp of a change made elsewhere."""
        self._hlc.observe(stamp)

    def load(self, record_type: str, record_id: str) -> Row | None:
        """Return a record's row, void or not, or None."""
        return self.projection.load(self.connection, record_type, [record_id]).get(record_id)

    def meta(self, key: str) -> str | None:
        """Return a setting of this store."""
        if key not in self._settings:
            row = self.connection.exec_driver_sql("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
            self._settings[key] = str(row[0]) if row else None
        return self._settings[key]

    def set_meta(self, key: str, value: str) -> None:
        """Write a setting of this store, in the transaction that is open, if one is; nothing when it is so already."""
        if self.meta(key) == value:
            return
        self.connection.exec_driver_sql(
            "INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
            (key, value),
        )
        self._settings[key] = value

    @staticmethod
    def queue_search(connection: Connection, records: Sequence[tuple[str, str]]) -> None:
        """Note (id, type) of records whose words are to be indexed when there is time."""
        if records:
            connection.exec_driver_sql(
                "INSERT INTO search_queue (record_id, record_type) VALUES (?, ?) ON CONFLICT DO NOTHING", list(records)
            )

    def record(self, record_type: str, record_id: str) -> Mapping[str, Json] | None:
        """``Lookup``: the shown values of a record that is not void."""
        row = self.load(record_type, record_id)
        return None if row is None or row.state.voided else row.state.values

    def kept(self, record_type: str, record_id: str) -> Mapping[str, Json] | None:
        """``Lookup``: the shown values of a record, void or not."""
        row = self.load(record_type, record_id)
        return None if row is None else row.state.values

    def linked(self, record_type: str, link: str, record_id: str) -> list[Mapping[str, Json]]:
        """``Lookup``: the values, with ``id``, of the live records that name this one in ``link``."""
        table = self.tables.records.table(record_type).name
        ids = self.connection.exec_driver_sql(
            f'SELECT id FROM "{table}" WHERE "{link}" = ? AND voided = 0 ORDER BY id', (record_id,)
        )
        rows = self.projection.load(self.connection, record_type, [row[0] for row in ids])
        return [{"id": key, **row.state.values} for key, row in rows.items()]

    def disputed(self, record_type: str, record_id: str) -> Collection[str]:
        """``Lookup``: the fields in conflict."""
        row = self.load(record_type, record_id)
        return row.state.conflicts if row is not None else ()

    def author(self, record_type: str, record_id: str) -> str:
        """``Lookup``: who began it."""
        row = self.load(record_type, record_id)
        return row.created_by if row is not None else ""

    def close(self) -> None:
        """Write the log back into the file and close it."""
        try:
            self.connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        except (DBAPIError, StoreError):  # a full or vanished disk: the log stays, and is read at the next open
            pass
        finally:
            self._settings.clear()
            self.connection.close()
            self.engine.dispose()

    def _row(
        self, connection: Connection, author: Author, record_type: str, record_id: str | None, zone: str | None
    ) -> Row:
        record = self.types[record_type]
        if record_id is not None:
            row = self.projection.load(connection, record_type, [record_id]).get(record_id)
            if row is not None:
                return row
        wanted = zone or zone_for(record.zone, author.agency)
        return Row(RecordState(record_type, record_id or self.ids.new(), wanted))

    def _judge(
        self, record_type: str, state: RecordState, fields: Mapping[str, Json], kind: str, reason: str | None
    ) -> None:
        problems = value_problems(self.types[record_type], fields, self.choices) or change_problems(fields, reason)
        if not problems and kind != ACCESS:
            merged = {**state.values, **written_by(kind, fields)}
            problems = [p for guard in self.guards for p in guard(self, record_type, state.record_id, merged)]
        if problems:
            raise Refused(problems)

    def _change(
        self,
        connection: Connection,
        author: Author,
        state: RecordState,
        fields: dict[str, Json],
        kind: str,
        reason: str | None,
    ) -> Change:
        chain, counter, prev = self.journal.next_place(connection, local=state.zone == LOCAL)
        return Change(
            device=chain,
            counter=counter,
            prev=prev,
            kind=kind,
            record_type=state.record_type,
            record_id=state.record_id,
            zone=state.zone,
            author=author.handle,
            agency=author.agency,
            made_at=to_wire(self.clock.now()),
            hlc=self._hlc.tick(),
            fields=fields,
            seen=state.seen_for(list(fields)),
            reason=reason,
        )


def _changed(state: RecordState, values: Mapping[str, Json]) -> dict[str, Json]:
    """Return the values that differ from what is shown, and those that settle a conflict."""
    conflicts = state.conflicts
    blank = not state.values
    return {
        name: value
        for name, value in values.items()
        if name in conflicts or (value is not None if blank else value != state.values.get(name))
    }


def create_store(path: Path, key: Callable[[], str], types: Iterable[type[Record]]) -> LaptopTables:
    """Make a new store file with all its tables; refuses to touch a file that is there."""
    tables = laptop_tables(types)
    engine = open_engine(path, key, create=True, version=SCHEMA_VERSION)
    try:
        with engine.connect() as connection:
            connection.exec_driver_sql("BEGIN IMMEDIATE")
            tables.records.metadata.create_all(connection)
            connection.exec_driver_sql("COMMIT")
    finally:
        engine.dispose()
    return tables


def open_store(
    path: Path,
    key: Callable[[], str],
    types: Iterable[type[Record]],
    *,
    device: str,
    clock: Clock,
    random: RandomBytes,
    anchor: Anchor | None = None,
    guards: Sequence[Guard] = (),
    choices: Choices | None = None,
) -> Store:
    """Open the store at ``path``; every assertion of ``engine.open_engine`` holds afterwards. Raises StoreError."""
    engine = open_engine(path, key, version=SCHEMA_VERSION)
    speak_of_faults(engine)
    try:
        store = Store(engine, laptop_tables(types), clock, random, device, anchor, guards, choices)
        _bring_up(store)
        return store
    except DBAPIError as error:
        engine.dispose()
        raise world_fault(error) from error
    except StoreError:
        engine.dispose()
        raise


def _bring_up(store: Store) -> None:
    """Migrate a store that an older version of the program wrote, and apply what its journal holds for us."""
    if store.connection.exec_driver_sql("PRAGMA user_version").scalar_one() == SCHEMA_VERSION:
        return
    from fieldapp.store.migrations import migrate
    from fieldapp.store.rebuild import rebuild

    migrate(store.connection, SCHEMA_VERSION)
    rebuild(store)


__all__ = ["SCHEMA_VERSION", "VOID_FIELD", "Author", "Guard", "Lookup", "Store", "create_store", "open_store"]
