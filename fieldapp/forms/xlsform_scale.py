"""What answers count and what a result brings: scores, bands, duties, and answers that fill the screening record."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from fieldapp.forms.finding import ERROR, Finding
from fieldapp.forms.package import Band, Cell, DutyRule, Scale, Scored, Words
from fieldapp.forms.xlsform_licence import read_flag
from fieldapp.forms.xlsform_outline import Entry, Outline
from fieldapp.forms.xlsform_sheet import Row, Sheet, Workbook

TONES: Final = ("muted", "soon", "danger")
MAX_POINTS: Final = 100_000

_WHOLE: Final = re.compile(r"[+-]?[0-9]{1,6}(\.0+)?")
_REFERENCE: Final = re.compile(r"\$\{\s*([^{}\s]+)\s*\}")
_CODE: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]{0,59}")


@dataclass
class Extras:
    """What the columns and sheets of ours say; ``findings`` what is wrong with them."""

    items: tuple[Scored, ...] = ()
    bands: tuple[Band, ...] = ()
    duties: tuple[DutyRule, ...] = ()
    save_to: dict[str, str] = field(default_factory=dict)
    private: tuple[str, ...] = ()
    findings: list[Finding] = field(default_factory=list)

    def scale(self, caution: Words) -> Scale:
        """Return the scale."""
        return Scale(self.items, self.bands, caution)


@dataclass(frozen=True)
class _ListRow:
    """A choice as the workbook has it."""

    name: str
    row: Row


def read_extras(workbook: Workbook, outline: Outline) -> Extras:
    """Read all that XLSForm has no words for."""
    extras = Extras()
    lists = _read_lists(workbook)
    points = _read_points(workbook, extras.findings)
    items = (_scored(outline, entry, lists, points, workbook, extras.findings) for entry in outline.entries)
    extras.items = tuple(item for item in items if item)
    extras.bands = _read_bands(workbook.sheet("bands"), extras.findings)
    extras.duties = _read_duties(workbook.sheet("duties"), outline, extras.findings)
    _read_marks(outline, extras)
    return extras


def _read_lists(workbook: Workbook) -> Mapping[str, list[_ListRow]]:
    sheet = workbook.sheet("choices")
    lists, names = sheet.heading("list_name", "list name"), sheet.heading("name", "value")
    found: dict[str, list[_ListRow]] = {}
    for row in sheet.rows:
        found.setdefault(row.text(lists), []).append(_ListRow(row.text(names), row))
    return found


def _read_points(workbook: Workbook, findings: list[Finding]) -> Mapping[int, int]:
    """Return the score of each row of the choices that has one."""
    sheet = workbook.sheet("choices")
    heading = sheet.heading("score")
    found: dict[int, int] = {}
    for row in sheet.rows:
        if text := row.text(heading):
            number = read_whole(text)
            if number is None:
                message = f"The score “{text[:20]}” is no whole number."
                findings.append(
                    Finding(ERROR, "SCORE_SHAPE", message, sheet.cell(row.number, heading), "Write 0, 1, 2 …")
                )
            else:
                found[row.number] = number
    return found


def _scored(
    outline: Outline,
    entry: Entry,
    lists: Mapping[str, list[_ListRow]],
    points: Mapping[int, int],
    workbook: Workbook,
    findings: list[Finding],
) -> Scored | None:
    """Return what a question counts, None if nothing."""
    heading = outline.sheet.heading("score_weight")
    text = entry.row.text(heading)
    weight = read_whole(text) if text else 1
    if weight is None:
        message = f"The weight “{text[:20]}” is no whole number."
        findings.append(
            Finding(ERROR, "SCORE_SHAPE", message, outline.sheet.cell(entry.row.number, heading), "Write 1, 2 …")
        )
        return None
    rows = lists.get(entry.list_name, []) if entry.list_name else []
    counted = {each.name: points[each.row.number] for each in rows if each.row.number in points}
    if not counted or not entry.path or not entry.is_question:
        return None
    sheet = workbook.sheet("choices")
    unknown, declined = (
        tuple(each.name for each in rows if _is_marked(sheet, each.row, column, findings))
        for column in ("unknown", "declined")
    )
    return Scored(entry.path, counted, weight, unknown, declined)


def _is_marked(sheet: Sheet, row: Row, column: str, findings: list[Finding]) -> bool:
    heading = sheet.heading(column)
    flag = read_flag(row.text(heading))
    if flag is None:
        finding = Finding(
            ERROR, "FLAG_UNKNOWN", "This is neither yes nor no.", sheet.cell(row.number, heading), "Write yes."
        )
        if finding not in findings:
            findings.append(finding)
    return bool(flag)


def _read_bands(sheet: Sheet, findings: list[Finding]) -> tuple[Band, ...]:
    found: list[Band] = []
    for row in sheet.rows:
        code, minimum = row.text(sheet.heading("code")), read_whole(row.text(sheet.heading("minimum")))
        tone = row.text(sheet.heading("tone")).lower() or "muted"
        if not _CODE.fullmatch(code):
            message = "The band has no code, or one that is no plain name."
            findings.append(_at(sheet, row, "code", "BAND_CODE", message, "Write a name such as “possible”."))
        elif code in {band.code for band in found}:
            findings.append(_at(sheet, row, "code", "BAND_TWICE", f"Two bands have the code “{code}”.", "Rename one."))
        elif minimum is None:
            message = f"The band “{code}” does not say from how many points on it holds."
            findings.append(_at(sheet, row, "minimum", "BAND_MINIMUM", message, "Write a whole number."))
        elif tone not in TONES:
            message = f"There is no tone “{tone[:20]}”."
            findings.append(_at(sheet, row, "tone", "BAND_TONE", message, f"Write one of {', '.join(TONES)}."))
        else:
            found.append(Band(code, minimum, read_words(sheet, row, "label") or {"": code}, tone))
    return tuple(found)


def _read_duties(sheet: Sheet, outline: Outline, findings: list[Finding]) -> tuple[DutyRule, ...]:
    paths = outline.paths()
    found: list[DutyRule] = []
    for row in sheet.rows:
        duty = row.text(sheet.heading("duty"))
        if not duty:
            findings.append(
                _at(sheet, row, "duty", "DUTY_MISSING", "The row names no duty.", "Fill the column “duty”.")
            )
            continue
        due = row.text(sheet.heading("due_minutes"))
        minutes = read_whole(due) if due else 0
        if minutes is None or minutes < 0:
            message = f"“{due[:20]}” is no number of minutes."
            findings.append(_at(sheet, row, "due_minutes", "DUTY_DUE", message, "Write a whole number, such as 90."))
            minutes = 0
        flag = read_flag(row.text(sheet.heading("on_disclosure")))
        if flag is None:
            message = "This is neither yes nor no."
            findings.append(_at(sheet, row, "on_disclosure", "FLAG_UNKNOWN", message, "Write yes or no."))
        found.append(
            DutyRule(
                duty,
                read_words(sheet, row, "label"),
                tuple(row.text(sheet.heading("bands")).replace(",", " ").split()),
                _condition(sheet, row, paths, findings),
                minutes,
                bool(flag),
            )
        )
    return tuple(found)


def _condition(sheet: Sheet, row: Row, paths: Mapping[str, list[str]], findings: list[Finding]) -> str:
    """Return the condition with ``${name}`` written out as paths."""

    def path_of(match: re.Match[str]) -> str:
        known = paths.get(match[1], [])
        if len(known) == 1:
            return known[0]
        code, what = (
            ("REFERENCE_AMBIGUOUS", "Several questions are") if known else ("REFERENCE_UNKNOWN", "No question is")
        )
        message = f"{what} named “{match[1]}”."
        findings.append(_at(sheet, row, "condition", code, message, "Correct the name between ${ and }."))
        return match[0]

    return _REFERENCE.sub(path_of, row.text(sheet.heading("condition")))


def _read_marks(outline: Outline, extras: Extras) -> None:
    """Read the columns save_to and private of the survey."""
    sheet = outline.sheet
    save_to, private = sheet.heading("save_to"), sheet.heading("private")
    hidden: list[str] = []
    for entry in outline.entries:
        if not entry.path:
            continue
        if target := entry.row.text(save_to):
            extras.save_to[entry.path] = target
        flag = read_flag(entry.row.text(private))
        if flag:
            hidden.append(entry.path)
        elif flag is None:
            cell = sheet.cell(entry.row.number, private)
            extras.findings.append(Finding(ERROR, "FLAG_UNKNOWN", "This is neither yes nor no.", cell, "Write yes."))
    extras.private = tuple(hidden)


def read_words(sheet: Sheet, row: Row, name: str) -> Words:
    """Return a translated column of a row, by language."""
    found = {language: row.text(heading) for language, heading in sheet.translated(name).items()}
    return {language: text for language, text in found.items() if text}


def read_whole(text: str) -> int | None:
    """Return a whole number of reasonable size, None for anything else."""
    plain = text.strip()
    if not _WHOLE.fullmatch(plain):
        return None
    number = int(plain.partition(".")[0])
    return number if abs(number) <= MAX_POINTS else None


def _at(sheet: Sheet, row: Row, column: str, code: str, message: str, fix: str) -> Finding:
    return Finding(ERROR, code, message, Cell(sheet.name, row.number, sheet.heading(column) or column), fix)
