"""Every shortcut is added here, so that the help sheet can list them all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget


@dataclass(frozen=True)
class Listed:
    """One line of the help sheet."""

    keys: str
    text: str
    group: str


class Shortcuts:
    """The register. A shortcut works while its owner is visible and leaves with it."""

    def __init__(self) -> None:
        self._entries: list[tuple[QShortcut, Listed]] = []

    def add(self, keys: str, text: str, slot: Callable[[], object], owner: QWidget, *, group: str = "") -> QShortcut:
        """Bind ``keys`` ("Ctrl+N"). ``text`` says what it does, ``group`` heads its part of the help sheet."""
        shortcut = QShortcut(QKeySequence(keys), owner)
        shortcut.setContext(Qt.ShortcutContext.WindowShortcut)
        shortcut.setAutoRepeat(False)
        shortcut.activated.connect(slot)
        native = shortcut.key().toString(QKeySequence.SequenceFormat.NativeText)
        self._entries = [entry for entry in self._entries if shiboken6.isValid(entry[0])]
        self._entries.append((shortcut, Listed(native, text, group)))
        return shortcut

    def listed(self) -> list[Listed]:
        """Every living shortcut once, in the order added."""
        lines = [line for shortcut, line in self._entries if shiboken6.isValid(shortcut)]
        return list(dict.fromkeys(lines))
