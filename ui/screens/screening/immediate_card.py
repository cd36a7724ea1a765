"""What to do at once after a disclosure, with the numbers to call; it works without a network."""

from __future__ import annotations

from typing import Final

from PySide6.QtWidgets import QWidget

from fieldapp.records.seed import DirectoryEntry, load_directory
from ui.style.token import Space, Tone
from ui.text import chosen_language, tr
from ui.widgets.card import Card
from ui.widgets.glyph import Glyph
from ui.widgets.label import Role, label
from ui.widgets.layout import column, row

_STEPS: Final = ("safe", "private", "needs", "advocate", "hotline", "words")


class ImmediateCard(Card):
    """Six short steps and the directory."""

    def __init__(self) -> None:
        super().__init__(tr("screening.now_title"), name="immediate_card")
        self.body.addWidget(label(tr("screening.now_note"), Role.MUTED, wrap=True))
        sides = row(gap=Space.XL)
        steps = column(gap=Space.S)
        for number, code in enumerate(_STEPS, start=1):
            steps.addWidget(label(f"{number}.  {tr(f'screening.now_{code}')}", wrap=True))
        steps.addStretch()
        numbers = column(gap=Space.S)
        for entry in load_directory():
            numbers.addWidget(_number(entry))
        numbers.addStretch()
        sides.addLayout(steps, stretch=1)
        sides.addLayout(numbers, stretch=1)
        self.body.addLayout(sides)


def _number(entry: DirectoryEntry) -> QWidget:
    made = QWidget()
    across = row(made, gap=Space.S)
    across.addWidget(Glyph("phone", Tone.ACCENT))
    words = column(gap=Space.NONE)
    number = label(entry.phone, Role.STRONG, name=f"phone_{entry.code}")
    words.addWidget(number)
    language = chosen_language()
    words.addWidget(label(f"{entry.label(language)} · {entry.hours(language)}", Role.CAPTION, wrap=True))
    across.addLayout(words, stretch=1)
    return made
