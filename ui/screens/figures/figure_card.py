"""One figure: the number, what it is a part of, its definition; it opens its rows."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QBoxLayout, QSizePolicy, QVBoxLayout

from fieldapp.reports.question import FigureResult
from fieldapp.reports.wording import Wording, wording
from ui.style.token import Space
from ui.text import chosen_language, tr
from ui.widgets.big_number import BigNumber
from ui.widgets.card import Card
from ui.widgets.label import Role, label, rule, set_hint
from ui.widgets.layout import column, row

_NONE = "\N{EN DASH}"


def value_words(result: FigureResult) -> int | str:
    """The value as shown: a count, a percentage, or a dash for a share of nothing and for what is not held."""
    if result.value is None:
        return _NONE
    return f"{result.value} %" if result.figure.is_share else result.value


def words_of(result: FigureResult) -> Wording:
    """What the figure is called in the language chosen."""
    return wording(result.figure, chosen_language())


class FigureCard(Card):
    """A figure with its lines beside it. Emits ``opened`` with the result whose rows are wanted."""

    opened = Signal(object)

    def __init__(self, result: FigureResult, parts: list[FigureResult]) -> None:
        super().__init__(name=f"figure_{result.name}")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._lines = row(gap=Space.XL)
        for one in (result, *parts):
            self._lines.addLayout(self._column(one, is_whole=one is result), stretch=1)
        self.body.addLayout(self._lines)
        if len(parts) > 1:
            total = " + ".join(f"{part.value:,}" for part in parts)
            words = tr("figures.sum", total=f"{result.value:,}", parts=total)
            self.body.addWidget(label(words, Role.STRONG, name="figure_sum"))
        # What sets all the lines apart is said once below them, not in each.
        for parting in dict.fromkeys(words for part in parts if (words := words_of(part).parting)):
            self.body.addWidget(label(parting, Role.CAPTION, wrap=True, name="figure_parting"))
        self.body.addStretch()

    def set_narrow(self, *, narrow: bool) -> None:
        """Put the lines below one another where there is no room beside one another."""
        self._lines.setDirection(QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight)

    def _column(self, result: FigureResult, *, is_whole: bool) -> QVBoxLayout:
        inside = column(gap=Space.XS)
        name, words = f"number_{result.name}", words_of(result)
        number = BigNumber(words.title, value_words(result), name=name, opens=result.is_held)
        inside.addWidget(number)
        if result.is_held:
            set_hint(number, tr("figures.opens"), "Return")
            number.opened.connect(lambda: self.opened.emit(result))
        else:
            number.setAccessibleName(f"{words.title}: {tr('figures.not_held')}")
            inside.addWidget(label(tr("figures.not_held"), Role.STRONG, wrap=True, name=f"unheld_{result.name}"))
        inside.addWidget(rule())
        defined = words.definition
        if is_whole:
            defined += " " + tr("figures.basis", basis=words.date_basis)
        inside.addWidget(label(defined, Role.CAPTION, wrap=True, name="figure_definition"))
        inside.addStretch()
        return inside
