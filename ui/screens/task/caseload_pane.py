"""Who has what: a row for each person; every number opens its rows, one button hands all of it on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any, Final

from PySide6.QtWidgets import QPushButton, QWidget

from fieldapp.actions.caseload import Handed, Load, load_caseload, reassign, take_reassignment_back
from fieldapp.records import require_type
from ui.desk import Desk
from ui.jobs import Fault
from ui.screens.task.reassign_dialog import ReassignDialog
from ui.screens.task.team_pane import TeamPane
from ui.style.look import px
from ui.style.token import Space
from ui.text import declared_text, error_text, tr
from ui.turn import Turns
from ui.widgets.button import Kind, button
from ui.widgets.card import Card
from ui.widgets.empty_state import EmptyState
from ui.widgets.flow import FlowLayout
from ui.widgets.label import Role, label, set_hint

_PLACES: Final = {
    "task": "operations",
    "operation": "operations",
    "lead": "leads",
    "recovery": "people",
    "screening": "people",
    "arrest": "enforcement",
    "search_warrant": "enforcement",
    "evidence_item": "enforcement",
}


class CaseloadPane(TeamPane[tuple[Load, ...]]):
    """A card for each person."""

    name = "caseload"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.loads: tuple[Load, ...] = ()
        self._turns = Turns(iter(()), self)

    def read(self, session: Any) -> tuple[Load, ...]:
        return load_caseload(session)

    def show_found(self, found: tuple[Load, ...]) -> None:
        self.loads = found
        if not found:
            self.inside.addWidget(EmptyState("users-three", tr("caseload.none_title"), tr("caseload.none")))
            return
        self.inside.addWidget(label(tr("caseload.hint"), Role.CAPTION, wrap=True))
        # The first at once, for the keyboard to begin at; a hundred people more, a few milliseconds a turn.
        self.inside.addWidget(self._card(found[0]))
        self._turns = Turns(self._rest(found[1:]), self)
        self._turns.start()

    def _rest(self, loads: Sequence[Load]) -> Iterator[None]:
        for load in loads:
            self.inside.addWidget(self._card(load))
            yield

    def first(self) -> QWidget | None:
        found: QPushButton | None = self.findChild(QPushButton, "load_count")
        return found

    def empty(self) -> None:
        self._turns.drop()
        super().empty()
        self.loads = ()

    def _card(self, load: Load) -> Card:
        hand_on = button(tr("caseload.hand_on"), glyph="users-three", name="hand_on")
        set_hint(hand_on, tr("caseload.hand_on_hint"))
        hand_on.clicked.connect(partial(self._on_hand_on, load))
        made = Card(load.who or tr("caseload.nobody"), name="load_card", action=hand_on)
        ground = QWidget()
        flow = FlowLayout(ground, gap=Space.S)
        flow.setContentsMargins(0, 0, 0, px(Space.XS))
        for key, record_type, ids in _numbers(load):
            if ids:
                words = tr(f"caseload.{key}", count=len(ids), kind=declared_text(require_type(record_type).plural))
                flow.addWidget(self._number(words, record_type, ids, load.who, is_late=key == "overdue"))
        made.body.addWidget(ground)
        return made

    def _number(self, words: str, record_type: str, ids: tuple[str, ...], who: str, *, is_late: bool) -> QPushButton:
        glyph, kind = ("warning-octagon", Kind.DANGER) if is_late else ("", Kind.SECONDARY)
        made = button(words, kind, glyph=glyph, name="load_count")
        heading = f"{who or tr('caseload.nobody')}: {words}"
        place = _PLACES[record_type]
        made.clicked.connect(lambda: self.desk.open(place, record_type=record_type, ids=list(ids), heading=heading))
        return made

    def _on_hand_on(self, load: Load) -> None:
        others = [each.who for each in self.loads if each.who and each.who != load.who]
        dialog = ReassignDialog(self, load.who or tr("caseload.nobody"), load.count, others)
        dialog.given.connect(partial(self._hand_on, load.who))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _hand_on(self, who: str, owners: list[str], reason: str) -> None:
        session = self.desk.session
        if session is not None:
            self.desk.jobs.store(
                lambda: reassign(session, who, owners, reason), self._on_handed, self._on_not_handed, self
            )

    def _on_handed(self, handed: Handed) -> None:
        # A toast never carries names.
        self.desk.toast(tr("caseload.handed", count=handed.count), partial(_take_back, self.desk, handed))
        self.reload()

    def _on_not_handed(self, fault: Fault) -> None:
        self.banner.say(tr("caseload.failed"), error_text(fault))


def _numbers(load: Load) -> list[tuple[str, str, tuple[str, ...]]]:
    """The numbers of one person: key of the words, record type, the rows behind it."""
    drafts = [("drafts", record_type, ids) for record_type, ids in load.drafts.items()]
    return [
        ("overdue", "task", load.overdue),
        ("soon", "task", load.soon),
        ("tasks", "task", load.tasks),
        ("leads", "lead", load.leads),
        ("operations", "operation", load.operations),
        *drafts,
    ]


def _take_back(desk: Desk, handed: Handed) -> None:
    session = desk.session
    if session is not None:
        desk.jobs.store(
            lambda: take_reassignment_back(session, handed),
            lambda _nothing: desk.open("team", tab="caseload"),
            lambda fault: desk.warn(error_text(fault)),
            desk,
        )
