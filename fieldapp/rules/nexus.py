"""What a reviewer considers of a minor's arrest: whether the act hangs together with exploitation (PC 236.23).

The questions are data (``resources/rules/nexus.toml``), each with its citation and its days, kept by the agency.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, Final

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

PACK: Final = "nexus"
_TEXTS: Final = ("code", "en", "es", "citation")
_KNOWN: Final = frozenset({*_TEXTS, "effective_from", "effective_to", "confirmed"})


@dataclass(frozen=True, kw_only=True)
class NexusQuestion:
    """One question, asked from its first to its last day, both included."""

    code: str
    en: str
    es: str
    citation: str
    effective_from: date
    confirmed: bool
    effective_to: date | None = None

    def words(self, language: str = "en") -> str:
        """Return the question in a language; any that we do not have reads English."""
        return self.es if language == "es" else self.en


@dataclass(frozen=True)
class NexusTable:
    """All questions in the order in which they are considered."""

    version: str
    questions: tuple[NexusQuestion, ...]

    def on(self, day: date) -> tuple[NexusQuestion, ...]:
        """Return the questions of a day."""
        return tuple(question for question in self.questions if is_in_force(question, day))


def load_nexus() -> NexusTable:
    """Return the questions in force on this machine, read and checked once. Raises RulesPackError."""
    return _read(in_force(PACK))


@lru_cache(maxsize=4)
def _read(pack: Pack) -> NexusTable:
    return read_nexus(pack.parsed())


def read_nexus(pack: Mapping[str, Any]) -> NexusTable:
    """Check a parsed pack and return its table. Raises RulesPackError on the first fault."""
    require_header(PACK, pack, {"version", "covers_from", "question"})
    if type(pack["covers_from"]) is not date:
        raise RulesPackError(f"{PACK}: covers_from is a date such as 2015-01-01")
    rows = [(number, _read_row(number, row)) for number, row in require_rows(PACK, pack, "question")]
    by_code: dict[str, list[tuple[int, NexusQuestion]]] = {}
    for number, question in rows:
        if question.effective_from < pack["covers_from"]:
            where = row_name(PACK, number, {"code": question.code})
            raise RulesPackError(f"{where}: it begins before covers_from, {pack['covers_from']}")
        by_code.setdefault(question.code, []).append((number, question))
    for code, same in by_code.items():
        if pair := overlapping(same):
            raise RulesPackError(f"{PACK}, rows {pair[0]} and {pair[1]}: {code} is given twice for the same days")
    return NexusTable(pack["version"], tuple(question for _, question in rows))


def _read_row(number: int, row: Mapping[str, Any]) -> NexusQuestion:
    where = row_name(PACK, number, row)
    require_known(where, row, _KNOWN)
    require_texts(where, row, _TEXTS)
    require_dates(where, row)
    return NexusQuestion(**row)
