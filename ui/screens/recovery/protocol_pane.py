"""The protocol beside a recovery: each step with its clock, and what is still missing; every line jumps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QWidget

from fieldapp.domain.clock import Clock
from fieldapp.domain.problems import Problem
from fieldapp.domain.wire import Json
from ui.forms.local_time import show_clock
from ui.screens.record.missing_list import MissingList
from ui.screens.recovery.protocol import Step, StepState, protocol_steps, time_left
from ui.style.look import px
from ui.style.token import Size, Space, Tone
from ui.text import tr
from ui.widgets.chip import Chip
from ui.widgets.jump_line import JumpLine
from ui.widgets.label import Role, label, rule
from ui.widgets.layout import clear, column, row

_TICK_MS: Final = 20_000
_LOOKS: Final = {
    StepState.OPEN: ("clock", Tone.MUTED),
    StepState.SOON: ("warning", Tone.SOON),
    StepState.OVERDUE: ("warning-octagon", Tone.DANGER),
    StepState.DONE: ("check-circle", Tone.MUTED),
    StepState.SKIPPED: ("minus-circle", Tone.MUTED),
}

_GLYPHS: Final = {
    StepState.OPEN: "circle",
    StepState.SOON: "circle",
    StepState.OVERDUE: "circle",
    StepState.DONE: "check-circle",
    StepState.SKIPPED: "minus-circle",
}


class ProtocolPane(QWidget):
    """Emits ``jumped`` with the field that answers a step. The clocks go on while it is seen."""

    jumped = Signal(str)

    def __init__(self, clock: Clock) -> None:
        super().__init__()
        self.setObjectName("protocol_pane")
        self._clock = clock
        self._values: Mapping[str, Json] = {}
        self._is_minor: bool | None = None
        self._inside = column(self, gap=Space.M)
        self._steps = column(gap=Space.S)
        self.missing = MissingList(name="protocol_missing")
        self.missing.jumped.connect(self.jumped)
        self._inside.addLayout(self._steps)
        self._inside.addWidget(rule())
        self._inside.addWidget(self.missing)
        self._inside.addStretch()
        self._timer = QTimer(self)
        self._timer.setInterval(_TICK_MS)
        self._timer.timeout.connect(self.refresh)
        self._timer.start()

    def show_values(
        self, values: Mapping[str, Json], missing: Sequence[Problem] | None, *, is_minor: bool | None = None
    ) -> None:
        """Show the steps of a recovery, for a minor or an adult, and what is missing where that is known."""
        self._values = dict(values)
        self._is_minor = is_minor
        self.refresh()
        if missing is not None:
            self.missing.show_problems(missing)

    def refresh(self) -> None:
        """Show what the clocks say now."""
        now = self._clock.now()
        clear(self._steps)
        for step in protocol_steps(self._values, now, is_minor=self._is_minor):
            self._steps.addWidget(self._line(step, now))

    def _line(self, step: Step, now: datetime) -> QWidget:
        made = QWidget()
        made.setObjectName(f"step_{step.code}")
        inside = column(made, gap=Space.XS)
        jump = JumpLine(tr(f"recovery.step_{step.code}"), _GLYPHS[step.state], name=f"jump_{step.code}", strong=True)
        jump.pressed.connect(lambda: self.jumped.emit(step.field))
        inside.addWidget(jump)
        foot = row(gap=Space.S)
        foot.setContentsMargins(px(Space.XS + Space.S) + px(Size.ICON), 0, 0, 0)
        glyph, tone = _LOOKS[step.state]
        below = column(gap=Space.XS)
        below.addWidget(Chip(_words(step, now), glyph, tone, name=f"chip_{step.code}"))
        below.addWidget(label(tr(f"recovery.owner_{step.code}"), Role.CAPTION, wrap=True))
        foot.addLayout(below)
        inside.addLayout(foot)
        return made


def _words(step: Step, now: datetime) -> str:
    if step.state is StepState.DONE:
        return tr("recovery.done_at", when=show_clock(step.done_at, now)) if step.done_at else tr("recovery.done")
    if step.state is StepState.SKIPPED:
        return tr("recovery.skipped")
    if step.due_at is None:
        return tr("recovery.to_do")
    passed, words = time_left(step.due_at, now)
    return tr("recovery.overdue", span=words) if passed else tr("recovery.left", span=words)
