"""Asks why a step of the protocol was not done: declined, not applicable, or impossible, with the reason."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from fieldapp.records import vocabulary
from ui.forms.segment_row import SegmentRow
from ui.forms.text_editor import make_line
from ui.text import chosen_language, tr
from ui.widgets.button import Kind, button
from ui.widgets.dialog import Dialog
from ui.widgets.label import Role, label

_STATUSES: Final = ("unable", "declined", "not_applicable")


class StepDialog(Dialog):
    """Emits ``given`` with the status and the reason. What the law asks (``mandated``) is done, or was impossible.

    1 to 3 choose, Tab goes on, Enter in the line presses its button. Open it with ``open()``; locking closes it.
    """

    given = Signal(str, str)

    def __init__(self, parent: QWidget, step: str, *, mandated: bool = False) -> None:
        super().__init__(parent, tr("protocol.not_done_title"), name="step_dialog")
        language = chosen_language()
        statuses = _STATUSES[:1] if mandated else _STATUSES
        offers = [(code, vocabulary.label("step_status", code, language)) for code in statuses]
        self._status = SegmentRow(offers, numbered=True)
        self._status.setObjectName("step_status")
        self._status.setAccessibleName(tr("protocol.not_done_title"))
        self._reason = make_line(is_sensitive=True)
        self._reason.setObjectName("step_reason")
        self._reason.setMaxLength(300)
        self._reason.setPlaceholderText(tr("form.reason"))
        self._reason.setAccessibleName(tr("form.reason"))
        self._go = button(tr("protocol.not_done_go"), Kind.PRIMARY, name="step_go")
        self._go.setEnabled(False)
        cancel = button(tr("form.cancel"), name="step_cancel")
        self.body.addWidget(label(step, Role.STRONG, wrap=True))
        sentence = "protocol.not_done_mandated" if mandated else "protocol.not_done_sentence"
        self.body.addWidget(label(tr(sentence), Role.MUTED, wrap=True))
        self.body.addWidget(self._status)
        self.body.addWidget(self._reason)
        self.foot.addStretch()
        self.foot.addWidget(cancel)
        self.foot.addWidget(self._go)
        self._status.picked.connect(self._on_changed)
        self._reason.textChanged.connect(self._on_changed)
        self._reason.returnPressed.connect(self._go.click)
        cancel.clicked.connect(self.reject)
        self._go.clicked.connect(self._on_go)
        self._status.setFocus()

    def _on_changed(self) -> None:
        self._go.setEnabled(self._status.code() is not None and bool(self._reason.text().strip()))

    def _on_go(self) -> None:
        status, reason = self._status.code(), self._reason.text().strip()
        self._reason.clear()
        self.accept()
        self.given.emit(status or "", reason)
