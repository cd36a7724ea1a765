"""One of the values that a field has, with whose it is and where it differs from the other."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QResizeEvent, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QSizePolicy

from ui.screens.conflict.difference import Piece, runs
from ui.style.look import current_look, px
from ui.style.token import Size, Space, Tone
from ui.text import tr
from ui.widgets.button import Kind, button
from ui.widgets.card import Card
from ui.widgets.chip import Chip
from ui.widgets.label import Role, label
from ui.widgets.layout import row

_FEWEST_LINES: Final = 2
_MOST_LINES: Final = 14


class ValueText(QPlainTextEdit):
    """A value as text, read only, with its differing runs underlined on a tint."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("side_value")
        self.setReadOnly(True)
        self.setTabChangesFocus(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._fit()

    def sizeHint(self) -> QSize:
        # Not the size of an editor: the cards stand as high as their texts, so that the decision is in view.
        return QSize(px(Size.PANE), self.minimumHeight())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """As high as its lines, within limits."""
        # A plain text's height is counted in lines.
        lines = min(max(int(self.document().size().height()), _FEWEST_LINES), _MOST_LINES)
        self.setMinimumHeight(lines * self.fontMetrics().lineSpacing() + px(Space.L))

    def show_pieces(self, pieces: list[Piece]) -> None:
        """Show a text with its differences marked: by tint and by underline, not by colour alone."""
        self.setPlainText("".join(piece.text for piece in pieces))
        marked = QTextCharFormat()
        marked.setBackground(QColor(current_look().theme.tint(Tone.SOON, 0.25)))
        marked.setFontUnderline(True)
        marked.setFontWeight(QFont.Weight.DemiBold)
        cursor = QTextCursor(self.document())
        for start, length in runs(pieces):
            cursor.setPosition(start)
            cursor.setPosition(start + length, QTextCursor.MoveMode.KeepAnchor)
            cursor.setCharFormat(marked)
        self.moveCursor(QTextCursor.MoveOperation.Start)
        self._fit()


class SideCard(Card):
    """Emits ``chosen`` when the person takes this value."""

    chosen = Signal()

    def __init__(self, letter: str, author: str, device: str, *, is_shown: bool) -> None:
        super().__init__(tr("conflict.side", letter=letter), name=f"side_{letter}")
        self.value = ValueText()
        self.value.setAccessibleName(tr("conflict.side", letter=letter))
        self.body.addWidget(self.value, stretch=1)
        whose = row()
        words = label(f"{author}, {tr('conflict.device', device=device)}", Role.CAPTION, wrap=True, name="side_author")
        whose.addWidget(words, stretch=1)
        if is_shown:
            whose.addWidget(Chip(tr("conflict.shown_now"), "eye"), alignment=Qt.AlignmentFlag.AlignTop)
        self.body.addLayout(whose)
        self.take = button(tr("conflict.choose"), Kind.SECONDARY, glyph="check", name=f"take_{letter}")
        self.take.setCheckable(True)
        self.take.setProperty("choice", True)
        self.take.clicked.connect(self._on_clicked)
        self.body.addWidget(self.take)

    def set_taken(self, *, taken: bool) -> None:
        """Show whether this is the value that will stand."""
        self.take.setChecked(taken)
        self.take.setText(tr("conflict.chosen") if taken else tr("conflict.choose"))

    def _on_clicked(self, _checked: bool = False) -> None:
        self.chosen.emit()
