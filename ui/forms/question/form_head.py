"""The head of a running form: which section this is, how far the questions are, in which language they are shown."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QProgressBar, QWidget

from ui.forms.question.markup import set_words, words_label
from ui.forms.question.review_page import tally_words
from ui.forms.question.tally import Tally
from ui.forms.question.target import needs_large
from ui.style.look import px
from ui.style.token import Size, Space
from ui.text import tr
from ui.widgets.label import Role, label
from ui.widgets.layout import column, row
from ui.widgets.sides import Sides

_WHOLE: Final = 100


class FormHead(QWidget):
    """``language_chosen(language)`` when the person wants the questions in another language."""

    language_chosen = Signal(str)

    def __init__(self, languages: Sequence[str], language: str) -> None:
        super().__init__()
        self.setObjectName("form_head")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        left, right = QWidget(), QWidget()
        words = column(left, gap=Space.NONE)
        self._place = label("", Role.OVERLINE, wrap=True, name="form_place")
        self._title = words_label("", Role.TITLE, name="form_title")
        self._title.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignAbsolute)
        words.addWidget(self._place)
        words.addWidget(self._title)
        ends = row(right, gap=Space.L)
        progress = column(gap=Space.XS)
        self._progress = label("", Role.MUTED, name="form_progress")
        self._bar = QProgressBar()
        self._bar.setObjectName("form_bar")
        self._bar.setTextVisible(False)
        self._bar.setMinimumWidth(px(Size.PANE) // 2)
        progress.addWidget(self._progress)
        progress.addWidget(self._bar)
        ends.addLayout(progress)
        self._languages = QComboBox()
        self._languages.setObjectName("form_language")
        self._languages.setProperty("large", needs_large())
        self._languages.setAccessibleName(tr("question.language"))
        self._languages.setToolTip(tr("question.language_hint"))
        for name in languages:
            self._languages.addItem(language_words(name), name)
        self.show_language(language)
        self._languages.activated.connect(self._on_language)
        ends.addWidget(self._languages, alignment=Qt.AlignmentFlag.AlignVCenter)
        # In its place first: shown before, it would be a window of its own and take the keyboard.
        self._languages.setVisible(len(languages) > 1)
        inside = column(self)
        inside.setContentsMargins(px(Space.XL), px(Space.M), px(Space.XL), px(Space.S))
        self._sides = Sides(left, right, px(Size.FIND_MIN))
        self._sides.setMaximumWidth(px(Size.COLUMN_MAX))
        inside.addWidget(self._sides)

    def show_place(self, title: str, place: str) -> None:
        """Say which section this is, and the how manieth."""
        set_words(self._title, title)
        self._title.setVisible(bool(title.strip()))
        self._place.setText(place)

    def show_progress(self, tally: Tally) -> None:
        """Say how many questions are answered of those that are asked now."""
        self._progress.setText(tally_words(tally))
        self._progress.setAccessibleName(tally_words(tally))
        self._bar.setMaximum(max(1, tally.asked))
        self._bar.setValue(tally.asked - tally.blank)
        self._bar.setAccessibleName(tally_words(tally))
        self._sides.fit()

    def show_language(self, language: str) -> None:
        """Mark the language the questions are shown in."""
        self._languages.setCurrentIndex(max(0, self._languages.findData(language)))

    def title(self) -> str:
        """Return the title shown."""
        return self._title.accessibleName()

    def place(self) -> str:
        """Return the words about where this page stands."""
        return self._place.text()

    def progress(self) -> str:
        """Return the words about how far the questions are."""
        return self._progress.text()

    def _on_language(self, place: int) -> None:
        self.language_chosen.emit(str(self._languages.itemData(place)))


def language_words(language: str) -> str:
    """Return a language's name without its tag: ``Español`` of ``Español (es)``."""
    return language.rpartition("(")[0].strip() or language
