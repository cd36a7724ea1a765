"""A minor arrested for something else: what a supervisor asks first, who asked it, when, and what was found."""

from __future__ import annotations

from functools import partial

import shiboken6
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from fieldapp.actions.nexus import NexusReview, NexusView, load_review, review_nexus, take_review_back
from fieldapp.domain.clock import from_wire
from fieldapp.domain.problems import Problem
from ui.desk import Desk
from ui.forms.reason_dialog import ask_reason
from ui.jobs import Fault
from ui.models.row_words import spell_when
from ui.style.token import Size, Space, Tone
from ui.text import chosen_language, error_text, problem_text, tr
from ui.widgets.banner import Banner
from ui.widgets.button import Kind, button
from ui.widgets.card import Card
from ui.widgets.chip import Chip
from ui.widgets.flow import FlowLayout
from ui.widgets.glyph import Glyph
from ui.widgets.label import Role, label, set_hint
from ui.widgets.layout import clear, column, row


class NexusCard(Card):
    """Hidden for an adult's arrest. ``reviewed`` once a review was written, or taken back.

    ``recovery_wanted`` when the arrest is to become a recovery instead.
    """

    reviewed = Signal()
    recovery_wanted = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__(tr("nexus.title"), name="nexus_card")
        self._desk = desk
        self._arrest_id: str | None = None
        self._editable = False
        self._shown: object = None
        self._first: QWidget | None = None
        self.banner = Banner(name="nexus_banner")
        self._lines = column(gap=Space.S)
        self.body.addWidget(self.banner)
        self.body.addLayout(self._lines)
        self.hide()

    def show_arrest(self, arrest_id: str, *, editable: bool) -> None:
        """Read where the arrest is with its review; what is struck out is only looked at."""
        self._arrest_id, self._editable = arrest_id, editable
        session = self._desk.session
        if session is not None:
            self._desk.jobs.store(lambda: load_review(session, arrest_id), self._show, self._on_fault, self)

    def focus_act(self) -> bool:
        """Put the keyboard on the review; False when there is none to write here."""
        if self._first is None:
            return False
        self._first.setFocus()
        return True

    def wipe(self) -> None:
        """Empty it at once."""
        self._shown, self._first = None, None
        clear(self._lines)
        self.banner.hush()
        self.hide()

    def _show(self, view: NexusView | None) -> None:
        told = (view, self._editable, chosen_language())
        if told == self._shown:
            return
        clear(self._lines)
        self._shown, self._first = told, None
        self.setVisible(view is not None)
        if view is None:
            return
        if view.reviewed_at:
            self._show_done(view)
        else:
            self._show_questions(view)

    def _show_done(self, view: NexusView) -> None:
        when = spell_when(from_wire(view.reviewed_at), self._desk.clock.now())
        words = tr("nexus.reviewed", who=view.reviewer, when=when)
        self._lines.addWidget(Chip(words, "check-circle", Tone.OK, name="nexus_reviewed"))
        if view.finding:
            self._lines.addWidget(label(view.finding, wrap=True, name="nexus_finding"))

    def _show_questions(self, view: NexusView) -> None:
        self._lines.addWidget(label(tr("nexus.why"), wrap=True, name="nexus_why"))
        for question in view.questions:
            line = row(gap=Space.S)
            line.addWidget(Glyph("question", Tone.ACCENT, Size.ICON), alignment=Qt.AlignmentFlag.AlignTop)
            words = column(gap=Space.NONE)
            words.addWidget(label(question.words(chosen_language()), wrap=True, name=f"nexus_{question.code}"))
            cited = question.citation if question.confirmed else tr("nexus.unconfirmed", citation=question.citation)
            words.addWidget(label(cited, Role.CAPTION, wrap=True))
            line.addLayout(words, stretch=1)
            self._lines.addLayout(line)
        if view.refusal or not self._editable:
            if view.refusal:
                self._lines.addWidget(
                    label(problem_text(Problem(view.refusal)), Role.MUTED, wrap=True, name="nexus_who")
                )
            return
        foot = FlowLayout(gap=Space.S)
        self._first = button(tr("nexus.stands"), Kind.PRIMARY, glyph="check-circle", name="nexus_stands")
        set_hint(self._first, tr("nexus.stands_hint"), "Return")
        self._first.clicked.connect(self._on_stands)
        instead = button(tr("record.as_recovery"), Kind.SECONDARY, glyph="lifebuoy", name="nexus_recovery")
        instead.clicked.connect(self.recovery_wanted)
        foot.addWidget(self._first)
        foot.addWidget(instead)
        self._lines.addLayout(foot)

    def _on_stands(self) -> None:
        dialog = ask_reason(self, tr("nexus.stands"), tr("nexus.finding"), tr("nexus.stands"))
        dialog.given.connect(self._write)

    def _write(self, finding: str) -> None:
        session, arrest_id = self._desk.session, self._arrest_id
        if session is not None and arrest_id is not None:
            self._desk.jobs.store(
                lambda: review_nexus(session, arrest_id, finding), self._on_written, self._on_fault, self
            )

    def _on_written(self, review: NexusReview) -> None:
        self.banner.hush()
        self._desk.toast(tr("nexus.toast"), partial(self._take_back, self._desk, review))
        self.reviewed.emit()

    def _take_back(self, desk: Desk, review: NexusReview) -> None:
        session = desk.session
        if session is not None:
            desk.jobs.store(
                lambda: take_review_back(session, review), self._on_taken_back, lambda f: desk.warn(error_text(f)), desk
            )

    def _on_taken_back(self, _nothing: None) -> None:
        # An undo may come when the person has long been elsewhere and the card is gone.
        if shiboken6.isValid(self):
            self.reviewed.emit()

    def _on_fault(self, fault: Fault) -> None:
        self.show()
        self.banner.say(tr("nexus.failed"), error_text(fault))
