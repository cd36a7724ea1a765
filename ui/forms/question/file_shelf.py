"""The files that answers name, as they are kept: which there are, and what a person wants done with one."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from fieldapp.actions.attachment import AttachedFile
from ui.forms.shown_file import can_show
from ui.style.token import Space
from ui.text import tr
from ui.widgets.button import Kind, button
from ui.widgets.layout import row


class FileShelf(QObject):
    """Holds no content: whoever keeps the files fills it, and hears ``open_wanted(AttachedFile)`` and ``copy_wanted``.

    ``changed`` when it holds other files than before; ``stopped(reference)`` when somebody said that a file shows what
    is never held here, and where it is.
    """

    changed = Signal()
    open_wanted = Signal(object)
    copy_wanted = Signal(object)
    stopped = Signal(str)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._newest: dict[tuple[str, str], AttachedFile] = {}

    def put(self, files: Sequence[AttachedFile]) -> None:
        """Hold these and no others; oldest first."""
        self._newest = {(file.question, file.name): file for file in files}
        self.changed.emit()

    def find(self, question: str, name: str) -> AttachedFile | None:
        """Return the file that an answer names; of two of one name the newer."""
        return self._newest.get((question, name))


class FileButtons(QWidget):
    """Open, where the app can show the file itself, and save a copy; hidden while there is no file."""

    def __init__(self, shelf: FileShelf | None, *, large: bool = False) -> None:
        super().__init__()
        self.file: AttachedFile | None = None
        self._open = button(tr("attachment.open"), Kind.SECONDARY, glyph="eye", name="open_file", large=large)
        self._copy = button(tr("attachment.copy"), Kind.QUIET, glyph="export", name="copy_file", large=large)
        across = row(self, gap=Space.S)
        across.addWidget(self._open)
        across.addWidget(self._copy)
        if shelf is not None:
            self._open.clicked.connect(lambda: shelf.open_wanted.emit(self.file))
            self._copy.clicked.connect(lambda: shelf.copy_wanted.emit(self.file))
        self.show_file(None)

    def show_file(self, file: AttachedFile | None) -> None:
        """Serve this file."""
        self.file = file
        self._open.setHidden(file is None or not can_show(file.media_type))
        self._copy.setHidden(file is None)
        name = file.name if file is not None else ""
        for made, words in ((self._open, tr("attachment.open")), (self._copy, tr("attachment.copy"))):
            made.setAccessibleName(f"{words}: {name}" if name else words)
