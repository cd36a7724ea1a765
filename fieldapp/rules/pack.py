"""What every rules pack has in common: how a row is named when it is refused, and the checks that all rows pass."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import combinations
from typing import Any, Protocol


class RulesPackError(Exception):
    """A rules pack is broken and none of it is used; the message names the row and says what is wrong."""


class Dated(Protocol):
    """A row that was the law from its first to its last day, both included."""

    @property
    def effective_from(self) -> date: ...
    @property
    def effective_to(self) -> date | None: ...


def row_name(pack: str, number: int, row: Mapping[str, Any]) -> str:
    """Return how a row is called in a refusal: ``clocks, row 3 (responders)``."""
    return f"{pack}, row {number} ({row.get('code', 'no code')})"


def require_header(pack: str, parsed: Mapping[str, Any], names: Iterable[str]) -> None:
    """Raise RulesPackError when the pack lacks one of these at its top, or is another pack altogether."""
    if parsed.get("pack", pack) != pack:
        raise RulesPackError(f"{pack}: this is the pack {parsed['pack']}")
    if missing := sorted(set(names) - set(parsed)):
        raise RulesPackError(f"{pack}: the pack has no {', '.join(missing)}")


def require_rows(pack: str, parsed: Mapping[str, Any], name: str) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """Yield the rows ``[[name]]`` with their numbers, counted from 1. Raises RulesPackError when they are none."""
    rows = parsed[name]
    if not isinstance(rows, list) or not rows or not all(isinstance(row, dict) for row in rows):
        raise RulesPackError(f"{pack}: [[{name}]] is a list of rows, with one row at least")
    yield from enumerate(rows, start=1)


def require_tables(pack: str, parsed: Mapping[str, Any], name: str) -> Mapping[str, Mapping[str, Any]]:
    """Return the tables ``[name.key]`` by their key. Raises RulesPackError when they are none."""
    tables = parsed[name]
    if not isinstance(tables, dict) or not tables or not all(isinstance(table, dict) for table in tables.values()):
        raise RulesPackError(f"{pack}: [{name}] is a table of tables, with one at least")
    return tables


def require_known(where: str, row: Mapping[str, Any], known: Iterable[str]) -> None:
    """Raise RulesPackError when a row says something that nobody would read."""
    if unknown := sorted(set(row) - set(known)):
        raise RulesPackError(f"{where}: unknown {', '.join(unknown)}")


def require_texts(where: str, row: Mapping[str, Any], names: Iterable[str]) -> None:
    """Raise RulesPackError when one of these is no text or blank."""
    if blank := [name for name in names if not isinstance(row.get(name), str) or not row[name].strip()]:
        raise RulesPackError(f"{where}: no {', '.join(blank)}")


def require_dates(where: str, row: Mapping[str, Any]) -> None:
    """Raise RulesPackError unless a row says from when (and until when) it is the law, and whether that was read."""
    first, last = row.get("effective_from"), row.get("effective_to", date.max)
    if type(first) is not date or type(last) is not date:
        raise RulesPackError(f"{where}: effective_from and effective_to are dates such as 2026-01-01")
    if last < first:
        raise RulesPackError(f"{where}: it ends on {last}, before it begins")
    if not isinstance(row.get("confirmed"), bool):
        raise RulesPackError(f"{where}: confirmed is true or false")


def is_in_force(row: Dated, day: date) -> bool:
    """Say whether a row was the law on a day."""
    return row.effective_from <= day and (row.effective_to is None or day <= row.effective_to)


def overlapping(rows: Sequence[tuple[int, Dated]]) -> tuple[int, int] | None:
    """Return the numbers of the first two rows that are the law on one day, None when no two are."""
    for (one, first), (other, second) in combinations(rows, 2):
        starts = max(first.effective_from, second.effective_from)
        if starts <= min(first.effective_to or date.max, second.effective_to or date.max):
            return one, other
    return None
