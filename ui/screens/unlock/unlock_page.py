"""One field, one button: the passphrase."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ui.screens.unlock.passphrase_field import PassphraseField
from ui.screens.unlock.progress_row import ProgressRow
from ui.style.token import Space, Tone
from ui.text import tr
from ui.widgets.banner import Banner
from ui.widgets.button import Kind, button
from ui.widgets.label import Role, label, set_state
from ui.widgets.layout import column


class UnlockPage(QWidget):
    """Emits ``submitted`` with the passphrase; the field is already empty then."""

    submitted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("unlock_page")
        self.banner = Banner(name="unlock_banner")
        self._field = PassphraseField("passphrase")
        self._field.setPlaceholderText(tr("unlock.passphrase"))
        self._field.setAccessibleName(tr("unlock.passphrase"))
        self._caps = label(tr("unlock.caps"), Role.CAPTION, name="caps_hint")
        set_state(self._caps, "tone", Tone.SOON.value)
        self._caps.hide()
        self._go = button(tr("unlock.unlock"), Kind.PRIMARY, name="unlock", large=True)
        self._progress = ProgressRow(tr("unlock.deriving"))
        inside = column(self, gap=Space.M)
        inside.addWidget(label(tr("unlock.title"), Role.HEADING))
        inside.addWidget(label(tr("unlock.note"), Role.MUTED, wrap=True))
        inside.addWidget(self.banner)
        inside.addWidget(self._field)
        inside.addWidget(self._caps)
        inside.addWidget(self._go)
        inside.addWidget(self._progress)
        self._go.clicked.connect(self._on_submit)
        self._field.returnPressed.connect(self._on_submit)
        self._field.caps_changed.connect(self._caps.setVisible)
        self.setFocusProxy(self._field)

    def set_busy(self, *, busy: bool) -> None:
        """While the key is derived nothing can be typed, and the page says so."""
        self._field.setEnabled(not busy)
        self._go.setEnabled(not busy)
        self._progress.setVisible(busy)
        if not busy:
            self._field.setFocus()

    def empty(self) -> None:
        """Take away what was typed and said."""
        self._field.take()
        self._caps.hide()
        self.banner.hush()

    def _on_submit(self) -> None:
        passphrase = self._field.take()
        self._caps.hide()
        if passphrase:
            self.banner.hush()
            self.submitted.emit(passphrase)
