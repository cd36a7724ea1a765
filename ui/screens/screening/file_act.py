"""The files of one screening: which there are, opened in the window, copied out of the store by a deliberate act."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Final

import shiboken6
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from fieldapp.actions.attachment import AttachedFile, load_attachment
from fieldapp.actions.disclosure import disclose, write_disclosed
from fieldapp.actions.screening_attachment import list_attachments
from ui.desk import Desk
from ui.forms.file_sheet import FileSheet
from ui.forms.question.file_shelf import FileShelf
from ui.forms.sheet_question import ask_for_sheet
from ui.forms.shown_file import ShownFile, read_shown
from ui.forms.whole_file import write_whole
from ui.jobs import Fault
from ui.text import tr

_ODD: Final = re.compile(r"[^\w. -]")
_LONGEST_NAME: Final = 120


class FileActs(QObject):
    """``shelf`` holds the files after ``load``. ``ground`` is the page that a file is shown over."""

    def __init__(self, ground: QWidget, desk: Desk, screening_id: str, failed: Callable[[Fault], object]) -> None:
        super().__init__(ground)
        self.shelf = FileShelf(self)
        self._ground, self._desk, self._screening_id = ground, desk, screening_id
        self._failed = failed
        self._sheet: FileSheet | None = None
        self.shelf.open_wanted.connect(self.open)
        self.shelf.copy_wanted.connect(self.ask_to_copy)

    def load(self) -> None:
        """Read which files there are."""
        session, screening_id = self._desk.session, self._screening_id
        if session is not None:
            self._desk.jobs.store(lambda: list_attachments(session, screening_id), self.shelf.put, self._failed, self)

    def open(self, file: AttachedFile) -> None:
        """Show a file over the page; it is put together and read in memory alone."""
        session = self._desk.session
        if session is not None:
            self._desk.jobs.store(
                lambda: load_attachment(session, file.attachment_id),
                lambda content: self._read(file, content),
                self._failed,
                self,
            )

    def ask_to_copy(self, file: AttachedFile) -> None:
        """Ask whether a file may leave the store, then where to."""
        ask_for_sheet(
            self._ground,
            tr("attachment.copy"),
            tr("screening.export_title"),
            tr("attachment.copy_warning"),
            plain_name(file.name),
            lambda path: self.copy_to(file, path),
        )

    def copy_to(self, file: AttachedFile, path: Path) -> None:
        """Write a file as it was attached to a place outside the store, noting that in the history first."""
        session, screening_id = self._desk.session, self._screening_id
        if session is None:
            return

        def act() -> None:
            content = load_attachment(session, file.attachment_id)
            noted = f"Copied out the file {file.name}, SHA-256 {file.sha256}"
            line = disclose(session, "screening", screening_id, f"File: {file.name}", sha256=file.sha256, noted=noted)
            write_disclosed(session, line, lambda: write_whole(path, content))

        # The desk owns it: it is said also when the page is gone.
        self._desk.jobs.store(
            act, lambda _nothing: self._desk.toast(tr("attachment.copied")), self._on_copy_failed, self._desk
        )

    def wipe(self) -> None:
        """Show nothing any more."""
        if self._sheet is not None and shiboken6.isValid(self._sheet):
            self._sheet.wipe()
        self._sheet = None
        self.shelf.put(())

    def _on_copy_failed(self, fault: Fault) -> None:
        if shiboken6.isValid(self):
            self._failed(fault)

    def _read(self, file: AttachedFile, content: bytes) -> None:
        self._desk.jobs.network(lambda: read_shown(content), lambda shown: self._show(file, shown), self._failed, self)

    def _show(self, file: AttachedFile, shown: ShownFile) -> None:
        if self._sheet is not None and shiboken6.isValid(self._sheet):
            self._sheet.wipe()
        self._sheet = FileSheet(self._ground, file.name, shown)
        self._sheet.come_up()


def plain_name(name: str) -> str:
    """Return a name that is one on every system: somebody else's file may be called anything."""
    return _ODD.sub("_", name)[-_LONGEST_NAME:].lstrip(". ") or "file"
