"""The charges of an arrest, each chosen from the law of its day."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final

from fieldapp.domain.fields import Field
from fieldapp.domain.problems import Refused
from ui.desk import Desk
from ui.forms.editor import Editor
from ui.forms.part import Part
from ui.forms.record_form import EditorMaker
from ui.screens.arrest.offence_editor import OffenceEditor
from ui.screens.record.child_section import ChildSection

_FIELDS: Final = (
    *("offence_on", "offence", "counts", "level", "nibrs", "attempted", "victim"),
    *("filed_on", "court_case_number", "disposition", "disposed_on"),
)


class ChargeSection(ChildSection):
    """``show_day`` says which law the arrest falls under; a charge with a date of its own goes by that."""

    _day: date | None = None

    def show_day(self, day: date | None) -> None:
        """The local day of the offence as the arrest has it."""
        self._day = day
        if self.form is not None:
            self._take_day()

    def makers(self) -> Mapping[str, EditorMaker]:
        return {"offence": self._make_offence}

    def fields(self) -> tuple[Part, ...]:
        return (Part("", _FIELDS),)

    def form_opened(self) -> None:
        if self.form is not None:
            self.form.editor("offence_on").edited.connect(lambda _name: self._take_day())
            self._take_day()

    def _make_offence(self, field: Field, desk: Desk) -> Editor:
        return OffenceEditor(field, desk, self._day)

    def _take_day(self) -> None:
        form = self.form
        if form is None:
            return
        try:
            own = form.editor("offence_on").value()
        except Refused:  # a date half typed
            return
        editor = form.editor("offence")
        if isinstance(editor, OffenceEditor):
            editor.show_day(date.fromisoformat(str(own)) if own else self._day)
