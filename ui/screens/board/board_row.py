"""One line of the board: it opens something, and may carry one action of its own."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QSizePolicy, QWidget

from ui.style.look import px
from ui.style.token import Size, Space
from ui.widgets.label import Role, label
from ui.widgets.layout import column, row


class BoardRow(QFrame):
    """``lead`` stands at the left (a chip, an icon), ``action`` at the right. Emits ``opened`` on click or Enter."""

    opened = Signal()

    def __init__(
        self,
        words: str,
        note: str = "",
        *,
        lead: QWidget | None = None,
        action: QWidget | None = None,
        name: str = "row",
    ) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setProperty("kind", "row")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setMinimumHeight(px(Size.TARGET + Space.S))
        self.setAccessibleName(f"{words}, {note}" if note else words)
        inside = row(self, gap=Space.M)
        inside.setContentsMargins(px(Space.XS), px(Space.XS), px(Space.XS), px(Space.XS))
        if lead is not None:
            inside.addWidget(lead)
        text = column(gap=Space.NONE)
        text.addStretch()
        self.words = _elided(words, Role.BODY)
        text.addWidget(self.words)
        if note:
            text.addWidget(_elided(note, Role.CAPTION))
        text.addStretch()
        inside.addLayout(text, stretch=1)
        if action is not None:
            inside.addWidget(action)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            # Its words took on the font that they are shown in.
            self._fit()
        return super().event(event)

    def _fit(self) -> None:
        """Stand as high as the words: they may break into more lines than Qt guesses before it knows the width."""
        self.setMinimumHeight(max(px(Size.TARGET + Space.S), self.heightForWidth(self.width())))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.opened.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and not event.isAutoRepeat():
            self.opened.emit()
        else:
            super().keyPressEvent(event)


def _elided(text: str, role: Role) -> QWidget:
    made = label(text, role, wrap=True)
    made.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
    return made
