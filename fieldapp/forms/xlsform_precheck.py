"""What can be said of the sheets before they are converted: pyxform stops at its first error, authors want them all."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Final

from fieldapp.forms.finding import ERROR, Finding
from fieldapp.forms.package import Cell
from fieldapp.forms.sentence import sentence
from fieldapp.forms.xlsform_licence import read_flag
from fieldapp.forms.xlsform_outline import Entry, Outline
from fieldapp.forms.xlsform_sheet import Workbook

MAX_DEPTH: Final = 30
MAX_OFFERED: Final = 1_000_000
"""Choices, counted for each question that offers them; pyxform goes through them one by one."""

_NAME: Final = re.compile(r"[^\W\d][\w.-]*(:[^\W\d][\w.-]*)?")
_REFERENCE: Final = re.compile(r"\$\{\s*([^{}\s]+)\s*\}")
_GENERATED: Final = re.compile(r"instanceID|instanceName|audit|.*_count|.*_other|last-saved#.*")
_FROM_FILE: Final = re.compile(r"\.(csv|xml|geojson)$|^\$\{")


def find_faults(workbook: Workbook, outline: Outline) -> Iterator[Finding]:
    """Yield the errors for which the form need not be converted first."""
    survey = workbook.sheet("survey")
    if "survey" not in workbook.sheets:
        message = sentence("The workbook has no sheet named “survey”.")
        yield Finding(ERROR, "SHEET_MISSING", message, fix=sentence("Name the sheet with the questions “survey”."))
    elif not survey.rows:
        message = sentence("The sheet “survey” holds no questions.")
        yield Finding(
            ERROR, "SHEET_EMPTY", message, Cell("survey", 1), sentence("Put headings into row 1, questions below.")
        )
    elif outline.type_heading and outline.name_heading:
        yield from _name_faults(outline)
        yield from _group_faults(outline)
        yield from _list_faults(workbook, outline)
        yield from _reference_faults(outline)
    yield from _heading_faults(workbook)
    yield from _choice_faults(workbook)


def _heading_faults(workbook: Workbook) -> Iterator[Finding]:
    """Yield headings that would become names in the form and cannot: of choices' own columns, and behind bind::."""
    for heading in workbook.sheet("choices").headings:
        base = heading.partition("::")[0]
        if not _NAME.fullmatch(base.replace(" ", "_")):
            cell = Cell("choices", 1, heading)
            message = sentence(
                "“{0}” is no heading: it takes letters, digits, “_”, “-” and “.”, and a letter first.", heading[:40]
            )
            yield Finding(ERROR, "HEADING_INVALID", message, cell, sentence("Rename or delete the column."))
    for heading in workbook.sheet("survey").headings:
        parts = [part.strip() for part in heading.split("::")]
        if parts[0].lower() in {"bind", "control", "body", "instance"} and not all(map(_NAME.fullmatch, parts)):
            cell = Cell("survey", 1, heading)
            message = sentence("What follows “{0}::” is no name that a form can have.", parts[0])
            yield Finding(ERROR, "HEADING_INVALID", message, cell, sentence("Rename or delete the column."))


def _name_faults(outline: Outline) -> Iterator[Finding]:
    seen: dict[str, int] = {}
    for entry in outline.entries:
        cell = outline.sheet.cell(entry.row.number, outline.name_heading)
        if entry.kind == "end":
            continue
        if not entry.name:
            yield Finding(
                ERROR, "NAME_MISSING", sentence("The question has no name."), cell, sentence("Fill the column “name”.")
            )
        elif not _NAME.fullmatch(entry.name):
            message = sentence(
                "“{0}” is no name: it takes letters, digits, “_”, “-” and “.”, and a letter first.", entry.name[:40]
            )
            yield Finding(ERROR, "NAME_INVALID", message, cell, sentence("Write a name such as “q1”."))
        elif entry.name == "meta":
            message = sentence("The name “meta” is kept for the form's own data.")
            yield Finding(ERROR, "NAME_RESERVED", message, cell, sentence("Rename the question."))
        elif entry.path in seen:
            message = sentence("Row {0} beside it has the name “{1}” already.", seen[entry.path], entry.name)
            yield Finding(ERROR, "NAME_TWICE", message, cell, sentence("Rename one of them."))
        else:
            seen[entry.path] = entry.row.number


