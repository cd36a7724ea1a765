"""The baseline: the same rows in bare sqlcipher3, with five indexes, then a full-text index built over them."""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import sqlcipher3

from benchmarks.workload import Sample

KEY: Final = "5e" * 48
_INDEXED: Final = ("first_contact_at", "person", "report_number", "city", "agency")
_FULL_TEXT: Final = ("place", "city", "report_number", "narrative")


class BareStore:
    """One table of a record's fields, each a column."""

    def __init__(self, path: Path, columns: Sequence[str]) -> None:
        self.connection: Any = sqlcipher3.connect(str(path), isolation_level=None)
        self._columns = tuple(columns)
        self._run(f"PRAGMA key = \"x'{KEY}'\"")
        for pragma in ("journal_mode = WAL", "synchronous = FULL", "cache_size = -65536"):
            self._run(f"PRAGMA {pragma}")
        self._run(f"CREATE TABLE record (id TEXT PRIMARY KEY, {', '.join(self._columns)})")
        for name in _INDEXED:
            self._run(f"CREATE INDEX ix_{name} ON record ({name})")
        marks = ", ".join("?" * (len(self._columns) + 1))
        self._insert = f"INSERT INTO record VALUES ({marks})"

    def fill(self, rows: Sequence[tuple[Any, ...]]) -> None:
        """Insert rows in one transaction."""
        self._run("BEGIN IMMEDIATE")
        self.connection.executemany(self._insert, rows)
        self._run("COMMIT")

    def index_text(self) -> None:
        """Build the full-text index over all rows."""
        columns = ", ".join(_FULL_TEXT)
        self._run("BEGIN IMMEDIATE")
        self._run(f"CREATE VIRTUAL TABLE text_index USING fts5({columns}, content='record')")
        self._run("INSERT INTO text_index (text_index) VALUES ('rebuild')")
        self._run("COMMIT")

    def save(self, row: tuple[Any, ...]) -> None:
        """Insert one row and commit."""
        self._run("BEGIN IMMEDIATE")
        self.connection.execute(self._insert, row)
        self._run("COMMIT")

    def close(self) -> None:
        """Close the file."""
        self.connection.close()

    def _run(self, sql: str) -> None:
        self.connection.execute(sql).fetchall()


def bare_rows(samples: Sequence[Sample]) -> list[tuple[Any, ...]]:
    """Return what the columns hold."""
    return [(s.record_id, *(json.dumps(v) if isinstance(v, list) else v for v in s.values.values())) for s in samples]


def time_baseline(path: Path, samples: Sequence[Sample]) -> float:
    """Return the seconds of B(n)."""
    rows = bare_rows(samples)
    started = time.perf_counter()
    store = BareStore(path, list(samples[0].values))
    store.fill(rows)
    store.index_text()
    spent = time.perf_counter() - started
    store.close()
    return spent
