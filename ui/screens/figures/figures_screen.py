"""The figures of a period from the records on this laptop, as the yearly report names them."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any, Final

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from fieldapp.actions.lookup import note_access
from fieldapp.domain.clock import to_wire
from fieldapp.reports.export import write_figures
from fieldapp.reports.figure import laptop_figures
from fieldapp.reports.period import Period, bureau_year
from fieldapp.reports.question import FigureResult
from ui.desk import Desk
from ui.forms.local_time import show_instant
from ui.forms.sheet_question import ask_for_sheet
from ui.forms.whole_file import write_whole
from ui.jobs import Fault
from ui.screen import Screen
from ui.screens.figures.figure_card import FigureCard, words_of
from ui.screens.figures.funnel_card import FunnelCard, stages_of
from ui.screens.figures.period_picker import PeriodPicker
from ui.style.look import px
from ui.style.token import Size, Space
from ui.text import error_text, tr
from ui.widgets.banner import Banner
from ui.widgets.button import Kind, button
from ui.widgets.label import Role, label
from ui.widgets.layout import clear, column, row, scrolled
from ui.widgets.sides import Sides

_PLACES: Final = {
    "recovery": "people",
    "screening": "people",
    "arrest": "enforcement",
    "search_warrant": "enforcement",
    "lead": "leads",
    "service": "services",
    "referral": "services",
}
_COLUMNS: Final = 3


def count_figures(session: Any, period: Period) -> list[FigureResult]:
    """Count on the store's thread."""
    store, profile = session.store, session.profile
    return laptop_figures(store.connection, store.tables.records, period, scopes=profile.scopes, agency=profile.agency)


class FiguresScreen(Screen):
    """Open with ``year`` to begin with that bureau year."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._asked = 0
        self._as_of = ""
        self._is_narrow = False
        self.results: list[FigureResult] = []
        self.picker = PeriodPicker(desk.clock.now().astimezone().date())
        self.picker.changed.connect(self.reload)
        self.banner = Banner(name="figures_banner")
        self._words = label("", Role.CAPTION, wrap=True, name="figures_words")
        self.export_button = button(
            tr("figures.export"), Kind.SECONDARY, glyph="download-simple", name="figures_export"
        )
        self.export_button.clicked.connect(self._on_export)
        ground = QWidget()
        ground.setObjectName("ground")
        across = row(ground, gap=Space.NONE, margin=Space.XL)
        middle = QWidget()
        middle.setMaximumWidth(px(Size.COLUMN_MAX + Size.PANE))
        across.addWidget(middle, stretch=1)
        inside = column(middle, gap=Space.L)
        head = column(gap=Space.XS)
        head.addWidget(Sides(self.picker, self.export_button, px(Size.PANE)))
        head.addWidget(self._words)
        inside.addLayout(head)
        inside.addWidget(self.banner)
        self._grid = QGridLayout()
        self._grid.setSpacing(px(Space.L))
        inside.addLayout(self._grid)
        inside.addStretch()
        outside = column(self, gap=Space.NONE)
        outside.addWidget(scrolled(ground))

    def shown(self, **params: object) -> None:
        year = params.get("year")
        if isinstance(year, int) and self.picker.period() != bureau_year(year):
            self.picker.choose(bureau_year(year))
        self.reload()

    def locked(self) -> None:
        self._asked += 1
        self.results = []
        clear(self._grid)

    def reload(self) -> None:
        """Count anew."""
        session = self.desk.session
        if session is None:
            return
        self._asked += 1
        asked, period = self._asked, self.picker.period()
        self._words.setText(tr("figures.counting"))
        self.desk.jobs.store(
            lambda: count_figures(session, period),
            lambda results: self._on_counted(asked, results),
            self._on_error,
            self,
        )

    def _on_counted(self, asked: int, results: list[FigureResult]) -> None:
        if asked != self._asked:
            return
        self.results = results
        self.banner.hide()
        period = self.picker.period()
        self._as_of = to_wire(self.desk.clock.now())
        as_of = show_instant(self._as_of)
        self._words.setText(tr("figures.words", first=period.first_day, last=period.last_day, as_of=as_of))
        self._fill()

    def _fill(self) -> None:
        clear(self._grid)
        columns = 1 if self._is_narrow else _COLUMNS
        line, across = 0, 0
        for result in self.results:
            if result.figure.part_of is not None or result.figure.stage_of is not None:
                continue
            # What is not held has no lines either: saying so once is enough.
            parts = [part for part in self.results if part.figure.part_of == result.name and part.is_held]
            card = FigureCard(result, parts)
            card.set_narrow(narrow=self._is_narrow)
            card.opened.connect(self._on_opened)
            if parts and across:
                line, across = line + 1, 0
            self._grid.addWidget(card, line, across, 1, columns if parts else 1)
            across += columns if parts else 1
            if across >= columns:
                line, across = line + 1, 0
            if result.is_held and (stages := stages_of(result, self.results)):
                funnel = FunnelCard(result, stages)
                funnel.opened.connect(self._on_opened)
                self._grid.addWidget(funnel, line, 0, 1, columns)
                line += 1
        for number in range(_COLUMNS):
            self._grid.setColumnStretch(number, 1 if number < columns else 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        is_narrow = self.width() < px(Size.COLUMN_MAX)
        if is_narrow != self._is_narrow:
            self._is_narrow = is_narrow
            self._fill()

    def _on_opened(self, result: FigureResult) -> None:
        record_type = result.figure.record_type
        heading = words_of(result).title
        self.desk.open(_PLACES[record_type], record_type=record_type, ids=list(result.ids), heading=heading)

    def _on_export(self) -> None:
        period = self.picker.period()
        ask_for_sheet(
            self,
            tr("figures.export_dialog"),
            tr("figures.export_title"),
            tr("figures.export_warning"),
            f"figures-{period.first_day}-{period.last_day}.csv",
            self.export_to,
        )

    def export_to(self, path: Path) -> None:
        """Write the figures shown to a file outside the store, after noting in the journal that it happened."""
        session, results, as_of = self.desk.session, list(self.results), self._as_of

        def act() -> None:
            noted = next((result for result in results if result.ids), None)
            if noted is not None:
                days = f"{noted.period.first_day} to {noted.period.last_day}"
                note_access(session, noted.figure.record_type, noted.ids[0], f"Figures exported: {days}")
            write_csv(path, results, as_of)

        self.desk.jobs.store(act, lambda _: self.desk.toast(tr("figures.exported")), self._on_export_failed, self)

    def _on_export_failed(self, error: Fault) -> None:
        self.banner.say(tr("figures.export_failed"), error_text(error))

    def _on_error(self, error: Fault) -> None:
        self._words.setText("")
        self.banner.say(tr("figures.failed"), error_text(error))


def write_csv(path: Path, results: list[FigureResult], as_of: str = "") -> None:
    """Write the figures, as of an instant in wire form, whole or not at all. Raises StoreError."""
    text = io.StringIO(newline="")
    write_figures(text, results, as_of=as_of)
    write_whole(path, text.getvalue().encode())
