"""Reading the table of clocks: a pack with a fault is refused as a whole, naming the row and what is wrong."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from fieldapp.domain.fields import Field, Kind
from fieldapp.domain.record import Record
from fieldapp.domain.wire import Json
from fieldapp.records import find_type, vocabulary
from fieldapp.rules.clock_table import Citation, ClockRule, ClockTable
from fieldapp.rules.pack import (
    RulesPackError,
    overlapping,
    require_dates,
    require_header,
    require_known,
    require_rows,
    require_tables,
    require_texts,
    row_name,
)
from fieldapp.rules.span import Span, read_span

PACK: Final = "clocks"
WHO: Final = ("anybody", "minor")
CHANGES: Final = ("pause", "extend")
_TEXTS: Final = ("code", "record", "due", "soon", "who", "en", "es", "citation")
_LISTS: Final = ("start", "done", "until", "changes")
_ANSWERS: Final = ("when", "unless", "done_when")
_DATES: Final = ("effective_from", "effective_to", "confirmed")
_KNOWN: Final = frozenset({*_TEXTS, *_LISTS, *_DATES, "after", *_ANSWERS, "ends_when_final", "note", "note_es"})


def read_clocks(pack: Mapping[str, Any]) -> ClockTable:
    """Check a parsed pack and return its table. Raises RulesPackError on the first fault."""
    require_header(PACK, pack, {"version", "covers_from", "time_zone", "citations", "clock"})
    if type(pack["covers_from"]) is not date:
        raise RulesPackError(f"{PACK}: covers_from is a date such as 2015-01-01")
    citations = {key: _read_citation(key, row) for key, row in require_tables(PACK, pack, "citations").items()}
    table = ClockTable(
        version=pack["version"],
        covers_from=pack["covers_from"],
        zone=_read_zone(pack["time_zone"]),
        citations=citations,
        clocks=tuple(_read_row(number, row, citations) for number, row in require_rows(PACK, pack, "clock")),
    )
    _check_table(table)
    return table


def _read_zone(name: object) -> ZoneInfo:
    try:
        return ZoneInfo(str(name))
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise RulesPackError(f"{PACK}: time_zone is one such as America/Los_Angeles") from error


def _read_citation(key: str, row: Mapping[str, Any]) -> Citation:
    where = f"{PACK}, citation {key}"
    require_known(where, row, {"law", "says", "says_es"})
    require_texts(where, row, ("law", "says", *({"says_es"} & row.keys())))
    return Citation(key, row["law"], row["says"], row.get("says_es", ""))


def _read_row(number: int, row: Mapping[str, Any], citations: Mapping[str, Citation]) -> ClockRule:
    where = row_name(PACK, number, row)
    require_known(where, row, _KNOWN)
    require_texts(where, row, _TEXTS)
    require_dates(where, row)
    record = find_type(row["record"])
    if record is None:
        raise RulesPackError(f"{where}: unknown record {row['record']}")
    if row["citation"] not in citations:
        raise RulesPackError(f"{where}: unknown citation {row['citation']}")
    if row["who"] not in WHO:
        raise RulesPackError(f"{where}: who is one of {', '.join(WHO)}")
    lists = {name: _read_list(where, name, row.get(name, [])) for name in _LISTS}
    _check_fields(where, record, lists, row.get("after"))
    return ClockRule(
        code=row["code"],
        record=row["record"],
        start=lists["start"],
        after=row.get("after"),
        done=lists["done"],
        until=lists["until"],
        due=_read_span(where, "due", row),
        soon=_read_span(where, "soon", row),
        minors_only=row["who"] == "minor",
        **{name: _read_answers(where, name, record, row.get(name, {})) for name in _ANSWERS},
        changes=frozenset(lists["changes"]),
        ends_when_final=row.get("ends_when_final", False) is True,
        en=row["en"],
        es=row["es"],
        citation=citations[row["citation"]],
        effective_from=row["effective_from"],
        effective_to=row.get("effective_to"),
        confirmed=row["confirmed"],
        note=str(row.get("note", "")),
        note_es=str(row.get("note_es", "")),
    )


def _read_list(where: str, name: str, value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise RulesPackError(f"{where}: {name} is a list of names")
    if name == "changes" and not set(value) <= set(CHANGES):
        raise RulesPackError(f"{where}: changes names some of {', '.join(CHANGES)}")
    return tuple(value)


def _read_span(where: str, name: str, row: Mapping[str, Any]) -> Span:
    try:
        return read_span(row[name])
    except ValueError as error:
        raise RulesPackError(f"{where}: {name}: {error}") from error


def _check_fields(where: str, record: type[Record], lists: Mapping[str, Sequence[str]], after: object) -> None:
    for name in ("start", "done", "until"):
        for field in lists[name]:
            declared = _declared(where, name, record, field)
            if name != "done" and declared.kind is not Kind.INSTANT:
                raise RulesPackError(f"{where}: {name}: {field} is no time")
    if not lists["done"]:
        raise RulesPackError(f"{where}: no done: it would never stop")
    if bool(lists["start"]) == bool(after):
        raise RulesPackError(f"{where}: either start names fields or after names a clock")


def _declared(where: str, name: str, record: type[Record], field: str) -> Field:
    declared = record.fields.get(field)
    if declared is None:
        raise RulesPackError(f"{where}: {name}: {record.type_name} has no field {field}")
    return declared


def _read_answers(where: str, name: str, record: type[Record], rows: object) -> dict[str, frozenset[Json]]:
    if not isinstance(rows, dict):
        raise RulesPackError(f"{where}: {name} gives for each field a list of its answers")
    found: dict[str, frozenset[Json]] = {}
    for field, answers in rows.items():
        declared = _declared(where, name, record, field)
        if not isinstance(answers, list) or not answers:
            raise RulesPackError(f"{where}: {name}: {field} has a list of answers")
        known = _known_answers(declared)
        if unknown := [str(answer) for answer in answers if answer not in known]:
            raise RulesPackError(f"{where}: {name}: {field} has no answer {', '.join(unknown)}")
        found[field] = frozenset(answers)
    return found


def _known_answers(declared: Field) -> frozenset[Json]:
    if declared.kind is Kind.FLAG:
        return frozenset({True, False})
    if declared.kind is Kind.CHOICE and declared.vocabulary:
        return frozenset(vocabulary.codes(declared.vocabulary))
    return frozenset()


def _check_table(table: ClockTable) -> None:
    by_code: dict[str, list[tuple[int, ClockRule]]] = {}
    for number, rule in enumerate(table.clocks, start=1):
        where = row_name(PACK, number, {"code": rule.code})
        if rule.effective_from < table.covers_from:
            raise RulesPackError(f"{where}: it begins before covers_from, {table.covers_from}")
        if rule.due.unit == rule.soon.unit and rule.soon.count > rule.due.count:
            raise RulesPackError(f"{where}: it is pressing only after it has run out")
        by_code.setdefault(rule.code, []).append((number, rule))
    for code, rows in by_code.items():
        if pair := overlapping(rows):
            raise RulesPackError(f"{PACK}, rows {pair[0]} and {pair[1]}: {code} is given twice for the same days")
        if len({rule.record for _, rule in rows}) > 1:
            raise RulesPackError(f"{PACK}, row {rows[-1][0]} ({code}): its rows are about different records")
    for number, rule in enumerate(table.clocks, start=1):
        _check_chain(row_name(PACK, number, {"code": rule.code}), rule, (rule.code,), by_code)


def _check_chain(
    where: str, rule: ClockRule, path: tuple[str, ...], by_code: Mapping[str, Sequence[tuple[int, ClockRule]]]
) -> None:
    if rule.after is None:
        return
    if rule.after not in by_code:
        raise RulesPackError(f"{where}: after names no clock of this pack: {rule.after}")
    if rule.after in path:
        raise RulesPackError(f"{where}: a cycle: {' after '.join([*path, rule.after])}")
    for _, followed in by_code[rule.after]:
        if followed.record != rule.record:
            raise RulesPackError(f"{where}: after names a clock of another record: {rule.after}")
        _check_chain(where, followed, (*path, rule.after), by_code)
