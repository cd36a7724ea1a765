"""How old somebody is said to be: claimed, apparent, from a document, verified, apart; what counts, and since when."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

import shiboken6
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget

from fieldapp.actions.age_decision import AgeDecision, age_decisions
from fieldapp.actions.age_evidence import AgeView, Outcome, StatedAges, StruckAge, load_ages, rest_on, state_age
from fieldapp.actions.age_evidence import strike_age as strike
from fieldapp.domain.people import AgeBasis
from fieldapp.domain.problems import Refused
from fieldapp.domain.wire import Json
from ui.desk import Desk
from ui.forms.local_time import show_instant
from ui.forms.reason_dialog import ask_reason
from ui.forms.save_queue import take_back
from ui.jobs import Fault
from ui.screens.person.age_dialog import ask_age
from ui.screens.person.age_words import decision_words, kind_words, outcome_words, source_words, years_words
from ui.style.look import px
from ui.style.token import Size, Space, Tone
from ui.text import chosen_language, error_text, tr
from ui.widgets.banner import Banner
from ui.widgets.button import Kind, button
from ui.widgets.card import Card
from ui.widgets.chip import Chip
from ui.widgets.flow import FlowLayout
from ui.widgets.jump_line import JumpLine
from ui.widgets.label import Role, label, set_hint
from ui.widgets.layout import clear, column
from ui.widgets.sides import Sides

_FORBIDDEN: Final = frozenset({"ARREST_MINOR_PROSTITUTION", "CHARGE_UNKNOWN_FOR_MINOR"})
Act = Callable[[Any, bool], Outcome]


@dataclass(frozen=True, repr=False)
class AgeReading:
    """What the card shows, read in one go on the store's thread."""

    ages: StatedAges
    decisions: tuple[AgeDecision, ...]


def read_ages(session: Any, record_type: str, record_id: str) -> AgeReading | None:
    """Return the ages of a person, or of the person of a recovery with the decision on it alone."""
    person_id = record_id
    if record_type != "person":
        person_id = str((session.store.record(record_type, record_id) or {}).get("person") or "")
    ages = load_ages(session, person_id) if person_id else None
    if ages is None:
        return None
    decisions = age_decisions(session, person_id)
    if record_type != "person":
        decisions = tuple(each for each in decisions if each.record_id == record_id)
    return AgeReading(ages, decisions)


