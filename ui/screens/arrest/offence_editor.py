"""The choice of an offence: only what was the law on the day of the offence is offered."""

from __future__ import annotations

from datetime import date

from fieldapp.domain.fields import Field
from fieldapp.domain.wire import Json
from fieldapp.rules.offence import load_offences
from ui.desk import Desk
from ui.forms.choice_editor import ChoiceEditor
from ui.text import tr


class OffenceEditor(ChoiceEditor):
    """``day`` is a local day, None while it is not known: then, and before the table begins, every row is offered."""

    def __init__(self, field: Field, desk: Desk, day: date | None) -> None:
        super().__init__(field, desk)
        self.show_day(day)

    def show_day(self, day: date | None) -> None:
        """Offer the law of another day. What is chosen already stays, and the rule says what is wrong with it."""
        table = load_offences()
        is_known = day is not None and day >= table.covers_from
        rows = table.on(day) if day is not None and is_known else table.offences
        self.offer({row.code for row in rows})
        self.say(tr("arrest.law_of", day=day.isoformat()) if day is not None and is_known else "")

    def offered(self) -> list[Json]:
        """The codes that can be chosen."""
        return [code for code in self._codes if code is not None]
