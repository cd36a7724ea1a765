"""One transfer in the time line of an item: from whom to whom, who signed, what is odd, and what can be done now."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from fieldapp.domain.wire import Json
from fieldapp.records.vocabulary import label as choice_label
from fieldapp.rules.custody_chain import (
    ANSWER_BEFORE,
    APPROVED,
    BEFORE_SEIZURE,
    COMPLETE,
    OPEN,
    SEAL_BROKEN,
    START_UNSURE,
    Chain,
    Link,
)
from fieldapp.rules.custody_guard import NAMED_BY, RECEIPT, answer_fields, paper_side, said_by, user_side
from ui.forms.local_time import show_instant, show_zone
from ui.style.look import px
from ui.style.token import Size, Space, Tone
from ui.text import chosen_language, tr
from ui.widgets.button import Kind, button
from ui.widgets.chip import Chip
from ui.widgets.flow import FlowLayout
from ui.widgets.glyph import Glyph
from ui.widgets.label import Role, label, set_hint
from ui.widgets.layout import column, row
from ui.widgets.sides import Sides

_ONLY_SAID: Final = frozenset({ANSWER_BEFORE, BEFORE_SEIZURE, SEAL_BROKEN, START_UNSURE})
_DOT: Final = " \N{MIDDLE DOT} "

Names = Callable[[str], str]
"""How somebody is called who was written down by name or by handle; on paper, as it was written."""


def as_written(who: str) -> str:
    """Return who it is as it was written down: what a signature is checked by."""
    return who


class CustodyRow(QWidget):
    """Emits what the person asks for. ``side``: theirs, if it waits for them; ``may_settle``: a supervisor looks.

    ``wants_receipt``: the person has still to name the paper that the other side signed. People are called by
    ``names``, and stand in the hint as they were written down.
    """

    sign_wanted = Signal()
    deny_wanted = Signal()
    receipt_wanted = Signal()
    settle_wanted = Signal(bool)

    def __init__(
        self,
        link: Link,
        seizer: str,
        side: str,
        *,
        may_settle: bool,
        wants_receipt: bool = False,
        names: Names = as_written,
    ) -> None:
        super().__init__()
        self.link = link
        self.setObjectName(f"transfer_{link.id}")
        values = link.values
        giver, receiver = str(values.get("handed_by") or ""), str(values.get("received_by") or "")
        title = tr("custody.handed", giver=names(giver), receiver=names(receiver))
        # Nobody is told by their own name that they are waited for.
        state = (tr("custody.waits_you"), "pencil-line", Tone.SOON) if side else _chip_words(link, names)
        self.setAccessibleName(f"{title}. {state[0]}")
        inside = column(self, gap=Space.XS)
        named = label(title, Role.STRONG, wrap=True)
        set_hint(named, tr("custody.handed", giver=giver, receiver=receiver))
        inside.addWidget(Sides(named, Chip(*state, name="transfer_state", elided=True), px(Size.FIND_MIN)))
        when = label(when_words(link), Role.MUTED, wrap=True)
        if values.get("handed_at"):
            set_hint(when, show_zone(str(values["handed_at"])))
        inside.addWidget(when)
        for words in answer_words(link, names):
            inside.addWidget(label(words, Role.CAPTION, wrap=True))
        if values.get("remarks"):
            inside.addWidget(label(str(values["remarks"]), Role.CAPTION, wrap=True))
        for doubt in link.doubts:
            inside.addLayout(_doubt(doubt, names(giver), names(seizer), settled=not link.is_disputed))
        if link.settled is not None:
            inside.addWidget(label(settled_words(link.settled, names), wrap=True, name="transfer_settled"))
        self._buttons = FlowLayout(gap=Space.S)
        if side:
            self._add("sign", Kind.PRIMARY, "pencil-line").clicked.connect(self.sign_wanted)
            self._add("deny", Kind.DANGER, "x-circle").clicked.connect(self.deny_wanted)
        if wants_receipt:
            self._add("receipt", Kind.PRIMARY, "note").clicked.connect(self.receipt_wanted)
        if may_settle and link.can_be_settled:
            self._add("settle_counts", Kind.SECONDARY, "check-circle").clicked.connect(
                lambda: self.settle_wanted.emit(True)
            )
            self._add("settle_not", Kind.SECONDARY, "prohibit").clicked.connect(lambda: self.settle_wanted.emit(False))
        if self._buttons.count():
            inside.addSpacing(px(Space.S))
            inside.addLayout(self._buttons)

    def _add(self, name: str, kind: Kind, glyph: str) -> QPushButton:
        made = button(tr(f"custody.{name}"), kind, glyph=glyph, name=f"custody_{name}")
        made.setAccessibleName(f"{tr(f'custody.{name}')}: {self.accessibleName()}")
        if name in {"sign", "deny", "receipt"}:
            set_hint(made, tr(f"custody.{name}_hint"))
        self._buttons.addWidget(made)
        return made


def _chip_words(link: Link, names: Names) -> tuple[str, str, Tone]:
    if link.is_disputed:
        return tr("custody.disputed"), "warning-octagon", Tone.DANGER
    if link.state == COMPLETE:
        return tr("custody.complete_paper" if link.paper else "custody.complete"), "check-circle", Tone.MUTED
    if link.state != OPEN:
        return tr("custody.denied"), "x-circle", Tone.MUTED
    waiting = [side for side in NAMED_BY if not said_by(link.values, side)]
    if len(waiting) == len(NAMED_BY):
        return tr("custody.waits_both"), "clock", Tone.SOON
    key = "paper" if waiting[0] == paper_side(link.values) else waiting[0]
    return tr(f"custody.waits_{key}", who=names(str(link.values.get(NAMED_BY[waiting[0]]) or ""))), "clock", Tone.SOON


def when_words(link: Link) -> str:
    """Return what for, when, where and under which seal."""
    values = link.values
    parts = [choice_label("custody_purpose", str(values.get("purpose") or ""), chosen_language())]
    parts.append(show_instant(str(values["handed_at"])) if values.get("handed_at") else "")
    parts.append(str(values.get("place") or ""))
    if values.get("seal_number"):
        key = "custody.seal_broken" if values.get("seal_intact") is False else "custody.seal"
        parts.append(tr(key, seal=values["seal_number"]))
    return _DOT.join(part for part in parts if part)


def answer_words(link: Link, names: Names = as_written) -> list[str]:
    """Return what each side has answered, a sentence each."""
    values, found = link.values, []
    for side, named in NAMED_BY.items():
        answer, answered_at, reason = answer_fields(side)
        if values.get(answer):
            when = show_instant(str(values[answered_at])) if values.get(answered_at) else ""
            key = f"custody.{'signed' if values[answer] == 'signed' else 'denied'}_by"
            found.append(tr(key, who=names(str(values.get(named) or "")), when=when, reason=values.get(reason) or ""))
    if link.paper:
        who, by = (names(str(values.get(NAMED_BY[side]) or "")) for side in (link.paper, user_side(values)))
        found.append(tr("custody.on_paper_by", who=who, reference=values[RECEIPT], by=by))
    return found


def doubt_words(link: Link, seizer: str) -> list[str]:
    """Return what is odd about it, and what a supervisor said to that, a sentence each."""
    giver = str(link.values.get("handed_by") or "")
    found = [tr(f"custody.doubt_{doubt}", who=giver, seizer=seizer) for doubt in link.doubts]
    return [*found, *([settled_words(link.settled)] if link.settled is not None else [])]


def holder_words(chain: Chain, names: Names = as_written) -> str:
    """Return who holds the item, and what that rests on."""
    key = "holder_disputed" if chain.is_disputed else "holder_paper" if chain.is_on_paper else "holder"
    return tr(f"custody.{key}", who=names(chain.custodian))


def settled_words(review: Mapping[str, Json], names: Names = as_written) -> str:
    """Return what a supervisor decided, and why."""
    key = "custody.settled_counts" if review.get("decision") == APPROVED else "custody.settled_not"
    return tr(key, who=names(str(review.get("reviewer") or "")), comment=review.get("comment") or "")


def _doubt(doubt: str, giver: str, seizer: str, *, settled: bool) -> QHBoxLayout:
    line = row(gap=Space.S)
    tone = Tone.MUTED if settled and doubt not in _ONLY_SAID else Tone.SOON if doubt in _ONLY_SAID else Tone.DANGER
    line.addWidget(Glyph("warning", tone))
    line.addWidget(label(tr(f"custody.doubt_{doubt}", who=giver, seizer=seizer), wrap=True, name=doubt), stretch=1)
    return line
