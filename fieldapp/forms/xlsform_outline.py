"""The survey sheet as an outline: which row is which question, in which group, at which path, with which list."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from fieldapp.forms.package import Cell
from fieldapp.forms.xlsform_sheet import Row, Sheet, Workbook

DEFAULT_ROOT: Final = "data"

_BEGIN: Final = re.compile(r"begin[ _](group|repeat|lgroup|looped group|loop)\b")
_END: Final = re.compile(r"end[ _](group|repeat|lgroup|looped group|loop)\b")
_SELECT: Final = re.compile(
    r"(select_one|select one from|select one|select1|select_multiple|select all that apply from|select all that apply"
    r"|rank|add select one prompt using|add select multiple prompt using)\s+(\S+)(\s+or[ _]other)?$",
    re.IGNORECASE,
)
_MULTIPLE: Final = ("select_multiple", "select all", "add select multiple")
_REPEATS: Final = frozenset({"repeat", "lgroup", "looped group"})


@dataclass(frozen=True)
class Entry:
    """A row of the survey. ``kind``: group, repeat, loop, end, or the type in lower case with spaces for underscores.

    For questions with a list ``kind`` is ``select_one``, ``select_multiple`` or ``rank``; ``closes`` is what kind of
    group an end ends.
    """

    row: Row
    kind: str
    name: str
    path: str
    list_name: str = ""
    closes: str = ""

    @property
    def is_question(self) -> bool:
        """Whether the row is neither the beginning nor the end of a group."""
        return self.kind not in {"group", "repeat", "loop", "end"}


@dataclass(frozen=True)
class Outline:
    """The rows of the survey in order, and the headings that matter."""

    sheet: Sheet
    root: str
    entries: tuple[Entry, ...]
    type_heading: str = ""
    name_heading: str = ""

    def sources(self) -> dict[str, Cell]:
        """Return where each path stands."""
        return {entry.path: self.sheet.cell(entry.row.number) for entry in self.entries if entry.path}

    def paths(self) -> Mapping[str, list[str]]:
        """Return the paths of each name."""
        found: dict[str, list[str]] = {}
        for entry in self.entries:
            if entry.name and entry.kind != "end":
                found.setdefault(entry.name, []).append(entry.path)
        return found


def read_outline(workbook: Workbook) -> Outline:
    """Walk the survey sheet; a name without a row, and the other way round, is left for others to complain of."""
    sheet = workbook.sheet("survey")
    settings = workbook.sheet("settings")
    named = settings.rows[0].text(settings.heading("name")) if settings.rows and settings.heading("name") else ""
    root = named or DEFAULT_ROOT
    type_heading, name_heading = sheet.heading("type", "command"), sheet.heading("name", "tag", "value")
    stack = [f"/{root}"]
    entries: list[Entry] = []
    disabled = sheet.heading("disabled")
    for row in sheet.rows:
        kind, list_name = read_type(row.text(type_heading))
        if not kind or row.text(disabled).lower() in {"yes", "true", "true()"}:
            continue
        name = row.text(name_heading)
        if kind == "end":
            entries.append(Entry(row, kind, name, "", closes=list_name))
            if len(stack) > 1:
                stack.pop()
            continue
        if kind == "note" and not name:
            name = f"generated_note_name_{row.number}"  # as pyxform names it
        path = f"{stack[-1]}/{name}" if name else ""
        entries.append(Entry(row, kind, name, path, list_name))
        if kind in {"group", "repeat", "loop"}:
            stack.append(path or f"{stack[-1]}/?")
    return Outline(sheet, root, tuple(entries), type_heading, name_heading)


def read_type(text: str) -> tuple[str, str]:
    """Return kind and list name of what stands in the type column; of an end, what it ends."""
    plain = " ".join(text.split())
    lower = plain.lower()
    if match := _BEGIN.match(lower):
        return _group_kind(match[1]), ""
    if match := _END.match(lower):
        return "end", _group_kind(match[1])
    if match := _SELECT.match(plain):
        verb = match[1].lower()
        if verb == "rank":
            return "rank", match[2]
        return ("select_multiple" if verb.startswith(_MULTIPLE) else "select_one"), match[2]
    return lower.replace("_", " "), ""


def _group_kind(word: str) -> str:
    return "repeat" if word in _REPEATS else word
