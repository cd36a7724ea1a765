"""A published report beside the figures of today: which figures differ, and for each changed row the reason."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from fieldapp.domain.change import ACCESS, VOID_FIELD, Change
from fieldapp.reports.as_of import moment_on, reading_of_all
from fieldapp.reports.evidence import Heads, Key, Row, find_beside, narrow
from fieldapp.reports.figure import laptop_figures
from fieldapp.reports.moment import LaptopPast, Moment, moment_of, present
from fieldapp.reports.period import Period
from fieldapp.reports.publication import Publisher, freeze
from fieldapp.reports.report_text import ReportText, SignedFigure
from fieldapp.store.arrival import Frontier, frontier_here
from fieldapp.store.rebuild import base_rows, changes_of
from fieldapp.store.store import Store

LATER: Final = "later"
CORRECTED: Final = "corrected"
STRUCK_OUT: Final = "struck_out"
REFUSED: Final = "refused"
NOT_READABLE: Final = "not_readable"
SAME_PERSON: Final = "same_person"
OTHERWISE: Final = "otherwise"

CAME: Final = "came"
WENT: Final = "went"
STAYED: Final = "stayed"

AS_SIGNED: Final = "as_signed"
UNLIKE: Final = "unlike"
NO_REACH: Final = "no_reach"

FieldName = tuple[str, str]
"""A field by the type of its record and its name."""


@dataclass(frozen=True)
class RowChange:
    """A row that is not what it was. ``move``: whether it came, went or stayed in; ``why`` is one of the reasons.

    ``fields`` are those whose values were changed since; ``at`` when the last of it was written, "" if not known here.
    """

    record_type: str
    record_id: str
    move: str
    why: str
    fields: tuple[FieldName, ...] = ()
    at: str = ""


@dataclass(frozen=True)
class FigureChange:
    """A figure that is not what was signed. ``now`` is None where it has no value here."""

    name: str
    title: str
    then: int | None
    now: int | None
    is_share: bool
    is_held: bool
    rows: tuple[RowChange, ...]


@dataclass(frozen=True)
class Comparison:
    """What differs; ``same`` counts the figures whose value and data are exactly what was signed.

    ``again``: what the figures held here come to when they are reckoned from the very changes that the report was made
    of: AS_SIGNED, UNLIKE, or NO_REACH on a laptop that does not hold those.
    """

    changes: tuple[FigureChange, ...]
    same: int
    again: str


def compare_report(reader: Publisher, report: ReportText) -> Comparison:
    """Hold a report against the records as they are now. On the store's thread."""
    store = reader.store
    with moment_on(store, None) as moment:
        figures, heads = _reckon(reader, report, moment)
    today = {figure.name: figure for figure in figures}
    history = _History(store, report, present(store, report.frontier))
    changes, same = [], 0
    for then in report.figures:
        now = today.get(then.name)
        if now is not None and then.sha256 == now.sha256:
            same += 1
        elif then.is_held or (now is not None and now.is_held):
            changes.append(_figure_change(then, now, heads, history))
    return Comparison(tuple(changes), same, _reckon_again(reader, report))


def _reckon(reader: Publisher, report: ReportText, moment: Moment) -> tuple[tuple[SignedFigure, ...], dict[Key, Heads]]:
    """Ask the figures of a report's period at a moment."""
    facts, tables = report.facts, reader.store.tables.records
    period = Period(date.fromisoformat(facts["first_day"]), date.fromisoformat(facts["last_day"]), report.zone)
    results = laptop_figures(
        moment.connection, moment.tables, period, scopes=reader.scopes, agency=reader.author.agency
    )
    return freeze(moment, results, tables, reading_of_all(reader.store))


def _reckon_again(reader: Publisher, report: ReportText) -> str:
    """Say what the figures come to from the changes that the report was made of."""
    reading = reading_of_all(reader.store)
    frontier = frontier_here(reader.store, report.frontier, tuple(reading))
    if frontier is None:
        return NO_REACH
    with moment_of(LaptopPast(reader.store, frontier), reading) as moment:
        figures, _ = _reckon(reader, report, moment)
    again = {figure.name: figure for figure in figures if figure.is_held}
    signed = {figure.name: figure for figure in report.figures if figure.is_held and figure.name in again}
    return AS_SIGNED if all(signed[name].sha256 == again[name].sha256 for name in signed) else UNLIKE


def _figure_change(
    then: SignedFigure, now: SignedFigure | None, heads: Mapping[Key, Heads], history: _History
) -> FigureChange:
    is_held = now is not None and now.is_held
    rows = tuple(_row_changes(then, now, heads, history)) if now is not None and is_held else ()
    value = now.value if now is not None else None
    return FigureChange(then.name, then.title, then.value, value, then.is_share, is_held, rows)


def _row_changes(
    then: SignedFigure, now: SignedFigure, heads: Mapping[Key, Heads], history: _History
) -> Iterable[RowChange]:
    before, after = ({row.record_id: row for row in figure.rows} for figure in (then, now))
    came = [row for key, row in after.items() if key not in before]
    went = [row for key, row in before.items() if key not in after]
    for row in came:
        yield history.why_came(now, row, went)
    for row in went:
        yield history.why_went(then, row, came)
    for key, row in before.items():
        if key in after and (row.digest != after[key].digest or (key in then.counted) != (key in now.counted)):
            fields = _differing(then, now, row, after[key], history.report.records, heads)
            move = STAYED if (key in then.counted) == (key in now.counted) else CAME if key in now.counted else WENT
            yield RowChange(
                then.record_type,
                key,
                move,
                CORRECTED if fields else OTHERWISE,
                fields,
                history.last_at(row, after[key]),
            )


