"""The published reports on this laptop; a row opens one."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal

from fieldapp.reports.archive import ReportHead
from ui.screens.board.board_row import BoardRow
from ui.screens.figures.report_words import head_note
from ui.style.token import Size, Space, Tone
from ui.text import tr
from ui.widgets.card import Card
from ui.widgets.glyph import Glyph
from ui.widgets.label import Role, label
from ui.widgets.layout import clear, column


class ReportCard(Card):
    """Emits ``opened`` with the id of the report that is wanted."""

    opened = Signal(str)

    def __init__(self) -> None:
        super().__init__(tr("published.title"), name="report_card")
        self._rows = column(gap=Space.S)
        self.body.addLayout(self._rows)

    def show_reports(self, reports: Sequence[ReportHead], *, may_publish: bool) -> None:
        """Show these, the newest first; where there are none, what belongs here."""
        clear(self._rows)
        if not reports:
            key = "published.none_supervisor" if may_publish else "published.none"
            self._rows.addWidget(label(tr(key), Role.MUTED, wrap=True, name="report_none"))
        for head in reports:
            lead = Glyph("shield-check", Tone.MUTED, Size.ICON)
            made = BoardRow(head.facts["name"], head_note(head), lead=lead, name="report_row")
            made.opened.connect(partial(self.opened.emit, head.record_id))
            self._rows.addWidget(made)

    def take_keyboard(self) -> None:
        """Put the keyboard at the newest report, where there is one."""
        rows = self.findChildren(BoardRow, "report_row")
        if rows:
            rows[0].setFocus()
