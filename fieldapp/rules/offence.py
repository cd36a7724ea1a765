"""The dated offence table: which statutes were in force on a day, and what each counts as.

The table is data (``resources/rules/offences.toml``) with a citation on every row, kept by the agency's lawyers.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from functools import lru_cache
from itertools import combinations
from typing import Any, Final
from zoneinfo import ZoneInfo

from fieldapp.records.rulebook import Pack, in_force
from fieldapp.rules.pack import (
    RulesPackError,
    is_in_force,
    overlapping,
    require_dates,
    require_header,
    require_known,
    require_rows,
    require_texts,
    row_name,
)

PACK: Final = "offences"
_LISTS: Final = ("bucket_precedence", "minor_never_charged")
_HEADER: Final = ("version", "covers_from", "time_zone", "adult_at", *_LISTS, "groups", "offence")
_TEXTS: Final = ("code", "statute", "en", "es", "nibrs", "bucket", "group", "citation")


@dataclass(frozen=True, kw_only=True)
class Offence:
    """One row: a statute, or one limb of it, in force from its first to its last day, both included."""

    code: str
    statute: str
    en: str
    es: str
    nibrs: str
    bucket: str
    group: str
    effective_from: date
    citation: str
    confirmed: bool
    effective_to: date | None = None
    nibrs_minor: str | None = None

    def label(self, language: str = "en") -> str:
        """Return the statute with its short meaning."""
        return f"{self.statute}: {self.es if language == 'es' else self.en}"


@dataclass(frozen=True, kw_only=True)
class OffenceTable:
    """All rows, the order in which an arrest's charges decide its line in the report, and the local calendar."""

    version: str
    covers_from: date
    zone: ZoneInfo
    adult_at: int
    bucket_precedence: tuple[str, ...]
    minor_never_charged: frozenset[str]
    groups: Mapping[str, str]
    offences: tuple[Offence, ...]

    def find(self, code: str) -> Offence | None:
        """Return the row of a code, or None for one that only a newer table knows."""
        return next((offence for offence in self.offences if offence.code == code), None)

    def group_of(self, code: str) -> str | None:
        """Return the group of an offence, or None when the table does not know it."""
        offence = self.find(code)
        return offence.group if offence else None

    def on(self, day: date) -> tuple[Offence, ...]:
        """Return the rows in force on a day, in the order of the table."""
        return tuple(offence for offence in self.offences if is_in_force(offence, day))

    def bucket_of(self, codes: Iterable[str]) -> str | None:
        """Return the report line of an arrest with these charges: the first by precedence, None without any."""
        found = {offence.bucket for code in codes if (offence := self.find(code))}
        return next((bucket for bucket in self.bucket_precedence if bucket in found), None)


def load_offences() -> OffenceTable:
    """Return the table in force on this machine, read and checked once. Raises RulesPackError."""
    return _read(in_force("offences"))


@lru_cache(maxsize=4)
def _read(pack: Pack) -> OffenceTable:
    return read_offences(pack.parsed())


def read_offences(pack: Mapping[str, Any]) -> OffenceTable:
    """Check a parsed pack and return its table. Raises RulesPackError on the first fault."""
    require_header(PACK, pack, _HEADER)
    _check_header(pack)
    table = OffenceTable(
        version=pack["version"],
        covers_from=pack["covers_from"],
        zone=ZoneInfo(pack["time_zone"]),
        adult_at=pack["adult_at"],
        bucket_precedence=tuple(pack["bucket_precedence"]),
        minor_never_charged=frozenset(pack["minor_never_charged"]),
        groups=pack["groups"],
        offences=tuple(_read_row(number, row) for number, row in require_rows(PACK, pack, "offence")),
    )
    _check_table(table)
    return table


def offences_on(day: date) -> tuple[Offence, ...]:
    """Return the offences in force on a day."""
    return load_offences().on(day)


def find(code: str) -> Offence | None:
    """Return the offence of a code, or None."""
    return load_offences().find(code)


def group_of(code: str) -> str | None:
    """Return the group of an offence, or None when the table does not know it."""
    return load_offences().group_of(code)


def bucket_precedence() -> tuple[str, ...]:
    """Return the lines of the report, the one that wins first."""
    return load_offences().bucket_precedence


def _check_header(pack: Mapping[str, Any]) -> None:
    # A truth value is a number to Python, and a list of one letter each is what a text would become.
    if type(pack["adult_at"]) is not int:
        raise RulesPackError("offences: adult_at is a whole number of years")
    if type(pack["covers_from"]) is not date:
        raise RulesPackError("offences: covers_from is a date such as 2026-01-01")
    for name in _LISTS:
        if not isinstance(pack[name], list) or not all(isinstance(each, str) for each in pack[name]):
            raise RulesPackError(f"offences: {name} is a list of texts")
    if not isinstance(pack["groups"], dict) or not all(isinstance(each, str) for each in pack["groups"].values()):
        raise RulesPackError("offences: groups is a table of texts")


def _read_row(number: int, row: Mapping[str, Any]) -> Offence:
    where = row_name(PACK, number, row)
    require_known(where, row, (field.name for field in fields(Offence)))
    require_texts(where, row, _TEXTS)
    require_dates(where, row)
    return Offence(**row)


def _check_table(table: OffenceTable) -> None:
    if unknown := sorted(table.minor_never_charged - set(table.groups)):
        raise RulesPackError(f"offences: minor_never_charged names unknown groups: {', '.join(unknown)}")
    if len(set(table.bucket_precedence)) != len(table.bucket_precedence):
        raise RulesPackError("offences: bucket_precedence names a bucket twice")
    for number, offence in enumerate(table.offences, start=1):
        where = f"offences, row {number} ({offence.code})"
        if offence.group not in table.groups:
            raise RulesPackError(f"{where}: unknown group {offence.group}")
        if offence.bucket not in table.bucket_precedence:
            raise RulesPackError(f"{where}: bucket {offence.bucket} is not in bucket_precedence")
        if offence.effective_from < table.covers_from:
            raise RulesPackError(f"{where}: it begins before covers_from, {table.covers_from}")
    _check_pairs(table.offences)


def _check_pairs(offences: Sequence[Offence]) -> None:
    for (first, one), (second, other) in combinations(enumerate(offences, start=1), 2):
        where = f"offences, rows {first} and {second}"
        if one.code == other.code:
            raise RulesPackError(f"{where}: the code {one.code} appears twice")
        same_limb = (one.statute, one.group) == (other.statute, other.group)
        if same_limb and overlapping([(first, one), (second, other)]):
            raise RulesPackError(f"{where}: {one.code} and {other.code} are both {one.statute} on the same days")
