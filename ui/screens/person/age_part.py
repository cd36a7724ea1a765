"""What a corrected age changed: each recovery, arrest and screening that it turned, a line to each."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal

from fieldapp.actions.age_change import AgeChange
from ui.screens.person.age_words import sentence
from ui.style.token import Space
from ui.text import tr
from ui.widgets.card import Card
from ui.widgets.jump_line import JumpLine
from ui.widgets.label import Role, label
from ui.widgets.layout import clear, column


class AgePart(Card):
    """Hidden while no correction turned anything. ``opened`` carries record type and id."""

    opened = Signal(str, str)

    def __init__(self) -> None:
        super().__init__(tr("age.title"), name="age_part")
        self._lines = column(gap=Space.XS)
        self.body.addWidget(label(tr("age.note"), Role.MUTED, wrap=True))
        self.body.addLayout(self._lines)
        self.hide()

    def show_changes(self, changes: Sequence[AgeChange]) -> None:
        """Show these; nothing at all hides the part."""
        clear(self._lines)
        self.setVisible(bool(changes))
        for change in changes:
            line = JumpLine(sentence(change), "arrow-elbow-down-right", name=f"age_{change.record_type}")
            line.pressed.connect(lambda which=change: self.opened.emit(which.record_type, which.record_id))
            self._lines.addWidget(line)

    def wipe(self) -> None:
        """Empty it at once."""
        self.show_changes(())
