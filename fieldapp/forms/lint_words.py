"""Lint of words: what is said in one language and not in another, and choices that read alike."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from fieldapp.forms.examined import Examined
from fieldapp.forms.finding import WARNING, Finding
from fieldapp.forms.package import Cell
from fieldapp.forms.sentence import sentence
from fieldapp.forms.xlsform_sheet import Row, Sheet

_TRANSLATED: Final = {
    "survey": ("label", "hint", "guidance_hint", "constraint_message", "required_message"),
    "choices": ("label",),
    "bands": ("label",),
    "duties": ("label",),
    "settings": ("caution", "form_title"),
}
_SILENT: Final = frozenset({"calculate", "hidden", "end", "start", "today", "deviceid", "username", "audit"})
"""Rows that nobody sees."""


def lint_words(examined: Examined) -> Iterator[Finding]:
    """Yield missing translations, missing labels, and labels that stand twice in a list."""
    languages = examined.form.languages
    for name, columns in _TRANSLATED.items():
        sheet = examined.workbook.sheet(name)
        for column in columns:
            if len(languages) > 1:
                yield from _translation_findings(examined, sheet, column)
    yield from _label_findings(examined)
    yield from _twin_findings(examined)


def _translation_findings(examined: Examined, sheet: Sheet, column: str) -> Iterator[Finding]:
    headings = sheet.translated(column)
    default = examined.form.default_language
    if "" in headings and default and default not in headings:
        headings = {default: headings[""], **headings}
    if sheet.name == "settings" and set(headings) <= {""} | {default}:
        return  # a title may be one for all
    for row in sheet.rows if headings else ():
        if not any(row.text(heading) for heading in headings.values()):
            continue
        for language in examined.form.languages:
            heading = headings.get(language, "")
            if not row.text(heading):
                code = language.rpartition("(")[0].strip() or language
                message = sentence("The {0} has no {1} version.", _plain(column), code)
                cell = sheet.cell(row.number, heading or f"{column}::{language}")
                fix = sentence("Fill the cell.") if heading else sentence("Add the column {0}::{1}.", column, language)
                yield Finding(WARNING, "TRANSLATION_MISSING", message, cell, fix)


def _label_findings(examined: Examined) -> Iterator[Finding]:
    """Yield questions that show nothing. pyxform says it of some of them only."""
    sheet = examined.outline.sheet
    headings = sheet.translated("label")
    media = [
        heading for heading in sheet.headings if heading.partition("::")[0] in {"image", "audio", "video", "media"}
    ]
    for entry in examined.outline.entries:
        control = examined.controls.get(entry.path)
        if control is None or not entry.is_question or entry.kind in _SILENT or entry.kind == "note":
            continue
        shown = [*headings.values(), *sheet.translated("hint").values(), *media]
        if not any(entry.row.text(heading) for heading in shown):
            cell = sheet.cell(entry.row.number, next(iter(headings.values()), "label"))
            yield Finding(
                WARNING,
                "LABEL_MISSING",
                sentence("The question has no label, so people see nothing."),
                cell,
                sentence("Fill it."),
            )


def _twin_findings(examined: Examined) -> Iterator[Finding]:
    sheet = examined.workbook.sheet("choices")
    lists, names = sheet.heading("list_name", "list name"), sheet.heading("name", "value")
    labels = sorted(sheet.translated("label").values())
    alike = {names, *labels, *(sheet.heading(name) for name in ("score", "unknown", "declined"))}
    for heading in labels:
        seen: dict[tuple[str, ...], Row] = {}
        for row in sheet.rows:
            label = row.text(heading)
            apart = (row.text(each) for each in sheet.headings if each not in alike)
            key = (row.text(lists), label.casefold(), *apart)
            if label and key in seen:
                message = sentence(
                    "Row {0} of the same list reads “{1}” too; nobody can tell them apart.",
                    seen[key].number,
                    label[:60],
                )
                yield Finding(
                    WARNING,
                    "LABEL_TWICE",
                    message,
                    Cell("choices", row.number, heading),
                    sentence("Reword one of them."),
                )
            seen.setdefault(key, row)


def _plain(column: str) -> str:
    return {"constraint_message": "message", "required_message": "message", "form_title": "title"}.get(
        column, column.replace("_", " ")
    )
