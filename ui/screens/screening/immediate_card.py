"""What to do at once after a disclosure, with the numbers to call; it works without a network."""

from __future__ import annotations

from typing import Final

from PySide6.QtGui import QShowEvent

from fieldapp.actions.directory import load_numbers
from fieldapp.records.seed import DirectoryEntry, load_directory
from ui.desk import Desk
from ui.screens.screening.phone_button import PhoneLine
from ui.style.look import current_look
from ui.style.token import LARGE_TEXT, Space
from ui.text import tr
from ui.widgets.card import Card
from ui.widgets.label import Role, label
from ui.widgets.layout import clear, column, row

_STEPS: Final = ("safe", "private", "needs", "advocate", "hotline", "words")


class ImmediateCard(Card):
    """Six short steps and the directory: the agency's own numbers first, once they are read."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(tr("screening.now_title"), name="immediate_card")
        self.body.addWidget(label(tr("screening.now_note"), Role.MUTED, wrap=True))
        sides = column(gap=Space.L) if current_look().scale >= LARGE_TEXT else row(gap=Space.XL)
        steps = column(gap=Space.S)
        for number, code in enumerate(_STEPS, start=1):
            steps.addWidget(label(f"{number}.  {tr(f'screening.now_{code}')}", wrap=True))
        steps.addStretch()
        numbers = column(gap=Space.NONE)
        self._numbers = column(gap=Space.XS)
        numbers.addLayout(self._numbers)
        numbers.addStretch()
        sides.addLayout(steps, stretch=4)
        sides.addLayout(numbers, stretch=5)
        self.body.addLayout(sides)
        self._desk = desk
        # What is bundled stands there at once, whatever the store is busy with.
        self._shown: tuple[DirectoryEntry, ...] = ()
        self._show(load_directory())

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        session = self._desk.session
        if session is not None:
            self._desk.jobs.store(lambda: load_numbers(session), self._show, None, self)

    def _show(self, numbers: tuple[DirectoryEntry, ...]) -> None:
        if numbers == self._shown:
            return
        self._shown = numbers
        clear(self._numbers)
        for entry in numbers:
            if entry.phone:
                self._numbers.addWidget(PhoneLine(self._desk, entry))
