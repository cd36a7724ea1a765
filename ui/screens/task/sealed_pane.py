"""Sealed names: what waits for a keeper's answer, the aliases under seal, and who keeps them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Final, TypeAlias

from PySide6.QtWidgets import QPushButton, QWidget

from fieldapp.actions.keeper import Keeper, become_keeper, load_keepers, note_compared, retire_keeper
from fieldapp.actions.name_opening import (
    Opening,
    agree_to_open,
    ask_to_open,
    load_opening_log,
    load_openings,
    open_name,
    refuse_to_open,
)
from fieldapp.actions.sealed_name import SealedName, TrueName, load_sealed_names, seal_name
from fieldapp.domain.clock import from_wire
from ui.desk import Desk
from ui.forms.question_dialog import QuestionDialog
from ui.forms.reason_dialog import ask_reason
from ui.jobs import Fault
from ui.models.row_words import spell_when
from ui.screens.board.board_row import BoardRow
from ui.screens.task.name_card import NameCard
from ui.screens.task.opening_log_dialog import OpeningLogDialog
from ui.screens.task.seal_dialog import SealDialog
from ui.screens.task.sealed_words import credit_words, keeper_chip, name_chip, opening_chip
from ui.screens.task.team_pane import TeamPane
from ui.style.look import px
from ui.style.token import Size, Space
from ui.text import error_text, tr
from ui.widgets.button import Kind, button
from ui.widgets.card import Card
from ui.widgets.chip import Chip, even_out
from ui.widgets.empty_state import EmptyState
from ui.widgets.flow import flow
from ui.widgets.label import Role, label, rule, set_hint
from ui.widgets.sides import Sides

_DOT: Final = " \N{MIDDLE DOT} "
_SHOWN_OPENINGS: Final = 12

Made: TypeAlias = tuple[BoardRow, list[QPushButton]]
"""A row, and what can be pressed beside it."""


@dataclass(frozen=True, repr=False)
class Vault:
    """Everything that the tab shows."""

    keepers: tuple[Keeper, ...]
    names: tuple[SealedName, ...]
    openings: tuple[Opening, ...]

    @property
    def keeps(self) -> bool:
        """Whether whoever is at this laptop is a keeper."""
        return any(keeper.is_own for keeper in self.keepers)

    @property
    def may_seal(self) -> bool:
        """Whether there is a second person to seal for."""
        return len({keeper.handle for keeper in self.keepers if keeper.is_compared}) > 1


class SealedPane(TeamPane[Vault]):
    """A card for the questions, one for the seals, one for the keepers; above them for a moment a name."""

    name = "sealed"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.vault = Vault((), (), ())
        self._first: QWidget | None = None
        self.shown_name = NameCard()
        self.shown_name.put_away.connect(self.reload)
        self.above.addWidget(self.shown_name)

    def read(self, session: Any) -> Vault:
        return Vault(load_keepers(session), load_sealed_names(session), load_openings(session))

    def show_found(self, found: Vault) -> None:
        self.vault = found
        if not found.keeps:
            empty = EmptyState("key", tr("sealed.none_title"), tr("sealed.none"), tr("sealed.become"))
            empty.started.connect(lambda: self._do(become_keeper))
            self.inside.addWidget(empty)
            self._first = empty.findChild(QPushButton, "empty_state_start")
        if found.openings:
            card = Card(tr("sealed.openings"), name="openings_card")
            rows = [(opening_chip(each), partial(self._opening_row, each)) for each in found.openings]
            self._add(card, tr("sealed.openings_hint"), rows[:_SHOWN_OPENINGS])
        if found.keeps or found.names:
            self._add_names(found)
        if found.keepers:
            card = Card(tr("sealed.keepers"), name="keepers_card")
            rows = [(keeper_chip(each), partial(self._keeper_row, each)) for each in found.keepers]
            self._add(card, tr("sealed.keepers_hint"), rows)

    def first(self) -> QWidget | None:
        return self.shown_name.focus_widget() or self._first or super().first()

    def empty(self) -> None:
        super().empty()
        self._first = None
        self.vault = Vault((), (), ())

    def forget(self) -> None:
        """Take a name off the screen at once: the place is left, or the app locks."""
        self.shown_name.wipe()

    def _add_names(self, found: Vault) -> None:
        new = button(tr("sealed.seal"), Kind.PRIMARY, glyph="lock-key", name="seal_new")
        new.setEnabled(found.keeps and found.may_seal)
        new.clicked.connect(partial(self._on_seal, "", None))
        card = Card(tr("sealed.names"), name="sealed_card", action=new)
        rows = [(name_chip(each), partial(self._name_row, each)) for each in found.names]
        hint = tr("sealed.names_hint") if found.names else tr("sealed.names_none")
        self._add(card, hint if found.may_seal else f"{tr('sealed.no_pair')} {hint}", rows)

    def _add(self, card: Card, hint: str, rows: Sequence[tuple[Chip, Callable[[Chip], Made]]]) -> None:
        """Fill a card; what can be pressed stands beside its row, and below it where large text leaves no room."""
        card.body.setSpacing(px(Space.NONE))
        card.body.addWidget(label(hint, Role.CAPTION, wrap=True))
        card.body.addSpacing(px(Space.S))
        even_out([chip for chip, _make in rows])
        for chip, make in rows:
            made, acts = make(chip)
            card.body.addWidget(rule())
            card.body.addWidget(Sides(made, flow(*acts), px(Size.GATE)) if acts else made)
            self.rows.append(made)
        self.inside.addWidget(card)

    def _opening_row(self, each: Opening, chip: Chip) -> Made:
        acts: list[QPushButton] = []
        if each.state == "asked":
            acts = [
                self._act("sealed.refuse", "opening_refuse", partial(self._on_refuse, each), each.alias),
                self._act("sealed.agree", "opening_agree", partial(self._on_agree, each), each.alias),
            ]
        elif each.state == "agreed":
            acts = [self._act("sealed.open", "opening_open", partial(self._on_open, each), each.alias)]
        when = spell_when(from_wire(each.asked_at), self.desk.clock.now())
        asked = tr("sealed.asked_by", who=each.asked_by, when=when)
        parts = [asked, each.reason]
        if each.answered_by:
            key = "sealed.refused_by" if each.state == "refused" else "sealed.agreed_by"
            parts.append(tr(key, who=each.answered_by, words=each.answer_reason))
        made = BoardRow(each.alias, _DOT.join(parts), lead=chip, name="opening_row")
        made.opened.connect(partial(self._on_log, each.sealed_name, each.alias))
        return made, acts

    def _name_row(self, each: SealedName, chip: Chip) -> Made:
        acts: list[QPushButton] = []
        if each.is_mine:
            acts.append(self._act("sealed.ask", "seal_ask", partial(self._on_ask, each), each.alias))
        if self.vault.keeps and self.vault.may_seal:
            acts.insert(0, self._act("sealed.anew", "seal_anew", partial(self._on_seal, each.alias, each), each.alias))
        parts = [credit_words(each), tr("sealed.sealed_for", names=", ".join(each.holders))]
        if each.left:
            parts.append(tr("sealed.left", names=", ".join(each.left)))
        made = BoardRow(each.alias, _DOT.join(parts), lead=chip, name="sealed_row")
        made.opened.connect(partial(self._on_log, each.record_id, each.alias))
        return made, acts

    def _keeper_row(self, each: Keeper, chip: Chip) -> Made:
        acts: list[QPushButton] = []
        if not each.is_own:
            acts.append(self._act("sealed.retire", "keeper_retire", partial(self._on_retire, each), each.name))
        if not each.is_compared:
            compared = partial(self._do, lambda session: note_compared(session, each.record_id))
            acts.append(self._act("sealed.compared", "keeper_compared", compared, each.name))
        note = tr("sealed.digits", digits=each.fingerprint)
        return BoardRow(each.name, note, lead=chip, name="keeper_row"), acts

    @staticmethod
    def _act(key: str, name: str, act: Callable[[], None], about: str) -> QPushButton:
        made = button(tr(key), Kind.SECONDARY, name=name)
        made.setAccessibleName(f"{tr(key)}: {about}")
        set_hint(made, tr(f"{key}_hint"))
        made.clicked.connect(lambda _checked=False: act())
        return made

    def _on_seal(self, alias: str, instead: SealedName | None, _checked: bool = False) -> None:
        dialog = SealDialog(self, self.vault.keepers, alias)
        dialog.given.connect(partial(self._seal, dialog, instead.record_id if instead else None))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _seal(self, dialog: SealDialog, instead_of: str | None, alias: str, true_name: TrueName) -> None:
        session = self.desk.session

        def done(_sealed: str) -> None:
            dialog.accept()
            self.desk.toast(tr("sealed.sealed_toast"))
            self.reload()

        if session is not None:
            act = partial(seal_name, session, alias, true_name, instead_of=instead_of)
            self.desk.jobs.store(act, done, dialog.say_fault, dialog)

    def _on_ask(self, each: SealedName) -> None:
        words = (tr("sealed.ask_title", alias=each.alias), tr("sealed.ask_why"), tr("sealed.ask"))
        ask_reason(self, *words).given.connect(
            lambda reason: self._do(lambda session: ask_to_open(session, each.record_id, reason))
        )

    def _on_agree(self, each: Opening) -> None:
        sentence = tr("sealed.agree_sentence", who=each.asked_by, alias=each.alias, reason=each.reason)
        dialog = QuestionDialog(
            self, tr("sealed.agree_title"), sentence, tr("sealed.agree"), tr("form.cancel"), name="agree_dialog"
        )
        dialog.agreed.connect(partial(self._do, lambda session: agree_to_open(session, each.record_id)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _on_refuse(self, each: Opening) -> None:
        words = (tr("sealed.refuse_title", alias=each.alias), tr("sealed.refuse_why"), tr("sealed.refuse"))
        ask_reason(self, *words).given.connect(
            lambda reason: self._do(lambda session: refuse_to_open(session, each.record_id, reason))
        )

    def _on_open(self, each: Opening) -> None:
        session = self.desk.session
        if session is not None:
            act = partial(open_name, session, each.record_id)
            self.desk.jobs.store(act, partial(self._on_opened, each), self._on_not_done, self)

    def _on_opened(self, each: Opening, true_name: TrueName) -> None:
        if self.isVisible():  # whoever went elsewhere meanwhile is not shown a name there
            credit = next((credit_words(one) for one in self.vault.names if one.record_id == each.sealed_name), "")
            self.shown_name.show_name(each.alias, true_name, credit)
        self.reload()

    def _on_retire(self, each: Keeper) -> None:
        words = (tr("sealed.retire_title", who=each.name), tr("sealed.retire_why"), tr("sealed.retire"))
        ask_reason(self, *words, danger=True).given.connect(
            lambda reason: self._do(lambda session: retire_keeper(session, each.record_id, reason))
        )

    def _on_log(self, sealed_id: str, alias: str) -> None:
        session = self.desk.session

        def show(lines: Any) -> None:
            dialog = OpeningLogDialog(self, alias, lines, self.desk.clock)
            dialog.finished.connect(dialog.deleteLater)
            dialog.open()

        if session is not None:
            self.desk.jobs.store(lambda: load_opening_log(session, sealed_id), show, self.say_fault, self)

    def _do(self, act: Callable[[Any], object]) -> None:
        session = self.desk.session
        if session is not None:
            self.desk.jobs.store(lambda: act(session), lambda _done: self.reload(), self._on_not_done, self)

    def _on_not_done(self, fault: Fault) -> None:
        self.banner.say(tr("sealed.not_done"), error_text(fault))
