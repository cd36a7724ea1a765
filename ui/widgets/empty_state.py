"""What an empty place says: what belongs here, and the one button that starts it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from ui.style.look import px
from ui.style.token import Size, Space, Tone
from ui.widgets.button import Kind, button
from ui.widgets.glyph import Glyph
from ui.widgets.label import Role, label
from ui.widgets.layout import column, row


class EmptyState(QWidget):
    """Centred icon, title, one or two sentences, and at most one button."""

    started = Signal()

    def __init__(self, glyph: str, title: str, sentence: str, action: str = "", *, name: str = "empty_state") -> None:
        super().__init__()
        self.setObjectName(name)
        inside = column(self, gap=Space.S, margin=Space.XL)
        centre = Qt.AlignmentFlag.AlignHCenter
        inside.addStretch(1)
        inside.addWidget(Glyph(glyph, Tone.MUTED, Size.ICON_LARGE), alignment=centre)
        inside.addSpacing(px(Space.S))
        heading = label(title, Role.TITLE, wrap=True)
        heading.setAlignment(centre)
        inside.addWidget(heading)
        words = label(sentence, Role.MUTED, wrap=True)
        words.setAlignment(centre)
        words.setMaximumWidth(px(Size.GATE))
        # No alignment flag here: it would take the sentence's second line away (no height for width).
        prose = row(gap=Space.NONE)
        prose.addStretch()
        prose.addWidget(words, stretch=1)
        prose.addStretch()
        inside.addLayout(prose)
        if action:
            inside.addSpacing(px(Space.S))
            start = button(action, Kind.PRIMARY, name=f"{name}_start")
            start.clicked.connect(self.started)
            inside.addWidget(start, alignment=centre)
        inside.addStretch(2)
