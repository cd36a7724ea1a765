"""Words over a bar: nothing turns without saying what it does."""

from __future__ import annotations

from PySide6.QtWidgets import QProgressBar, QWidget

from ui.style.token import Space
from ui.text import tr
from ui.widgets.label import Role, label
from ui.widgets.layout import column


class ProgressRow(QWidget):
    """Hidden until shown; without numbers the bar only says that work goes on."""

    def __init__(self, words: str) -> None:
        super().__init__()
        self.setObjectName("progress")
        self._idle_words = words
        self._words = label(words, Role.MUTED)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        inside = column(self, gap=Space.S)
        inside.addWidget(self._words)
        inside.addWidget(self._bar)
        self.restart()
        self.hide()

    def restart(self) -> None:
        """Back to no number."""
        self._words.setText(self._idle_words)
        self._bar.setRange(0, 0)

    def report(self, done: int, total: int) -> None:
        """Show how far the work is."""
        self._words.setText(tr("unlock.progress", done=done, total=total))
        self._bar.setRange(0, max(1, total))
        self._bar.setValue(done)
