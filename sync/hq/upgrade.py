"""An older database of headquarters becomes today's, in the one transaction in which it is opened.

Tables derive from the declarations, so what is new is seen by looking: tables, columns and indexes that are not there
yet are made, and nothing is ever dropped. Records and values that an older version could only keep aside go to the
places that they have now; the log is not touched.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Final

from sqlalchemy import Table, inspect
from sqlalchemy.schema import CreateColumn

from fieldapp.store.projection import AddRows, Projection, Row
from fieldapp.store.tables import OTHER, RecordTables
from sync.hq.table import SCHEMA_VERSION

if TYPE_CHECKING:  # the database upgrades itself
    from sync.hq.database import Transaction

_STEP: Final = 200


def upgrade_database(work: Transaction, records: RecordTables, add_rows: AddRows | None = None) -> None:
    """Bring the database of an open transaction to ``SCHEMA_VERSION`` and write that down.

    Tables that are missing have been made already. Every workspace in it is looked after.
    """
    grown = [table.name for table in records.metadata.sorted_tables if _add_what_is_missing(work, table)]
    for workspace in [row[0] for row in work.rows("SELECT id FROM workspace ORDER BY id")]:
        projection = Projection(records, work.mark, workspace, add_rows)
        _rehouse(work, projection, workspace)
        for name in grown:
            if name in records.types:
                _settle_in(work, projection, name)
    work.run("UPDATE hq_schema SET version = ?", SCHEMA_VERSION)


def _add_what_is_missing(work: Transaction, table: Table) -> bool:
    """Add the columns and indexes that a table has now and had not; say whether there were new columns."""
    inspector = inspect(work.connection)
    there = {column["name"] for column in inspector.get_columns(table.name)}
    new = [column for column in table.columns if column.name not in there]
    for column in new:
        made = CreateColumn(column).compile(dialect=work.connection.dialect)
        work.connection.exec_driver_sql(f'ALTER TABLE "{table.name}" ADD COLUMN {made}')
    indexed = {index["name"] for index in inspector.get_indexes(table.name)}
    for index in sorted(table.indexes, key=lambda index: str(index.name)):
        if index.name not in indexed:
            index.create(work.connection, checkfirst=False)
    return bool(new)


def _rehouse(work: Transaction, projection: Projection, workspace: str) -> None:
    """Move the records of types that are known now out of the table of unknown ones."""
    for page in _pages(work, projection, OTHER):
        moved = [row for row in page if row.state.record_type in projection.records.types]
        before = {row.state.record_id: (row.digest, row.audience) for row in moved}
        for row in moved:
            work.run(f"DELETE FROM {OTHER} WHERE workspace = ? AND id = ?", workspace, row.state.record_id)
        projection.write(work.connection, moved, before)


def _settle_in(work: Transaction, projection: Projection, record_type: str) -> None:
    """Write the records anew that hold values of fields which have a column now."""
    for page in _pages(work, projection, record_type, "extra IS NOT NULL"):
        before = {row.state.record_id: (row.digest, row.audience) for row in page}
        projection.write(work.connection, page, before)


def _pages(work: Transaction, projection: Projection, record_type: str, condition: str = "") -> Iterator[Iterable[Row]]:
    after = ""
    while page := projection.scan(work.connection, record_type, after, _STEP, condition):
        after = page[-1].state.record_id
        yield page
