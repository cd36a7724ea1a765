"""A number to call, large enough to be read at arm's length; pressing it copies it."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from fieldapp.records.seed import DirectoryEntry
from ui.desk import Desk
from ui.style.look import px
from ui.style.token import Size, Space
from ui.text import chosen_language, tr
from ui.widgets.button import Kind, button
from ui.widgets.label import Role, label, set_hint
from ui.widgets.layout import column, row


def phone_button(desk: Desk, entry: DirectoryEntry) -> QPushButton:
    """Return the number on a button; whose it is and when it answers is its hint."""
    language = chosen_language()

    def copy() -> None:
        QApplication.clipboard().setText(entry.phone)
        desk.toast(tr("screening.number_copied"))

    made = button(entry.phone, Kind.SECONDARY, glyph="phone", name=f"phone_{entry.code}", large=True)
    made.setAccessibleName(f"{entry.label(language)}: {entry.phone}")
    set_hint(made, f"{entry.label(language)}. {entry.hours(language)}. {tr('screening.copy_number')}")
    made.clicked.connect(copy)
    return made


class PhoneLine(QWidget):
    """The number, and beside it whose it is and when it answers."""

    def __init__(self, desk: Desk, entry: DirectoryEntry) -> None:
        super().__init__()
        language = chosen_language()
        across = row(self, gap=Space.M)
        number = phone_button(desk, entry)
        number.setFixedWidth(px(Size.SHEET_CELL * 2))
        across.addWidget(number)
        words = column(gap=Space.NONE)
        words.addStretch()
        words.addWidget(label(entry.label(language), wrap=True))
        words.addWidget(label(entry.hours(language), Role.CAPTION, wrap=True))
        words.addStretch()
        across.addLayout(words, stretch=1)
