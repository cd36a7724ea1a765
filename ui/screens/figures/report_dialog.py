"""One published report: its figures as signed, whether it is what was signed, and what differs from today."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from fieldapp.reports.archive import OpenedReport
from fieldapp.reports.comparison import FigureChange
from fieldapp.reports.report_text import ReportText, SignedFigure
from ui.desk import Desk
from ui.jobs import Fault
from ui.screens.board.board_row import BoardRow
from ui.screens.figures.report_act import Compared, compare
from ui.screens.figures.report_words import (
    as_of_words,
    change_words,
    digest_words,
    fault_words,
    open_words,
    question_words,
    row_words,
    signed_words,
    title_words,
    value_words,
)
from ui.style.token import Space, Tone
from ui.text import error_text, tr
from ui.widgets.banner import Banner
from ui.widgets.button import Kind, button
from ui.widgets.dialog import Dialog
from ui.widgets.label import Role, label, rule
from ui.widgets.layout import clear, column, row

_ROWS_SHOWN = 50


class ReportDialog(Dialog):
    """Emits ``row_wanted`` (record type, id) to open a record. Open it with ``open()``; Escape leaves it."""

    row_wanted = Signal(str, str)

    def __init__(self, parent: QWidget, desk: Desk, report: OpenedReport) -> None:
        facts = report.head.facts
        days = tr("published.days", first=facts["first_day"], last=facts["last_day"])
        sentence = f"{days} \N{MIDDLE DOT} {as_of_words(facts['as_of'])}"
        super().__init__(parent, tr("published.one"), sentence, name="report_dialog", heading=facts["name"])
        self._desk = desk
        self._report = report
        self.banner = Banner(name="report_proof")
        self.body.addWidget(self.banner)
        self._say_proof()
        self._found = column(gap=Space.S)
        self.body.addLayout(self._found)
        if report.text is not None:
            self._show_figures(report.text)
        close = button(tr("published.close"), name="report_close")
        close.clicked.connect(self.reject)
        self.compare_button = button(tr("published.compare"), Kind.PRIMARY, name="report_compare")
        self.compare_button.setEnabled(report.text is not None)
        self.compare_button.clicked.connect(self._on_compare)
        self.questions_button = button(tr("published.questions"), Kind.QUIET, name="report_questions")
        self.questions_button.setCheckable(True)
        self.questions_button.setVisible(report.text is not None)
        self.questions_button.toggled.connect(self._on_questions_toggled)
        self.foot.addWidget(self.questions_button)
        self.foot.addStretch()
        self.foot.addWidget(close)
        self.foot.addWidget(self.compare_button)
        (self.compare_button if report.text is not None else close).setFocus()

    def _say_proof(self) -> None:
        report = self._report
        signed = f"{signed_words(report.head, alone=True)} {tr('published.key', fingerprint=report.fingerprint)}"
        if report.is_genuine:
            self.banner.say(tr("published.genuine"), f"{signed} SHA-256 {digest_words(report.sha256)}.", Tone.OK)
            return
        faults = " ".join(fault_words(fault) for fault in report.faults)
        self.banner.say(tr("published.tampered"), f"{faults} {tr('published.tampered_todo')}")

    def _show_figures(self, text: ReportText) -> None:
        for figure in text.figures:
            self.body.addLayout(self._figure(figure))
        self.body.addWidget(rule())
        for said in open_words(text):
            self.body.addWidget(label(said, Role.CAPTION, wrap=True, name="report_open_state"))
        version = tr("published.version", version=text.facts["program_version"])
        self.body.addWidget(label(version, Role.CAPTION, wrap=True, name="report_version"))

    @staticmethod
    def _figure(figure: SignedFigure) -> QVBoxLayout:
        inside = column(gap=Space.XS)
        across = row(gap=Space.M)
        across.addWidget(label(title_words(figure.name, figure.title), Role.STRONG, wrap=True), stretch=1)
        value = value_words(figure.value, is_share=figure.is_share) if figure.is_held else tr("figures.not_held")
        across.addWidget(label(value, Role.STRONG, name=f"signed_{figure.name}"))
        inside.addLayout(across)
        meant = f"{figure.definition} {tr('figures.basis', basis=figure.date_basis)}"
        inside.addWidget(label(meant, Role.CAPTION, wrap=True))
        asked = label(question_words(figure), Role.CAPTION, wrap=True, name="report_question")
        asked.hide()
        inside.addWidget(asked)
        return inside

    def _on_questions_toggled(self, checked: bool) -> None:
        for asked in self.findChildren(QLabel, "report_question"):
            asked.setVisible(checked)

    def _on_compare(self) -> None:
        text, session = self._report.text, self._desk.session
        if text is None or session is None:
            return
        self.compare_button.setEnabled(False)
        self._desk.jobs.store(
            lambda: compare(session, text),
            self._on_compared,
            self._on_error,
            self,
            on_end=lambda: self.compare_button.setEnabled(True),
        )

    def _on_compared(self, compared: Compared) -> None:
        clear(self._found)
        found = compared.found
        again = label(tr(f"published.again.{found.again}"), Role.CAPTION, wrap=True, name="report_again")
        self._found.addWidget(again)
        if not found.changes:
            self._found.addWidget(label(tr("published.same"), Role.STRONG, wrap=True, name="report_same"))
        for change in found.changes:
            self._found.addWidget(label(change_words(change), Role.STRONG, wrap=True, name=f"changed_{change.name}"))
            self._add_rows(change, compared)
        if found.changes:
            words = tr("published.others_same", count=found.same)
            self._found.addWidget(label(words, Role.CAPTION, wrap=True, name="report_others_same"))
        self._found.addWidget(rule())
        # The button was off meanwhile, and the keyboard with it.
        rows = self.findChildren(BoardRow, "report_change")
        (rows[0] if rows else self.compare_button).setFocus()

    def _add_rows(self, change: FigureChange, compared: Compared) -> None:
        hidden = 0
        for number, each in enumerate(change.rows):
            title = compared.titles.get(each.record_id)
            if number >= _ROWS_SHOWN:
                hidden += 1
            elif title is None:  # its id would tell nothing, and opens nothing here
                self._found.addWidget(label(row_words(each), wrap=True, name="report_gone"))
            else:
                made = BoardRow(title, row_words(each), name="report_change")
                made.opened.connect(partial(self._on_row, each.record_type, each.record_id))
                self._found.addWidget(made)
        if hidden:
            self._found.addWidget(label(tr("published.more", count=hidden), Role.CAPTION, wrap=True))

    def _on_row(self, record_type: str, record_id: str) -> None:
        self.accept()
        self.row_wanted.emit(record_type, record_id)

    def _on_error(self, error: Fault) -> None:
        self.banner.say(tr("published.compare_failed"), error_text(error))
