"""The end of a screening: what is still open, each a way there, and the button that locks it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from PySide6.QtCore import Signal

from fieldapp.domain.problems import Problem
from ui.style.token import Tone
from ui.text import problem_text, tr
from ui.widgets.button import Kind, button
from ui.widgets.card import Card
from ui.widgets.chip import Chip
from ui.widgets.jump_line import JumpLine
from ui.widgets.label import Role, label, set_hint
from ui.widgets.layout import clear, column, row

_BLANK: Final = "QUESTION_UNANSWERED"


class ClosingCard(Card):
    """``finalise_wanted()``, ``jump_wanted(Problem)``."""

    finalise_wanted = Signal()
    jump_wanted = Signal(object)

    def __init__(self, problems: Sequence[Problem], questions: Mapping[str, str]) -> None:
        super().__init__(tr("screening.closing_title"), name="closing_card")
        self._questions = questions
        self.body.addWidget(label(tr("screening.closing_note"), Role.MUTED, wrap=True))
        self._lines = column()
        self.body.addLayout(self._lines)
        self.finish = button(
            tr("screening.finish"), Kind.PRIMARY, glyph="lock-simple", name="screening_finish", large=True
        )
        set_hint(self.finish, tr("screening.finish_hint"), "Ctrl+Shift+Return")
        self.finish.clicked.connect(self.finalise_wanted)
        across = row()
        across.addWidget(self.finish)
        across.addStretch()
        self.body.addLayout(across)
        self.show_problems(problems)

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """List what is still open."""
        clear(self._lines)
        if not problems:
            self._lines.addWidget(Chip(tr("screening.nothing_open"), "check-circle", Tone.OK, name="nothing_open"))
            return
        self._lines.addWidget(label(tr("screening.still_open", count=len(problems)), Role.OVERLINE, name="still_open"))
        for problem in problems:
            line = JumpLine(self._words(problem), "arrow-elbow-down-right", name=f"open_{problem.code}_{problem.field}")
            line.pressed.connect(lambda problem=problem: self.jump_wanted.emit(problem))
            self._lines.addWidget(line)

    def _words(self, problem: Problem) -> str:
        """The sentence of a problem; a question by what it asks, and what its form says against the answer."""
        question = self._questions.get(problem.field or "")
        if question is None:
            return problem_text(problem)
        said = str(problem.values.get("label") or "")
        words = question if problem.code == _BLANK or said == question else f"{question} {said}"
        sentence = problem_text(Problem(problem.code, problem.field, {**problem.values, "label": words}))
        return sentence if words in sentence else f"{words}: {sentence}"

    def focus_first(self) -> None:
        """Put the keyboard on the first line."""
        line = self.findChild(JumpLine)
        if line is not None:
            line.setFocus()
