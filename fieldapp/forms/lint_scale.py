"""Lint of what answers count and bring: scores, bands, duties, and the fields of the screening that they fill."""

from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from fieldapp.domain.fields import Field, Kind
from fieldapp.forms.examined import Examined
from fieldapp.forms.finding import ERROR, NOTE, WARNING, Finding
from fieldapp.forms.package import DISCLOSURE, Band, Cell, Scored
from fieldapp.forms.sentence import sentence
from fieldapp.forms.xlsform_sheet import Row
from fieldapp.records import vocabulary
from fieldapp.records.screening import Screening

DUTY: Final = "duty"
_NOT_SAVED_TO: Final = frozenset(
    {
        *("person", "checklist", "checklist_title", "checklist_version", "checklist_sha256", "shown_language", "state"),
        *("score", "score_highest", "band", "band_highest", "band_label", "answered", "asked", "gate_override"),
    }
)
_FITS: Final = {
    Kind.TEXT: frozenset({"text", "one", "number", "date", "moment", "time", "any", "place"}),
    Kind.NARRATIVE: frozenset({"text", "one", "any"}),
    Kind.CHOICE: frozenset({"one", "any"}),
    Kind.CHOICES: frozenset({"many", "one", "any"}),
    Kind.FLAG: frozenset({"one", "any"}),
    Kind.COUNT: frozenset({"number", "any", "one"}),
    Kind.DATE: frozenset({"date", "any"}),
    Kind.INSTANT: frozenset({"moment", "any"}),
}


def lint_scale(examined: Examined) -> Iterator[Finding]:
    """Yield what is wrong with points, bands, duties and saved fields."""
    scale = examined.package.scale
    for item in scale.items:
        yield from _item_findings(examined, item)
    yield from _unscored_choices(examined)
    yield from _unused_weights(examined)
    yield from _band_findings(examined)
    yield from _duty_findings(examined)
    yield from _save_findings(examined)
    if scale.items and not scale.caution:
        message = sentence("The checklist is scored, but says nothing about what its points cannot tell (caution).")
        yield Finding(NOTE, "CAUTION_MISSING", message, _settings_cell(examined), sentence("Add the column caution."))


def _item_findings(examined: Examined, item: Scored) -> Iterator[Finding]:
    cell = examined.cell(item.path, examined.outline.type_heading)
    if not item.unknown:
        message = sentence("{0} is scored, but its list has no choice for “unknown”.", examined.name(item.path))
        fix = sentence(
            "Add a choice such as “unknown” with yes in the column unknown, so that blank is never taken for no."
        )
        yield Finding(WARNING, "SCORE_WITHOUT_UNKNOWN", message, cell, fix)
    for name in (*item.unknown, *item.declined):
        if name in item.points:
            message = sentence("The choice “{0}” is no answer and has points nevertheless.", name)
            yield Finding(WARNING, "UNKNOWN_SCORED", message, cell, sentence("Leave its score empty."))
    if item.weight == 0:
        message = sentence("The weight is 0, so the question counts nothing.")
        yield Finding(NOTE, "WEIGHT_ZERO", message, examined.cell(item.path, "score_weight"))


def _unscored_choices(examined: Examined) -> Iterator[Finding]:
    sheet = examined.workbook.sheet("choices")
    lists, names, score = (sheet.heading(name) for name in ("list_name", "name", "score"))
    marks = (sheet.heading("unknown"), sheet.heading("declined"))
    used = {
        examined.entries[item.path].list_name for item in examined.package.scale.items if item.path in examined.entries
    }
    for row in sheet.rows:
        is_marked = any(row.text(mark).lower() not in {"", "no"} for mark in marks)
        if row.text(lists or sheet.heading("list name")) in used and not row.text(score) and not is_marked:
            message = sentence("The choice “{0}” has no score, and others of its list do.", row.text(names)[:60])
            fix = sentence("Write its points, 0 for none, or mark it as unknown or declined.")
            yield Finding(WARNING, "CHOICE_UNSCORED", message, sheet.cell(row.number, score), fix)


def _unused_weights(examined: Examined) -> Iterator[Finding]:
    sheet = examined.outline.sheet
    heading = sheet.heading("score_weight")
    scored = {item.path for item in examined.package.scale.items}
    for entry in examined.outline.entries if heading else ():
        if entry.row.text(heading) and entry.path not in scored:
            message = sentence("The question has a weight, but no choice of its list has points.")
            cell = sheet.cell(entry.row.number, heading)
            yield Finding(WARNING, "WEIGHT_UNUSED", message, cell, sentence("Write scores on the sheet “choices”."))


def reach(examined: Examined) -> tuple[float, float]:
    """Return the fewest and the most points that answers can come to."""
    low, high = 0.0, 0.0
    for item in examined.package.scale.items:
        counts = [points * item.weight for points in item.points.values()] or [0]
        worst, best = min(counts), max(counts)
        if examined.kind(item.path) == "many":
            worst, best = sum(min(each, 0) for each in counts), sum(max(each, 0) for each in counts)
        is_repeated = any(item.path.startswith(f"{repeat}/") for repeat in examined.repeats)
        low += -math.inf if is_repeated and worst < 0 else min(worst, 0)
        high += math.inf if is_repeated and best > 0 else max(best, 0)
    return low, high


