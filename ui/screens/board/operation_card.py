"""The operation under way: its clock, its tally, and capture that is already linked to it."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from fieldapp.actions.board import BoardOperation, Tally
from fieldapp.records import require_type
from ui.desk import Desk
from ui.forms.emblem import glyph_of
from ui.screens.operation.capture_key import CAPTURE_KEYS, listen
from ui.style.look import px
from ui.style.token import Space
from ui.text import declared_text, tr
from ui.widgets.big_number import BigNumber
from ui.widgets.button import Kind, button
from ui.widgets.card import Card
from ui.widgets.elapsed_clock import ElapsedClock
from ui.widgets.even import even
from ui.widgets.label import Role, label, rule, set_hint
from ui.widgets.layout import column, row

CAPTURED = ("recovery", "arrest", "search_warrant")
_TALLY = ("recoveries", "minors", "arrests", "warrants", "screenings")


class OperationCard(Card):
    """One wide card. Without an operation it still captures. ``leads``: its first button is the page's main one."""

    def __init__(self, desk: Desk, operation: BoardOperation | None, *, leads: bool = True) -> None:
        super().__init__(name="operation_card")
        self._desk = desk
        self._operation = operation
        self._leads = leads
        self._numbers: dict[str, BigNumber] = {}
        if operation is None:
            self._say_none()
        else:
            self._say(operation)
        self.body.addSpacing(px(Space.XS))
        self.body.addWidget(self._buttons())
        listen(self, desk, CAPTURED, self._capture)

    def show_tally(self, tally: Tally) -> None:
        """Show what the operation has come to now."""
        for name, number in self._numbers.items():
            number.set_value(getattr(tally, name))

    def _say_none(self) -> None:
        self.body.addWidget(label(tr("board.no_operation"), Role.TITLE, wrap=True))
        self.body.addWidget(label(tr("board.no_operation_hint"), Role.MUTED, wrap=True))

    def _say(self, operation: BoardOperation) -> None:
        head = row(gap=Space.L)
        words = column(gap=Space.XS)
        over = tr("board.operation") if operation.is_active else tr("board.next_operation")
        parts = [part for part in (over, operation.number, operation.phase) if part]
        words.addWidget(label(" \N{MIDDLE DOT} ".join(parts), Role.OVERLINE, wrap=True))
        words.addWidget(label(operation.name or operation.number, Role.HEADING, wrap=True, name="operation_name"))
        head.addLayout(words, stretch=1)
        head.addWidget(self._clock(operation), alignment=Qt.AlignmentFlag.AlignTop)
        self.body.addLayout(head)
        if operation.is_active:
            self.body.addWidget(rule())
            self.body.addWidget(self._tally(operation))

    def _clock(self, operation: BoardOperation) -> ElapsedClock:
        made = ElapsedClock(self._desk.clock, operation.starts_at, role=Role.FIGURE, name="operation_clock")
        set_hint(made, tr("board.since_start"))
        return made

    def _tally(self, operation: BoardOperation) -> QWidget:
        self._numbers = {
            name: BigNumber(tr(f"board.tally_{name}"), getattr(operation.tally, name), name=f"tally_{name}")
            for name in _TALLY
        }
        return even(*self._numbers.values(), name="operation_tally")

    def _buttons(self) -> QWidget:
        made_all = []
        for number, record_type in enumerate(CAPTURED):
            title = declared_text(require_type(record_type).title)
            kind = Kind.PRIMARY if number == 0 and self._leads else Kind.SECONDARY
            made = button(title, kind, glyph=glyph_of(record_type), name=f"capture_{record_type}", large=True)
            set_hint(made, tr("operation.capture_hint", kind=title), CAPTURE_KEYS[record_type])
            made.clicked.connect(partial(self._capture, record_type))
            made_all.append(made)
        return even(*made_all, gap=Space.M, name="captures")

    def _capture(self, record_type: str, _checked: bool = False) -> None:
        linked = {"operation": self._operation.record_id} if self._operation and self._operation.is_active else {}
        self._desk.open("capture", record_type=record_type, **linked)
