"""What was done under each alias number: an undercover officer is credited by it, and their name is nowhere near.

The same selects run on a laptop's tables and, with a workspace, on those of headquarters. Who an alias is, two keepers
find out together (decision 029); then the count is that person's.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from sqlalchemy import ColumnElement, Connection, and_, distinct, func, select

from fieldapp.store.tables import RecordTables

CREDITED: Final[Mapping[str, tuple[str, str, str]]] = {
    "operations": ("roster_member", "alias_number", "operation"),
    "recoveries": ("recovery", "recovered_by", "id"),
    "arrests": ("arrest", "officer", "id"),
}
"""By line: the type, its field that holds an alias number, and what is counted once."""


@dataclass(frozen=True)
class Credit:
    """How many operations an alias stood on the roster of, and how many recoveries and arrests it made."""

    operations: int = 0
    recoveries: int = 0
    arrests: int = 0


def alias_key(alias: str) -> str:
    """Return what two spellings of one alias number have in common: ``uc-7`` is ``UC-7``."""
    return alias.strip().lower()


def load_credits(connection: Connection, tables: RecordTables, workspace: str | None = None) -> dict[str, Credit]:
    """Return the credit of every alias number on a roster or under seal, by ``alias_key``, in its order."""
    if tables.workspace != (workspace is not None):
        msg = "headquarters counts one workspace, a laptop has none"
        raise ValueError(msg)
    known = set()
    for record_type in ("roster_member", "sealed_name"):
        table = tables.table(record_type)
        stored = connection.execute(
            select(table.c.alias_number)
            .where(table.c.alias_number.is_not(None), *_live(tables, record_type, workspace))
            .distinct()
        )
        known |= {alias_key(row[0]) for row in stored}
    counts = {line: _count(connection, tables, workspace, *where) for line, where in CREDITED.items()}
    return {alias: Credit(**{line: found[alias] for line, found in counts.items()}) for alias in sorted(known)}


def _count(
    connection: Connection, tables: RecordTables, workspace: str | None, record_type: str, field: str, counted: str
) -> Counter[str]:
    table = tables.table(record_type)
    written = func.lower(func.trim(table.c[field]))
    rows = connection.execute(
        select(written, func.count(distinct(table.c[counted])))
        .where(and_(table.c[field].is_not(None), *_live(tables, record_type, workspace)))
        .group_by(written)
    )
    return Counter({row[0]: row[1] for row in rows})


def _live(tables: RecordTables, record_type: str, workspace: str | None) -> list[ColumnElement[bool]]:
    table = tables.table(record_type)
    here = [table.c.workspace == workspace] if tables.workspace else []
    return [table.c.voided == 0, *here]
