"""The field for a passphrase: hidden, kept from input methods, and wary of Caps Lock."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit

from ui.style.icon import icon
from ui.style.token import Tone
from ui.text import tr


class PassphraseField(QLineEdit):
    """Emits ``caps_changed`` when what is typed shows that Caps Lock is on or off.

    Qt does not tell the state of Caps Lock: it is read off the letters (a capital without Shift).
    """

    caps_changed = Signal(bool)

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setProperty("large", True)
        self.setEchoMode(QLineEdit.EchoMode.Password)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.setInputMethodHints(
            Qt.InputMethodHint.ImhHiddenText
            | Qt.InputMethodHint.ImhSensitiveData
            | Qt.InputMethodHint.ImhNoPredictiveText
            | Qt.InputMethodHint.ImhNoAutoUppercase
        )
        # Four words typed blind go wrong: one may look, until the field is emptied.
        self._look = self.addAction(icon("eye", Tone.MUTED), QLineEdit.ActionPosition.TrailingPosition)
        self._look.setObjectName("reveal")
        self._look.setToolTip(tr("unlock.reveal"))
        self._look.setCheckable(True)
        self._look.toggled.connect(self._on_look_toggled)

    def take(self) -> str:
        """What was typed; the field is empty afterwards."""
        typed = self.text()
        self.setText("")
        self._look.setChecked(False)
        return typed

    def _on_look_toggled(self, shown: bool) -> None:
        self.setEchoMode(QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password)
        self._look.setIcon(icon("eye-slash" if shown else "eye", Tone.MUTED))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        letter = event.text()
        if len(letter) == 1 and letter.isalpha() and letter.upper() != letter.lower():
            shifted = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self.caps_changed.emit(letter.isupper() != shifted)
        super().keyPressEvent(event)
