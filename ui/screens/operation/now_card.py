"""While an operation is under way: the big clock, the tally, the phase, and capture that is already linked to it."""

from __future__ import annotations

from functools import partial
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton

from fieldapp.actions.operation_scene import Scene
from fieldapp.domain.clock import from_wire
from fieldapp.records import require_type
from fieldapp.records.vocabulary import choices
from ui.desk import Desk
from ui.forms.emblem import glyph_of
from ui.screens.operation.capture_key import CAPTURE_KEYS, listen
from ui.style.look import px
from ui.style.token import Space
from ui.text import chosen_language, declared_text, tr
from ui.widgets.big_number import BigNumber
from ui.widgets.button import Kind, button
from ui.widgets.card import Card
from ui.widgets.elapsed_clock import ElapsedClock
from ui.widgets.even import even
from ui.widgets.flow import flow
from ui.widgets.label import Role, label, set_hint

_TALLY: Final = ("recoveries", "minors", "arrests", "warrants", "screenings")
_FIRST: Final = ("recovery", "arrest", "search_warrant")
_MORE: Final = ("evidence_item", "note")


class NowCard(Card):
    """Emits ``phase_wanted`` with a phase."""

    phase_wanted = Signal(str)

    def __init__(self, desk: Desk) -> None:
        self.clock = ElapsedClock(desk.clock, None, role=Role.FIGURE, name="operation_elapsed")
        set_hint(self.clock, tr("board.since_start"))
        super().__init__(tr("operation.now"), name="operation_now", action=self.clock)
        self._desk = desk
        self._operation_id = ""
        self._numbers = {name: BigNumber(tr(f"board.tally_{name}"), 0, name=f"tally_{name}") for name in _TALLY}
        self.body.addWidget(even(*self._numbers.values(), name="operation_tally"))
        self.body.addSpacing(px(Space.XS))
        first = [self._button(kind, is_large=True) for kind in _FIRST]
        self.body.addWidget(even(*first, gap=Space.M, name="capture_first"))
        self.body.addWidget(flow(*(self._button(kind) for kind in _MORE), name="capture_more"))
        self.body.addWidget(label(tr("operation.phase"), Role.OVERLINE))
        self._phases: dict[str, QPushButton] = {}
        for choice in choices("operation_phase"):
            made = button(choice.label(chosen_language()), name=f"phase_{choice.code}")
            made.setCheckable(True)
            made.setProperty("segment", True)
            made.clicked.connect(partial(self._want, choice.code))
            self._phases[choice.code] = made
        self.body.addWidget(flow(*self._phases.values(), gap=Space.XS))
        listen(self, desk, (*_FIRST, *_MORE), self._capture)

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

    def _button(self, record_type: str, *, is_large: bool = False) -> QPushButton:
        title = declared_text(require_type(record_type).title)
        kind = Kind.PRIMARY if record_type == _FIRST[0] else Kind.SECONDARY
        made = button(title, kind, glyph=glyph_of(record_type), name=f"capture_{record_type}", large=is_large)
        set_hint(made, tr("operation.capture_hint", kind=title), CAPTURE_KEYS[record_type])
        made.clicked.connect(partial(self._capture, record_type))
        return made

    def _capture(self, record_type: str, _checked: bool = False) -> None:
        self._desk.open("capture", record_type=record_type, operation=self._operation_id)

    def _want(self, phase: str, _checked: bool = False) -> None:
        self.phase_wanted.emit(phase)
