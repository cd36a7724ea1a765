"""What a figure reads: taken from its own select, so that no list of it can lag behind."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Column
from sqlalchemy.sql import visitors

from fieldapp.records import find_type
from fieldapp.reports.period import Period
from fieldapp.reports.question import Figure, Scope
from fieldapp.store.tables import RecordTables

Reading = Mapping[str, tuple[str, ...]]
"""By record type, the fields that are read, in name order."""


def fields_read(figures: Iterable[Figure], tables: RecordTables, period: Period) -> Reading:
    """Return the fields of records that these figures read, the linked records' included."""
    scope = Scope(tables, period, "" if tables.workspace else None)
    found: dict[str, set[str]] = defaultdict(set)
    for select in {figure.select: None for figure in figures}:
        for element in visitors.iterate(select(scope)):
            for column in element.base_columns if isinstance(element, Column) else ():
                _note(column, found)
    return {name: tuple(sorted(fields)) for name, fields in sorted(found.items())}


def _note(column: Any, found: dict[str, set[str]]) -> None:
    table: Any = getattr(column, "table", None)
    while hasattr(table, "element"):
        table = table.element
    record = find_type(getattr(table, "name", ""))
    if record is not None:
        found[record.type_name].update([column.name] if column.name in record.fields else [])


def links_read(reading: Reading, record_type: str) -> list[tuple[str, str, bool]]:
    """Return how the other records that are read hang on one of this type: (field, other type, whether it is ours).

    A field that is ours names the other record; else the other record names ours.
    """
    found = []
    for name, fields in reading.items():
        for field in fields:
            link = _link(name, field)
            if name == record_type and link in reading and link != record_type:
                found.append((field, str(link), True))
            elif name != record_type and link == record_type:
                found.append((field, name, False))
    return found


def _link(record_type: str, field: str) -> str | None:
    record = find_type(record_type)
    return record.fields[field].link if record is not None and field in record.fields else None
