"""Who was called to a recovery, in the step that waits for them: one press to call, one when they are there."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from fieldapp.actions.responder import WAITED_FOR, Called, ResponderState
from fieldapp.domain.clock import to_wire
from fieldapp.records import vocabulary
from ui.forms.local_time import show_clock
from ui.screens.board.due_time import spell_due, spell_span
from ui.style.token import Space, Tone
from ui.text import chosen_language, tr
from ui.widgets.button import Kind, button
from ui.widgets.chip import Chip
from ui.widgets.flow import FlowLayout
from ui.widgets.label import Role, label
from ui.widgets.layout import column

_KIND: Final = "responder_kind"
OFFERED: Final = ("advocate", "child_services", "mart", "probation", "mental_health", "medical", "detective")


class ResponderPart(QWidget):
    """``call_wanted(kind)``, ``arrived(responder id)``, ``decline_wanted(responder id)``."""

    call_wanted = Signal(str)
    arrived = Signal(str)
    decline_wanted = Signal(str)

    def __init__(self, called: Sequence[Called], now: datetime, *, editable: bool) -> None:
        super().__init__()
        self.setObjectName("responder_part")
        self._editable = editable
        inside = column(self, gap=Space.S)
        for each in called:
            inside.addWidget(self._row(each, now))
        if editable:
            inside.addWidget(self._offers({each.kind for each in called}))

    def _row(self, each: Called, now: datetime) -> QWidget:
        made = QWidget()
        made.setObjectName(f"responder_{each.kind}")
        inside = column(made, gap=Space.XS)
        kind = vocabulary.label(_KIND, each.kind, chosen_language())
        inside.addWidget(label(f"{kind} \N{MIDDLE DOT} {each.name}" if each.name else kind, wrap=True))
        told = [tr("protocol.called", when=show_clock(to_wire(each.called_at), now))]
        if each.arrived_at is not None:
            told.append(tr("protocol.arrived", when=show_clock(to_wire(each.arrived_at), now)))
        inside.addWidget(label(" \N{MIDDLE DOT} ".join(told), Role.CAPTION, wrap=True))
        inside.addWidget(Chip(*_words(each, now), name=f"responder_chip_{each.kind}"))
        if self._editable and each.state in WAITED_FOR:
            acts = FlowLayout(gap=Space.XS)
            there = button(tr("protocol.arrived_now"), Kind.SECONDARY, glyph="check", name=f"arrived_{each.kind}")
            there.setAccessibleName(f"{there.text()}: {kind}")
            there.clicked.connect(lambda: self.arrived.emit(each.responder_id))
            no = button(tr("protocol.not_coming"), Kind.QUIET, name=f"not_coming_{each.kind}")
            for made_now in (there, no):
                made_now.setProperty("tight", True)
            no.setAccessibleName(f"{no.text()}: {kind}")
            no.clicked.connect(lambda: self.decline_wanted.emit(each.responder_id))
            acts.addWidget(there)
            acts.addWidget(no)
            inside.addLayout(acts)
        return made

    def _offers(self, called: set[str]) -> QWidget:
        made = QWidget()
        inside = column(made, gap=Space.XS)
        inside.addWidget(label(tr("protocol.call_now"), Role.OVERLINE))
        flow = FlowLayout(gap=Space.XS)
        for kind in OFFERED:
            if kind in called:
                continue
            words = vocabulary.label(_KIND, kind, chosen_language())
            press = button(tr(f"protocol.call_{kind}"), Kind.SECONDARY, name=f"call_{kind}")
            press.setProperty("tight", True)
            press.setAccessibleName(f"{tr('protocol.call_now')}: {words}")
            _connect(press, self, kind)
            flow.addWidget(press)
        inside.addLayout(flow)
        return made


def _connect(press: QWidget, part: ResponderPart, kind: str) -> None:
    press.clicked.connect(lambda: part.call_wanted.emit(kind))  # type: ignore[attr-defined]


def _words(each: Called, now: datetime) -> tuple[str, str, Tone]:
    if each.state is ResponderState.DECLINED:
        return tr("protocol.not_coming"), "minus-circle", Tone.MUTED
    if each.arrived_at is not None:
        if each.state is ResponderState.ARRIVED_LATE and each.due_at is not None:
            return tr("protocol.late", span=spell_span(each.arrived_at - each.due_at)), "check-circle", Tone.SOON
        return tr("protocol.in_time"), "check-circle", Tone.MUTED
    if each.due_at is None:
        return tr("protocol.to_do"), "clock", Tone.MUTED
    soon = now if each.state is ResponderState.SOON else each.due_at
    return spell_due(each.due_at, soon, now)
