"""What was copied out of the app leaves the clipboard when the app locks; what others copied stays."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QClipboard, QGuiApplication


class ClipboardGuard(QObject):
    """Remembers whether the clipboard holds something that was put there while the app was in front."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._clipboard = QGuiApplication.clipboard()
        self._ours = {QClipboard.Mode.Clipboard: False, QClipboard.Mode.Selection: False}
        self._clipboard.changed.connect(self._on_changed)

    def clear(self) -> None:
        """Empty what is ours."""
        for mode, ours in self._ours.items():
            if ours:
                self._clipboard.clear(mode)
        self._ours = dict.fromkeys(self._ours, False)

    def _on_changed(self, mode: QClipboard.Mode) -> None:
        if mode in self._ours:
            self._ours[mode] = QGuiApplication.applicationState() == Qt.ApplicationState.ApplicationActive
