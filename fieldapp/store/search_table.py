"""Where the words of records are kept so that they can be found: a full-text table inside the encrypted file.

The full-text table holds no text of its own, only the index; ``search_doc`` says which record each of its rows is.
"""

from __future__ import annotations

from typing import Final

from sqlalchemy import Column, Connection, Integer, MetaData, Table, Text, event

SEARCH_DDL: Final = (
    "CREATE VIRTUAL TABLE IF NOT EXISTS search USING fts5(name, exact, words, content='', contentless_delete=1, "
    "tokenize='unicode61 remove_diacritics 2', prefix='2 3')"
)


def add_search(metadata: MetaData) -> Table:
    """Add ``search_doc`` to the tables, and make the full-text table whenever they are made."""
    doc = Table(
        "search_doc",
        metadata,
        Column("rowid", Integer, primary_key=True),
        Column("record_id", Text, nullable=False, unique=True),
        Column("record_type", Text, nullable=False),
    )
    event.listen(metadata, "after_create", _make_search)
    return doc


def _make_search(_metadata: MetaData, connection: Connection, **_: object) -> None:
    connection.exec_driver_sql(SEARCH_DDL)
