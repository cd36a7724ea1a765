"""A part of a page: heading, a line about it, content below."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.style.token import Space
from ui.widgets.label import Role, label, rule
from ui.widgets.layout import column, row


class Section(QWidget):
    """A titled part of a page. Add content to ``body``."""

    body: QVBoxLayout

    def __init__(self, title: str, note: str = "", *, name: str = "section", action: QWidget | None = None) -> None:
        super().__init__()
        self.setObjectName(name)
        outside = column(self, gap=Space.S)
        head = row()
        head.addWidget(label(title, Role.LEAD))
        head.addStretch()
        if action is not None:
            head.addWidget(action)
        outside.addLayout(head)
        if note:
            outside.addWidget(label(note, Role.MUTED, wrap=True))
        outside.addWidget(rule())
        self.body = column(gap=Space.S)
        outside.addLayout(self.body)
