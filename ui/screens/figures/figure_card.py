"""One figure: the number, what it is a part of, its definition; it opens its rows."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSizePolicy

from fieldapp.reports.question import FigureResult
from ui.style.token import Space
from ui.text import tr
from ui.widgets.big_number import BigNumber
from ui.widgets.card import Card
from ui.widgets.label import Role, label, rule, set_hint
from ui.widgets.layout import row

_NONE = "\N{EN DASH}"


def value_words(result: FigureResult) -> int | str:
    """The value as shown: a count, a percentage, or a dash for a share of nothing."""
    if result.value is None:
        return _NONE
    return f"{result.value} %" if result.figure.is_share else result.value


class FigureCard(Card):
    """A figure with its lines. Emits ``opened`` with the result whose rows are wanted."""

    opened = Signal(object)

    def __init__(self, result: FigureResult, parts: list[FigureResult]) -> None:
        super().__init__(name=f"figure_{result.name}")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.body.addWidget(self._number(result))
        if parts:
            self.body.addWidget(rule())
            if len(parts) > 1:
                total = " + ".join(str(part.value) for part in parts)
                words = tr("figures.sum", total=result.value, parts=total)
                self.body.addWidget(label(words, Role.CAPTION, name="figure_sum"))
            lines = row(gap=Space.L)
            for part in parts:
                lines.addWidget(self._number(part), stretch=1)
            self.body.addLayout(lines)
        self.body.addWidget(rule())
        self.body.addWidget(label(self._defined(result), Role.CAPTION, wrap=True, name="figure_definition"))
        for part in parts:
            self.body.addWidget(label(f"{part.figure.title}: {part.figure.definition}", Role.CAPTION, wrap=True))
        self.body.addStretch()

    def _defined(self, result: FigureResult) -> str:
        period = result.period
        basis = tr("figures.basis", basis=result.figure.date_basis, start=period.first_day, end=period.last_day)
        return f"{result.figure.definition} {basis}."

    def _number(self, result: FigureResult) -> BigNumber:
        made = BigNumber(result.figure.title, value_words(result), name=f"number_{result.name}", opens=True)
        set_hint(made, tr("figures.opens"), "Return")
        made.opened.connect(lambda: self.opened.emit(result))
        return made
