"""Asks before something that cannot be called back is done: what it means, and two ways out of it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ui.widgets.button import Kind, button
from ui.widgets.dialog import Dialog


class QuestionDialog(Dialog):
    """Emits ``agreed``. Open it with ``open()``; the keyboard begins at the way out, and locking closes it."""

    agreed = Signal()

    def __init__(self, parent: QWidget, title: str, sentence: str, yes: str, no: str, *, name: str) -> None:
        super().__init__(parent, title, sentence, name=name)
        self._words = f"{title}\n{sentence}"
        stay = button(no, name=f"{name}_stay")
        go = button(yes, Kind.PRIMARY, name=f"{name}_go")
        self.foot.addStretch()
        self.foot.addWidget(stay)
        self.foot.addWidget(go)
        stay.clicked.connect(self.reject)
        go.clicked.connect(self._on_go)
        stay.setFocus()

    def text(self) -> str:
        """All words shown."""
        return self._words

    def _on_go(self) -> None:
        self.accept()
        self.agreed.emit()
