"""One step of the protocol: what to do, how it stands, whose it is, and what ends it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from fieldapp.actions.protocol import stamp_field
from fieldapp.rules.protocol_run import ANSWERED, RunStep, StepState
from ui.screens.recovery.step_words import beside_words, evidence_words, spell_step
from ui.style.look import current_look, px
from ui.style.token import LARGE_TEXT, Size, Space, Tone
from ui.text import chosen_language, tr
from ui.widgets.button import Kind, button
from ui.widgets.chip import Chip
from ui.widgets.flow import FlowLayout
from ui.widgets.jump_line import JumpLine
from ui.widgets.label import Role, label, set_hint
from ui.widgets.layout import column, row

_GLYPHS: Final = {
    StepState.DONE: "check-circle",
    StepState.LATE: "check-circle",
    StepState.DECLINED: "minus-circle",
    StepState.NOT_APPLICABLE: "minus-circle",
    StepState.UNABLE: "minus-circle",
}
_ASIDE: Final = frozenset({"not_done", "take_back"})


class StepRow(QWidget):
    """``jumped`` carries the field that answers the step, ``acted`` what was pressed: done, call, interview, not_done,
    take_back, sheet.
    """

    jumped = Signal(str)
    acted = Signal(str)

    def __init__(
        self,
        run: RunStep,
        evidence: Sequence[tuple[str, str]],
        now: datetime,
        *,
        editable: bool,
        tools: Sequence[QWidget] = (),
    ) -> None:
        super().__init__()
        self.run = run
        self.setObjectName(f"step_{run.code}")
        words = run.step.label(chosen_language())
        inside = column(self, gap=Space.XS)
        tone = Tone.MUTED if run.is_answered else Tone.ACCENT
        jump = JumpLine(words, _GLYPHS.get(run.state, "circle"), name=f"jump_{run.code}", strong=True, tone=tone)
        jump.pressed.connect(self._on_jump)
        set_hint(jump, run.step.citation)
        inside.addWidget(jump)
        self._below: QVBoxLayout = column(gap=Space.XS)
        # In line with the words above; large text needs that room.
        is_large = current_look().scale >= LARGE_TEXT
        self._below.setContentsMargins(px(Space.XS) if is_large else px(Space.XS + Space.S) + px(Size.ICON), 0, 0, 0)
        self.chip = Chip("", "clock", name=f"chip_{run.code}")
        state = column(gap=Space.XS) if is_large else row(gap=Space.S)
        state.addWidget(self.chip, alignment=Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        state.addWidget(label(beside_words(run, now), Role.CAPTION, wrap=True), stretch=1)
        self._below.addLayout(state)
        told = evidence_words(run, evidence)
        if told:
            self._below.addWidget(label(told, Role.CAPTION, wrap=True, name=f"evidence_{run.code}"))
        for tool in tools:
            self._below.addWidget(tool)
        if editable:
            self._add_acts(words)
        inside.addLayout(self._below)
        self.refresh(now)

    def refresh(self, now: datetime) -> None:
        """Let the chip say what its clock says now."""
        self.chip.set_words(*spell_step(self.run, now))

    def _add_acts(self, words: str) -> None:
        acts = FlowLayout(gap=Space.XS)
        for act in acts_of(self.run):
            # What carries the step on has an edge; the way round it does not.
            kind = Kind.QUIET if act in _ASIDE else Kind.SECONDARY
            made = button(tr(f"protocol.act_{act}"), kind, name=f"{act}_{self.run.code}")
            made.setProperty("tight", True)
            made.setAccessibleName(f"{made.text()}: {words}")
            made.clicked.connect(partial(self._on_act, act))
            acts.addWidget(made)
        if acts.count():
            self._below.addLayout(acts)

    def _on_act(self, act: str, _checked: bool = False) -> None:
        if act == "fill":
            self._on_jump()
        else:
            self.acted.emit(act)

    def _on_jump(self) -> None:
        step = self.run.step
        self.jumped.emit(next(iter((*step.done, *step.evidence)), ""))


def acts_of(run: RunStep) -> list[str]:
    """Return what can be pressed on a step as it stands; ``fill`` leads to its fields and writes nothing."""
    if run.state in ANSWERED and run.is_answered:
        again = ["sheet"] if run.code == "handoff" else []
        return [*again, "take_back"] if run.is_said else again
    types = {child.record_type for child in run.step.children}
    if run.code == "handoff":
        first = ["sheet", "done"]
    elif "responder" in types:
        first = ["call"]
    elif "interview" in types:
        first = ["interview"]
    else:
        # Without one field for the time it is answered by several: there is a way to the first of them.
        first = ["done"] if stamp_field(run.step) or not run.step.is_bound() else ["fill"]
    return [*first, "take_back" if run.is_said else "not_done"]
