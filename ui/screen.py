"""What a screen is to the window, and how the window is told which screens there are."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ui.desk import Desk


class Screen(QWidget):
    """One place's content. Made when first opened, destroyed by locking; ``desk`` is its way to the window."""

    title_changed = Signal(str)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk

    def title(self) -> str:
        """The heading in the top strip. Emit ``title_changed`` when it changes; never a person's name."""
        return ""

    def shown(self, **params: object) -> None:
        """It was opened with ``params``: load and show. Called at every opening, also when already in front."""

    def left(self) -> None:
        """Another place comes to the front: hand unsaved typing to the store."""

    def locked(self) -> None:
        """The app locks: hand unsaved typing to the store, then empty every field and model at once."""


@dataclass(frozen=True)
class Place:
    """Somewhere the window can go.

    ``title_key`` is a key of the text catalogue. ``rail`` places stand in the left rail, ``foot`` ones at its
    lower end, with ``keys`` of their own; of a place that is not in the rail, ``parent`` names the one that is
    marked meanwhile.
    """

    key: str
    glyph: str
    title_key: str
    make: Callable[[Desk], Screen]
    rail: bool = True
    foot: bool = False
    parent: str = ""
    keys: str = ""
