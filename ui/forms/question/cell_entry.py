"""A table of questions with the same choices: a head with their words, a line of bare marks for each question."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.forms.question.choice_entry import ManyEntry, OneEntry
from ui.forms.question.entry import Entry, Offer, Prompt
from ui.forms.question.markup import words_label
from ui.style.look import px
from ui.style.token import Space
from ui.widgets.label import Role
from ui.widgets.layout import clear, row

_MOST_CELLS = 99


class HeadEntry(Entry):
    """The words of the choices (``label``); it asks nothing."""

    takes_answer = False
    says_how_known = False
    is_beside = True

    def __init__(self, prompt: Prompt) -> None:
        super().__init__(prompt)
        self._across = row(gap=Space.XS)
        self.body.addLayout(self._across)

    def focus_widget(self) -> QWidget:
        return self

    def set_options(self, options: Sequence[Offer]) -> None:
        clear(self._across)
        for offer in options:
            words = words_label(offer.label, Role.CAPTION)
            words.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignBottom)
            # Every cell as wide as its neighbour, so that the marks below stand under the words.
            words.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
            words.setMinimumWidth(px(Space.XXL))
            self._across.addWidget(words, stretch=1)

    def inputs(self) -> Sequence[QWidget]:
        return ()

    def _show(self, value: str) -> None:
        pass


class CellsEntry(OneEntry):
    """One mark of a line (``list-nolabel``); a screen reader still says the choice in words."""

    bare = True
    is_beside = True

    def _columns(self) -> int | None:
        return _MOST_CELLS


class ManyCellsEntry(ManyEntry):
    """Any marks of a line."""

    bare = True
    is_beside = True

    def _columns(self) -> int | None:
        return _MOST_CELLS
