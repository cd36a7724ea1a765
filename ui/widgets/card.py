"""A card: one thing with a title, its content below, an optional action at the right of the title."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from ui.style.look import px
from ui.style.token import Size, Space
from ui.widgets.label import Role, label
from ui.widgets.layout import column
from ui.widgets.sides import Sides


class Card(QFrame):
    """A framed surface. Add content to ``body``."""

    body: QVBoxLayout

    def __init__(self, title: str = "", *, name: str = "card", action: QWidget | None = None) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setProperty("kind", "card")
        outside = column(self, gap=Space.M, margin=Space.L)
        self._title = label(title, Role.STRONG)
        if action is not None:
            outside.addWidget(Sides(self._title, action, px(Size.FIND_MIN)))
        elif title:
            outside.addWidget(self._title)
        self.body = column(gap=Space.S)
        outside.addLayout(self.body)

    def set_title(self, title: str) -> None:
        """Change the title of a card that was made with one."""
        self._title.setText(title)
