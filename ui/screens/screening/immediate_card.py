"""What to do at once after a disclosure, with the numbers to call; it works without a network."""

from __future__ import annotations

from typing import Final

from fieldapp.records.seed import load_directory
from ui.desk import Desk
from ui.screens.record.record_page import LARGE_TEXT
from ui.screens.screening.phone_button import PhoneLine
from ui.style.look import current_look
from ui.style.token import Space
from ui.text import tr
from ui.widgets.card import Card
from ui.widgets.label import Role, label
from ui.widgets.layout import column, row

_STEPS: Final = ("safe", "private", "needs", "advocate", "hotline", "words")


class ImmediateCard(Card):
    """Six short steps and the directory."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(tr("screening.now_title"), name="immediate_card")
        self.body.addWidget(label(tr("screening.now_note"), Role.MUTED, wrap=True))
        sides = column(gap=Space.L) if current_look().scale >= LARGE_TEXT else row(gap=Space.XL)
        steps = column(gap=Space.S)
        for number, code in enumerate(_STEPS, start=1):
            steps.addWidget(label(f"{number}.  {tr(f'screening.now_{code}')}", wrap=True))
        steps.addStretch()
        numbers = column(gap=Space.XS)
        for entry in load_directory():
            numbers.addWidget(PhoneLine(desk, entry))
        numbers.addStretch()
        sides.addLayout(steps, stretch=4)
        sides.addLayout(numbers, stretch=5)
        self.body.addLayout(sides)
