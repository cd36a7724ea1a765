"""State pages: the rows of all that a laptop may newly hold, with their heads, instead of their history.

A position is (scopes to cover, type, id), the last record sent; it is the laptop's to bring back, so that nothing of
it is kept here.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

import msgspec

from fieldapp.domain.fields import Kind
from fieldapp.store.projection import Projection
from fieldapp.store.tables import RecordTables
from sync.hq.database import Transaction
from sync.hq.scope import scope_condition
from sync.protocol import PAGE_ITEMS, BadMessageError, StateItem

Position = tuple[list[str], str, str]

_MAX_PAGE_BYTES: Final = 3 << 20
_OVERHEAD_BYTES: Final = 300
_STEP: Final = 500
_CHUNK: Final = 400
_SYSTEM: Final = ("id", "zone", "created_at", "created_by", "updated_at", "updated_by", "hq_seq", "heads", "extra")


@dataclass(frozen=True, slots=True)
class StatePage:
    """``position`` is where the page stopped, None when there is nothing more to cover."""

    items: list[StateItem]
    position: Position | None


def load_state_page(
    work: Transaction, projection: Projection, scopes: Collection[str], position: Position | None
) -> StatePage:
    """Return the next records that these scopes cover, in the order of (type, id), after a position.

    Of the scopes that the position names only those count that are in ``scopes``; an empty list names all.
    Raises BadMessageError on a position that cannot be.
    """
    wanted, record_type, record_id = position or ([], "", "")
    covered = [scope for scope in scopes if not wanted or scope in wanted]
    names = list(projection.records.tables)
    if record_type and record_type not in names:
        msg = "no such place in the state pages"
        raise BadMessageError(msg)
    items: list[StateItem] = []
    size, place = 0, (record_type, record_id)
    for name in names[names.index(record_type) if record_type else 0 :]:
        after = record_id if name == record_type else ""
        for item in _scan(work, projection.records, covered, name, after):
            size += len(item.values) + len(item.heads) + _OVERHEAD_BYTES
            if len(items) == PAGE_ITEMS or (items and size > _MAX_PAGE_BYTES):
                return StatePage(items, (list(wanted), *place))
            items.append(item)
            place = (name, item.record_id)
    return StatePage(items, None)


def load_states(work: Transaction, projection: Projection, record_type: str, ids: Sequence[str]) -> Iterator[StateItem]:
    """Return these records of one type whole, as far as they exist."""
    select, parts = _select(projection.records, record_type)
    for start in range(0, len(ids), _CHUNK):
        chunk = ids[start : start + _CHUNK]
        found = work.rows(f"{select} AND id IN ({work.mark_list(chunk)})", work.workspace, *chunk)
        yield from (_item(parts, row) for row in found)


@dataclass(frozen=True, slots=True)
class _Parts:
    """How the columns behind the system's become values: name, kind; a table of unknown types names the type."""

    record_type: str | None
    fields: tuple[tuple[str, Kind], ...]


def _select(records: RecordTables, record_type: str) -> tuple[str, _Parts]:
    record = records.types.get(record_type)
    fields = tuple((name, declared.kind) for name, declared in record.fields.items()) if record else ()
    names = [name for name, _ in fields] if record else ["record_type"]
    columns = ", ".join(f'"{name}"' for name in (*_SYSTEM, *names))
    table = records.table(record_type).name
    return f'SELECT {columns} FROM "{table}" WHERE workspace = ?', _Parts(record_type if record else None, fields)


def _scan(
    work: Transaction, records: RecordTables, scopes: Collection[str], name: str, after: str
) -> Iterator[StateItem]:
    condition, values = scope_condition(scopes)
    select, parts = _select(records, name)
    while True:
        sql = f"{select} AND id > ? AND {condition} ORDER BY id LIMIT {_STEP}"
        found = work.rows(sql, work.workspace, after, *values)
        yield from (_item(parts, row) for row in found)
        if len(found) < _STEP:
            return
        after = found[-1][0]


_ENCODER: Final = msgspec.json.Encoder()


def _item(parts: _Parts, row: Sequence[Any]) -> StateItem:
    record_id, zone, created_at, created_by, updated_at, updated_by, hq_seq, heads, extra, *own = row
    values: dict[str, Any] = json.loads(extra) if extra else {}
    for (name, kind), value in zip(parts.fields, own, strict=False):
        if value is None:
            continue
        if kind is Kind.FLAG:
            values[name] = bool(value)
        elif kind is Kind.CHOICES:
            values[name] = msgspec.Raw(value.encode())
        else:
            values[name] = value
    return StateItem(
        hq_seq,
        parts.record_type or own[0],
        record_id,
        zone,
        _ENCODER.encode(values),
        heads,
        created_at,
        created_by,
        updated_at,
        updated_by,
    )
