"""A screening whose checklist is not to be had here: why, and every answer that is kept of it."""

from __future__ import annotations

from typing import Final

from PySide6.QtWidgets import QWidget

from fieldapp.domain.problems import Problem
from fieldapp.domain.record import Record
from fieldapp.records import vocabulary
from ui.desk import Desk
from ui.forms.question.markup import breakable
from ui.jobs import Fault
from ui.screens.record.file_act import FileActs
from ui.screens.record.page import Page
from ui.screens.record.side_pane import SidePane
from ui.screens.screening.about_part import about_form
from ui.screens.screening.files_card import FilesCard
from ui.screens.screening.screening_reading import ScreeningReading
from ui.style.look import px
from ui.style.token import Size, Space, Tone
from ui.text import chosen_language, error_text, problem_text, tr
from ui.widgets.banner import Banner
from ui.widgets.card import Card
from ui.widgets.label import Role, label
from ui.widgets.layout import column, row, scrolled

_MOST: Final = 500


class KeptPage(Page):
    """Shows, and changes nothing: without its checklist nobody can say what an answer means."""

    def __init__(self, desk: Desk, record: type[Record], reading: ScreeningReading) -> None:
        super().__init__(desk, record)
        self.setObjectName("kept_page")
        view = reading.record.view if reading.record is not None else None
        self._record_id = view.record_id if view is not None else None
        self.trouble = Banner(name="kept_banner")
        ground = QWidget()
        across = column(ground)
        across.setContentsMargins(px(Space.XL), px(Space.L), px(Space.XL), px(Space.XL))
        host = QWidget()
        host.setMaximumWidth(px(Size.COLUMN_MAX))
        body = column(host, gap=Space.L)
        title = str(view.values.get("checklist_title") or "") if view is not None else ""
        body.addWidget(label(title, Role.TITLE, wrap=True))
        body.addWidget(self.trouble)
        body.addWidget(_answers(reading))
        self.files = FileActs(self, desk, "screening", self._record_id or "", self._say_fault)
        if reading.files:
            body.addWidget(FilesCard(reading.files, self.files.shelf))
        self._form = about_form(desk, self._record_id or "")
        if reading.record is not None:
            self._form.show_reading(reading.record)
        self._form.set_editable(editable=False)
        body.addWidget(self._form)
        across.addWidget(host)
        across.addStretch()
        outside = column(self, gap=Space.NONE)
        outside.addWidget(scrolled(ground))
        problem = reading.trouble or Problem("CHECKLIST_MISSING")
        self.trouble.say(problem_text(problem), tr("screening.answers_kept"), Tone.SOON)

    @property
    def record_id(self) -> str | None:
        return self._record_id

    def start(self, focus: str = "") -> None:
        del focus
        self.show_pane()

    def show_pane(self) -> None:
        pane = SidePane(self.desk, "screening", lambda: False)
        self.desk.show_pane(pane)
        pane.show_record(self._record_id)

    def wipe(self) -> None:
        self.hide()
        self.files.wipe()
        self._form.wipe()

    def _say_fault(self, fault: Fault) -> None:
        self.trouble.say(error_text(fault))


def _answers(reading: ScreeningReading) -> Card:
    card = Card(tr("screening.kept_title", count=len(reading.answers)), name="kept_card")
    for each in reading.answers[:_MOST]:
        across = row(gap=Space.M)
        across.addWidget(label(breakable(each.question), Role.MUTED, wrap=True), stretch=1)
        known = vocabulary.label("answer_known", each.known, chosen_language()) if each.known else ""
        said = each.answer or known
        across.addWidget(label(breakable(said), Role.STRONG, wrap=True), stretch=1)
        card.body.addLayout(across)
    return card
