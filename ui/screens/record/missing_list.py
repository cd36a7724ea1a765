"""What still stops a record from being final, each line a way to its field."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from fieldapp.domain.problems import Problem
from ui.style.token import Space, Tone
from ui.text import problem_text, tr
from ui.widgets.chip import Chip
from ui.widgets.jump_line import JumpLine
from ui.widgets.label import Role, label
from ui.widgets.layout import clear, column


def distinct(problems: Sequence[Problem]) -> list[Problem]:
    """Return of the problems that say the same of several fields the first."""
    found: dict[str, Problem] = {}
    for problem in problems:
        found.setdefault(problem_text(problem), problem)
    return list(found.values())


class MissingList(QWidget):
    """Emits ``jumped`` with a field's name."""

    jumped = Signal(str)

    def __init__(self, *, name: str = "missing_list") -> None:
        super().__init__()
        self.setObjectName(name)
        self._inside = column(self, gap=Space.XS)

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """Show one line a sentence, which leads to the first field that it is about, or that nothing is missing."""
        clear(self._inside)
        first = distinct(problems)
        if not first:
            self._inside.addWidget(Chip(tr("record.nothing_missing"), "check-circle", Tone.OK))
            return
        self._inside.addWidget(label(tr("record.missing", count=len(first)), Role.OVERLINE, wrap=True))
        for problem in first:
            self._inside.addWidget(self._line(problem))

    def _line(self, problem: Problem) -> QWidget:
        made = JumpLine(problem_text(problem), "arrow-elbow-down-right", name=f"missing_{problem.field}")
        made.pressed.connect(lambda: self.jumped.emit(problem.field or ""))
        return made
