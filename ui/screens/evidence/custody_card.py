"""Who holds an item and how it came to them: the seizure, then each transfer; handing over, signing and denying."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import Signal

from fieldapp.actions.colleague import Colleagues, load_colleagues
from fieldapp.actions.custody import (
    add_receipt,
    answer_transfer,
    hand_over,
    known_handles,
    load_chain,
    settle_transfer,
    take_over,
)
from fieldapp.domain.access import Role as Part
from fieldapp.domain.wire import Json
from fieldapp.rules.custody_chain import Chain, open_side
from fieldapp.rules.custody_guard import waits_for_receipt
from ui.desk import Desk
from ui.forms.reason_dialog import ask_reason
from ui.jobs import Fault
from ui.screens.evidence.custody_row import CustodyRow, Names, holder_words
from ui.screens.evidence.custody_sheet import SheetAct
from ui.screens.evidence.hand_over_dialog import HandOverDialog
from ui.style.token import Space, Tone
from ui.text import error_text, tr
from ui.widgets.banner import Banner
from ui.widgets.button import Kind, button
from ui.widgets.card import Card
from ui.widgets.flow import flow
from ui.widgets.label import Role, label, rule, set_hint
from ui.widgets.layout import clear, column


@dataclass(frozen=True, repr=False)
class _Shown:
    chain: Chain | None
    people: list[str]
    colleagues: Colleagues


class CustodyCard(Card):
    """Reads itself anew when told. ``changed`` after each act."""

    changed = Signal()

    def __init__(self, desk: Desk) -> None:
        self.hand = button(tr("custody.hand_over"), Kind.SECONDARY, glyph="swap", name="hand_over")
        set_hint(self.hand, tr("custody.hand_over_hint"))
        self.take = button(tr("custody.take_over"), Kind.QUIET, glyph="swap", name="take_over")
        set_hint(self.take, tr("custody.take_over_hint"))
        self.sheet = button(tr("custody.sheet"), Kind.QUIET, glyph="printer", name="custody_sheet")
        set_hint(self.sheet, tr("custody.sheet_hint"))
        super().__init__(tr("custody.title"), name="custody_card", action=flow(self.sheet, self.take, self.hand))
        self._desk = desk
        self._item_id: str | None = None
        self._people: list[str] = []
        self._last: object = None
        self.rows: list[CustodyRow] = []
        self.holder = label("", Role.LEAD, wrap=True, name="custody_holder")
        self.banner = Banner(name="custody_banner")
        self._list = column(gap=Space.M)
        self.body.addWidget(self.banner)
        self.body.addWidget(self.holder)
        self.body.addLayout(self._list)
        for press, is_taking in ((self.hand, False), (self.take, True)):
            press.setEnabled(False)
            press.clicked.connect(partial(self.ask_to_pass, is_taking))
        self.sheet.setEnabled(False)
        self.printing = SheetAct(self, desk, self._on_error)
        self.sheet.clicked.connect(self.ask_for_sheet)

    def show_item(self, item_id: str | None) -> None:
        """Show the custody of an item."""
        self._item_id = item_id
        session = self._desk.session
        if session is None or item_id is None:
            return
        self._desk.jobs.store(
            lambda: _Shown(load_chain(session, item_id), known_handles(session), load_colleagues(session)),
            self._show,
            self._on_error,
            self,
        )

    def wipe(self) -> None:
        """Empty it at once."""
        self._last = None
        self.rows = []
        self.holder.setText("")
        clear(self._list)

    def set_editable(self, *, editable: bool) -> None:
        """Whether the item is one that can be handed over: not struck out, nor new."""
        self.hand.setEnabled(editable)
        self.take.setEnabled(editable)
        self.sheet.setEnabled(True)

    def ask_to_pass(self, is_taking: bool = False, _checked: bool = False) -> None:
        """Open the dialog that hands the item over, or takes it from somebody who signs on paper."""
        dialog = HandOverDialog(self.window(), self._desk, self._people, is_taking=is_taking)
        dialog.given.connect(partial(self._pass, dialog, take_over if is_taking else hand_over))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def ask_for_sheet(self) -> None:
        """Ask whether the sheet may leave the store, then where to."""
        if self._item_id is not None:
            self.printing.ask(self._item_id)

    def _show(self, shown: _Shown) -> None:
        self._people = shown.people
        chain = shown.chain
        names = shown.colleagues.name_of
        links = [(link.values, link.doubts, link.settled) for link in chain.links] if chain else []
        now = (shown.colleagues.names, chain.custodian, links) if chain else None
        if now == self._last:
            return
        self._last = now
        clear(self._list)
        self.rows = []
        if chain is None:
            self.holder.setText("")
            return
        self.holder.setText(holder_words(chain, names))
        self._list.addWidget(label(tr("custody.seized", who=names(chain.first)), Role.MUTED, wrap=True))
        if not chain.links:
            self._list.addWidget(label(tr("custody.nobody_yet"), Role.MUTED, wrap=True))
        for link in chain.links:
            self._add(chain, link, names)

    def _add(self, chain: Chain, link: Any, names: Names) -> None:
        session = self._desk.session
        handle = session.profile.handle if session is not None else ""
        may_settle = session is not None and session.role is Part.SUPERVISOR
        self._list.addWidget(rule())
        wants_receipt = waits_for_receipt(link.values, handle)
        side = open_side(link.values, handle)
        made = CustodyRow(link, chain.first, side, may_settle=may_settle, wants_receipt=wants_receipt, names=names)
        made.sign_wanted.connect(partial(self._sign, link.id))
        made.deny_wanted.connect(partial(self._ask_why_denied, link.id))
        made.receipt_wanted.connect(partial(self._ask_for_receipt, link.id))
        made.settle_wanted.connect(partial(self._ask_to_settle, link.id))
        self.rows.append(made)
        self._list.addWidget(made)

    def _pass(self, dialog: HandOverDialog, act: Callable[..., str], values: dict[str, Json]) -> None:
        session, item_id = self._desk.session, self._item_id
        if session is None or item_id is None:
            return
        facts = dict(values)
        other, purpose = str(facts.pop(dialog.other) or ""), facts.pop("purpose")

        def done(_transfer_id: str) -> None:
            dialog.accept()
            self._on_done("custody.taken_over" if dialog.is_taking else "custody.handed_over")

        self._desk.jobs.store(
            lambda: act(session, item_id, other, purpose, **facts),
            done,
            dialog.say_fault,
            dialog,
        )

    def _sign(self, transfer_id: str) -> None:
        self._run(lambda session: answer_transfer(session, transfer_id), "custody.answered_signed")

    def _ask_why_denied(self, transfer_id: str) -> None:
        dialog = ask_reason(self, tr("custody.deny_title"), tr("custody.deny_why"), tr("custody.deny"), danger=True)
        dialog.given.connect(
            lambda reason: self._run(
                lambda session: answer_transfer(session, transfer_id, denied_because=reason), "custody.answered_denied"
            )
        )

    def _ask_for_receipt(self, transfer_id: str) -> None:
        dialog = ask_reason(self, tr("custody.receipt"), tr("custody.receipt_why"), tr("custody.receipt_go"))
        dialog.given.connect(
            lambda reference: self._run(
                lambda session: add_receipt(session, transfer_id, reference), "custody.receipt_added"
            )
        )

    def _ask_to_settle(self, transfer_id: str, counts: bool) -> None:
        verb = tr("custody.settle_counts" if counts else "custody.settle_not")
        dialog = ask_reason(self, tr("custody.settle_title"), tr("custody.settle_why"), verb)
        dialog.given.connect(
            lambda reason: self._run(
                lambda session: settle_transfer(session, transfer_id, counts=counts, comment=reason), "custody.settled"
            )
        )

    def _run(self, act: Callable[[Any], object], said: str) -> None:
        session = self._desk.session
        if session is not None:
            self._desk.jobs.store(lambda: act(session), lambda _none: self._on_done(said), self._on_error, self)

    def _on_done(self, said: str) -> None:
        # Nothing to undo: what was signed stays.
        self.banner.hush()
        self._desk.toast(tr(said))
        self.show_item(self._item_id)
        self.changed.emit()

    def _on_error(self, fault: Fault) -> None:
        self.banner.say(error_text(fault), tr("custody.kept"), Tone.SOON)
