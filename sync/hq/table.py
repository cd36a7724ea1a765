"""The tables of headquarters. The workspace leads every key, so that it is also the shard key.

Flags are integers and instants are wire text, so that both databases read and sort them alike.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from sqlalchemy import BigInteger, Column, Index, Integer, LargeBinary, MetaData, Table, Text, UniqueConstraint, text
from sqlalchemy.types import TypeEngine

from fieldapp.domain.record import Record
from fieldapp.store.tables import RecordTables, record_tables

SCHEMA_VERSION: Final = 3


@lru_cache(maxsize=8)
def hq_tables(types: tuple[type[Record], ...]) -> RecordTables:
    """Derive all tables of headquarters; those that are no records stand in the same metadata."""
    metadata = MetaData()
    records = record_tables(types, metadata, workspace=True)
    Table("hq_schema", metadata, Column("version", Integer, primary_key=True))
    Table(
        "workspace",
        metadata,
        Column("id", Text, primary_key=True),
        _text("name"),
        _bytes("incarnation"),
        _number("head_seq"),
        _bytes("log_hash"),
        _text("created_at"),
    )
    _add_people(metadata)
    _add_devices(metadata)
    _add_log(metadata)
    return records


def _add_people(metadata: MetaData) -> None:
    Table(
        "account",
        metadata,
        *_key("handle"),
        _text("name"),
        _text("role"),
        _text("agency"),
        _text("created_at"),
        _text("disabled_at", optional=True),
    )
    Table(
        "scope_grant",
        metadata,
        *_key("handle", "scope", "at"),
        _text("given_by"),
        _number("withdraw"),
        _text("ended_at", optional=True),
    )
    Table(
        "enrolment",
        metadata,
        *_key("handle"),
        _bytes("code_salt"),
        _text("given_by"),
        _text("expires_at"),
        _number("tries_left"),
        _text("used_at", optional=True),
        _text("used_by", optional=True),
    )


def _add_devices(metadata: MetaData) -> None:
    Table(
        "device",
        metadata,
        *_key("id"),
        _text("handle"),
        _bytes("public_key"),
        _text("enrolled_at"),
        _text("app_version"),
        _number("acked"),
        _text("chain"),
        _number("last_nonce"),
        _text("last_contact", optional=True),
        _text("lease_until", optional=True),
        _number("unsent"),
        _number("delivered"),
        _number("clock_skew_ms"),
        _text("revoked_at", optional=True),
        _text("quarantined_at", optional=True),
        _text("quarantined_for", optional=True),
        Index("ix_device_handle", "workspace", "handle"),
    )
    Table(
        "head_signature",
        metadata,
        *_key("device", counter=BigInteger),
        _text("chain"),
        _bytes("signature"),
    )


def _add_log(metadata: MetaData) -> None:
    Table(
        "change_log",
        metadata,
        Column("workspace", Text, nullable=False),
        _number("seq"),
        _text("device"),
        _number("counter"),
        _text("record_type"),
        _text("record_id"),
        _text("zone"),
        _text("audience", optional=True),
        _text("audience_before", optional=True),
        _text("quarantined", optional=True),
        _text("detail", optional=True),
        _text("settled_at", optional=True),
        _text("hash"),
        _text("received_at"),
        Column("clock_ahead_ms", BigInteger, nullable=True),
        _bytes("entry"),
        _bytes("payload"),
        _bytes("salt"),
        UniqueConstraint("workspace", "seq"),
        UniqueConstraint("workspace", "device", "counter"),
        Index("ix_change_log_record", "workspace", "record_id", "seq"),
        Index(
            "ix_change_log_quarantined",
            "workspace",
            "seq",
            sqlite_where=text("quarantined IS NOT NULL"),
            postgresql_where=text("quarantined IS NOT NULL"),
        ),
    )
    Table("rescore_queue", metadata, *_key("record_id"))
    Table(
        "finding",
        metadata,
        *_key("record_id", "field"),
        _text("record_type"),
        _text("said"),
        _text("computed"),
        _text("found_at"),
    )
    Table(
        "audit",
        metadata,
        *_key(n=BigInteger),
        _text("at"),
        _text("actor"),
        _text("act"),
        _text("target"),
        _text("detail"),
    )


def _key(*texts: str, **others: type[TypeEngine[int]]) -> Iterable[Column[object]]:
    yield Column("workspace", Text, primary_key=True)
    for name in texts:
        yield Column(name, Text, primary_key=True)
    for name, column_type in others.items():
        yield Column(name, column_type, primary_key=True)


def _text(name: str, *, optional: bool = False) -> Column[str]:
    return Column(name, Text, nullable=optional)


def _number(name: str) -> Column[int]:
    return Column(name, BigInteger, nullable=False)


def _bytes(name: str) -> Column[bytes]:
    return Column(name, LargeBinary, nullable=False)
