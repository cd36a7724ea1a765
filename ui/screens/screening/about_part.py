"""The header of a screening: with whom, why, where, who else was there, and by whom."""

from __future__ import annotations

from typing import Final

from PySide6.QtWidgets import QWidget

from fieldapp.records import require_type
from ui.desk import Desk
from ui.forms.part import Part
from ui.forms.reading import Reading
from ui.forms.record_form import RecordForm
from ui.style.look import px
from ui.style.token import Size, Space
from ui.widgets.layout import column, scrolled

_ABOUT: Final = (
    *("person", "client_code", "reason", "location", "mode", "others_present", "language", "interpreter"),
    *("started_at", "stopped_at", "screener", "screener_role", "screener_trained_on", "operation", "recovery"),
    *("gate_override", "observations"),
)


class AboutPart(QWidget):
    """``form`` saves as it is typed."""

    def __init__(self, desk: Desk, screening_id: str) -> None:
        super().__init__()
        self.form = about_form(desk, screening_id)
        ground = QWidget()
        across = column(ground)
        across.setContentsMargins(px(Space.XL), px(Space.L), px(Space.XL), px(Space.XL))
        across.addWidget(self.form)
        across.addStretch()
        outside = column(self, gap=Space.NONE)
        outside.addWidget(scrolled(ground))

    def show_reading(self, reading: Reading, *, editable: bool) -> None:
        """Show what the store holds."""
        self.form.show_reading(reading)
        self.form.set_editable(editable=editable)


def about_form(desk: Desk, screening_id: str) -> RecordForm:
    """Return the form of a screening's header."""
    made = RecordForm(desk, require_type("screening"), screening_id, parts=[Part("About", _ABOUT)], may_split=False)
    made.setMaximumWidth(px(Size.COLUMN_MAX))
    return made
