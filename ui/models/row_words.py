"""A page of a list in words: choices by their labels, links by titles, times local, what is hidden as dots."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

from PySide6.QtGui import QIcon

from fieldapp.actions.listing import ListColumn, ListPage, ListRow
from fieldapp.domain.clock import from_wire
from fieldapp.domain.fields import Kind
from fieldapp.domain.wire import Json
from fieldapp.records.vocabulary import label as choice_label
from ui.models.list_model import ModelRow
from ui.text import chosen_language, tr

HIDDEN: Final = "\N{BULLET}" * 6
_LONGEST: Final = 160

Marks = Mapping[str, QIcon]


def spell_page(page: ListPage, columns: Sequence[ListColumn], marks: Marks) -> list[ModelRow]:
    """Return the rows of a page in words; ``marks`` are icons by state: draft, conflict, void."""
    language = chosen_language()
    return [_spell_row(row, columns, page.titles, marks, language) for row in page.rows]


def _spell_row(
    row: ListRow | None, columns: Sequence[ListColumn], titles: Mapping[str, str], marks: Marks, language: str
) -> ModelRow:
    if row is None:
        return ModelRow("", (tr("list.gone"),) + ("",) * (len(columns) - 1))
    cells = tuple(spell_value(column, row.values.get(column.name), titles, language) for column in columns)
    state = state_of(row)
    return ModelRow(row.record_id, cells, marks.get(state), tr(f"list.state.{state}") if state else "")


def state_of(row: ListRow) -> str:
    """The one word about a row that matters most: void, conflict, draft, or nothing for a final record."""
    if row.voided:
        return "void"
    if row.conflicts:
        return "conflict"
    return "draft" if row.state == "draft" else ""


def spell_value(column: ListColumn, value: Json, titles: Mapping[str, str], language: str) -> str:
    """Return one value as a list shows it: one line, never longer than anybody reads."""
    if value is None or column.hidden:
        return HIDDEN if value is not None else ""
    if column.kind is Kind.LINK:
        return titles.get(str(value)) or tr("list.not_here")
    if column.kind is Kind.FLAG:
        return tr("list.yes") if value else tr("list.no")
    if column.kind is Kind.INSTANT:
        return from_wire(str(value)).astimezone().strftime("%Y-%m-%d %H:%M")
    if column.vocabulary:
        codes = value if isinstance(value, list) else [value]
        return ", ".join(choice_label(column.vocabulary, str(code), language) for code in codes)
    return " ".join(str(value)[:_LONGEST].split())


def spell_when(moment: datetime, now: datetime) -> str:
    """A moment beside others: the time alone when it is today's, yesterday by its word, else the day and time."""
    here, today = moment.astimezone(), now.astimezone().date()
    if here.date() == today:
        return here.strftime("%H:%M")
    if (today - here.date()).days == 1:
        return tr("when.yesterday", time=here.strftime("%H:%M"))
    return here.strftime("%Y-%m-%d %H:%M")