def _differing(
    then: SignedFigure,
    now: SignedFigure,
    before: Row,
    after: Row,
    signed: Mapping[Key, Heads],
    heads: Mapping[Key, Heads],
) -> tuple[FieldName, ...]:
    """Return the fields behind which other changes stand now, of the row's record and of those beside it."""
    found: dict[FieldName, None] = {}
    for key in dict.fromkeys([(then.record_type, before.record_id), *before.beside, *after.beside]):
        fields = {*then.reading.get(key[0], ()), *now.reading.get(key[0], ())}
        old, new = narrow(signed.get(key, {}), fields), narrow(heads.get(key, {}), fields)
        found |= {(key[0], name): None for name in sorted(old.keys() | new.keys()) if old.get(name) != new.get(name)}
    return tuple(found)


class _History:
    """What became of records since a report, as far as this laptop knows it."""

    def __init__(self, store: Store, report: ReportText, now: Moment) -> None:
        self._store = store
        self._now = now
        self.report = report
        self._frontier: Frontier = report.frontier

    def why_came(self, now: SignedFigure, row: Row, went: list[Row]) -> RowChange:
        """Say why a row counts that did not: it is new, or it was corrected, or something beside it was."""
        key = (now.record_type, row.record_id)
        existed, fields, at = self._since(key, now.reading.get(key[0], ()))
        if not existed:
            return RowChange(*key, CAME, LATER, (), at)
        for beside in row.beside:
            _, more, when = self._since(beside, now.reading.get(beside[0], ()))
            fields, at = fields | more, max(at, when)
        if not fields and _shares(row, went):
            return RowChange(*key, CAME, SAME_PERSON)
        return RowChange(*key, CAME, CORRECTED if fields else OTHERWISE, tuple(sorted(fields)), at)

    def why_went(self, then: SignedFigure, row: Row, came: list[Row]) -> RowChange:
        """Say why a row no longer counts."""
        key = (then.record_type, row.record_id)
        held = self._store.load(*key)
        if held is None:
            is_refused = self._store.connection.exec_driver_sql(
                "SELECT 1 FROM quarantine WHERE record_id = ? LIMIT 1", (row.record_id,)
            ).fetchone()
            return RowChange(*key, WENT, REFUSED if is_refused else NOT_READABLE)
        if held.state.voided:
            return RowChange(*key, WENT, STRUCK_OUT, (), held.updated_at)
        fields: set[FieldName] = set()
        at = ""
        # What hangs on it now counts, too: a charge that came later moves an arrest to another line.
        beside = find_beside(self._now, then.reading, then.record_type, [row.record_id])[row.record_id]
        for each in dict.fromkeys((key, *row.beside, *beside)):
            _, more, when = self._since(each, then.reading.get(each[0], ()))
            fields, at = fields | more, max(at, when)
        if not fields and _shares(row, came):
            return RowChange(*key, WENT, SAME_PERSON)
        return RowChange(*key, WENT, CORRECTED if fields else OTHERWISE, tuple(sorted(fields)), at)

    def last_at(self, *rows: Row) -> str:
        """Return when the last change was written to what these rows rest on."""
        keys = {key for row in rows for key in row.beside}
        keys |= {key for key in self.report.records if key[1] == rows[0].record_id}
        return max((self._since(key, self._all_fields(key))[2] for key in sorted(keys)), default="")

    def _all_fields(self, key: Key) -> Iterable[str]:
        return {name for figure in self.report.figures for name in figure.reading.get(key[0], ())}

    def _since(self, key: Key, fields: Iterable[str]) -> tuple[bool, set[FieldName], str]:
        """Return whether a record was there when the report was made, which of these fields were written since, when.

        Of what came whole after the report this laptop has no history: it was there if it was begun by then.
        """
        record_type, record_id = key
        base = base_rows(self._store.connection, [record_id]).get(record_id)
        existed, written, at = False, set(), ""
        if base is not None:
            covered = 0 < base.hq_seq <= self._frontier.seq
            existed = covered or base.created_at < self.report.facts["as_of"]
            if not covered:
                written, at = self._other_heads(key, fields), base.updated_at
        for change, covered in changes_of(self._store, record_id, self._frontier):
            if covered:
                existed = True
            elif change.kind != ACCESS:
                written |= _written(change, fields)
                at = max(at, change.made_at)
        return existed, {(record_type, name) for name in written}, at

    def _other_heads(self, key: Key, fields: Iterable[str]) -> set[str]:
        signed = self.report.records.get(key)
        held = self._store.load(*key)
        if signed is None or held is None:
            return set()
        return {name for name in fields if list(held.state.heads_of(name)) != list(signed.get(name, ()))}


def _written(change: Change, fields: Iterable[str]) -> set[str]:
    return set(change.fields) & {*fields, VOID_FIELD}


def _shares(row: Row, others: Iterable[Row]) -> bool:
    """Say whether one of these rows hangs on the same record beside it, as two recoveries of one person do."""
    return any(set(row.beside) & set(other.beside) for other in others)
