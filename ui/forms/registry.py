"""Which editor each kind of field has."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from fieldapp.domain.fields import Field, Kind
from ui.desk import Desk
from ui.forms.choice_editor import ChoicesEditor, FlagEditor, make_choice_editor
from ui.forms.count_editor import CountEditor
from ui.forms.editor import Editor
from ui.forms.link_editor import LinkEditor
from ui.forms.text_editor import NarrativeEditor, TextEditor
from ui.forms.time_editor import DateEditor, InstantEditor

_EDITORS: Final[dict[Kind, Callable[[Field, Desk], Editor]]] = {
    Kind.TEXT: TextEditor,
    Kind.NARRATIVE: NarrativeEditor,
    Kind.CHOICE: make_choice_editor,
    Kind.CHOICES: ChoicesEditor,
    Kind.FLAG: FlagEditor,
    Kind.COUNT: CountEditor,
    Kind.DATE: DateEditor,
    Kind.INSTANT: InstantEditor,
    Kind.LINK: LinkEditor,
}


def make_editor(field: Field, desk: Desk) -> Editor:
    """Return a new editor for a declared field."""
    return _EDITORS[field.kind](field, desk)