def _group_faults(outline: Outline) -> Iterator[Finding]:
    open_groups: list[Entry] = []
    for entry in outline.entries:
        cell = outline.sheet.cell(entry.row.number, outline.type_heading)
        if entry.kind in {"group", "repeat", "loop"}:
            open_groups.append(entry)
            if len(open_groups) == MAX_DEPTH + 1:
                message = sentence("Groups stand in one another more than {0} deep.", MAX_DEPTH)
                yield Finding(ERROR, "GROUP_TOO_DEEP", message, cell, sentence("Close groups before you begin others."))
        elif entry.kind == "end" and not open_groups:
            message = sentence("This row closes a group, but none is open here.")
            yield Finding(
                ERROR, "GROUP_NOT_BEGUN", message, cell, sentence("Delete the row, or add the beginning above.")
            )
        elif entry.kind == "end":
            begun = open_groups.pop()
            if entry.closes != begun.kind:
                message = sentence(
                    "This row closes a {0}, but what is open is the {1} of row {2}.",
                    entry.closes,
                    begun.kind,
                    begun.row.number,
                )
                yield Finding(ERROR, "GROUP_NOT_BEGUN", message, cell, sentence("Write “end_{0}”.", begun.kind))
    for begun in open_groups:
        cell = outline.sheet.cell(begun.row.number, outline.type_heading)
        message = sentence("The {0} that begins here is never closed.", begun.kind)
        yield Finding(
            ERROR,
            "GROUP_NOT_ENDED",
            message,
            cell,
            sentence("Add a row “end_{0}” after its last question.", begun.kind),
        )


def _list_faults(workbook: Workbook, outline: Outline) -> Iterator[Finding]:
    choices = workbook.sheet("choices")
    heading = choices.heading("list_name", "list name")
    lists = Counter(row.text(heading) for row in choices.rows)
    offered = 0
    for entry in outline.entries:
        name = entry.list_name
        if name and name not in lists and not _FROM_FILE.search(name):
            cell = outline.sheet.cell(entry.row.number, outline.type_heading)
            message = sentence("The list “{0}” does not exist on the sheet “choices”.", name[:60])
            yield Finding(
                ERROR, "LIST_MISSING", message, cell, sentence("Add its choices there, or correct the list's name.")
            )
        before, offered = offered, offered + lists[name]
        if offered > MAX_OFFERED >= before:
            cell = outline.sheet.cell(entry.row.number, outline.type_heading)
            message = sentence("From here on, the questions offer more than {0:,} choices all together.", MAX_OFFERED)
            yield Finding(
                ERROR, "SHEET_TOO_LONG", message, cell, sentence("Shorten the longest lists, or ask for a text.")
            )


def _reference_faults(outline: Outline) -> Iterator[Finding]:
    names = {entry.name for entry in outline.entries if entry.name}
    for entry in outline.entries:
        for heading, text in entry.row.values.items():
            for name in _REFERENCE.findall(text):
                if name not in names and not _GENERATED.fullmatch(name):
                    cell = outline.sheet.cell(entry.row.number, heading)
                    message = sentence("No question is named “{0}”.", name[:60])
                    yield Finding(
                        ERROR, "REFERENCE_UNKNOWN", message, cell, sentence("Correct the name between ${{ and }}.")
                    )


def _choice_faults(workbook: Workbook) -> Iterator[Finding]:
    sheet, settings = workbook.sheet("choices"), workbook.sheet("settings")
    allowed = settings.rows[0].text(settings.heading("allow_choice_duplicates")) if settings.rows else ""
    lists, names = sheet.heading("list_name", "list name"), sheet.heading("name", "value")
    seen: dict[tuple[str, str], int] = {}
    for row in sheet.rows if lists and names else ():
        key = (row.text(lists), row.text(names))
        cell = sheet.cell(row.number, names)
        if key[0] and not key[1]:
            yield Finding(
                ERROR,
                "CHOICE_NAME_MISSING",
                sentence("The choice has no name."),
                cell,
                sentence("Fill the column “name”."),
            )
        elif key in seen and key[0] and not read_flag(allowed):
            message = sentence(
                "Row {0} of the list “{1}” has the name “{2}” already.", seen[key], key[0][:60], key[1][:60]
            )
            yield Finding(ERROR, "CHOICE_TWICE", message, cell, sentence("Rename one of them."))
        seen.setdefault(key, row.number)
