"""A change that headquarters did not accept: what it tried to write, why not, and what to do."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout

from fieldapp.actions.exchange_status import RefusedChange
from fieldapp.domain.fields import Sensitivity
from fieldapp.domain.problems import Problem
from fieldapp.records import find_type
from ui.desk import Desk
from ui.forms.emblem import glyph_of
from ui.forms.local_time import show_instant
from ui.models.row_words import HIDDEN
from ui.style.look import px
from ui.style.token import Size, Space, Tone
from ui.text import catalogue, declared_text, problem_text, tr
from ui.widgets.button import Kind, button
from ui.widgets.card import Card
from ui.widgets.glyph import Glyph
from ui.widgets.label import Role, label
from ui.widgets.layout import column, row


def reason_text(code: str, detail: str) -> str:
    """The sentence of a reason of headquarters; a rule of the records has its own."""
    key = f"exchange.why.{code}"
    if key in catalogue("en"):
        return tr(key)
    sentence = catalogue("en").get(f"problem.{code}", "")
    if not sentence:
        return tr("exchange.why.UNKNOWN")
    # A sentence with gaps needs values that headquarters does not send.
    return tr("exchange.why.RULE") if "{" in sentence else problem_text(Problem(code, detail or None))


class RefusedCard(Card):
    """Emits ``send_wanted`` and ``give_up_wanted``."""

    send_wanted = Signal()
    give_up_wanted = Signal()

    def __init__(self, desk: Desk, refused: RefusedChange, words: dict[str, str]) -> None:
        super().__init__(name="refused_card")
        change = refused.change
        head = row(gap=Space.M)
        head.addWidget(Glyph(glyph_of(change.record_type), Tone.MUTED))
        titles = column(gap=Space.NONE)
        titles.addWidget(label(refused.title, Role.STRONG, wrap=True))
        record = find_type(change.record_type)
        kind = declared_text(record.title) if record else change.record_type
        titles.addWidget(label(f"{kind}, {tr('exchange.at', when=show_instant(change.noticed_at))}", Role.CAPTION))
        head.addLayout(titles, stretch=1)
        open_button = button(tr("conflict.open"), Kind.QUIET, glyph="arrow-square-out", name="refused_open")
        open_button.clicked.connect(
            partial(desk.open, "record", record_type=change.record_type, record_id=change.record_id)
        )
        head.addWidget(open_button)
        self.body.addLayout(head)
        reason = tr("exchange.reason", reason=reason_text(change.reason, change.detail))
        self.body.addWidget(label(reason, wrap=True, name="refused_reason"))
        self.body.addWidget(label(tr("exchange.tried"), Role.OVERLINE))
        self.body.addLayout(self._values(refused, words))
        self.body.addLayout(self._buttons())

    def _values(self, refused: RefusedChange, words: dict[str, str]) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(px(Space.L))
        grid.setVerticalSpacing(px(Space.XS))
        grid.setColumnMinimumWidth(0, px(Size.SHEET_CELL + Space.XXL))
        grid.setColumnStretch(1, 1)
        record = find_type(refused.change.record_type)
        for number, (name, shown) in enumerate(words.items()):
            field = record.fields.get(name) if record else None
            hidden = field is not None and field.sensitivity is not Sensitivity.NORMAL
            grid.addWidget(label(declared_text(field.label) if field else name, Role.MUTED), number, 0)
            grid.addWidget(label(HIDDEN if hidden else shown, wrap=True), number, 1)
        return grid

    def _buttons(self) -> QHBoxLayout:
        foot = row()
        foot.addStretch()
        for name, kind, signal in (
            ("give_up", Kind.QUIET, self.give_up_wanted),
            ("send_again", Kind.SECONDARY, self.send_wanted),
        ):
            made = button(tr(f"exchange.{name}"), kind, name=name)
            made.clicked.connect(signal)
            foot.addWidget(made)
        return foot
