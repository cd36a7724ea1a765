"""What holds for every kind of question: heard by a screen reader, switched off, wiped, found by its type."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QAccessible

from tests.ui.question.entry_maker import YES_NO, AnEntry
from ui.forms.question.registry import entry_class

ALL = [
    ("input", "string", ()),
    ("input", "string", ("multiline",)),
    ("input", "int", ()),
    ("input", "decimal", ()),
    ("input", "date", ()),
    ("input", "date", ("month-year",)),
    ("input", "date", ("year",)),
    ("input", "time", ()),
    ("input", "dateTime", ()),
    ("input", "geopoint", ()),
    ("input", "barcode", ()),
    ("select1", "string", ()),
    ("select1", "string", ("minimal",)),
    ("select1", "string", ("likert",)),
    ("select1", "string", ("list-nolabel",)),
    ("select", "string", ()),
    ("select", "string", ("minimal",)),
    ("range", "int", ()),
    ("rank", "odk:rank", ()),
    ("trigger", "string", ()),
    ("upload", "binary", ()),
    ("input", "geotrace", ()),
]


@pytest.mark.parametrize(("kind", "value_type", "appearance"), ALL)
def test_screen_reader_is_told_the_question_and_its_hint(an_entry: AnEntry, kind, value_type, appearance):
    entry = an_entry(kind, value_type, *appearance, options=YES_NO)
    spoken = QAccessible.queryAccessibleInterface(entry.focus_widget())
    # On Linux a list's own name is what it shows; the name we gave it is told as well.
    said = (
        spoken.text(QAccessible.Text.Name)
        + entry.focus_widget().accessibleName()
        + spoken.text(QAccessible.Text.Description)
    )
    assert "The question" in said
    assert "Its hint" in said


@pytest.mark.parametrize(("kind", "value_type", "appearance"), ALL)
def test_switched_off_it_takes_no_key_and_wiped_it_is_empty(qtbot, an_entry: AnEntry, kind, value_type, appearance):
    entry = an_entry(kind, value_type, *appearance, options=YES_NO)
    entry.set_editable(editable=False)
    assert not any(part.isEnabled() for part in entry.inputs())
    entry.wipe()
    assert entry.value == ""
    assert entry.given == []


def test_registry_knows_the_old_spellings_of_types():
    assert entry_class("input", "integer").__name__ == "IntegerEntry"
    assert entry_class("note", "string").__name__ == "NoteEntry"
    assert entry_class("select1", "select1", {"Minimal".lower()}).__name__ == "ComboEntry"
    assert entry_class("odk:new", "string").__name__ == "PlainEntry"
