"""A dialog as high as what it says; what the screen has no room for scrolls, and its buttons stay in view."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from ui.style.look import current_look, px
from ui.style.token import Size, Space
from ui.widgets.label import Role, label
from ui.widgets.layout import column, row, scrolled


class _Ground(QWidget):
    """Never asks for more height than its words need at its width, as Qt does for lines that wrap."""

    def minimumSizeHint(self) -> QSize:
        return QSize(super().minimumSizeHint().width(), 0)


class Dialog(QDialog):
    """Add content to ``body``, buttons to ``foot``. Open it with ``open()``; Escape leaves it, locking closes it."""

    body: QVBoxLayout
    foot: QHBoxLayout

    def __init__(self, parent: QWidget, title: str, sentence: str = "", *, name: str, heading: str = "") -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setWindowTitle(title)
        self._ground = _Ground()
        self.body = column(self._ground, gap=Space.M, margin=Space.XL)
        self.body.setContentsMargins(px(Space.XL), px(Space.XL), px(Space.XL), px(Space.M))
        self._area = scrolled(self._ground)
        outside = column(self, gap=Space.NONE)
        outside.setContentsMargins(Size.LINE, Size.LINE, Size.LINE, Size.LINE)
        outside.addWidget(self._area, stretch=1)
        self.foot = row()
        self.foot.setContentsMargins(px(Space.XL), px(Space.S), px(Space.XL), px(Space.XL))
        outside.addLayout(self.foot)
        self.setMinimumWidth(px(Size.GATE))
        if title or heading:
            self.body.addWidget(label(heading or title, Role.TITLE, wrap=True))
        if sentence:
            self.body.addWidget(label(sentence, Role.MUTED, wrap=True))
        self._ground.installEventFilter(self)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._fit()
        parent = self.parentWidget()
        if parent is not None:
            # Qt put it in the middle at the height that it guessed.
            self.move(parent.window().frameGeometry().center() - self.rect().center())
            self._stay_inside()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        # Its ground is the window's own: without an edge nobody sees at night where it ends.
        painter = QPainter(self)
        painter.setPen(QColor(current_look().theme.edge))
        painter.drawRect(self.rect().adjusted(0, 0, -Size.LINE, -Size.LINE))
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.isVisible():
            self._stay_inside()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest and self.isVisible():
            # Something more is said: the buttons must not cover it.
            self._fit()
        return super().eventFilter(watched, event)

    def _fit(self) -> None:
        """Take the height that its words need at its width; Qt's own guess leaves gaps between lines that wrap."""
        room = self._ground.minimumSizeHint().width()
        self._area.setMinimumWidth(min(room, self.screen().availableGeometry().width() - px(Space.XXL)))
        edges = 2 * Size.LINE
        width = max(self.width(), self.minimumWidth(), room + edges)
        inside = self._ground.layout()
        wanted = inside.totalHeightForWidth(width - edges) if inside is not None and inside.hasHeightForWidth() else -1
        height = (wanted if wanted > 0 else self._ground.sizeHint().height()) + self.foot.sizeHint().height()
        most = min(self.screen().availableGeometry().height(), self._most()) - px(Space.XL)
        self.resize(width, min(height + edges, most))

    def _stay_inside(self) -> None:
        """Move up or left as far as it takes: growing must not carry its buttons out of the window."""
        parent = self.parentWidget()
        if parent is None:
            return
        window, own = parent.window().frameGeometry(), self.frameGeometry()
        left = max(window.left(), min(own.left(), window.right() + 1 - own.width()))
        top = max(window.top(), min(own.top(), window.bottom() + 1 - own.height()))
        if (left, top) != (own.left(), own.top()):
            self.move(left, top)

    def _most(self) -> int:
        parent = self.parentWidget()
        return max(parent.window().height(), px(Size.WINDOW_MIN_HEIGHT)) if parent is not None else px(Size.PANE) * 4
