"""Figures and their rows as CSV that a spreadsheet opens without running anything, small counts held back."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final, TextIO

from fieldapp.domain.csv_cell import safe_cell
from fieldapp.domain.wire import Json
from fieldapp.reports.question import FigureResult
from fieldapp.reports.wording import wording

SMALL_CELL: Final = 5
_HEADINGS: Final[Mapping[str, tuple[str, ...]]] = {
    "en": (
        *("figure", "title", "value", "first day", "last day", "time zone", "as of"),
        *("date basis", "definition"),
    ),
    "es": (
        *("indicador", "título", "valor", "primer día", "último día", "zona horaria", "contado"),
        *("fecha que cuenta", "definición"),
    ),
}
_SAID: Final[Mapping[str, Mapping[str, str]]] = {
    "en": {},
    "es": {"held back": "reservado", "not held": "no está aquí"},
}


def suppressed(results: Sequence[FigureResult], floor: int = SMALL_CELL) -> dict[str, str]:
    """Return the values to publish by figure name; a count from 1 up to below ``floor`` reads ``<floor``.

    What subtraction would give away is held back too: the next smallest line beside a single small one, a lone part or
    a stage that leaves a small rest of what it is some of, and one line of a total that is held back itself. So is a
    share of fewer than ``floor`` records.
    """
    hidden = {result.name for result in results if 0 < len(result.base) < floor or _is_small(result, floor)}
    parts: dict[str, list[FigureResult]] = defaultdict(list)
    for result in results:
        if result.figure.part_of:
            parts[result.figure.part_of].append(result)
    totals = {result.name: len(result.ids) for result in results}
    hidden.update(_small_rests(results, floor))
    for total, lines in parts.items():
        if len(lines) == 1 and 0 < totals.get(total, 0) - len(lines[0].ids) < floor:
            hidden.add(lines[0].name)
        held = [line for line in lines if line.name in hidden]
        shown = [line for line in lines if line.name not in hidden and line.value]
        if shown and (len(held) == 1 or (total in hidden and not held)):
            hidden.add(min(shown, key=lambda line: (line.value or 0, line.name)).name)
    return {result.name: _published(result, result.name in hidden, floor) for result in results}


def write_figures(
    stream: TextIO,
    results: Sequence[FigureResult],
    *,
    as_of: str = "",
    floor: int | None = SMALL_CELL,
    language: str = "en",
) -> None:
    """Write figures as CSV; ``floor`` None publishes every value as it is (inside the task force only).

    ``as_of`` is the instant, in wire form, at which the records were counted. Headings and words are in the language,
    codes and dates the same in each.
    """
    values = suppressed(results, floor) if floor is not None else {r.name: _value_text(r) for r in results}
    writer = csv.writer(stream)
    writer.writerow(_HEADINGS[language])
    for result in results:
        name, period, words = result.name, result.period, wording(result.figure, language)
        days = period.first_day.isoformat(), period.last_day.isoformat(), period.zone
        value = _SAID[language].get(values[name], values[name])
        writer.writerow((name, safe_cell(words.title), value, *days, as_of, words.date_basis, words.whole_definition))


def write_rows(stream: TextIO, columns: Sequence[str], rows: Iterable[Mapping[str, Json]]) -> None:
    """Write records as CSV, one row each, with these columns of wire values."""
    writer = csv.writer(stream)
    writer.writerow([safe_cell(column) for column in columns])
    for row in rows:
        writer.writerow([safe_cell(row.get(column)) for column in columns])


def _small_rests(results: Sequence[FigureResult], floor: int) -> Iterator[str]:
    """Yield the figures on a way of stages which, taken from an earlier one, would leave a small count."""
    known = {result.name: result for result in results}
    for result in results:
        figure, before, staged = result.figure, [], False
        while (name := figure.stage_of or figure.part_of) in known:
            staged = staged or figure.stage_of is not None
            before.append(known[str(name)])
            figure = known[str(name)].figure
        if staged and result.ids and any(0 < len(one.ids) - len(result.ids) < floor for one in before):
            yield result.name


def _is_small(result: FigureResult, floor: int) -> bool:
    return not result.figure.is_share and 0 < len(result.ids) < floor


def _published(result: FigureResult, is_hidden: bool, floor: int) -> str:
    if not is_hidden:
        return _value_text(result)
    return f"<{floor}" if _is_small(result, floor) else "held back"


def _value_text(result: FigureResult) -> str:
    if not result.is_held:
        return "not held"
    return "" if result.value is None else str(result.value)
