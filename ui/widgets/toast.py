"""A short word at the foot of the window about what was just done, with its undo. It never carries names."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QWidget

from ui.style.look import px
from ui.style.token import Motion, Space
from ui.text import tr
from ui.widgets.button import Kind, button
from ui.widgets.label import label, set_hint
from ui.widgets.layout import row


class Toast(QFrame):
    """Floats over the lower edge of ``host`` and leaves by itself."""

    undone = Signal()

    def __init__(self, host: QWidget) -> None:
        super().__init__(host)
        self.setObjectName("toast")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._words = label("")
        self._undo = button(tr("shell.undo"), Kind.QUIET, glyph="arrow-u-up-left", name="toast_undo")
        set_hint(self._undo, tr("shell.undo"), "Ctrl+Z")
        self._undo.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._undo.clicked.connect(self.undone)
        self._host = host
        self._inside = row(self, gap=Space.M)
        self._inside.setContentsMargins(px(Space.L), px(Space.XS), px(Space.XS), px(Space.XS))
        self._inside.addWidget(self._words)
        self._inside.addWidget(self._undo)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(Motion.TOAST)
        self._timer.timeout.connect(self.hide)
        host.installEventFilter(self)
        self.hide()

    def say(self, text: str, *, undo: bool = False) -> None:
        """Show ``text`` for a while. Say "Recovery saved", never whose."""
        self._words.setText(text)
        self._undo.setVisible(undo)
        # The margin keeps the words clear of the edge when no button stands there.
        self._inside.setContentsMargins(px(Space.L), px(Space.XS), px(Space.XS if undo else Space.L), px(Space.XS))
        self._place()
        self.show()
        self.raise_()
        self._timer.start()

    def clear(self) -> None:
        """Take the words away at once."""
        self._timer.stop()
        self._words.clear()
        self.hide()

    def text(self) -> str:
        """The words shown last."""
        return self._words.text()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return super().eventFilter(watched, event)

    def _place(self) -> None:
        host = self._host
        self.adjustSize()
        self.setMinimumHeight(px(Space.XL) + px(Space.XL))
        self.adjustSize()
        left = (host.width() - self.width()) // 2
        self.move(max(0, left), host.height() - self.height() - px(Space.XL))
