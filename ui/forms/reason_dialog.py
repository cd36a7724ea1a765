"""Asks why, or for whom, before something that wants it in writing is done."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ui.forms.text_editor import make_line
from ui.text import tr
from ui.widgets.button import Kind, button
from ui.widgets.dialog import Dialog


class ReasonDialog(Dialog):
    """Emits ``given`` with what was typed: the reason, or what ``wanted`` names. Open it with ``open()``."""

    given = Signal(str)

    def __init__(
        self, parent: QWidget, title: str, sentence: str, verb: str, *, danger: bool = False, wanted: str = ""
    ) -> None:
        super().__init__(parent, title, sentence, name="reason_dialog")
        self._line = make_line(is_sensitive=True)
        self._line.setObjectName("reason")
        self._line.setPlaceholderText(wanted or tr("form.reason"))
        self._line.setAccessibleName(wanted or tr("form.reason"))
        self._go = button(verb, Kind.DANGER if danger else Kind.PRIMARY, name="reason_go")
        self._go.setEnabled(False)
        cancel = button(tr("form.cancel"), name="reason_cancel")
        self.body.addWidget(self._line)
        self.foot.addStretch()
        self.foot.addWidget(cancel)
        self.foot.addWidget(self._go)
        self._line.textChanged.connect(self._on_text_changed)
        # As in every dialog of ours: Enter in the last line presses its button, which is off until there are words.
        self._line.returnPressed.connect(self._go.click)
        cancel.clicked.connect(self.reject)
        self._go.clicked.connect(self._on_go)
        self._line.setFocus()

    def _on_text_changed(self, text: str) -> None:
        self._go.setEnabled(bool(text.strip()))

    def _on_go(self) -> None:
        reason = self._line.text().strip()
        self._line.setText("")
        self.accept()
        self.given.emit(reason)


def ask_reason(
    parent: QWidget, title: str, sentence: str, verb: str, *, danger: bool = False, wanted: str = ""
) -> ReasonDialog:
    """Open the dialog over ``parent`` and return it, to connect to ``given``."""
    made = ReasonDialog(parent, title, sentence, verb, danger=danger, wanted=wanted)
    made.finished.connect(made.deleteLater)
    made.open()
    return made
