"""The dated table of statutory clocks: what starts each, what stops it, how long it runs, and the law that says so.

The table is data (``resources/rules/clocks.toml``), kept by the agency's lawyers; ``clock_reading`` checks it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from zoneinfo import ZoneInfo

from fieldapp.domain.wire import Json
from fieldapp.rules.pack import is_in_force
from fieldapp.rules.span import Span


@dataclass(frozen=True)
class Citation:
    """Where a clock stands: ``law`` is the place, ``says`` its words in short, ``says_es`` these in Spanish or "".

    The English is what counts.
    """

    key: str
    law: str
    says: str
    says_es: str = ""

    def words(self, language: str) -> str:
        """Return what it says in a language; in English where nobody translated it."""
        return self.says_es if language == "es" and self.says_es else self.says


@dataclass(frozen=True, kw_only=True)
class ClockRule:
    """One row, in force for the events of its first to its last day, both included.

    ``start``: the fields any of which starts it, the first that is set; or ``after``: the clock whose end starts it.
    ``done``: the fields any of which stops it; ``done_when``: the answers that do, at no known time.
    ``until``: fields that put its end off (an order of the court).
    ``when`` and ``unless`` name fields with the answers that let it run or keep it from running.
    ``changes`` are those that people may make of it, beside a corrected start: ``pause``, ``extend``.
    """

    code: str
    record: str
    start: tuple[str, ...] = ()
    after: str | None = None
    done: tuple[str, ...]
    done_when: Mapping[str, frozenset[Json]] = field(default_factory=dict)
    until: tuple[str, ...] = ()
    due: Span
    soon: Span
    minors_only: bool = False
    when: Mapping[str, frozenset[Json]] = field(default_factory=dict)
    unless: Mapping[str, frozenset[Json]] = field(default_factory=dict)
    changes: frozenset[str] = frozenset()
    ends_when_final: bool = False
    en: str
    es: str
    citation: Citation
    effective_from: date
    effective_to: date | None = None
    confirmed: bool
    note: str = ""
    note_es: str = ""

    def label(self, language: str = "en") -> str:
        """Return what is to be done by then."""
        return self.es if language == "es" else self.en

    def remark(self, language: str) -> str:
        """Return what the table notes about it in a language; in English where nobody translated it."""
        return self.note_es if language == "es" and self.note_es else self.note

    def applies(self, values: Mapping[str, Json], *, is_minor: bool | None) -> bool:
        """Say whether this clock concerns a record at all. Where the age is not known the clocks of a minor run."""
        if self.minors_only and is_minor is False:
            return False
        return all(_says(values, name, wanted) for name, wanted in self.when.items()) and not any(
            _says(values, name, refused) for name, refused in self.unless.items()
        )

    def is_answered(self, values: Mapping[str, Json]) -> bool:
        """Say whether an answer of the record stops this clock, without saying when."""
        return any(_says(values, name, answers) for name, answers in self.done_when.items())


@dataclass(frozen=True, kw_only=True)
class ClockTable:
    """All rows. ``zone`` is the one of the calendar days; a start before ``covers_from`` is doubted."""

    version: str
    covers_from: date
    zone: ZoneInfo
    citations: Mapping[str, Citation]
    clocks: tuple[ClockRule, ...]

    def rules_of(self, record_type: str) -> tuple[ClockRule, ...]:
        """Return the rows about a type of record: those that another clock starts come behind it."""
        return self._by_record.get(record_type, ())

    @cached_property
    def starters(self) -> frozenset[str]:
        """The codes of the clocks whose end starts another."""
        return frozenset(rule.after for rule in self.clocks if rule.after is not None)

    def fields_of(self, record_type: str) -> tuple[str, ...]:
        """Return every field of a type of record that its clocks are reckoned from."""
        rules = self.rules_of(record_type)
        names = [name for r in rules for name in (*r.start, *r.done, *r.done_when, *r.until, *r.when, *r.unless)]
        return tuple(dict.fromkeys(names))

    def place_of(self, code: str) -> int:
        """Return where in the table a code comes first; behind all others for one it does not have."""
        return self._places.get(code, len(self.clocks))

    def record_types(self) -> frozenset[str]:
        """Return the types of record that clocks run on."""
        return frozenset(rule.record for rule in self.clocks)

    @cached_property
    def _by_record(self) -> Mapping[str, tuple[ClockRule, ...]]:
        after = {rule.code: rule.after for rule in self.clocks}

        def depth(code: str | None) -> int:
            return 0 if code is None else 1 + depth(after.get(code))

        ordered = sorted(self.clocks, key=lambda rule: depth(rule.after))
        return {record: tuple(rule for rule in ordered if rule.record == record) for record in self.record_types()}

    @cached_property
    def _places(self) -> Mapping[str, int]:
        return {rule.code: number for number, rule in reversed(list(enumerate(self.clocks)))}

    def find(self, code: str, day: date) -> ClockRule | None:
        """Return the row of a code that is in force for an event of that day."""
        return next((rule for rule in self.clocks if rule.code == code and is_in_force(rule, day)), None)

    def newest(self, code: str) -> ClockRule | None:
        """Return the last row of a code, None for one that only a newer table knows."""
        return max((r for r in self.clocks if r.code == code), key=lambda r: r.effective_from, default=None)


def _says(values: Mapping[str, Json], name: str, answers: frozenset[Json]) -> bool:
    value = values.get(name)
    return not isinstance(value, list | dict) and value in answers
