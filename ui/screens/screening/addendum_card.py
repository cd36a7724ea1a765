"""What was learned or corrected after a screening was locked; the screening itself stays as it was."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPlainTextEdit

from ui.screens.screening.screening_reading import Addendum
from ui.style.look import px
from ui.style.token import Size
from ui.text import tr
from ui.widgets.button import Kind, button
from ui.widgets.card import Card
from ui.widgets.label import Role, label, rule
from ui.widgets.layout import row


class AddendumCard(Card):
    """``add_wanted(text)``. With nobody to write, it only shows what there is."""

    add_wanted = Signal(str)

    def __init__(self, addenda: Sequence[Addendum]) -> None:
        super().__init__(tr("screening.addenda"), name="addendum_card")
        self.body.addWidget(label(tr("screening.addenda_note"), Role.MUTED, wrap=True))
        for each in addenda:
            self.body.addWidget(label(each.text, wrap=True, name="addendum"))
            self.body.addWidget(label(f"{each.author} \N{MIDDLE DOT} {each.when}", Role.CAPTION))
            self.body.addWidget(rule())
        self.text = QPlainTextEdit()
        self.text.setObjectName("addendum_text")
        self.text.setAccessibleName(tr("screening.addendum_text"))
        self.text.setPlaceholderText(tr("screening.addendum_text"))
        self.text.setTabChangesFocus(True)
        self.text.setFixedHeight(px(Size.TARGET_LARGE) * 2)
        self.body.addWidget(self.text)
        add = button(tr("screening.addendum_add"), Kind.SECONDARY, glyph="plus", name="addendum_add", large=True)
        add.clicked.connect(self._on_add)
        across = row()
        across.addWidget(add)
        across.addStretch()
        self.body.addLayout(across)

    def _on_add(self) -> None:
        if self.text.toPlainText().strip():
            self.add_wanted.emit(self.text.toPlainText())
        else:
            self.text.setFocus()
