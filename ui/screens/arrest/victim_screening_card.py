"""Somebody taken for selling, or recovered: the screening that comes first, or who signed why there is none."""

from __future__ import annotations

from functools import partial
from typing import Any, Final

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
from ui.models.row_words import spell_when
from ui.screens.arrest.decision_card import DecisionCard
from ui.style.token import Size, Space, Tone
from ui.text import problem_text, tr
from ui.widgets.button import Kind, button
from ui.widgets.chip import Chip
from ui.widgets.flow import FlowLayout
from ui.widgets.glyph import Glyph
from ui.widgets.label import Role, label
from ui.widgets.layout import row

_FIRST: Final = {"arrest": "SCREENING_FIRST", "recovery": "VICTIM_SCREENED_FIRST"}


class VictimScreeningCard(DecisionCard):
    """Of an arrest or a recovery (``record_type``); hidden for one that asks for no screening.

    The decision is a supervisor's signature for why there is none. To make a recovery of an arrest is the advice where
    a screening tells of trafficking.
    """

    def __init__(self, desk: Desk, record_type: str = "arrest") -> None:
        super().__init__(desk, "unscreened", name="victim_screening_card")
        self._type = record_type

    def _read(self, session: Any, arrest_id: str) -> ScreeningStanding | None:
        return load_standing(session, self._type, arrest_id)

    def _write(self, session: Any, arrest_id: str, reason: str) -> Undo:
        return sign_unscreened(session, self._type, arrest_id, reason)

    def _undo(self, session: Any, written: Undo) -> None:
        take_signature_back(session, written)

    def _fill(self, standing: ScreeningStanding) -> QWidget | None:
        if standing.is_screened:
            self._lines.addWidget(
                Chip(
                    tr(f"unscreened.screened_{self._type}"),
                    "check-circle",
                    Tone.OK,
                    name="arrest_screened",
                    elided=True,
                )
            )
        elif standing.signed_by:
            self._show_signed(standing)
        else:
            self._lines.addWidget(label(problem_text(Problem(_FIRST[self._type])), wrap=True, name="screening_first"))
        if standing.tells:
            self._advise()
        acts = self._acts(standing)
        if acts:
            flow = FlowLayout(gap=Space.S)
            for act in acts:
                flow.addWidget(act)
            self._lines.addLayout(flow)
        if not standing.is_settled and self._editable and not standing.may_sign:
            self._lines.addWidget(label(tr("unscreened.who"), Role.CAPTION, wrap=True, name="unscreened_who"))
        return acts[0] if acts else None

    def _show_signed(self, standing: ScreeningStanding) -> None:
        when = spell_when(from_wire(standing.signed_at), self._desk.clock.now())
        words = tr("unscreened.signed", who=standing.signed_by, when=when)
        self._lines.addWidget(Chip(words, "check-circle", Tone.OK, name="unscreened_signed", elided=True))
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
        self._ask("unscreened.sign_title", f"unscreened.sign_sentence_{self._type}", "unscreened.sign_go")
