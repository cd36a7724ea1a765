"""Asks what a change of a clock needs: a time where it has one, and the reason."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from fieldapp.domain.clock import Clock, to_wire
from ui.forms.local_time import UnreadableError, read_instant, show_zone
from ui.forms.text_editor import make_line
from ui.style.token import Space
from ui.text import tr
from ui.widgets.button import Kind, button
from ui.widgets.dialog import Dialog
from ui.widgets.label import Role, label
from ui.widgets.layout import column

_WITH_A_MOMENT: Final = frozenset({"rebase", "extend"})


class ClockDialog(Dialog):
    """Emits ``given`` with the reason and the moment (None where the change has none).

    ``approves``: whoever asks is a supervisor, whose change needs nobody else's word. Open it with ``open()``; Tab
    goes through its lines, Enter in the last presses its button, Escape leaves it.
    """

    given = Signal(str, object)

    def __init__(self, parent: QWidget, clock: Clock, kind: str, title: str, *, approves: bool = False) -> None:
        super().__init__(parent, tr(f"clock.{kind}_title"), name="clock_dialog")
        self._clock = clock
        self._moment: datetime | None = None
        inside = self.body
        inside.addWidget(label(title, Role.STRONG, wrap=True))
        inside.addWidget(label(tr(f"clock.{kind}_sentence"), Role.MUTED, wrap=True))
        self._needs_moment = kind in _WITH_A_MOMENT
        self._when = _line("clock_moment", tr(f"clock.{kind}_moment") if self._needs_moment else "", is_sensitive=False)
        self._understood = label("", Role.CAPTION, wrap=True, name="clock_understood")
        if self._needs_moment:
            self._when.setPlaceholderText(tr("form.instant_hint_ahead" if kind == "extend" else "clock.moment_hint"))
            _add(inside, self._when)
            inside.addWidget(self._understood)
        self._reason = _line("clock_reason", tr("clock.reason"))
        _add(inside, self._reason)
        inside.addWidget(
            label(tr("clock.approved_at_once" if approves else "clock.approved_later"), Role.CAPTION, wrap=True)
        )
        self._go = button(tr(f"clock.{kind}"), Kind.PRIMARY, name="clock_go")
        self._go.setEnabled(False)
        cancel = button(tr("form.cancel"), name="clock_cancel")
        self.foot.addStretch()
        self.foot.addWidget(cancel)
        self.foot.addWidget(self._go)
        self._when.textChanged.connect(self._on_changed)
        self._reason.textChanged.connect(self._on_changed)
        self._reason.returnPressed.connect(self._go.click)
        cancel.clicked.connect(self.reject)
        self._go.clicked.connect(self._on_go)
        (self._when if self._needs_moment else self._reason).setFocus()

    def _on_changed(self, _text: str) -> None:
        typed = self._when.text().strip()
        self._moment = None
        words = ""
        if self._needs_moment and typed:
            try:
                self._moment = read_instant(typed, self._clock.now())
                words = show_zone(to_wire(self._moment))
            except UnreadableError:
                words = tr("clock.moment_unreadable")
        self._understood.setText(words)
        has_moment = self._moment is not None or not self._needs_moment
        self._go.setEnabled(has_moment and bool(self._reason.text().strip()))

    def _on_go(self) -> None:
        reason, moment = self._reason.text().strip(), self._moment
        for line in (self._when, self._reason):
            line.clear()
        self.accept()
        self.given.emit(reason, moment)


def _line(name: str, title: str, *, is_sensitive: bool = True) -> QLineEdit:
    made = make_line(is_sensitive=is_sensitive)
    made.setObjectName(name)
    made.setAccessibleName(title)
    return made


def _add(inside: QVBoxLayout, line: QLineEdit) -> None:
    group = column(gap=Space.XS)
    title = label(line.accessibleName(), Role.CAPTION)
    title.setBuddy(line)
    group.addWidget(title)
    group.addWidget(line)
    inside.addLayout(group)
