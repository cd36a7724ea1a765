"""A warrant's life as a bar: affidavit, issued, served, returned; what comes next with one press; what is wrong."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import Final

import shiboken6
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from fieldapp.actions.warrant import WarrantView, load_life, take_step
from fieldapp.domain.clock import to_wire
from fieldapp.rules.deadline import Deadline
from fieldapp.rules.warrant_life import Stage
from ui.desk import Desk
from ui.forms.local_time import show_instant, show_zone
from ui.forms.reason_dialog import ask_reason
from ui.forms.save_queue import take_back
from ui.jobs import Fault
from ui.screens.clock.clock_words import due_words, hint_of, law_of, spell_clock, title_of
from ui.style.token import Space, Tone
from ui.text import error_text, problem_text, tr
from ui.widgets.banner import Banner
from ui.widgets.button import Kind, button
from ui.widgets.card import Card
from ui.widgets.chip import Chip
from ui.widgets.even import EvenLayout
from ui.widgets.flow import FlowLayout
from ui.widgets.glyph import Glyph
from ui.widgets.label import Role, label, set_hint
from ui.widgets.layout import clear, column, row

_GLYPHS: Final = {
    "affidavit": "pencil-line",
    "issued": "file-text",
    "served": "door",
    "returned": "bank",
    "denied": "x-circle",
    "expired": "hourglass",
    "recalled": "arrow-counter-clockwise",
    "notice": "envelope-simple",
}
_WITH_REASON: Final = frozenset({"expired", "recalled"})
_FIELDS: Final = {"affidavit": "affidavit_at", "notice": "notice_given_at"}


class LifeCard(Card):
    """``stepped(field)`` once a step was taken: where its time can be corrected. ``changed`` after an undo, too.

    ``offered`` says whether the warrant has a next step, whose button is then the one of the page.
    """

    stepped = Signal(str)
    changed = Signal()
    offered = Signal(bool)

    def __init__(self, desk: Desk) -> None:
        super().__init__(tr("warrant.title"), name="life_card")
        self._desk = desk
        self._warrant_id: str | None = None
        self._is_editable = False
        self._last: object = None
        self.banner = Banner(name="life_banner")
        self._stages = EvenLayout(gap=Space.L)
        self._problems = column(gap=Space.XS)
        self._clocks = column(gap=Space.XS)
        self._moves = FlowLayout(gap=Space.S)
        self.body.addWidget(self.banner)
        for part in (self._stages, self._problems, self._clocks, self._moves):
            self.body.addLayout(part)

    def show_warrant(self, warrant_id: str | None, *, editable: bool) -> None:
        """Show the life of a warrant; what is final or struck out is only looked at."""
        self._warrant_id, self._is_editable = warrant_id, editable
        session = self._desk.session
        if session is not None and warrant_id is not None:
            self._desk.jobs.store(lambda: load_life(session, warrant_id), self._show, self._on_error, self)

    def wipe(self) -> None:
        """Empty it at once."""
        self._last = None
        for part in (self._stages, self._problems, self._clocks, self._moves):
            clear(part)

    def _show(self, view: WarrantView | None) -> None:
        now = self._desk.clock.now()
        shown = (view.life, [(clock.code, spell_clock(clock, now)) for clock in view.clocks]) if view else None
        if (shown, self._is_editable) == self._last:
            return
        self.wipe()
        self._last = (shown, self._is_editable)
        # A warrant that was struck out has no life to show.
        self.setVisible(view is not None)
        if view is None:
            return
        for stage in view.life.stages:
            self._stages.addWidget(_stage(stage, ended=bool(view.life.ended)))
        if view.life.ended:
            self._problems.addWidget(Chip(tr(f"warrant.is_{view.life.ended}"), "prohibit", name="warrant_ended"))
        for problem in view.life.problems:
            line = row(gap=Space.S)
            is_void = problem.code in {"WARRANT_VOID_UNSERVED", "WARRANT_SERVED_VOID", "WARRANT_RETURN_LATE"}
            line.addWidget(Glyph("warning-octagon" if is_void else "warning", Tone.DANGER if is_void else Tone.SOON))
            line.addWidget(label(problem_text(problem), wrap=True, name=problem.code), stretch=1)
            self._problems.addLayout(line)
        for clock in view.clocks:
            self._clocks.addLayout(_clock(clock, now))
        moves = view.life.moves if self._is_editable else ()
        for step in moves:
            self._add_move(step, is_first=step == moves[0])
        self.offered.emit(bool(moves) and moves[0] not in _WITH_REASON)

    def _add_move(self, step: str, *, is_first: bool) -> None:
        kind = Kind.PRIMARY if is_first and step not in _WITH_REASON else Kind.SECONDARY
        made = button(tr(f"warrant.do_{step}"), kind, glyph=_GLYPHS[step], name=f"warrant_{step}")
        set_hint(made, tr("warrant.do_hint"))
        made.clicked.connect(partial(self._on_move, step))
        self._moves.addWidget(made)

    def _on_move(self, step: str, _checked: bool = False) -> None:
        if step in _WITH_REASON:
            dialog = ask_reason(
                self, tr(f"warrant.do_{step}"), tr(f"warrant.why_{step}"), tr(f"warrant.do_{step}"), danger=True
            )
            dialog.given.connect(partial(self._take, step))
        else:
            self._take(step, "")

    def _take(self, step: str, reason: str) -> None:
        session, warrant_id = self._desk.session, self._warrant_id
        if session is not None and warrant_id is not None:
            self._desk.jobs.store(
                lambda: take_step(session, warrant_id, step, reason=reason),
                lambda _none: self._on_taken(step),
                self._on_error,
                self,
            )

    def _on_taken(self, step: str) -> None:
        self.banner.hush()
        self._desk.toast(tr(f"warrant.did_{step}"), partial(take_back, self._desk, self._note_change))
        self._note_change()
        self.stepped.emit("void_reason" if step in _WITH_REASON else _FIELDS.get(step, f"{step}_at"))

    def _note_change(self) -> None:
        # An undo may come when the person has long been elsewhere and the card is gone.
        if shiboken6.isValid(self):
            self.show_warrant(self._warrant_id, editable=self._is_editable)
            self.changed.emit()

    def _on_error(self, fault: Fault) -> None:
        self.banner.say(error_text(fault), tr("warrant.kept"), Tone.SOON)


def _stage(stage: Stage, *, ended: bool) -> QWidget:
    made = QWidget()
    made.setObjectName(f"stage_{stage.code}")
    inside = column(made, gap=Space.XS)
    done = stage.at is not None
    glyph = "check-circle" if done else "minus-circle" if ended else "circle-dashed" if stage.is_next else "circle"
    head = row(gap=Space.S)
    head.addWidget(Glyph(glyph, Tone.ACCENT if done or (stage.is_next and not ended) else Tone.MUTED))
    head.addWidget(label(tr(f"warrant.stage_{stage.code}"), Role.STRONG if done or stage.is_next else Role.MUTED))
    head.addStretch()
    inside.addLayout(head)
    words = _time_words(stage.at) if stage.at is not None else tr("warrant.stage_next") if stage.is_next else ""
    when = label(words, Role.CAPTION, wrap=True)
    if stage.at is not None:
        set_hint(when, show_zone(to_wire(stage.at)))
    inside.addWidget(when)
    made.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
    made.setAccessibleName(f"{tr(f'warrant.stage_{stage.code}')}: {words}")
    return made


def _time_words(at: datetime) -> str:
    return show_instant(to_wire(at))


def _clock(clock: Deadline, now: datetime) -> QHBoxLayout:
    line = row(gap=Space.S)
    line.addWidget(Chip(*spell_clock(clock, now), name=f"life_clock_{clock.code}"), alignment=Qt.AlignmentFlag.AlignTop)
    words = label(f"{title_of(clock)}. {due_words(clock)} \N{MIDDLE DOT} {law_of(clock)}", wrap=True)
    set_hint(words, hint_of(clock))
    line.addWidget(words, stretch=1)
    return line
