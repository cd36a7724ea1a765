"""Somebody taken for selling: the screening that comes before the arrest is final, or who signed why there is none."""

from __future__ import annotations

from functools import partial

import shiboken6
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget

from fieldapp.actions.session import Undo
from fieldapp.actions.victim_screening import (
    ScreeningStanding,
    load_standing,
    sign_unscreened,
    take_signature_back,
)
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
from ui.widgets.label import Role, label
from ui.widgets.layout import clear, column, row


class VictimScreeningCard(Card):
    """Hidden for an arrest that asks for no screening. ``signed`` once a supervisor signed why not, or took it back.

    ``recovery_wanted`` when the arrest is to become a recovery instead: the advice where a screening tells of
    trafficking.
    """

    signed = Signal()
    recovery_wanted = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__(tr("unscreened.title"), name="victim_screening_card")
        self._desk = desk
        self._arrest_id: str | None = None
        self._editable = False
        self._shown: object = None
        self._first: QWidget | None = None
        self.banner = Banner(name="unscreened_banner")
        self._lines = column(gap=Space.S)
        self.body.addWidget(self.banner)
        self.body.addLayout(self._lines)
        self.hide()

    def show_arrest(self, arrest_id: str, *, editable: bool) -> None:
        """Read where the arrest is with its screening; what is struck out or final is only looked at."""
        self._arrest_id, self._editable = arrest_id, editable
        session = self._desk.session
        if session is not None:
            self._desk.jobs.store(lambda: load_standing(session, arrest_id), self._show, self._on_fault, self)

    def focus_act(self) -> bool:
        """Put the keyboard on the first act; False when there is none here."""
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

    def _show(self, standing: ScreeningStanding | None) -> None:
        told = (standing, self._editable, chosen_language())
        if told == self._shown:
            return
        clear(self._lines)
        self._shown, self._first = told, None
        self.setVisible(standing is not None)
        if standing is None:
            return
        if standing.is_screened:
            self._lines.addWidget(Chip(tr("unscreened.screened"), "check-circle", Tone.OK, name="arrest_screened"))
        elif standing.signed_by:
            self._show_signed(standing)
        else:
            self._lines.addWidget(label(problem_text(Problem("SCREENING_FIRST")), wrap=True, name="screening_first"))
        if standing.tells:
            self._advise()
        acts = self._acts(standing)
        if acts:
            flow = FlowLayout(gap=Space.S)
            for act in acts:
                flow.addWidget(act)
            self._first = acts[0]
            self._lines.addLayout(flow)
        if not standing.is_settled and self._editable and not standing.may_sign:
            self._lines.addWidget(label(tr("unscreened.who"), Role.CAPTION, wrap=True, name="unscreened_who"))

    def _show_signed(self, standing: ScreeningStanding) -> None:
        when = spell_when(from_wire(standing.signed_at), self._desk.clock.now())
        words = tr("unscreened.signed", who=standing.signed_by, when=when)
        self._lines.addWidget(Chip(words, "check-circle", Tone.OK, name="unscreened_signed"))
        self._lines.addWidget(label(standing.reason, wrap=True, name="unscreened_reason"))

    def _advise(self) -> None:
        line = row(gap=Space.S)
        line.addWidget(Glyph("warning", Tone.SOON, Size.ICON_SMALL))
        line.addWidget(label(tr("unscreened.advice"), wrap=True, name="screening_advice"), stretch=1)
        self._lines.addLayout(line)

    def _acts(self, standing: ScreeningStanding) -> list[QPushButton]:
        """What may be done, the likeliest first."""
        made: list[QPushButton] = []
        if standing.tells and self._editable:
            made.append(button(tr("record.as_recovery"), Kind.PRIMARY, glyph="lifebuoy", name="screening_recovery"))
            made[-1].clicked.connect(self.recovery_wanted)
        if standing.screening_id:
            shown = "unscreened.see" if standing.is_screened else "unscreened.resume"
            made.append(button(tr(shown), glyph="arrow-square-out", name="open_screening"))
            made[-1].clicked.connect(partial(self._open, standing.screening_id))
        if standing.is_settled or not self._editable:
            return made
        if "person" in standing.preset:
            kind = Kind.SECONDARY if made else Kind.PRIMARY
            made.append(button(tr("unscreened.screen"), kind, glyph="clipboard-text", name="screen_now"))
            made[-1].clicked.connect(lambda: self._desk.open("screening", **standing.preset))
        if standing.may_sign:
            made.append(button(tr("unscreened.sign"), Kind.SECONDARY, name="sign_unscreened"))
            made[-1].clicked.connect(self._on_sign)
        return made

    def _open(self, screening_id: str, _checked: bool = False) -> None:
        self._desk.open("record", record_type="screening", record_id=screening_id)

    def _on_sign(self) -> None:
        title, why, verb = (tr(f"unscreened.{key}") for key in ("sign_title", "sign_sentence", "sign_go"))
        ask_reason(self, title, why, verb).given.connect(self._write)

    def _write(self, reason: str) -> None:
        session, arrest_id = self._desk.session, self._arrest_id
        if session is not None and arrest_id is not None:
            self._desk.jobs.store(
                lambda: sign_unscreened(session, arrest_id, reason), self._on_written, self._on_fault, self
            )

    def _on_written(self, signed: Undo) -> None:
        self.banner.hush()
        self._desk.toast(tr("unscreened.toast"), partial(self._take_back, self._desk, signed))
        self.signed.emit()

    def _take_back(self, desk: Desk, signed: Undo) -> None:
        session = desk.session
        if session is not None:
            desk.jobs.store(
                lambda: take_signature_back(session, signed),
                self._on_taken_back,
                lambda fault: desk.warn(error_text(fault)),
                desk,
            )

    def _on_taken_back(self, _nothing: None) -> None:
        # An undo may come when the person has long been elsewhere and the card is gone.
        if shiboken6.isValid(self):
            self.signed.emit()

    def _on_fault(self, fault: Fault) -> None:
        self.show()
        self.banner.say(tr("unscreened.failed"), error_text(fault))
