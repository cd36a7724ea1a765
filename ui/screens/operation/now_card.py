"""While an operation is under way: the big clock, the tally, the phase, and capture that is already linked to it."""

from __future__ import annotations

from functools import partial
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from fieldapp.actions.operation_scene import Scene
from fieldapp.domain.clock import from_wire
from fieldapp.records import require_type
from fieldapp.records.vocabulary import choices
from ui.desk import Desk
from ui.forms.emblem import glyph_of
from ui.style.token import Space
from ui.text import chosen_language, declared_text, tr
from ui.widgets.big_number import BigNumber
from ui.widgets.button import Kind, button
from ui.widgets.card import Card
from ui.widgets.elapsed_clock import ElapsedClock
from ui.widgets.flow import FlowLayout
from ui.widgets.label import Role, label
from ui.widgets.layout import row

_TALLY: Final = ("recoveries", "minors", "arrests", "warrants", "screenings")
_CAPTURED: Final = ("recovery", "arrest", "search_warrant", "evidence_item", "note")


class NowCard(Card):
    """Emits ``phase_wanted`` with a phase."""

    phase_wanted = Signal(str)

    def __init__(self, desk: Desk) -> None:
        super().__init__(tr("operation.now"), name="operation_now")
        self._desk = desk
        self._operation_id = ""
        head = row(gap=Space.L)
        self.clock = ElapsedClock(desk.clock, None, role=Role.FIGURE, name="operation_elapsed")
        head.addWidget(self.clock, alignment=Qt.AlignmentFlag.AlignTop)
        self._numbers = {name: BigNumber(tr(f"board.tally_{name}"), 0, name=f"tally_{name}") for name in _TALLY}
        for number in self._numbers.values():
            head.addWidget(number, stretch=1)
        self.body.addLayout(head)
        self.body.addWidget(label(tr("operation.phase"), Role.CAPTION))
        self._phases = {}
        phases = QWidget()
        flow = FlowLayout(phases, gap=Space.XS)
        for choice in choices("operation_phase"):
            made = button(choice.label(chosen_language()), name=f"phase_{choice.code}")
            made.setCheckable(True)
            made.setProperty("segment", True)
            made.clicked.connect(partial(self._want, choice.code))
            self._phases[choice.code] = made
            flow.addWidget(made)
        self.body.addWidget(phases)
        self.body.addWidget(self._captures())

    def show_scene(self, operation_id: str, scene: Scene) -> None:
        """Show an operation; hidden unless it is under way."""
        self._operation_id = operation_id
        self.setVisible(scene.values.get("status") == "active")
        starts_at = scene.values.get("starts_at")
        self.clock.set_since(from_wire(str(starts_at)) if starts_at else None)
        for name, number in self._numbers.items():
            number.set_value(getattr(scene.tally, name))
        for code, made in self._phases.items():
            made.setChecked(code == scene.values.get("phase"))

    def _captures(self) -> QWidget:
        made = QWidget()
        flow = FlowLayout(made, gap=Space.S)
        for record_type in _CAPTURED:
            title = declared_text(require_type(record_type).title)
            each = button(title, Kind.SECONDARY, glyph=glyph_of(record_type), name=f"capture_{record_type}")
            each.clicked.connect(partial(self._capture, record_type))
            flow.addWidget(each)
        return made

    def _capture(self, record_type: str, _checked: bool = False) -> None:
        self._desk.open("capture", record_type=record_type, operation=self._operation_id)

    def _want(self, phase: str, _checked: bool = False) -> None:
        self.phase_wanted.emit(phase)
