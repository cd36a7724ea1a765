"""The icon at the beginning of a line: for the eye, and with a word for whoever is read the screen to."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit

from ui.style.icon import icon
from ui.style.token import Tone


def lead_with(line: QLineEdit, glyph: str, words: str) -> None:
    """Put an icon before what is typed into ``line``; ``words`` say what it stands for."""
    line.addAction(icon(glyph, Tone.MUTED), QLineEdit.ActionPosition.LeadingPosition).setText(words)
