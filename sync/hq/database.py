"""One database for headquarters, two kinds: an embedded SQLCipher file, or PostgreSQL.

A write is one transaction and holds the workspace alone until it is committed, so that a reader who sees a sequence
number has seen every smaller one. A read is one snapshot. SQL is written once, with ``?`` for values.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, Engine, create_engine
from sqlalchemy.exc import InterfaceError, OperationalError

from fieldapp.domain.faults import StoreError, SyncError
from fieldapp.domain.record import Record
from fieldapp.store.engine import HQ_APPLICATION_ID, open_engine
from fieldapp.store.projection import Projection
from fieldapp.store.tables import RecordTables
from sync.hq.table import SCHEMA_VERSION, hq_tables
from sync.hq.upgrade import upgrade_database

_CHECKPOINT_PAGES: Final = 4_000
_SCHEMA_LOCK: Final = 0x46424851  # two nodes that start at once must not both make the tables
_POOL: Final = 8
_OVERFLOW: Final = 32


@dataclass(frozen=True, slots=True)
class Transaction:
    """A transaction under way: on which connection, for which workspace."""

    connection: Connection
    workspace: str
    mark: str

    def run(self, sql: str, *values: Any) -> int:
        """Run one statement; return how many rows it wrote."""
        return self.connection.exec_driver_sql(_spell(sql, self.mark), values).rowcount

    def rows(self, sql: str, *values: Any) -> list[Any]:
        """Return all rows of a query."""
        return list(self.connection.exec_driver_sql(_spell(sql, self.mark), values).fetchall())

    def add_many(self, table: str, columns: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> None:
        """Write many new rows."""
        if not rows:
            return
        if self.mark != "?":
            copy_rows(self.connection, table, columns, rows)
            return
        names, marks = ", ".join(f'"{name}"' for name in columns), ", ".join("?" * len(columns))
        self.connection.exec_driver_sql(f'INSERT INTO "{table}" ({names}) VALUES ({marks})', list(rows))

    def one(self, sql: str, *values: Any) -> tuple[Any, ...] | None:
        """Return the first row, or None."""
        row = self.connection.exec_driver_sql(_spell(sql, self.mark), values).fetchone()
        return tuple(row) if row is not None else None

    def mark_list(self, values: Sequence[Any]) -> str:
        """Return the inside of ``IN (...)`` for so many values."""
        return ", ".join(["?"] * len(values))


class Database:
    """The open database, seen from one workspace. Safe to use from several threads."""

    def __init__(self, engine: Engine, records: RecordTables, workspace: str) -> None:
        self.records = records
        self.workspace = workspace
        self.is_embedded = engine.dialect.name == "sqlite"
        self.mark = "?" if self.is_embedded else "%s"
        self.projection = Projection(records, self.mark, workspace, None if self.is_embedded else copy_rows)
        # Called by name at each step at which the simulator may pull the plug.
        self.fault: Callable[[str], None] = lambda _: None
        self._engine = engine
        self._snapshot = engine if self.is_embedded else engine.execution_options(isolation_level="REPEATABLE READ")
        # SQLite lets a second writer poll; a lock lets it wait its turn.
        self._turn: Any = threading.Lock() if self.is_embedded else nullcontext()

    @contextmanager
    def write(self, *, alone: bool = True) -> Iterator[Transaction]:
        """Run the body as one transaction. ``alone`` keeps every other writer of this workspace out until its end.

        Raises SyncError HQ_BUSY when the database does not answer; then nothing was written.
        """
        with _busy_is_a_fault(), self._turn, self._engine.connect() as connection:
            work = Transaction(connection, self.workspace, self.mark)
            if self.is_embedded:
                connection.exec_driver_sql("BEGIN IMMEDIATE")
            elif alone:
                work.one("SELECT 1 FROM workspace WHERE id = ? FOR UPDATE", self.workspace)
            try:
                yield work
                self.fault("before commit")
                self._end(connection, "COMMIT")
                self.fault("after commit")
            except BaseException:
                self._end(connection, "ROLLBACK")
                raise

    @contextmanager
    def read(self) -> Iterator[Transaction]:
        """Run the body on one snapshot. Raises SyncError HQ_BUSY when the database does not answer."""
        with _busy_is_a_fault(), self._snapshot.connect() as connection:
            if self.is_embedded:
                connection.exec_driver_sql("BEGIN")
            try:
                yield Transaction(connection, self.workspace, self.mark)
            finally:
                self._end(connection, "ROLLBACK")

    def _end(self, connection: Connection, verb: str) -> None:
        if not self.is_embedded:
            connection.commit() if verb == "COMMIT" else connection.rollback()
            return
        driver: Any = connection.connection.dbapi_connection
        if driver is not None and driver.in_transaction:
            connection.exec_driver_sql(verb)

    def close(self) -> None:
        """Let go of every connection."""
        self._engine.dispose()


def open_database(
    target: Path | str, workspace: str, types: Iterable[type[Record]], key: Callable[[], str] | None = None
) -> Database:
    """Open the database and make sure of its tables.

    ``target`` is a PostgreSQL address (``postgresql+psycopg://...``) or the path of an embedded store, which is made
    when it is not there and whose 96 hex digits ``key`` gives. Raises StoreError.
    """
    records = hq_tables(tuple(types))
    engine = _connect_postgresql(target) if isinstance(target, str) else _open_embedded(target, key)
    database = Database(engine, records, workspace)
    try:
        _prepare(database)
    except BaseException:
        database.close()
        raise
    return database


def _connect_postgresql(url: str) -> Engine:
    if not url.startswith("postgresql+psycopg://"):
        raise StoreError("DATABASE_UNKNOWN", "The database address must begin with postgresql+psycopg://.")
    return create_engine(url, hide_parameters=True, pool_size=_POOL, max_overflow=_OVERFLOW, pool_pre_ping=True)


def _open_embedded(path: Path, key: Callable[[], str] | None) -> Engine:
    if key is None:
        raise StoreError("SECRET_MISSING", "The embedded store needs its key.")
    if not path.exists():
        open_engine(path, key, create=True, application_id=HQ_APPLICATION_ID, version=SCHEMA_VERSION).dispose()
    return open_engine(
        path,
        key,
        application_id=HQ_APPLICATION_ID,
        version=SCHEMA_VERSION,
        threads=True,
        checkpoint_pages=_CHECKPOINT_PAGES,
    )


def _prepare(database: Database) -> None:
    try:
        with database.write(alone=False) as work:
            if not database.is_embedded:
                work.one("SELECT pg_advisory_xact_lock(?)", _SCHEMA_LOCK)
            database.records.metadata.create_all(work.connection)
            found = work.one("SELECT max(version) FROM hq_schema")
            if found is None or found[0] is None:
                work.run("INSERT INTO hq_schema (version) VALUES (?)", SCHEMA_VERSION)
            elif found[0] > SCHEMA_VERSION:
                raise StoreError(
                    "STORE_NEWER",
                    "This headquarters was written by a newer version of the program. Its data was not touched; "
                    "install the newer version.",
                )
            elif found[0] < SCHEMA_VERSION:
                upgrade_database(work, database.records, database.projection.add_rows)
            if database.is_embedded:
                work.connection.exec_driver_sql(f"PRAGMA user_version = {SCHEMA_VERSION}")
    except SyncError as error:
        raise StoreError("DATABASE_AWAY", "The database does not answer. Nothing was changed.") from error


def copy_rows(connection: Connection, table: str, columns: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> None:
    """Write many new rows into PostgreSQL by COPY, which takes them in a third of the time of as many INSERTs."""
    import psycopg

    driver: Any = connection.connection.driver_connection
    names = ", ".join(f'"{name}"' for name in columns)
    try:
        with driver.cursor() as cursor, cursor.copy(f'COPY "{table}" ({names}) FROM STDIN') as copy:
            for row in rows:
                copy.write_row(row)
    except psycopg.OperationalError as error:
        raise OperationalError("COPY", None, error) from error


@lru_cache(maxsize=512)
def _spell(sql: str, mark: str) -> str:
    return sql if mark == "?" else sql.replace("?", mark)


@contextmanager
def _busy_is_a_fault() -> Iterator[None]:
    try:
        yield
    except (OperationalError, InterfaceError) as error:
        raise SyncError(
            "HQ_BUSY", "Headquarters' database does not answer. Nothing was taken; your work is safe here."
        ) from error
