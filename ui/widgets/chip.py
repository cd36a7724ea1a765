"""State in a word: icon and word in a tone, so that nothing is said by colour alone."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy, QStylePainter, QWidget

from ui.style.look import px
from ui.style.token import Size, Space, Tone
from ui.widgets.glyph import Glyph
from ui.widgets.label import label, set_hint, set_state
from ui.widgets.layout import row


class _Words(QLabel):
    """One line that ends in an ellipsis where there is no room for it."""

    def __init__(self) -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)

    def minimumSizeHint(self) -> QSize:
        hint = super().minimumSizeHint()
        return QSize(min(hint.width(), px(Size.SHEET_CELL)), hint.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        shown = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
        if shown == self.text():
            super().paintEvent(event)
            return
        painter = QStylePainter(self)
        ink = self.palette().color(self.foregroundRole())
        painter.setPen(ink)
        painter.drawText(self.contentsRect(), Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)


class Chip(QFrame):
    """A state chip. ``tone`` is MUTED for a state that asks nothing of anybody.

    One that is ``elided`` names somebody: it gives way where its words are wider than the page, and says them on hover.
    """

    def __init__(
        self, text: str, glyph: str, tone: Tone = Tone.MUTED, *, name: str = "chip", elided: bool = False
    ) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setProperty("kind", "chip")
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self._glyph = Glyph(glyph, tone, Size.ICON_SMALL)
        self._text = _Words() if elided else label("")
        inside = row(self, gap=Space.XS)
        inside.setContentsMargins(Space.S, Space.XS, Space.S, Space.XS)
        inside.addWidget(self._glyph)
        inside.addWidget(self._text)
        self.set_words(text, glyph, tone)

    def set_words(self, text: str, glyph: str, tone: Tone) -> None:
        """Show another state."""
        self._text.setText(text)
        self._glyph.set_glyph(glyph, tone)
        self.setAccessibleName(text)
        if isinstance(self._text, _Words):
            set_hint(self, text)
        set_state(self, "tone", tone.value)

    def text(self) -> str:
        """The word shown."""
        return self._text.text()


def even_out(chips: Sequence[Chip]) -> None:
    """Give chips that stand below one another the width of the widest of them."""
    for chip in chips:
        for each in (chip, *chip.findChildren(QWidget)):
            # Else it is measured in a font that it will not be shown in.
            each.ensurePolished()
    widest = max((chip.sizeHint().width() for chip in chips), default=0)
    for chip in chips:
        chip.setFixedWidth(widest)
