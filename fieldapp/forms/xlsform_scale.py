"""What answers count and what a result brings: scores, bands, duties, and answers that fill the screening record."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from fieldapp.forms.finding import ERROR, Finding
from fieldapp.forms.package import Band, Cell, DutyRule, Scale, Scored, Words
from fieldapp.forms.sentence import sentence
from fieldapp.forms.xlsform_licence import read_flag
from fieldapp.forms.xlsform_outline import Outline
from fieldapp.forms.xlsform_sheet import Row, Sheet, Workbook

TONES: Final = ("muted", "soon", "danger")
MAX_POINTS: Final = 100_000
MAX_SCORED: Final = 100_000

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


@dataclass
class _List:
    """What the choices of one list count, and which are no answer."""

    points: dict[str, int] = field(default_factory=dict)
    unknown: list[str] = field(default_factory=list)
    declined: list[str] = field(default_factory=list)


def read_extras(workbook: Workbook, outline: Outline) -> Extras:
    """Read all that XLSForm has no words for."""
    extras = Extras()
    lists = _read_lists(workbook.sheet("choices"), extras.findings)
    extras.items = tuple(_scored(outline, lists, extras.findings))
    extras.bands = _read_bands(workbook.sheet("bands"), extras.findings)
    extras.duties = _read_duties(workbook.sheet("duties"), outline, extras.findings)
    _read_marks(outline, extras)
    return extras


def _read_lists(sheet: Sheet, findings: list[Finding]) -> Mapping[str, _List]:
    lists, names = sheet.heading("list_name", "list name"), sheet.heading("name", "value")
    found: dict[str, _List] = {}
    for row in sheet.rows:
        choices, name = found.setdefault(row.text(lists), _List()), row.text(names)
        if text := row.text(sheet.heading("score")):
            points = read_whole(text)
            if points is None:
                message = sentence("The score “{0}” is no whole number.", text[:20])
                findings.append(_at(sheet, row, "score", "SCORE_SHAPE", message, sentence("Write 0, 1, 2 ….")))
            else:
                choices.points[name] = points
        for column, marked in (("unknown", choices.unknown), ("declined", choices.declined)):
            flag = read_flag(row.text(sheet.heading(column)))
            if flag:
                marked.append(name)
            elif flag is None:
                message = sentence("This is neither yes nor no.")
                findings.append(_at(sheet, row, column, "FLAG_UNKNOWN", message, sentence("Write yes.")))
    return found


def _scored(outline: Outline, lists: Mapping[str, _List], findings: list[Finding]) -> Iterator[Scored]:
    """Yield what each question counts, of those that count anything."""
    sheet = outline.sheet
    heading = sheet.heading("score_weight")
    total = 0
    for entry in outline.entries:
        text = entry.row.text(heading)
        weight = read_whole(text) if text else 1
        if weight is None:
            message = sentence("The weight “{0}” is no whole number.", text[:20])
            findings.append(_at(sheet, entry.row, "score_weight", "SCORE_SHAPE", message, sentence("Write 1, 2 ….")))
            continue
        choices = lists.get(entry.list_name) if entry.list_name else None
        if choices is None or not choices.points or not entry.path:
            continue
        total += len(choices.points)
        if total > MAX_SCORED:
            message = sentence("Questions and their scored choices come to more than {0:,} together.", MAX_SCORED)
            findings.append(
                _at(sheet, entry.row, "type", "SCORE_TOO_MANY", message, sentence("Leave scores of long lists empty."))
            )
            return
        yield Scored(entry.path, dict(choices.points), weight, tuple(choices.unknown), tuple(choices.declined))


def _read_bands(sheet: Sheet, findings: list[Finding]) -> tuple[Band, ...]:
    found: list[Band] = []
    for row in sheet.rows:
        code, minimum = row.text(sheet.heading("code")), read_whole(row.text(sheet.heading("minimum")))
        tone = row.text(sheet.heading("tone")).lower() or "muted"
        if not _CODE.fullmatch(code):
            message = sentence("The band has no code, or one that is no plain name.")
            findings.append(_at(sheet, row, "code", "BAND_CODE", message, sentence("Write a name such as “possible”.")))
        elif code in {band.code for band in found}:
            findings.append(
                _at(
                    sheet,
                    row,
                    "code",
                    "BAND_TWICE",
                    sentence("Two bands have the code “{0}”.", code),
                    sentence("Rename one."),
                )
            )
        elif minimum is None:
            message = sentence("The band “{0}” does not say from how many points on it holds.", code)
            findings.append(_at(sheet, row, "minimum", "BAND_MINIMUM", message, sentence("Write a whole number.")))
        elif tone not in TONES:
            message = sentence("There is no tone “{0}”.", tone[:20])
            findings.append(
                _at(sheet, row, "tone", "BAND_TONE", message, sentence("Write one of {0}.", ", ".join(TONES)))
            )
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
                _at(
                    sheet,
                    row,
                    "duty",
                    "DUTY_MISSING",
                    sentence("The row names no duty."),
                    sentence("Fill the column “duty”."),
                )
            )
            continue
        due = row.text(sheet.heading("due_minutes"))
        minutes = read_whole(due) if due else 0
        if minutes is None or minutes < 0:
            message = sentence("“{0}” is no number of minutes.", due[:20])
            findings.append(
                _at(sheet, row, "due_minutes", "DUTY_DUE", message, sentence("Write a whole number, such as 90."))
            )
            minutes = 0
        flag = read_flag(row.text(sheet.heading("on_disclosure")))
        if flag is None:
            message = sentence("This is neither yes nor no.")
            findings.append(_at(sheet, row, "on_disclosure", "FLAG_UNKNOWN", message, sentence("Write yes or no.")))
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
            ("REFERENCE_AMBIGUOUS", sentence("Several questions are"))
            if known
            else ("REFERENCE_UNKNOWN", sentence("No question is"))
        )
        message = sentence("{0} named “{1}”.", what, match[1])
        findings.append(_at(sheet, row, "condition", code, message, sentence("Correct the name between ${{ and }}.")))
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
            extras.findings.append(
                Finding(ERROR, "FLAG_UNKNOWN", sentence("This is neither yes nor no."), cell, sentence("Write yes."))
            )
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
