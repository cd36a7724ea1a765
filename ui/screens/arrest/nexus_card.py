"""A minor arrested for something else: what a supervisor asks first, who asked it, when, and what was found."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from fieldapp.actions.nexus import NexusReview, NexusView, load_review, review_nexus, take_review_back
from fieldapp.domain.clock import from_wire
from fieldapp.domain.problems import Problem
from ui.desk import Desk
from ui.models.row_words import spell_when
from ui.screens.arrest.decision_card import DecisionCard
from ui.style.token import Size, Space, Tone
from ui.text import chosen_language, problem_text, tr
from ui.widgets.button import Kind, button
from ui.widgets.chip import Chip
from ui.widgets.flow import FlowLayout
from ui.widgets.glyph import Glyph
from ui.widgets.label import Role, label, set_hint
from ui.widgets.layout import column, row


class NexusCard(DecisionCard):
    """Hidden for an adult's arrest; the decision is a review."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, "nexus", name="nexus_card")

    def _read(self, session: Any, arrest_id: str) -> NexusView | None:
        return load_review(session, arrest_id)

    def _fill(self, view: NexusView) -> QWidget | None:
        if view.reviewed_at:
            self._show_done(view)
            return None
        return self._show_questions(view)

    def _write(self, session: Any, arrest_id: str, reason: str) -> NexusReview:
        return review_nexus(session, arrest_id, reason)

    def _undo(self, session: Any, written: NexusReview) -> None:
        take_review_back(session, written)

    def _show_done(self, view: NexusView) -> None:
        when = spell_when(from_wire(view.reviewed_at), self._desk.clock.now())
        words = tr("nexus.reviewed", who=view.reviewer, when=when)
        self._lines.addWidget(Chip(words, "check-circle", Tone.OK, name="nexus_reviewed", elided=True))
        if view.finding:
            self._lines.addWidget(label(view.finding, wrap=True, name="nexus_finding"))

    def _show_questions(self, view: NexusView) -> QWidget | None:
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
            return None
        foot = FlowLayout(gap=Space.S)
        stands = button(tr("nexus.stands"), Kind.PRIMARY, glyph="check-circle", name="nexus_stands")
        set_hint(stands, tr("nexus.stands_hint"), "Return")
        stands.clicked.connect(lambda: self._ask("nexus.stands", "nexus.finding", "nexus.stands"))
        instead = button(tr("record.as_recovery"), Kind.SECONDARY, glyph="lifebuoy", name="nexus_recovery")
        instead.clicked.connect(self.recovery_wanted)
        foot.addWidget(stands)
        foot.addWidget(instead)
        self._lines.addLayout(foot)
        return stands
