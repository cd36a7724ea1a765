"""Asks who takes somebody's work over, and why."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from ui.forms.text_editor import make_line
from ui.style.token import Space
from ui.text import tr
from ui.widgets.button import Kind, button
from ui.widgets.dialog import Dialog
from ui.widgets.flow import FlowLayout
from ui.widgets.label import Role, label
from ui.widgets.layout import column

_OFFERED = 8


class ReassignDialog(Dialog):
    """Emits ``given`` with the new owners, in the order typed, and the reason. Open it with ``open()``."""

    given = Signal(list, str)

    def __init__(self, parent: QWidget, who: str, count: int, others: Sequence[str]) -> None:
        heading = tr("caseload.hand_on_title", who=who, count=count)
        sentence = tr("caseload.hand_on_sentence")
        super().__init__(parent, tr("caseload.hand_on"), sentence, name="reassign_dialog", heading=heading)
        inside = self.body
        self._owners = _add(inside, "new_owners", tr("caseload.owners"))
        if others:
            inside.addWidget(self._offer(others[:_OFFERED]))
        self._reason = _add(inside, "reassign_reason", tr("caseload.reason"))
        self._go = button(tr("caseload.hand_on"), Kind.PRIMARY, name="reassign_go")
        self._go.setEnabled(False)
        cancel = button(tr("form.cancel"), name="reassign_cancel")
        self.foot.addStretch()
        self.foot.addWidget(cancel)
        self.foot.addWidget(self._go)
        for line in (self._owners, self._reason):
            line.textChanged.connect(self._on_changed)
        self._reason.returnPressed.connect(self._go.click)
        cancel.clicked.connect(self.reject)
        self._go.clicked.connect(self._on_go)
        self._owners.setFocus()

    def _offer(self, others: Sequence[str]) -> QWidget:
        ground = QWidget()
        flow = FlowLayout(ground, gap=Space.XS)
        for other in others:
            made = button(other, Kind.QUIET, name="owner_offer")
            made.clicked.connect(lambda _checked=False, other=other: self._put(other))
            flow.addWidget(made)
        return ground

    def _put(self, other: str) -> None:
        named = self._named()
        if other not in named:
            self._owners.setText(", ".join([*named, other]))

    def _named(self) -> list[str]:
        return [part.strip() for part in self._owners.text().split(",") if part.strip()]

    def _on_changed(self, _text: str) -> None:
        self._go.setEnabled(bool(self._named()) and bool(self._reason.text().strip()))

    def _on_go(self) -> None:
        owners, reason = self._named(), self._reason.text().strip()
        for line in (self._owners, self._reason):
            line.clear()
        self.accept()
        self.given.emit(owners, reason)


def _add(inside: QVBoxLayout, name: str, title: str) -> QLineEdit:
    made = make_line(is_sensitive=True)
    made.setObjectName(name)
    made.setAccessibleName(title)
    group = column(gap=Space.XS)
    words = label(title, Role.CAPTION)
    words.setBuddy(made)
    group.addWidget(words)
    group.addWidget(made)
    inside.addLayout(group)
    return made
