"""Who an alias stands for, shown for a moment: gone after a minute, when the place is left, when the app locks."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QWidget

from fieldapp.actions.sealed_name import TrueName
from ui.text import tr
from ui.widgets.button import button
from ui.widgets.card import Card
from ui.widgets.label import Role, label, set_hint

SHOWN_MS: Final = 60_000
"""How long a name stays on the screen."""


class NameCard(Card):
    """Hidden while there is nothing to show. Its words cannot be marked or copied.

    ``put_away`` when they went because the minute was over or the button was pressed.
    """

    put_away = Signal()

    def __init__(self) -> None:
        self.close_now = button(tr("sealed.put_away"), glyph="eye-slash", name="name_away")
        super().__init__(tr("sealed.shown"), name="name_card", action=self.close_now)
        set_hint(self.close_now, tr("sealed.put_away_hint"))
        self._name = label("", Role.HEADING, wrap=True, name="true_name")
        self._more = label("", wrap=True, name="true_name_more")
        self._credit = label("", Role.MUTED, wrap=True)
        for each in (self._name, self._more, self._credit):
            each.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
            self.body.addWidget(each)
        self.body.addWidget(label(tr("sealed.shown_hint"), Role.CAPTION, wrap=True))
        self.timer = QTimer(self)
        self.timer.setSingleShot(True)
        self.timer.timeout.connect(self._on_over)
        self.close_now.clicked.connect(self._on_over)
        self.hide()

    def show_name(self, alias: str, true_name: TrueName, credit: str) -> None:
        """Show it, and begin to count."""
        self.set_title(tr("sealed.stands_for", alias=alias))
        self._name.setText(true_name.name)
        self._more.setText(" \N{MIDDLE DOT} ".join(part for part in (true_name.badge, true_name.agency) if part))
        self._more.setVisible(bool(self._more.text()))
        self._credit.setText(credit)
        self.show()
        self.timer.start(SHOWN_MS)
        self.close_now.setFocus()

    def wipe(self) -> None:
        """Take the name off the screen."""
        self.timer.stop()
        for each in (self._name, self._more, self._credit):
            each.clear()
        self.hide()

    def focus_widget(self) -> QWidget | None:
        """Where the keyboard begins while a name is shown."""
        return None if self.isHidden() else self.close_now

    def _on_over(self) -> None:
        self.wipe()
        self.put_away.emit()
