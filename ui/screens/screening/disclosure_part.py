"""After a disclosure: what comes first now, whom to call, and what was said, in the person's own words."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from fieldapp.records import require_type
from ui.desk import Desk
from ui.forms.part import Part
from ui.forms.reading import Reading
from ui.forms.record_form import RecordForm
from ui.screens.screening.immediate_card import ImmediateCard
from ui.style.look import px
from ui.style.token import Size, Space
from ui.text import tr
from ui.widgets.button import Kind, button
from ui.widgets.flow import FlowLayout
from ui.widgets.layout import column, scrolled

_FIELDS: Final = ("own_words", "immediate_danger", "disclosure_at")


class DisclosurePart(QWidget):
    """``form`` saves as it is typed; ``duties_wanted`` leads on, ``mistake_wanted`` when nothing was disclosed."""

    duties_wanted = Signal()
    mistake_wanted = Signal()

    def __init__(self, desk: Desk, screening_id: str) -> None:
        super().__init__()
        self.form = RecordForm(
            desk, require_type("screening"), screening_id, parts=[Part("Disclosure", _FIELDS)], may_split=False
        )
        self.form.editor("own_words").say(tr("screening.own_words"))
        go_on = button(tr("screening.to_duties"), Kind.PRIMARY, glyph="arrow-right", name="to_duties", large=True)
        go_on.clicked.connect(self.duties_wanted)
        self._mistake = button(tr("screening.mistake"), Kind.QUIET, name="disclosure_mistake", large=True)
        self._mistake.clicked.connect(self.mistake_wanted)
        ground = QWidget()
        across = column(ground)
        across.setContentsMargins(px(Space.XL), px(Space.L), px(Space.XL), px(Space.XL))
        host = QWidget()
        host.setMaximumWidth(px(Size.COLUMN_MAX))
        body = column(host, gap=Space.L)
        body.addWidget(ImmediateCard(desk))
        body.addWidget(self.form)
        foot = FlowLayout(gap=Space.S)
        foot.addWidget(go_on)
        foot.addWidget(self._mistake)
        body.addLayout(foot)
        across.addWidget(host)
        across.addStretch()
        outside = column(self, gap=Space.NONE)
        outside.addWidget(scrolled(ground))

    def show_reading(self, reading: Reading, *, editable: bool) -> None:
        """Show what the store holds."""
        self.form.show_reading(reading)
        self.form.set_editable(editable=editable)
        self._mistake.setVisible(editable)

    def focus_words(self) -> None:
        """Put the keyboard where the person's words are written down."""
        self.form.focus_field("own_words")
