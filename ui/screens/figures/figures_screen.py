"""The figures of a period from the records on this laptop, as the yearly report names them."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path
from typing import Final

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QScrollArea, QWidget

from fieldapp.actions.lookup import note_access
from fieldapp.domain.clock import to_wire
from fieldapp.reports.archive import OpenedReport
from fieldapp.reports.as_of import NoReachError, end_of
from fieldapp.reports.export import write_figures
from fieldapp.reports.period import Period, bureau_day, bureau_year
from fieldapp.reports.question import FigureResult
from ui.desk import Desk
from ui.forms.local_time import show_instant
from ui.forms.reason_dialog import ask_reason
from ui.forms.sheet_question import ask_for_sheet
from ui.forms.whole_file import write_whole
from ui.jobs import Fault
from ui.screen import Screen
from ui.screens.figures.as_of_picker import AsOfPicker
from ui.screens.figures.figure_card import FigureCard, words_of
from ui.screens.figures.funnel_card import FunnelCard, stages_of
from ui.screens.figures.period_picker import PeriodPicker
from ui.screens.figures.report_act import Counted, count, open_one, publish
from ui.screens.figures.report_card import ReportCard
from ui.screens.figures.report_dialog import ReportDialog
from ui.style.look import px
from ui.style.token import Size, Space, Tone
from ui.text import chosen_language, error_text, tr
from ui.widgets.banner import Banner
from ui.widgets.button import Kind, button
from ui.widgets.flow import FlowLayout
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
        self.as_of = AsOfPicker(bureau_day(to_wire(desk.clock.now())))
        self.as_of.changed.connect(self.reload)
        self.banner = Banner(name="figures_banner")
        self._words = label("", Role.CAPTION, wrap=True, name="figures_words")
        self.export_button = button(
            tr("figures.export"), Kind.SECONDARY, glyph="download-simple", name="figures_export"
        )
        self.export_button.clicked.connect(self._on_export)
        self.publish_button = button(tr("published.publish"), glyph="shield-check", name="figures_publish")
        self.publish_button.clicked.connect(self._on_publish)
        self._may_publish = desk.session is not None and desk.session.author.is_supervisor
        self.publish_button.setVisible(self._may_publish)
        self.reports_button = button(tr("published.title"), Kind.QUIET, name="figures_reports")
        self.reports_button.clicked.connect(self._on_reports)
        self.reports_button.hide()
        self.reports = ReportCard()
        self.reports.opened.connect(self._on_report_opened)
        self.reports.hide()
        self._grid = QGridLayout()
        self._grid.setSpacing(px(Space.L))
        self._area = self._lay_out()

    def _lay_out(self) -> QScrollArea:
        ground = QWidget()
        ground.setObjectName("ground")
        across = row(ground, gap=Space.NONE, margin=Space.XL)
        middle = QWidget()
        middle.setMaximumWidth(px(Size.COLUMN_MAX + Size.PANE))
        across.addWidget(middle, stretch=1)
        inside = column(middle, gap=Space.L)
        head = column(gap=Space.XS)
        head.addWidget(
            Sides(
                _across(self.picker, self.as_of),
                _across(self.reports_button, self.publish_button, self.export_button),
                px(Size.PANE),
            )
        )
        head.addWidget(self._words)
        inside.addLayout(head)
        inside.addWidget(self.banner)
        inside.addLayout(self._grid)
        inside.addWidget(self.reports)
        inside.addStretch()
        area = scrolled(ground)
        column(self, gap=Space.NONE).addWidget(area)
        return area

    def shown(self, **params: object) -> None:
        year = params.get("year")
        if isinstance(year, int) and self.picker.period() != bureau_year(year):
            self.picker.choose(bureau_year(year))
        self.reload()

    def locked(self) -> None:
        self._asked += 1
        self.results = []
        clear(self._grid)
        self.reports.show_reports([], may_publish=False)

    def reload(self) -> None:
        """Count anew."""
        session = self.desk.session
        if session is None:
            return
        self._asked += 1
        asked, period, day = self._asked, self.picker.period(), self.as_of.day()
        self._words.setText(tr("figures.counting"))
        self.desk.jobs.store(
            lambda: count(session, period, day),
            lambda counted: self._on_counted(asked, day, counted),
            lambda error: self._on_error(asked, error),
            self,
        )

    def _on_counted(self, asked: int, day: date | None, counted: Counted) -> None:
        if asked != self._asked:
            return
        self.results = counted.results
        self.banner.hide()
        period = self.picker.period()
        self._as_of = to_wire(self.desk.clock.now()) if day is None else end_of(day)
        words = tr("figures.words", first=period.first_day, last=period.last_day, as_of=show_instant(self._as_of))
        if day is not None:
            words = tr("figures.words_then", first=period.first_day, last=period.last_day, day=day.isoformat())
        if counted.deaf_since:
            words += " " + tr("figures.deaf_since", when=show_instant(counted.deaf_since))
        self._words.setText(words)
        self.publish_button.setEnabled(True)
        self._fill()
        for each in (self.reports, self.reports_button):
            each.setVisible(counted.reports is not None)
        self.reports.show_reports(counted.reports or [], may_publish=self._may_publish)

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
        heading, day = words_of(result).title, self.as_of.day()
        if day is not None:
            heading = tr("figures.heading_then", title=heading, day=day.isoformat())
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

    def _on_error(self, asked: int, error: Fault) -> None:
        if asked != self._asked:
            return
        # What was shown is of another day: nothing is published or exported from it.
        self.results = []
        self._fill()
        self._words.setText("")
        self.publish_button.setEnabled(False)
        if not isinstance(error, NoReachError):
            self.banner.say(tr("figures.failed"), error_text(error))
            return
        since = tr("figures.reach_since", when=show_instant(error.since)) if error.since else tr("figures.reach_none")
        self.banner.say(tr("figures.no_reach"), since, Tone.SOON)

    def _on_publish(self) -> None:
        period, day = self.picker.period(), self.as_of.day()
        sentence = tr("published.ask", first=period.first_day, last=period.last_day)
        asked = ask_reason(
            self, tr("published.publish_title"), sentence, tr("published.publish"), wanted=tr("published.name")
        )
        asked.given.connect(lambda name: self._publish(name, period, day))

    def _publish(self, name: str, period: Period, day: date | None) -> None:
        session = self.desk.session
        self.publish_button.setEnabled(False)
        self.desk.jobs.store(
            lambda: publish(session, name, period, day), self._on_published, self._on_publish_failed, self
        )

    def _on_published(self, _record_id: str) -> None:
        self.desk.toast(tr("published.done"))
        self.reload()

    def _on_publish_failed(self, error: Fault) -> None:
        self.publish_button.setEnabled(True)
        self.banner.say(tr("published.failed"), error_text(error))

    def _on_reports(self) -> None:
        self._area.ensureWidgetVisible(self.reports)
        self.reports.take_keyboard()

    def _on_report_opened(self, record_id: str) -> None:
        session = self.desk.session
        self.desk.jobs.store(lambda: open_one(session, record_id), self._show_report, self._on_report_failed, self)

    def _show_report(self, report: OpenedReport | None) -> None:
        if report is None:
            self.reload()
            return
        dialog = ReportDialog(self, self.desk, report)
        dialog.row_wanted.connect(lambda kind, key: self.desk.open("record", record_type=kind, record_id=key))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _on_report_failed(self, error: Fault) -> None:
        self.banner.say(tr("published.open_failed"), error_text(error))


def _across(*widgets: QWidget) -> QWidget:
    made = QWidget()
    inside = FlowLayout(made, gap=Space.M)
    for widget in widgets:
        inside.addWidget(widget)
    return made


def write_csv(path: Path, results: list[FigureResult], as_of: str = "") -> None:
    """Write the figures, as of an instant in wire form, whole or not at all. Raises StoreError."""
    text = io.StringIO(newline="")
    write_figures(text, results, as_of=as_of, language=chosen_language())
    write_whole(path, text.getvalue().encode())
