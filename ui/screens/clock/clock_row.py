"""One clock of the law: how it stands, until when, since what, by what law, and what people made of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from fieldapp.actions.clock import ClockView
from fieldapp.domain.clock import to_wire
from fieldapp.domain.wire import Json
from fieldapp.rules.deadline import ClockState
from ui.forms.local_time import show_instant, show_zone
from ui.screens.clock.clock_words import (
    doubt_words,
    due_words,
    hint_of,
    law_of,
    source_words,
    spell_clock,
    title_of,
)
from ui.style.token import Space, Tone
from ui.text import chosen_language, tr
from ui.widgets.button import Kind, button
from ui.widgets.chip import Chip
from ui.widgets.flow import FlowLayout
from ui.widgets.label import Role, label, set_hint, set_state
from ui.widgets.layout import column

_ENDED = frozenset({ClockState.DONE, ClockState.DONE_LATE})


class ClockRow(QWidget):
    """Emits ``change_wanted`` with the kind of change (pause, resume, rebase, extend) and ``approved`` with an id.

    ``may_approve``: whoever looks is a supervisor, and is offered the changes that nobody approved.
    """

    change_wanted = Signal(str)
    approved = Signal(str)

    def __init__(self, view: ClockView, now: datetime, *, may_approve: bool = False) -> None:
        super().__init__()
        deadline = view.deadline
        self.deadline = deadline
        self.setObjectName(f"clock_{deadline.code}")
        self.setAccessibleName(f"{title_of(deadline)}. {due_words(deadline)}")
        inside = column(self, gap=Space.XS)
        inside.addWidget(label(title_of(deadline), Role.STRONG, wrap=True))
        self.chip = Chip("", "clock", name=f"clock_chip_{deadline.code}")
        inside.addWidget(self.chip)
        due = label(due_words(deadline), wrap=True)
        if deadline.due_at is not None:
            set_hint(due, show_zone(to_wire(deadline.due_at)))
        inside.addWidget(due)
        inside.addWidget(label(source_words(deadline), Role.CAPTION, wrap=True))
        law = label(law_of(deadline), Role.CAPTION, wrap=True, name=f"clock_law_{deadline.code}")
        set_hint(law, hint_of(deadline))
        inside.addWidget(law)
        words = deadline.citation.words(chosen_language())
        inside.addWidget(label(words, Role.MUTED, wrap=True, name=f"clock_says_{deadline.code}"))
        if words != deadline.citation.says:
            translated = label(tr("clock.translated"), Role.CAPTION, wrap=True)
            set_hint(translated, deadline.citation.says)
            inside.addWidget(translated)
        for sentence in doubt_words(deadline):
            doubt = label(sentence, wrap=True)
            set_state(doubt, "tone", Tone.SOON.value)
            inside.addWidget(doubt)
        for change in view.changes:
            inside.addWidget(label(_told(change), Role.CAPTION, wrap=True))
            if may_approve and not change.get("approved_by"):
                inside.addLayout(self._approval(str(change["id"])))
        if deadline.state not in _ENDED:
            inside.addLayout(self._buttons())
        self.refresh(now)

    def refresh(self, now: datetime) -> None:
        """Say how it stands now."""
        self.chip.set_words(*spell_clock(self.deadline, now))

    def _buttons(self) -> FlowLayout:
        found = FlowLayout(gap=Space.XS)
        for kind in self._kinds():
            made = button(tr(f"clock.{kind}"), Kind.SECONDARY, name=f"{kind}_{self.deadline.code}")
            made.setProperty("tight", True)
            made.setAccessibleName(f"{tr(f'clock.{kind}')}: {title_of(self.deadline)}")
            made.clicked.connect(partial(self._ask, kind))
            found.addWidget(made)
        return found

    def _approval(self, change_id: str) -> FlowLayout:
        found = FlowLayout(gap=Space.XS)
        made = button(tr("clock.approve"), Kind.QUIET, name=f"approve_{self.deadline.code}")
        made.setAccessibleName(f"{tr('clock.approve')}: {title_of(self.deadline)}")
        made.clicked.connect(partial(self._approve, change_id))
        found.addWidget(made)
        return found

    def _approve(self, change_id: str, _checked: bool = False) -> None:
        self.approved.emit(change_id)

    def _kinds(self) -> list[str]:
        allowed = self.deadline.rule.changes
        kinds = ["resume"] if self.deadline.state is ClockState.PAUSED else ["pause"] if "pause" in allowed else []
        return [*kinds, "rebase", *(["extend"] if "extend" in allowed else [])]

    def _ask(self, kind: str, _checked: bool = False) -> None:
        self.change_wanted.emit(kind)


def _told(change: Mapping[str, Json]) -> str:
    words = tr(f"clock.told_{change['kind']}", at=show_instant(str(change["at"])), reason=change.get("reason") or "")
    who = change.get("approved_by")
    approval = tr("clock.approved", who=who) if who else tr("clock.not_approved")
    return f"{words} \N{MIDDLE DOT} {approval}"