class AgeCard(Card):
    """Hidden where there is no person. Emits ``changed`` when it wrote, ``opened`` with the type and id of a record."""

    changed = Signal()
    opened = Signal(str, str)

    def __init__(self, desk: Desk) -> None:
        self.state = button(tr("age.state"), Kind.SECONDARY, glyph="plus", name="state_age")
        super().__init__(tr("age.card"), name="age_card", action=self.state)
        set_hint(self.state, tr("age.state_hint"), "Return")
        self._desk = desk
        self._place: tuple[str, str] = ("", "")
        self._person_id = ""
        self._shown: object = None
        self._again: Act | None = None
        self._editable = False
        self._turn = button(tr("age.turn"), Kind.PRIMARY, glyph="lifebuoy", name="turn_and_state")
        self.banner = Banner(name="age_card_banner", action=self._turn)
        self._lines = column(gap=Space.M)
        self.body.addWidget(self.banner)
        self.body.addLayout(self._lines)
        self.state.clicked.connect(self._on_state)
        self._turn.clicked.connect(self._on_turn)
        self.hide()

    def show_record(self, record_type: str, record_id: str, *, editable: bool) -> None:
        """Read the ages of a person, or of the victim of a recovery."""
        self._place, self._editable = (record_type, record_id), editable
        session = self._desk.session
        if session is not None:
            self._desk.jobs.store(lambda: read_ages(session, record_type, record_id), self._show, self._on_fault, self)

    def wipe(self) -> None:
        """Empty it at once."""
        self._shown, self._again, self._person_id = None, None, ""
        clear(self._lines)
        self.banner.hush()
        self.hide()

    def _show(self, reading: AgeReading | None) -> None:
        told = (reading, self._editable, chosen_language())
        if reading is None:
            self.wipe()
            return
        if told == self._shown:
            return
        self._shown, self._person_id = told, reading.ages.person_id
        clear(self._lines)
        self.state.setVisible(self._editable)
        if reading.ages.is_open:
            self._lines.addWidget(label(tr("age.open"), Role.ERROR, wrap=True, name="age_open"))
        for basis in reversed(AgeBasis):
            self._show_kind(basis.value, [view for view in reading.ages.ages if view.stated.basis == basis.value])
        self._show_decisions(reading.decisions)
        for struck in reading.ages.struck:
            self._lines.addWidget(self._struck(struck))
        self.show()

    def _show_kind(self, basis: str, views: list[AgeView]) -> None:
        inside = column(gap=Space.XS)
        inside.addWidget(label(kind_words(basis), Role.OVERLINE, name=f"age_kind_{basis}"))
        for number, view in enumerate(views):
            inside.addWidget(self._line(view, f"{basis}_{number}"))
        if not views:
            inside.addWidget(label(tr("age.none"), Role.MUTED))
        self._lines.addLayout(inside)

    def _line(self, view: AgeView, name: str) -> QWidget:
        said, right = QWidget(), QWidget()
        words = column(said, gap=Space.NONE)
        words.addWidget(label(years_words(view.stated), Role.STRONG, wrap=True, name=f"age_{name}"))
        words.addWidget(label(source_words(view.stated), Role.CAPTION, wrap=True, name=f"age_source_{name}"))
        acts = FlowLayout(right, gap=Space.S)
        if view.counts:
            acts.addWidget(Chip(tr("age.counts"), "check-circle", Tone.OK, name=f"age_counts_{name}"))
        evidence_id = view.stated.evidence_id
        if self._editable and view.is_offered:
            rests = self._button("age.rest", f"rest_age_{name}", Kind.SECONDARY)
            rests.clicked.connect(lambda: self._do(lambda s, turns: rest_on(s, evidence_id, turns_arrests=turns)))
            acts.addWidget(rests)
        if self._editable and evidence_id:
            strikes = self._button("age.strike", f"strike_age_{name}", Kind.QUIET)
            strikes.clicked.connect(partial(self._ask_strike, evidence_id))
            acts.addWidget(strikes)
        return Sides(said, right, px(Size.FIND_MIN))

    @staticmethod
    def _button(key: str, name: str, kind: Kind) -> QPushButton:
        made = button(tr(key), kind, name=name)
        set_hint(made, tr(f"{key}_hint"), "Return")
        return made

    def _show_decisions(self, decisions: tuple[AgeDecision, ...]) -> None:
        if not decisions:
            return
        self._lines.addWidget(label(tr("age.decisions"), Role.OVERLINE))
        for decision in decisions:
            told, because = decision_words(decision)
            glyph = "arrow-elbow-down-right"
            line = JumpLine(told, glyph, name=f"age_decision_{decision.record_type}", note=because)
            line.pressed.connect(lambda at=decision: self.opened.emit(at.record_type, at.record_id))
            self._lines.addWidget(line)

    @staticmethod
    def _struck(struck: StruckAge) -> QWidget:
        stated = struck.stated
        words = tr(
            "age.struck",
            kind=kind_words(stated.basis),
            years=years_words(stated),
            who=struck.author,
            at=show_instant(struck.at),
        )
        why = f"{words} \N{MIDDLE DOT} {struck.reason}" if struck.reason else words
        return label(why, Role.CAPTION, wrap=True, name="age_struck")

    def _on_state(self) -> None:
        ask_age(self, self._desk.clock.now().astimezone().date()).given.connect(self._state)

    def _state(self, values: Mapping[str, Json]) -> None:
        person_id = self._person_id
        self._do(lambda session, turns: state_age(session, person_id, values, turns_arrests=turns))

    def _ask_strike(self, evidence_id: str) -> None:
        dialog = ask_reason(self, tr("age.strike"), tr("age.strike_why"), tr("age.strike"), danger=True)
        dialog.given.connect(lambda reason: self._do(lambda s, _: strike(s, evidence_id, reason), "age.struck_out"))

    def _on_turn(self) -> None:
        if self._again is not None:
            self._do(self._again, turns=True)

    def _do(self, act: Act, head: str = "", *, turns: bool = False) -> None:
        session = self._desk.session
        if session is None:
            return
        self._again = act
        self._desk.jobs.store(lambda: act(session, turns), partial(self._on_done, head), self._on_fault, self)

    def _on_done(self, head: str, outcome: Outcome) -> None:
        self._again = None
        told, details = outcome_words(outcome)
        self._turn.hide()
        self.banner.say(tr(head) if head else told, details, Tone.SOON if outcome.turned else Tone.OK)
        self._desk.toast(tr("age.toast"), lambda: take_back(self._desk, self._note_undone))
        self._tell()

    def _note_undone(self) -> None:
        # An undo may come when the person has long been elsewhere and the page is gone.
        if shiboken6.isValid(self):
            self.banner.hush()
            self._tell()

    def _tell(self) -> None:
        self.changed.emit()
        self.show_record(*self._place, editable=self._editable)
        if self.state.isVisible():
            self.state.setFocus()

    def _on_fault(self, fault: Fault) -> None:
        is_forbidden = isinstance(fault, Refused) and any(each.code in _FORBIDDEN for each in fault.problems)
        self.show()
        self._turn.setVisible(is_forbidden)
        if is_forbidden:
            self.banner.say(tr("age.against"), tr("age.against_detail"), Tone.SOON)
            self._turn.setFocus()
        else:
            self.banner.say(tr("age.failed"), error_text(fault))
