"""Help for somebody in the field: one key, no question asked; what was no danger is taken back with a reason."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from typing import Any, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from fieldapp.actions.operation_help import HelpCall, ask_for_help, confirm_safe, take_help_back
from fieldapp.actions.operation_scene import Member, Scene
from fieldapp.domain.clock import to_wire
from fieldapp.records.vocabulary import label as choice_label
from ui.desk import Desk
from ui.forms.local_time import show_clock
from ui.forms.reason_dialog import ask_reason
from ui.jobs import Fault
from ui.style.look import px
from ui.style.token import Size, Space, Tone
from ui.text import chosen_language, error_text, tr
from ui.widgets.banner import Banner
from ui.widgets.button import Kind, button
from ui.widgets.card import Card
from ui.widgets.flow import FlowLayout
from ui.widgets.label import Role, label, set_hint
from ui.widgets.layout import clear, column

KEY: Final = "F7"
_UNDER_WAY: Final = frozenset({"briefed", "active"})
_DOT: Final = " \N{MIDDLE DOT} "


class HelpCard(Card):
    """Shown while an operation is under way or a call stands. ``changed`` after each act."""

    changed = Signal()

    def __init__(self, desk: Desk) -> None:
        self.ask = button(tr("operation.help_ask"), Kind.DANGER, glyph="warning-octagon", name="help_ask", large=True)
        super().__init__(tr("operation.help"), name="operation_help", action=self.ask)
        self._desk = desk
        self._operation_id = ""
        self.banner = Banner(name="help_banner")
        self.body.addWidget(self.banner)
        self._calls = column(gap=Space.S)
        self.body.addLayout(self._calls)
        self.body.addWidget(label(tr("operation.help_note"), Role.CAPTION, wrap=True))
        self._others = QWidget()
        self._names = FlowLayout(self._others, gap=Space.XS)
        self.body.addWidget(self._others)
        set_hint(self.ask, tr("operation.help_hint"), KEY)
        self.ask.clicked.connect(self.press)
        desk.shortcuts.add(KEY, tr("operation.help_hint"), self.press, self, group=tr("operation.help"))

    def show_scene(self, operation_id: str, scene: Scene, *, editable: bool) -> None:
        """Show the calls that stand, and for whom else one may be made."""
        self._operation_id = operation_id
        is_under_way = scene.values.get("status") in _UNDER_WAY
        self.ask.setVisible(is_under_way)
        now = self._desk.clock.now()
        clear(self._calls)
        for number, call in enumerate(scene.help):
            self._calls.addWidget(self._call(number, call, now, editable=editable))
        clear(self._names)
        there = [member for member in scene.members if member.on_site_at and not member.off_site_at]
        self._others.setVisible(is_under_way and bool(there))
        self._add_names(there)
        self.setVisible(is_under_way or bool(scene.help))

    def press(self, member_id: str | bool = "") -> None:
        """Ask for help at once: for a place on the roster, else for whoever is here."""
        operation_id = self._operation_id
        member = member_id if isinstance(member_id, str) else ""
        self._do(lambda session: ask_for_help(session, operation_id, member), self._on_asked)

    def _add_names(self, members: Sequence[Member]) -> None:
        head = label(tr("operation.help_other"), Role.CAPTION)
        head.setMinimumHeight(px(Size.TARGET))
        self._names.addWidget(head)
        for number, member in enumerate(members):
            words = _DOT.join(part for part in (member.name, member.call_sign) if part) or _role(member.role)
            made = button(words, Kind.QUIET, name=f"help_for_{number}")
            made.setAccessibleName(f"{tr('operation.help_ask')}: {words}")
            made.clicked.connect(partial(self._press_for, member.record_id))
            self._names.addWidget(made)

    def _press_for(self, member_id: str, _checked: bool = False) -> None:
        self.press(member_id)

    def _call(self, number: int, call: HelpCall, now: datetime, *, editable: bool) -> QWidget:
        acts = QWidget()
        flow = FlowLayout(acts, gap=Space.XS)
        safe = button(tr("operation.help_safe"), Kind.SECONDARY, glyph="check", name=f"help_safe_{number}")
        false = button(tr("operation.help_false"), Kind.QUIET, name=f"help_false_{number}")
        for made, act in ((safe, self._confirm), (false, self._ask_why)):
            made.clicked.connect(partial(act, call.record_id))
            flow.addWidget(made)
        said = Banner(name=f"help_call_{number}", action=acts if editable else None)
        who = _DOT.join(part for part in (call.who, call.sign, _role(call.role)) if part)
        when = show_clock(to_wire(call.at), now)
        said.say(tr("operation.help_stands", when=when), who or tr("operation.help_nobody"), Tone.DANGER)
        return said

    def _confirm(self, help_id: str, _checked: bool = False) -> None:
        said = "operation.help_safe_said"
        self._do(lambda session: confirm_safe(session, help_id), lambda _made: self._on_done(said))

    def _ask_why(self, help_id: str, _checked: bool = False) -> None:
        title, why, verb = (tr(f"operation.help_false{part}") for part in ("", "_sentence", "_go"))
        dialog = ask_reason(self, title, why, verb)
        dialog.given.connect(
            lambda reason: self._do(
                lambda session: take_help_back(session, help_id, reason),
                lambda _none: self._on_done("operation.help_false_said"),
            )
        )

    def _do(self, act: Callable[[Any], Any], done: Callable[[Any], object]) -> None:
        session = self._desk.session
        if session is not None:
            self._desk.jobs.store(lambda: act(session), done, self._on_error, self)

    def _on_asked(self, call: HelpCall) -> None:
        warn_of_help(self._desk, [call])
        self._on_done("")

    def _on_done(self, said: str) -> None:
        self.banner.hush()
        if said:
            self._desk.toast(tr(said))
        self.changed.emit()

    def _on_error(self, fault: Fault) -> None:
        self.banner.say(error_text(fault), tr("record.kept"))


def warn_of_help(desk: Desk, calls: Sequence[HelpCall]) -> None:
    """Say above every screen that help is asked for, since when, and whether it is this person's operation."""
    when = show_clock(to_wire(calls[0].at), desk.clock.now())
    words = tr("operation.help_one") if len(calls) == 1 else tr("operation.help_many", count=len(calls))
    is_command = any(call.is_command for call in calls)
    desk.warn(words, tr("operation.help_command" if is_command else "operation.help_detail", when=when))


def _role(code: str) -> str:
    return choice_label("roster_role", code, chosen_language()) if code else ""
