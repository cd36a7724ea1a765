"""What a figure is: a named question to the records whose answer is a set of record ids, and what it came to.

The count is the number of those ids, so every figure can open its rows. The same selects run on a laptop's tables
and, with a workspace, on those of headquarters, in SQLite and in PostgreSQL.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, FromClause, Row, Select, Table
from sqlalchemy.sql.elements import ColumnElement

from fieldapp.domain.access import zone_for
from fieldapp.records import require_type
from fieldapp.reports.period import Period
from fieldapp.store.tables import RecordTables


@dataclass(frozen=True)
class Scope:
    """What a select needs to know: the tables, the period, and at headquarters the workspace."""

    tables: RecordTables
    period: Period
    workspace: str | None = None

    def live(self, record_type: str) -> tuple[Table, list[ColumnElement[bool]]]:
        """Return a type's table and the conditions that its records count at all: not void, of this workspace."""
        table = self.tables.table(record_type)
        return table, [table.c.voided == 0, *self.same_workspace(table)]

    def same_workspace(self, table: FromClause) -> list[ColumnElement[bool]]:
        """Return the condition that keeps workspaces apart; empty on a laptop, which has one."""
        return [table.c.workspace == self.workspace] if self.tables.workspace else []

    def during(self, column: ColumnElement[Any]) -> list[ColumnElement[bool]]:
        """Return the conditions that an instant lies in the period."""
        return [column >= self.period.start, column < self.period.end]

    def on_days(self, column: ColumnElement[Any]) -> list[ColumnElement[bool]]:
        """Return the conditions that a date lies in the period."""
        return [column >= self.period.first_day.isoformat(), column <= self.period.last_day.isoformat()]


Judge = Callable[[Row[Any], Period], bool]


@dataclass(frozen=True, kw_only=True)
class Figure:
    """One figure. ``select`` gives rows whose first column ``id`` is the record's; ``judge`` keeps some of them.

    ``is_share`` makes the value the percentage that was kept. ``part_of`` names the figure that this one is a line
    of; the parts of a figure add up to it, and are not added to it. ``parting`` says how such lines are told apart,
    the same for all of them. ``stage_of`` names the figure that this one is a later stage of: some of its records, with
    nothing beside it that would make up the rest.
    """

    name: str
    title: str
    definition: str
    date_basis: str
    record_type: str
    select: Callable[[Scope], Select[Any]]
    judge: Judge | None = None
    is_share: bool = False
    part_of: str | None = None
    stage_of: str | None = None
    parting: str = ""

    @property
    def whole_definition(self) -> str:
        """The definition as it stands alone, away from the other lines."""
        return f"{self.definition} {self.parting}" if self.parting else self.definition

    def is_held_whole(self, scopes: Collection[str], agency: str) -> bool:
        """Say whether a laptop with these scopes has every record that this counts, as far as its agency keeps them."""
        return zone_for(require_type(self.record_type).zone, agency) in scopes


@dataclass(frozen=True)
class FigureResult:
    """What a figure came to. ``ids`` are the records counted; ``base`` those they are a share of, else the same.

    ``is_held``: whether the records it is about are on this machine at all; without them there is no value.
    """

    figure: Figure
    period: Period
    ids: tuple[str, ...]
    base: tuple[str, ...]
    is_held: bool = True

    @property
    def name(self) -> str:
        """The figure's name."""
        return self.figure.name

    @property
    def value(self) -> int | None:
        """The count, or the percentage (half up); None for a share of nothing and for what is not held."""
        if not self.is_held:
            return None
        if not self.figure.is_share:
            return len(self.ids)
        return (200 * len(self.ids) + len(self.base)) // (2 * len(self.base)) if self.base else None


def answer(connection: Connection, scope: Scope, figures: Iterable[Figure]) -> list[FigureResult]:
    """Ask these figures; a select that several of them share is run once."""
    asked: dict[Callable[[Scope], Select[Any]], Sequence[Row[Any]]] = {}
    results = []
    for figure in figures:
        if figure.select not in asked:
            asked[figure.select] = connection.execute(figure.select(scope)).all()
        results.append(_judge(figure, scope.period, asked[figure.select]))
    return results


def _judge(figure: Figure, period: Period, rows: Sequence[Row[Any]]) -> FigureResult:
    judge = figure.judge
    base = tuple(dict.fromkeys(row[0] for row in rows))
    kept = tuple(dict.fromkeys(row[0] for row in rows if judge(row, period))) if judge else base
    return FigureResult(figure, period, kept, base if figure.is_share else kept)
