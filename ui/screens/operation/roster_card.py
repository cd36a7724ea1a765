"""Who is where: briefing sign-in before, signs of life while it is under way, each by one press."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from fieldapp.actions.operation_scene import Member, Scene
from fieldapp.domain.clock import from_wire
from fieldapp.records.vocabulary import label as choice_label
from ui.desk import Desk
from ui.forms.local_time import show_clock
from ui.style.look import px
from ui.style.token import Size, Space, Tone
from ui.text import chosen_language, tr
from ui.widgets.button import Kind, button
from ui.widgets.card import Card
from ui.widgets.chip import Chip
from ui.widgets.flow import flow
from ui.widgets.label import Role, label, rule, set_hint
from ui.widgets.layout import clear, column, row
from ui.widgets.sides import Sides

_BEFORE: Final = frozenset({"draft", "reviewed", "approved", "briefed"})


class RosterCard(Card):
    """Emits ``sign_in_wanted`` with a member ("" for everybody), ``mark_wanted`` with a member and an act."""

    sign_in_wanted = Signal(str)
    mark_wanted = Signal(str, str)

    def __init__(self, desk: Desk) -> None:
        self._all = button(tr("operation.sign_in_all"), Kind.QUIET, name="sign_in_all")
        super().__init__(tr("operation.roster"), name="operation_roster", action=self._all)
        self._desk = desk
        self._all.clicked.connect(lambda: self.sign_in_wanted.emit(""))
        self._rows = column(gap=Space.S)
        self.body.addLayout(self._rows)

    def show_scene(self, scene: Scene, *, editable: bool) -> None:
        """Show everybody on the roster; an undercover officer is an alias."""
        clear(self._rows)
        status = str(scene.values.get("status") or "")
        self._all.setVisible(editable and status in _BEFORE and any(not each.signed_in_at for each in scene.members))
        if not scene.members:
            self._rows.addWidget(label(tr("operation.roster_none"), wrap=True))
            self._rows.addWidget(label(tr("operation.roster_none_hint"), Role.CAPTION, wrap=True))
        elif status == "active" and not scene.values.get("check_in_minutes"):
            self._rows.addWidget(label(tr("operation.no_interval"), Role.CAPTION, wrap=True))
        now = self._desk.clock.now()
        for number, member in enumerate(scene.members):
            if number:
                self._rows.addWidget(rule())
            self._rows.addWidget(self._row(number, member, now, status if editable else ""))

    def _row(self, number: int, member: Member, now: datetime, status: str) -> QWidget:
        left = QWidget()
        words = column(left, gap=Space.XS)
        role = choice_label("roster_role", member.role, chosen_language()) if member.role else ""
        words.addWidget(label(" \N{MIDDLE DOT} ".join(p for p in (member.name, member.call_sign) if p), wrap=True))
        # Beside a stretch: a chip is no wider than its words, and would hold the names to that width.
        state = row(gap=Space.S)
        state.addWidget(Chip(*member_state(member, now, status), name=f"state_{number}"))
        state.addWidget(label(role, Role.CAPTION, wrap=True), stretch=1)
        words.addLayout(state)
        acts = flow(gap=Space.XS, name=f"acts_{number}")
        who = member.name or role
        if status in _BEFORE and not member.signed_in_at:
            self._add(acts, "sign_in", f"sign_in_{number}", who, partial(self.sign_in_wanted.emit, member.record_id))
        for act in _acts(member) if status == "active" else ():
            self._add(
                acts, f"mark_{act}", f"{act}_{number}", who, partial(self.mark_wanted.emit, member.record_id, act)
            )
        # Large text puts what can be pressed below the name instead of widening the page.
        made = Sides(left, acts, px(Size.PANE))
        made.setObjectName(f"member_{number}")
        return made

    @staticmethod
    def _add(acts: QWidget, key: str, name: str, who: str, act: partial[None]) -> None:
        made = button(tr(f"operation.{key}"), Kind.SECONDARY, name=name)
        made.setAccessibleName(f"{tr(f'operation.{key}')}: {who}")
        if key == "mark_safe":
            set_hint(made, tr("operation.mark_safe_hint"))
        made.clicked.connect(lambda _checked=False: act())
        inside = acts.layout()
        if inside is not None:
            inside.addWidget(made)


def member_state(member: Member, now: datetime, status: str) -> tuple[str, str, Tone]:
    """Return words, icon and tone of where somebody is: red only when a check-in was missed."""

    def said(key: str, moment: str) -> str:
        return tr(f"operation.state_{key}", when=show_clock(moment, now))

    if member.off_site_at:
        return said("off_site", member.off_site_at), "minus-circle", Tone.MUTED
    due = member.next_check_in_at
    if due and status == "active":
        is_over = from_wire(due) <= now
        return said("missed" if is_over else "due", due), *_LOOKS[is_over]
    if member.on_site_at:
        return said("on_site", member.checked_in_at or member.on_site_at), "check-circle", Tone.MUTED
    if member.signed_in_at:
        return tr("operation.state_briefed"), "check-circle", Tone.MUTED
    return tr("operation.state_planned"), "circle", Tone.MUTED


_LOOKS: Final = {True: ("warning-octagon", Tone.DANGER), False: ("clock", Tone.MUTED)}


def _acts(member: Member) -> tuple[str, ...]:
    is_there = bool(member.on_site_at) and not member.off_site_at
    return ("checked_in", "safe", "off_site") if is_there else ("on_site",)
