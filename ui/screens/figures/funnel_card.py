"""The way of the arrests through the prosecution: each step a number that opens its rows, beside a bar of its share."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from fieldapp.reports.question import FigureResult
from ui.screens.figures.figure_card import value_words, words_of
from ui.style.look import current_look, px
from ui.style.token import Radius, Space, Tone
from ui.text import tr
from ui.widgets.big_number import BigNumber
from ui.widgets.card import Card
from ui.widgets.label import Role, label, set_hint
from ui.widgets.layout import column


def stages_of(whole: FigureResult, results: Sequence[FigureResult]) -> list[FigureResult]:
    """Return the stages of a figure, each followed by the lines it falls into and by its own stages, in order."""
    on_the_way: set[str | None] = set()
    found: list[FigureResult] = []
    for result in results:
        figure = result.figure
        if figure.stage_of == whole.name or {figure.stage_of, figure.part_of} & on_the_way:
            on_the_way.add(result.name)
            found.append(result)
    return found


class FunnelCard(Card):
    """Emits ``opened`` with the result whose rows are wanted."""

    opened = Signal(object)

    def __init__(self, whole: FigureResult, stages: Sequence[FigureResult]) -> None:
        super().__init__(tr("figures.funnel"), name=f"funnel_{whole.name}")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.body.addWidget(label(tr("figures.funnel_unit"), Role.CAPTION, wrap=True, name="funnel_unit"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(px(Space.L))
        grid.setVerticalSpacing(px(Space.S))
        grid.setColumnStretch(1, 1)
        for line, result in enumerate((whole, *stages)):
            grid.addWidget(self._number(result, is_whole=result is whole), line, 0)
            grid.addWidget(_share(result, whole), line, 1)
        self.body.addLayout(grid)
        for sentence in _sums(stages):
            self.body.addWidget(label(sentence, Role.STRONG, wrap=True, name="funnel_sum"))
        for parting in dict.fromkeys(words for stage in stages if (words := words_of(stage).parting)):
            self.body.addWidget(label(parting, Role.CAPTION, wrap=True, name="funnel_parting"))

    def _number(self, result: FigureResult, *, is_whole: bool) -> QWidget:
        # The whole has its number on the card above, too.
        name = f"funnel_number_{result.name}" if is_whole else f"number_{result.name}"
        number = BigNumber(words_of(result).title, value_words(result), name=name, opens=True)
        set_hint(number, tr("figures.opens"), "Return")
        number.opened.connect(lambda: self.opened.emit(result))
        return number


class _Bar(QWidget):
    """A bar as long as its share of the width."""

    def __init__(self, share: float, tone: Tone) -> None:
        super().__init__()
        self._share, self._tone = share, tone
        self.setFixedHeight(px(Space.M))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme = current_look().theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        radius = px(Radius.MARK)
        for colour, share in ((theme.line, 1.0), (theme.colour(self._tone), self._share)):
            if share > 0:
                painter.setBrush(QColor(colour))
                wide = max(share * self.width(), 2.0 * radius)
                painter.drawRoundedRect(QRectF(0, 0, wide, self.height()), radius, radius)
        painter.end()


def _share(result: FigureResult, whole: FigureResult) -> QWidget:
    made = QWidget()
    inside = column(made, gap=Space.XS)
    inside.addStretch()
    share = len(result.ids) / len(whole.ids) if whole.ids else 0.0
    inside.addWidget(_Bar(share, Tone.MUTED if result.figure.part_of else Tone.ACCENT))
    inside.addWidget(label(words_of(result).definition, Role.CAPTION, wrap=True, name="figure_definition"))
    inside.addStretch()
    return made


def _sums(stages: Sequence[FigureResult]) -> list[str]:
    """Say of each stage that falls into lines that they add up to it."""
    found = []
    for stage in stages:
        lines = [line for line in stages if line.figure.part_of == stage.name]
        if len(lines) > 1:
            parts = " + ".join(f"{line.value:,}" for line in lines)
            words = tr("figures.sum", total=f"{stage.value:,}", parts=parts)
            found.append(f"{words_of(stage).title}: {words}")
    return found
