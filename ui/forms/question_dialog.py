"""Asks before something that cannot be called back is done: what it means, and two ways out of it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QWidget

from ui.style.look import px
from ui.style.token import Size, Space
from ui.widgets.button import Kind, button
from ui.widgets.label import Role, label
from ui.widgets.layout import column, row


class QuestionDialog(QDialog):
    """Emits ``agreed``. Open it with ``open()``; the keyboard begins at the way out, and locking closes it."""

    agreed = Signal()

    def __init__(self, parent: QWidget, title: str, sentence: str, yes: str, no: str, *, name: str) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setWindowTitle(title)
        self.setMinimumWidth(px(Size.GATE))
        self._words = f"{title}\n{sentence}"
        stay = button(no, name=f"{name}_stay")
        go = button(yes, Kind.PRIMARY, name=f"{name}_go")
        inside = column(self, gap=Space.M, margin=Space.XL)
        inside.addWidget(label(title, Role.TITLE, wrap=True))
        inside.addWidget(label(sentence, Role.MUTED, wrap=True))
        foot = row()
        foot.addStretch()
        foot.addWidget(stay)
        foot.addWidget(go)
        inside.addLayout(foot)
        stay.clicked.connect(self.reject)
        go.clicked.connect(self._on_go)
        stay.setFocus()

    def text(self) -> str:
        """All words shown."""
        return self._words

    def _on_go(self) -> None:
        self.accept()
        self.agreed.emit()
