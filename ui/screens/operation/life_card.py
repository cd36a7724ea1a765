"""The life of an operation as a bar of steps: what the next one lacks, each line a jump, and one press to take it."""

from __future__ import annotations

from functools import partial
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from fieldapp.actions.operation_scene import Scene
from fieldapp.records.operation import Operation
from fieldapp.records.vocabulary import label as choice_label
from fieldapp.rules.operation_guard import CANCELLED, HIGH_RISK, LIFE, missing_for, step_after
from ui.style.token import Space, Tone
from ui.text import chosen_language, declared_text, tr
from ui.widgets.banner import Banner
from ui.widgets.button import Kind, button
from ui.widgets.card import Card
from ui.widgets.chip import Chip
from ui.widgets.flow import FlowLayout
from ui.widgets.jump_line import JumpLine
from ui.widgets.label import Role, label
from ui.widgets.layout import clear, column

ACTIVE: Final = "active"
ENDED: Final = frozenset({"closed", "debriefed", CANCELLED})


class LifeCard(Card):
    """Emits ``step_wanted`` with the status to come, ``jumped`` with a field, ``reopen_wanted``, ``accept_wanted``."""

    step_wanted = Signal(str)
    jumped = Signal(str)
    reopen_wanted = Signal()
    accept_wanted = Signal()

    def __init__(self) -> None:
        super().__init__(tr("operation.life"), name="operation_life")
        self.trouble = Banner(name="life_banner")
        accept = button(tr("operation.late_accept"), name="accept_late")
        accept.clicked.connect(self.accept_wanted)
        self.late = Banner(name="late_banner", action=accept)
        self.place = Banner(name="place_banner")
        self.age = Banner(name="age_banner")
        self._inside = column(gap=Space.S)
        for banner in (self.trouble, self.late, self.place, self.age):
            self.body.addWidget(banner)
        self.body.addLayout(self._inside)

    def show_scene(self, scene: Scene, *, editable: bool) -> None:
        """Show how an operation stands, and what may be done next."""
        clear(self._inside)
        status = str(scene.values.get("status") or LIFE[0])
        self._inside.addWidget(_bar(status))
        self._say_next(status, scene)
        if editable:
            self._inside.addWidget(self._buttons(status))
        self._warn(scene)

    def _say_next(self, status: str, scene: Scene) -> None:
        step = step_after(status)
        if step is None:
            self._inside.addWidget(label(tr("operation.called_off" if status == CANCELLED else "operation.done")))
            return
        missing = missing_for(step, scene.values)
        if missing or status != ACTIVE:
            words = tr("operation.missing" if missing else "operation.ready")
            self._inside.addWidget(label(words, Role.STRONG if missing else Role.MUTED, wrap=True, name="life_next"))
        if step == "approved" and scene.values.get("risk_class") in HIGH_RISK:
            words = tr("operation.second_approves")
            self._inside.addWidget(label(words, Role.CAPTION, wrap=True, name="second_approves"))
        lines = QWidget()
        flow = FlowLayout(lines, gap=Space.XS)
        for problem in missing:
            line = JumpLine(_field_words(problem.field or ""), "circle", name=f"missing_{problem.field}")
            line.pressed.connect(partial(self.jumped.emit, problem.field or ""))
            flow.addWidget(line)
        if missing:
            self._inside.addWidget(lines)
        waiting = sum(1 for member in scene.members if not member.signed_in_at)
        if waiting and status in {"approved", "briefed"}:
            self._inside.addWidget(label(tr("operation.not_signed_in", count=waiting), Role.CAPTION, wrap=True))

    def _buttons(self, status: str) -> QWidget:
        made = QWidget()
        flow = FlowLayout(made, gap=Space.S)
        step = step_after(status)
        if step is not None:
            # While it is under way the first thing on the page is to capture, not to end it.
            kind = Kind.SECONDARY if status == ACTIVE else Kind.PRIMARY
            take = button(tr(f"operation.take_{step}"), kind, glyph="check-circle", name=f"take_{step}")
            take.clicked.connect(partial(self._take, step))
            flow.addWidget(take)
        if status in {"closed", "debriefed"}:
            again = button(tr("operation.reopen"), name="reopen")
            again.clicked.connect(self.reopen_wanted)
            flow.addWidget(again)
        if status in LIFE[:4]:
            off = button(tr("operation.take_cancelled"), Kind.QUIET, name="take_cancelled")
            off.clicked.connect(partial(self._take, CANCELLED))
            flow.addWidget(off)
        return made

    def _take(self, status: str, _checked: bool = False) -> None:
        self.step_wanted.emit(status)

    def _warn(self, scene: Scene) -> None:
        count = len(scene.late)
        words = tr("operation.late_one") if count == 1 else tr("operation.late_many", count=count)
        _tell(self.late, words if count else "", tr("operation.late_detail"))
        _tell(
            self.place,
            tr("operation.same_place") if scene.shared_place else "",
            tr("operation.same_place_detail", place=scene.shared_place),
        )
        who = ", ".join(scene.of_age)
        _tell(self.age, tr("operation.of_age") if who else "", tr("operation.of_age_detail", who=who))


def _bar(status: str) -> QWidget:
    made = QWidget()
    flow = FlowLayout(made, gap=Space.XS)
    steps = (*LIFE, CANCELLED) if status == CANCELLED else LIFE
    at = steps.index(status) if status in steps else 0
    for number, step in enumerate(steps):
        is_done = number < at and status != CANCELLED
        glyph = "check-circle" if is_done else "target" if number == at else "circle"
        tone = Tone.ACCENT if number == at else Tone.MUTED
        flow.addWidget(
            Chip(choice_label("operation_status", step, chosen_language()), glyph, tone, name=f"life_{step}")
        )
    return made


def _field_words(name: str) -> str:
    return declared_text(Operation.fields[name].label)


def _tell(banner: Banner, headline: str, detail: str) -> None:
    if headline:
        banner.say(headline, detail, Tone.SOON)
    else:
        banner.hush()
