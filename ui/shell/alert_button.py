"""A time that has come, said in the strip: it takes no height, moves nothing, and stays until somebody looked."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy

from ui.style.icon import icon
from ui.style.look import px
from ui.style.token import Size, Space, Tone
from ui.widgets.label import set_hint, set_state

_GLYPHS = {Tone.DANGER: "warning-octagon", Tone.SOON: "hourglass"}


class AlertButton(QPushButton):
    """Hidden until it has something to say; pressing it leads to where it is told in full."""

    def __init__(self) -> None:
        super().__init__()
        self._words = ""
        self.setObjectName("alert")
        self.setProperty("kind", "alert")
        self.setAutoDefault(False)
        self.setIconSize(QSize(px(Size.ICON), px(Size.ICON)))
        # Where there is no room its words are cut, never the strip widened.
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.setMinimumWidth(px(Size.SHEET_CELL))
        self.hide()

    def say(self, headline: str, detail: str, tone: Tone) -> None:
        """Show this, in place of what was said before."""
        self._words = headline
        self.setIcon(icon(_GLYPHS.get(tone, "info"), Tone.ON_ACCENT if tone is Tone.DANGER else tone, Size.ICON))
        set_state(self, "tone", tone.value)
        set_hint(self, f"{headline}\n{detail}")
        self.setAccessibleName(headline)
        # Else it is measured in a font that it will not be shown in.
        self.ensurePolished()
        self.updateGeometry()
        self._cut()
        self.show()

    def hush(self) -> None:
        """It was seen."""
        self._words = ""
        self.setText("")
        self.setToolTip("")
        self.setAccessibleName("")
        self.hide()

    def words(self) -> str:
        """What it says, uncut."""
        return self._words

    def sizeHint(self) -> QSize:
        # A little more than they need: a fraction of a pixel too few would cut them.
        width = self.fontMetrics().horizontalAdvance(self._words) + self._around() + px(Space.XS)
        return QSize(width, super().sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._cut()

    def _cut(self) -> None:
        room = self.width() - self._around()
        cut = self.fontMetrics().elidedText(self._words, Qt.TextElideMode.ElideRight, room)
        self.setText(cut.replace("&", "&&"))

    def _around(self) -> int:
        return px(Size.ICON) + 2 * px(Space.M) + px(Space.S) + 2 * Size.FOCUS
