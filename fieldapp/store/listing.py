"""Long lists: one query decides which rows and in what order, and pages of them are read as they come into view."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from fieldapp.domain.fields import Field, Kind
from fieldapp.domain.record import DRAFT, Record
from fieldapp.domain.wire import Json
from fieldapp.records.vocabulary import choices
from fieldapp.store.engine import spoken_faults
from fieldapp.store.list_filter import Condition, Filter, condition_of
from fieldapp.store.store import Store
from fieldapp.store.tables import has_title_index

_SYSTEM: Final = ("zone", "state", "conflicts", "voided", "updated_at")
_SORTABLE_SYSTEM: Final = frozenset({"created_at", "updated_at", "created_by", "updated_by", "zone"})
_LONGEST_ORDER: Final = 80  # choices; longer vocabularies sort by code


@dataclass(frozen=True, repr=False)
class ListRow:
    """One row of a list: the wire values of its columns, and what every row shows beside them."""

    record_id: str
    values: Mapping[str, Json]
    zone: str
    state: str
    conflicts: int
    voided: bool
    updated_at: str


class Listing:
    """Which records a list holds, in its order, as of the moment it was opened.

    A record that changes keeps its place until the list is opened anew; one that has left the laptop reads as None.
    """

    def __init__(self, store: Store, record_type: str, columns: Sequence[str], rowids: list[int]) -> None:
        self._store = store
        self._columns = tuple(columns)
        self._rowids = rowids
        self._fields = store.types[record_type].fields
        quoted = ", ".join(f't."{name}"' for name in (*_SYSTEM, *columns))
        self._select = (
            f'SELECT t.rowid, t.id, {quoted} FROM "{record_type}" t WHERE t.rowid IN (SELECT value FROM json_each(?))'
        )

    @property
    def count(self) -> int:
        """How many rows the list has."""
        return len(self._rowids)

    def page(self, start: int, n: int) -> list[ListRow | None]:
        """Return up to ``n`` rows from position ``start`` (from 0), each at its place."""
        wanted = self._rowids[start : start + n]
        with spoken_faults():
            rows = _driver(self._store).execute(self._select, (json.dumps(wanted),)).fetchall()
        found = {row[0]: self._row(row[1:]) for row in rows}
        return [found.get(rowid) for rowid in wanted]

    def ids(self, start: int = 0, n: int | None = None) -> list[str]:
        """Return record ids in the order of the list; all of them unless told otherwise. None of those that left."""
        rows = self.page(start, self.count if n is None else n)
        return [row.record_id for row in rows if row is not None]

    def _row(self, row: Sequence[Any]) -> ListRow:
        record_id, zone, state, conflicts, voided, updated_at, *values = row
        wire = {
            n: _to_wire(self._fields.get(n), v) for n, v in zip(self._columns, values, strict=True) if v is not None
        }
        return ListRow(record_id, wire, zone, state or DRAFT, conflicts, bool(voided), updated_at)


def open_listing(
    store: Store,
    record_type: str,
    filters: Iterable[Filter] = (),
    *,
    sort: str | None = None,
    descending: bool | None = None,
    columns: Sequence[str] | None = None,
    voided: bool = False,
) -> Listing:
    """Open the list of a type. ``sort`` is a field or one of the system columns; by default the type's own order.

    ``voided`` includes records that are struck out. Raises KeyError on a type or a column that does not exist.
    """
    record = store.types[record_type]
    shown = tuple(record.columns if columns is None else columns)
    for name in shown:
        if name not in record.fields and name not in _SORTABLE_SYSTEM:
            raise KeyError(name)
    key = sort or record.sort.removeprefix("-")
    down = (record.sort.startswith("-") if sort is None else False) if descending is None else descending
    titled = _titled_by(store, record, key)
    join, order = ("", "") if titled else _order(store, record, key, down)
    conditions = [] if voided else [Condition("t.voided = 0")]
    conditions += [condition_of(chosen, store, record) for chosen in filters]
    where = " AND ".join(f"({condition.sql})" for condition in conditions) or "true"
    values = [value for condition in conditions for value in condition.values]
    rowids = _rowids(store, f'SELECT t.rowid AS n FROM "{record_type}" t{join} WHERE {where} {order}', values)
    if titled:
        rowids = _by_title(store, record_type, titled, down, rowids)
    return Listing(store, record_type, shown, rowids)


def _rowids(store: Store, sql: str, values: Sequence[Any] = ()) -> list[int]:
    # One JSON array is read in half the time of 100,000 rows of one number each.
    with spoken_faults():
        row = _driver(store).execute(f"SELECT json_group_array(n) FROM ({sql})", values).fetchone()
    found: list[int] = json.loads(row[0])
    return found


def _titled_by(store: Store, record: type[Record], key: str) -> Field | None:
    """Return the field if it names records that have a title of their own; there are few agencies, joined as is."""
    declared = record.fields.get(key)
    if declared is None or declared.link not in store.types or not has_title_index(store.types[declared.link]):
        return None
    return declared


def _by_title(store: Store, record_type: str, declared: Field, down: bool, chosen: list[int]) -> list[int]:
    """Return rows in the order of the titles of what a field of theirs names; those that name nothing here come last.

    From the index of titles to that of the field, so that neither record is read: a join the other way reads every
    record that is named, which takes six times as long.
    """
    linked, way = declared.link or "", " DESC" if down else ""
    label = store.types[linked].label[0]
    every = _rowids(
        store,
        f'SELECT t.rowid AS n FROM "{linked}" l CROSS JOIN "{record_type}" t ON t."{declared.name}" = l.id '
        f'WHERE l."{label}" IS NOT NULL ORDER BY l."{label}" COLLATE NOCASE{way}, t.rowid{way}',
    )
    wanted = set(chosen)
    ordered = [rowid for rowid in every if rowid in wanted]
    if len(ordered) < len(chosen):
        ordered += sorted(wanted.difference(ordered), reverse=down)
    return ordered


def _order(store: Store, record: type[Record], key: str, down: bool) -> tuple[str, str]:
    """Return the join and the ORDER BY of a sort; blanks come last either way up, equals in order of arrival.

    Equals in the type's own order come as its index has them, which spares sorting what the index has sorted.
    """
    way = " DESC" if down else ""
    tie = "" if key == record.sort.removeprefix("-") else f", t.rowid{way}"
    declared = record.fields.get(key)
    if declared is None:
        if key not in _SORTABLE_SYSTEM:
            raise KeyError(key)
        return "", f'ORDER BY t."{key}"{way}{tie}'
    join, term = _term(store, declared, f't."{key}"')
    if not down:
        # A blank as an empty blob, which comes after every text and number: one key sorts faster than two.
        term = f"ifnull({term}, x'')"
    return join, f"ORDER BY {term}{way}{tie}"


def _term(store: Store, declared: Field, column: str) -> tuple[str, str]:
    if declared.kind is Kind.LINK and declared.link in store.types:
        linked = store.types[declared.link]
        label = linked.label[0]
        if linked.fields[label].kind is Kind.LINK:
            # It has no name of its own (a recovery is called by its victim): in the order in which they were made,
            # which their ids tell, those of one record together. Reading each for the id of a person told less.
            return "", column
        return f' LEFT JOIN "{declared.link}" l ON l.id = {column}', f'lower(l."{label}")'
    if declared.kind is Kind.CHOICE and declared.vocabulary:
        offered = choices(declared.vocabulary, retired=True)
        if len(offered) <= _LONGEST_ORDER:
            cases = " ".join(f"WHEN '{_escaped(choice.code)}' THEN {place}" for place, choice in enumerate(offered))
            return "", f"CASE {column} {cases} END"
    if declared.kind in {Kind.TEXT, Kind.NARRATIVE}:
        # As COLLATE NOCASE has it, but worked out once for each row and not at each of its comparisons.
        return "", f"lower({column})"
    return "", column


def _escaped(code: str) -> str:
    return code.replace("'", "''")


def _to_wire(declared: Field | None, value: Any) -> Json:
    if declared is not None and declared.kind is Kind.FLAG:
        return bool(value)
    if declared is not None and declared.kind is Kind.CHOICES:
        read: Json = json.loads(value)
        return read
    wire: Json = value
    return wire


def _driver(store: Store) -> Any:
    return store.connection.connection.dbapi_connection