def _band_findings(examined: Examined) -> Iterator[Finding]:
    bands = sorted(examined.package.scale.bands, key=lambda band: band.minimum)
    if not bands:
        return
    if not examined.package.scale.items:
        message = sentence("There are bands, but no choice has a score, so none is ever reached.")
        yield Finding(
            WARNING, "BANDS_WITHOUT_SCORES", message, Cell("bands", 1), sentence("Write scores on the sheet “choices”.")
        )
        return
    low, high = reach(examined)
    if bands[0].minimum > low:
        message = sentence("Points from {0} to {1} belong to no band.", _points(low), bands[0].minimum - 1)
        cell = _band_cell(examined, bands[0])
        yield Finding(WARNING, "BAND_GAP", message, cell, sentence("Add a band from {0} on.", _points(low)))
    for one, other in pairwise(bands):
        if one.minimum == other.minimum:
            message = sentence("The bands “{0}” and “{1}” begin at the same number of points.", one.code, other.code)
            yield Finding(
                ERROR, "BAND_OVERLAP", message, _band_cell(examined, other), sentence("Change one of the two.")
            )
    for band in bands:
        if band.minimum > high:
            message = sentence(
                "The band “{0}” begins at {1} points; {2} are the most there can be.",
                band.code,
                band.minimum,
                _points(high),
            )
            yield Finding(
                WARNING,
                "BAND_UNREACHABLE",
                message,
                _band_cell(examined, band),
                sentence("Lower it, or check the scores."),
            )
    for one, other in pairwise(bands):
        if other.minimum <= low and other.minimum != one.minimum:
            message = sentence(
                "The band “{0}” ends before the fewest points there can be ({1}).", one.code, _points(low)
            )
            yield Finding(WARNING, "BAND_UNREACHABLE", message, _band_cell(examined, one), sentence("Remove it."))


def _duty_findings(examined: Examined) -> Iterator[Finding]:
    bands = {band.code for band in examined.package.scale.bands} | {DISCLOSURE}
    known = vocabulary.codes(DUTY) if DUTY in vocabulary.names() else frozenset()
    for number, duty in enumerate(examined.package.duties):
        if known and duty.duty not in known:
            message = sentence("There is no duty “{0}”.", duty.duty[:40])
            fix = sentence("Use one of {0}.", ", ".join(sorted(known)))
            yield Finding(ERROR, "DUTY_UNKNOWN", message, _duty_cell(examined, number, "duty"), fix)
        for code in duty.bands:
            if code not in bands:
                message = sentence("There is no band “{0}”.", code[:40])
                fix = sentence("Use one of {0}, or describe it on the sheet “bands”.", ", ".join(sorted(bands)))
                yield Finding(ERROR, "DUTY_BAND_UNKNOWN", message, _duty_cell(examined, number, "bands"), fix)
        if not (duty.bands or duty.condition or duty.on_disclosure):
            message = sentence("The duty names no band, no condition and no disclosure, so it comes with every result.")
            yield Finding(NOTE, "DUTY_ALWAYS", message, _duty_cell(examined, number, "duty"))


def _save_findings(examined: Examined) -> Iterator[Finding]:
    taken: dict[str, str] = {}
    for path, target in examined.package.save_to.items():
        cell = examined.cell(path, "save_to")
        declared = Screening.fields.get(target)
        if declared is None or target in _NOT_SAVED_TO:
            message = sentence("A screening has no field “{0}” that answers may fill.", target[:60])
            yield Finding(ERROR, "SAVE_TO_UNKNOWN", message, cell, sentence("Correct the name of the field."))
            continue
        if target in taken:
            message = sentence("{0} is saved to “{1}” already.", examined.name(taken[target]), target)
            yield Finding(ERROR, "SAVE_TO_TWICE", message, cell, sentence("Save one of them only."))
        taken.setdefault(target, path)
        if any(path == repeat or path.startswith(f"{repeat}/") for repeat in examined.repeats):
            message = sentence("The question repeats, and a field of the screening holds one answer.")
            yield Finding(
                ERROR, "SAVE_TO_REPEATED", message, cell, sentence("Save a calculation outside the repeat instead.")
            )
        yield from _fit_findings(examined, path, declared, cell)


def _fit_findings(examined: Examined, path: str, declared: Field, cell: Cell | None) -> Iterator[Finding]:
    kind = examined.kind(path)
    if kind not in _FITS.get(declared.kind, frozenset()):
        message = sentence(
            "The field “{0}” ({1}) cannot hold what this question asks for.", declared.name, declared.label
        )
        yield Finding(ERROR, "SAVE_TO_KIND", message, cell, sentence("Change the type of the question, or the field."))
        return
    codes = vocabulary.codes(declared.vocabulary) if declared.vocabulary else None
    values = examined.lists.get(path)
    if codes is None or values is None:
        return
    item = next((item for item in examined.package.scale.items if item.path == path), None)
    blank = {*item.unknown, *item.declined} if item else set()
    if missing := sorted(values - codes - blank):
        message = sentence(
            "The field “{0}” does not know the choice “{1}”, so it would stay blank.", declared.name, missing[0][:60]
        )
        yield Finding(
            WARNING, "SAVE_TO_CHOICE", message, cell, sentence("Name the choices {0}.", ", ".join(sorted(codes)))
        )


def _band_cell(examined: Examined, band: Band) -> Cell:
    sheet = examined.workbook.sheet("bands")
    row = next((row.number for row in sheet.rows if row.text(sheet.heading("code")) == band.code), 0)
    return Cell("bands", row, sheet.heading("minimum") or "minimum")


def _duty_cell(examined: Examined, number: int, column: str) -> Cell:
    sheet = examined.workbook.sheet("duties")
    rows: list[Row] = [row for row in sheet.rows if row.text(sheet.heading("duty"))]
    return Cell("duties", rows[number].number if number < len(rows) else 0, sheet.heading(column) or column)


def _settings_cell(examined: Examined) -> Cell:
    rows = examined.workbook.sheet("settings").rows
    return Cell("settings", rows[0].number if rows else 2, "caution")


def _points(number: float) -> str:
    return f"{int(number)}" if math.isfinite(number) else sentence("any number")
