"""What the window may ask of the page of a record, whatever it shows of it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from fieldapp.domain.record import Record
from ui.desk import Desk


class Page(QWidget):
    """One record's page, or the one that begins a record; ``created(record_id)`` once there is one.

    Made within its screen (``parent``) hundreds of parts are told of their style once, and not again when it is put in.
    """

    created = Signal(str)

    def __init__(self, desk: Desk, record: type[Record], *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.record = record

    @property
    def record_id(self) -> str | None:
        """The record's id; None while there is none."""
        return None

    def start(self, focus: str = "") -> None:
        """Show the record, and put the keyboard where ``focus`` says, or where it was."""

    def show_pane(self) -> None:
        """Put what stands beside the page into the right pane."""

    def read_again(self) -> None:
        """It comes to the front once more: say what came of it meanwhile."""

    def jump(self, name: str) -> None:
        """Put the keyboard into a field."""

    def save_typing(self) -> None:
        """Hand everything typed on the page to the store."""

    def keep_place(self) -> None:
        """Keep what could not be saved and where the keyboard was, for when the page is opened again."""

    def wipe(self) -> None:
        """Empty the page at once."""
