"""Which widget each kind of question has, by the form's control, type and appearance. The first line that fits wins."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from fieldapp.forms.model import Bind, Control
from ui.forms.question.cell_entry import CellsEntry, HeadEntry, ManyCellsEntry
from ui.forms.question.choice_entry import FoldedManyEntry, LikertEntry, ManyEntry, OneEntry, QuickEntry
from ui.forms.question.combo_entry import ComboEntry
from ui.forms.question.entry import Entry, Prompt
from ui.forms.question.line_entry import (
    BarcodeEntry,
    DecimalEntry,
    EmailEntry,
    IntegerEntry,
    NumbersEntry,
    PhoneEntry,
    TextEntry,
)
from ui.forms.question.moment_entry import CalendarEntry, DateEntry, MomentEntry, MonthEntry, TimeEntry, YearEntry
from ui.forms.question.note_entry import AcknowledgeEntry, NoteEntry, PlainEntry
from ui.forms.question.place_entry import PlaceEntry
from ui.forms.question.prose_entry import ProseEntry
from ui.forms.question.range_entry import RangeEntry
from ui.forms.question.rank_entry import RankEntry
from ui.forms.question.upload_entry import UploadEntry

_TEXT: Final = frozenset({"string", "", "text"})
_FOLDED: Final = frozenset({"minimal", "autocomplete", "search"})


@dataclass(frozen=True)
class _Line:
    """Empty ``types`` or ``appearances``: any."""

    kind: str
    entry: type[Entry]
    types: Collection[str] = ()
    appearances: Collection[str] = ()


_LINES: Final = (
    _Line("note", NoteEntry),
    _Line("input", ProseEntry, _TEXT, {"multiline"}),
    _Line("input", NumbersEntry, _TEXT, {"numbers"}),
    _Line("input", PhoneEntry, _TEXT, {"tel", "phone"}),
    _Line("input", PhoneEntry, {"tel", "phonenumber"}),
    _Line("input", EmailEntry, _TEXT, {"email"}),
    _Line("input", EmailEntry, {"email"}),
    _Line("input", TextEntry, _TEXT),
    _Line("input", IntegerEntry, {"int", "integer", "long"}),
    _Line("input", DecimalEntry, {"decimal"}),
    _Line("input", MonthEntry, {"date"}, {"month-year"}),
    _Line("input", YearEntry, {"date"}, {"year"}),
    _Line("input", DateEntry, {"date"}, {"no-calendar"}),
    _Line("input", CalendarEntry, {"date"}),
    _Line("input", TimeEntry, {"time"}),
    _Line("input", MomentEntry, {"dateTime", "datetime"}),
    _Line("input", PlaceEntry, {"geopoint"}),
    _Line("input", BarcodeEntry, {"barcode"}),
    _Line("select1", HeadEntry, (), {"label"}),
    _Line("select", HeadEntry, (), {"label"}),
    _Line("select1", CellsEntry, (), {"list-nolabel"}),
    _Line("select", ManyCellsEntry, (), {"list-nolabel"}),
    _Line("select1", ComboEntry, (), _FOLDED),
    _Line("select", FoldedManyEntry, (), _FOLDED),
    _Line("select1", QuickEntry, (), {"quick", "quickcompact"}),
    _Line("select1", LikertEntry, (), {"likert", "list"}),
    _Line("select1", OneEntry),
    _Line("select", ManyEntry),
    _Line("rank", RankEntry),
    _Line("range", RangeEntry),
    _Line("trigger", AcknowledgeEntry),
    _Line("upload", UploadEntry),
)

ENTRIES: Final = frozenset({*(line.entry for line in _LINES), PlainEntry})
"""Every widget there is for a question."""


def entry_class(kind: str, value_type: str, appearance: Collection[str] = ()) -> type[Entry]:
    """Return the widget for a control; one that takes plain text, and says so, for what no line fits."""
    for line in _LINES:
        fits = line.kind == kind and (not line.types or value_type in line.types)
        if fits and (not line.appearances or not set(line.appearances).isdisjoint(appearance)):
            return line.entry
    return PlainEntry


def make_entry(prompt: Prompt) -> Entry:
    """Return a new widget for a question of a form."""
    control = prompt.control
    kind = "note" if is_note(control, prompt.bind) else control.kind
    return entry_class(kind, prompt.bind.type, control.appearance)(prompt)


def is_note(control: Control, bind: Bind) -> bool:
    """Whether a control only shows words: XForms has no notes, only texts that are never written to."""
    always = (bind.readonly or "").replace(" ", "") == "true()"
    return control.kind == "input" and (always or bind.calculate is not None)
