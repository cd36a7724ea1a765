"""Keeping the full-text index in step with the tables: a queue of records drained when there is time, or all at once.

What is indexed follows from the ``search`` of each declared field. Void and withdrawn records leave the index.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable
from typing import Any, Final

from sqlalchemy import Connection

from fieldapp.domain.faults import StoreError
from fieldapp.domain.fields import Search
from fieldapp.domain.record import Record
from fieldapp.store.engine import spoken_faults
from fieldapp.store.name_list import NameList
from fieldapp.store.search_table import SEARCH_DDL
from fieldapp.store.store import Store
from fieldapp.store.word import identifier_words

_IDS: Final = "(SELECT value FROM json_each(?))"
_NAMES: Final = "search.names"
_REGISTERED: Final = "search.function"
_CHUNK: Final = 5_000
DAMAGED: Final = "STORE_UNREADABLE"


def queued(store: Store) -> int:
    """Return how many records wait to be indexed."""
    return int(store.connection.exec_driver_sql("SELECT count(*) FROM search_queue").scalar_one())


def drain(store: Store, limit: int = 500) -> int:
    """Index up to ``limit`` queued records in one transaction; return how many are still queued."""
    if store.connection.exec_driver_sql("SELECT 1 FROM search_queue LIMIT 1").fetchone() is None:
        return 0
    try:
        _drain(store, limit)
    except StoreError as error:
        if error.kind != DAMAGED:
            raise
        remake_index(store)
    return queued(store)


def _drain(store: Store, limit: int) -> None:
    with store.transaction() as connection:
        _register(connection)
        queue = connection.exec_driver_sql("SELECT record_id, record_type FROM search_queue LIMIT ?", (limit,))
        by_type: dict[str, list[str]] = defaultdict(list)
        for record_id, record_type in queue:
            by_type[record_type].append(record_id)
        for record_type, ids in by_type.items():
            _index(store, connection, record_type, json.dumps(ids))


def remake_index(store: Store) -> int:
    """Throw a damaged index away and make it anew. Raises StoreError when it is not the index that is damaged."""
    with store.transaction() as connection:
        connection.exec_driver_sql("DROP TABLE search")
        connection.exec_driver_sql(SEARCH_DDL)
        return rebuild_index(store)


def rebuild_index(store: Store, progress: Callable[[int, int], None] = lambda _done, _total: None) -> int:
    """Make the whole index anew from the tables, empty the queue, and return how many records are indexed.

    ``progress`` is called with how many records are done and how many there are.
    """
    with store.transaction() as connection:
        _register(connection)
        connection.exec_driver_sql("INSERT INTO search (search) VALUES ('delete-all')")
        connection.exec_driver_sql("DELETE FROM search_doc")
        types = [record for record in store.types.values() if searched_fields(record)]
        for record in types:
            connection.exec_driver_sql(
                "INSERT INTO search_doc (record_id, record_type) "
                f'SELECT id, ? FROM "{record.type_name}" WHERE voided = 0 ORDER BY rowid',
                (record.type_name,),
            )
        total = int(connection.exec_driver_sql("SELECT coalesce(max(rowid), 0) FROM search_doc").scalar_one())
        # A larger buffer makes fewer segments, and so less merging; it is put back to its default afterwards.
        connection.exec_driver_sql("INSERT INTO search (search, rank) VALUES ('hashsize', 33554432)")
        for start in range(0, total, _CHUNK):
            for record in types:
                connection.exec_driver_sql(
                    f"{_insert(record)} WHERE d.record_type = ? AND d.rowid > ? AND d.rowid <= ?",
                    (record.type_name, start, start + _CHUNK),
                )
            progress(min(start + _CHUNK, total), total)
        connection.exec_driver_sql("INSERT INTO search (search, rank) VALUES ('hashsize', 1048576)")
        connection.exec_driver_sql("DELETE FROM search_queue")
    forget_names(store)
    return total


def names(store: Store) -> NameList:
    """Return the words of all names, read once and kept with the open connection until it closes."""
    kept = store.connection.info.get(_NAMES)
    if isinstance(kept, NameList):
        return kept
    read = NameList()
    for record in store.types.values():
        for field in searched_fields(record).get(Search.NAME, ()):
            sql = f'SELECT DISTINCT "{field}" FROM "{record.type_name}" WHERE voided = 0 AND "{field}" IS NOT NULL'
            with spoken_faults():
                rows = _driver(store.connection).execute(sql).fetchall()
            read.add(row[0] for row in rows)
    store.connection.info[_NAMES] = read
    return read


def forget_names(store: Store) -> None:
    """Drop the names kept in memory; they are read again when next needed."""
    store.connection.info.pop(_NAMES, None)


def searched_fields(record: type[Record]) -> dict[Search, tuple[str, ...]]:
    """Return the fields of a type by how they are found; empty for a type nobody searches."""
    found: dict[Search, list[str]] = defaultdict(list)
    for name, declared in record.fields.items():
        if declared.search is not Search.NONE:
            found[declared.search].append(name)
    return {search: tuple(fields) for search, fields in found.items()}


def _index(store: Store, connection: Connection, record_type: str, ids: str) -> None:
    record = store.types.get(record_type)
    connection.exec_driver_sql(
        f"DELETE FROM search WHERE rowid IN (SELECT rowid FROM search_doc WHERE record_id IN {_IDS})", (ids,)
    )
    if record is None or not searched_fields(record):
        connection.exec_driver_sql(f"DELETE FROM search_doc WHERE record_id IN {_IDS}", (ids,))
    else:
        live = f'SELECT id FROM "{record_type}" WHERE id IN {_IDS} AND voided = 0'
        connection.exec_driver_sql(
            f"DELETE FROM search_doc WHERE record_id IN {_IDS} AND record_id NOT IN ({live})", (ids, ids)
        )
        connection.exec_driver_sql(
            f"INSERT INTO search_doc (record_id, record_type) SELECT id, '{record_type}' FROM ({live}) "
            "WHERE true ON CONFLICT (record_id) DO NOTHING",
            (ids,),
        )
        connection.exec_driver_sql(f"{_insert(record)} WHERE d.record_id IN {_IDS}", (ids,))
        _note_names(store, connection, record, ids)
    connection.exec_driver_sql(f"DELETE FROM search_queue WHERE record_id IN {_IDS}", (ids,))


def _note_names(store: Store, connection: Connection, record: type[Record], ids: str) -> None:
    kept = store.connection.info.get(_NAMES)
    fields = searched_fields(record).get(Search.NAME, ())
    if isinstance(kept, NameList) and fields:
        columns = ", ".join(f'"{field}"' for field in fields)
        rows = connection.exec_driver_sql(f'SELECT {columns} FROM "{record.type_name}" WHERE id IN {_IDS}', (ids,))
        kept.add(name for row in rows for name in row if name)


def _insert(record: type[Record]) -> str:
    """Return the statement that indexes records of a type, up to its WHERE clause."""
    fields = searched_fields(record)
    columns = [
        _joined(fields.get(Search.NAME, ())),
        f"identifier_words({_listed(fields.get(Search.EXACT, ()))})",
        _joined(fields.get(Search.TEXT, ())),
    ]
    return (
        f"INSERT INTO search (rowid, name, exact, words) SELECT d.rowid, {', '.join(columns)} "
        f'FROM search_doc d JOIN "{record.type_name}" t ON t.id = d.record_id'
    )


def _joined(names: tuple[str, ...]) -> str:
    return " || ' ' || ".join(f"coalesce(t.\"{name}\", '')" for name in names) or "''"


def _listed(names: tuple[str, ...]) -> str:
    return ", ".join(f't."{name}"' for name in names)


def _driver(connection: Connection) -> Any:
    return connection.connection.dbapi_connection


def _register(connection: Connection) -> None:
    if _REGISTERED not in connection.info:
        _driver(connection).create_function("identifier_words", -1, identifier_words, deterministic=True)
        connection.info[_REGISTERED] = True
