"""The files of one record: which there are, opened in the window, copied out of the store by a deliberate act.

A covered picture is opened with a reason: the look is written down first, then it is shown without its colours.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Final

import shiboken6
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from fieldapp.actions.attachment import AttachedFile, list_files, load_attachment
from fieldapp.actions.digital_evidence import ITEM, note_pointer, point_at
from fieldapp.actions.disclosure import disclose, write_disclosed
from fieldapp.actions.exposure import look_at, own_looks
from ui.desk import Desk
from ui.forms.file_sheet import FileSheet
from ui.forms.plain_copy import Copy, plain_copy
from ui.forms.question.file_shelf import FileShelf
from ui.forms.reason_dialog import ask_reason
from ui.forms.sheet_question import ask_for_sheet
from ui.forms.shown_file import ShownFile, read_shown
from ui.forms.whole_file import write_whole
from ui.jobs import Fault
from ui.text import tr

_ODD: Final = re.compile(r"[^\w. -]")
_LONGEST_NAME: Final = 120


class FileActs(QObject):
    """``shelf`` holds the files after ``load``, which ``listed(files)`` tells. ``ground`` is what one is shown over.

    ``pointed`` once an item of evidence points at a file that was not touched.
    """

    listed = Signal(object)
    pointed = Signal()

    def __init__(
        self, ground: QWidget, desk: Desk, record_type: str, record_id: str, failed: Callable[[Fault], object]
    ) -> None:
        super().__init__(ground)
        self.shelf = FileShelf(self)
        self.record_id = record_id
        self._ground, self._desk, self._record_type = ground, desk, record_type
        self._failed = failed
        self._sheet: FileSheet | None = None
        self.shelf.open_wanted.connect(self.open)
        self.shelf.copy_wanted.connect(self.ask_to_copy)
        self.shelf.stopped.connect(self.point)

    def load(self) -> None:
        """Read which files there are."""
        session, record_type, record_id = self._desk.session, self._record_type, self.record_id
        if session is not None:
            self._desk.jobs.store(
                lambda: list_files(session, record_type, record_id), self._on_listed, self._failed, self
            )

    def open(self, file: AttachedFile) -> None:
        """Show a file over the page; it is put together and read in memory alone. A covered one asks why first."""
        session = self._desk.session
        if session is None:
            return
        if file.is_covered:
            self._ask_why(file, tr("shutter.open"), lambda reason: self.look(file, reason))
            return
        self._desk.jobs.store(
            lambda: load_attachment(session, file.attachment_id),
            lambda content: self._read(file, content),
            self._failed,
            self,
        )

    def look(self, file: AttachedFile, reason: str) -> None:
        """Write down the look, then show the picture."""
        session = self._desk.session
        if session is not None:
            self._desk.jobs.store(
                lambda: look_at(session, file.attachment_id, reason),
                lambda content: self._read(file, content),
                self._failed,
                self,
            )

    def point(self, reference: str) -> None:
        """Write down, in place of a file that nobody touched, that it exists and where it is held."""
        session, record_type, record_id = self._desk.session, self._record_type, self.record_id
        if session is None:
            return

        def act() -> None:
            if record_type == ITEM:
                note_pointer(session, record_id, reference)
            else:
                point_at(session, record_type, record_id, reference=reference)

        self._desk.jobs.store(act, lambda _nothing: self._on_pointed(), self._failed, self)

    def ask_to_copy(self, file: AttachedFile) -> None:
        """Ask whether a file may leave the store, then where to; of a covered picture why, and it counts as a look."""
        if file.is_covered:
            self._ask_why(file, tr("attachment.copy"), lambda reason: self._ask_where(file, reason))
        else:
            self._ask_where(file, "")

    def copy_to(self, file: AttachedFile, path: Path, reason: str = "") -> None:
        """Write a file to a place outside the store, a picture without what it says of itself.

        Register and history have the hash of the file as it is kept, before anything is written. ``reason``: why a
        covered picture leaves.
        """
        session, record_type, record_id = self._desk.session, self._record_type, self.record_id
        if session is None:
            return
        jobs = self._desk.jobs

        def read() -> bytes:
            if file.is_covered:
                return look_at(session, file.attachment_id, reason)
            return load_attachment(session, file.attachment_id)

        def write(copy: Copy) -> Copy:
            said = f"Copied out the file {file.name}, SHA-256 {file.sha256}"
            line = disclose(
                session,
                record_type,
                record_id,
                f"File {file.name}",
                reason=reason,
                sha256=file.sha256,
                noted=f"{said}. {reason}" if reason else said,
            )
            write_disclosed(session, line, lambda: write_whole(path, copy.content))
            return copy

        # The desk owns it: it is said also when the page is gone.
        def keep(copy: Copy) -> None:
            jobs.store(lambda: write(copy), self._on_copied, self._on_copy_failed, self._desk)

        def strip(content: bytes) -> None:
            jobs.network(lambda: plain_copy(content), keep, self._on_copy_failed, self._desk)

        jobs.store(read, strip, self._on_copy_failed, self._desk)

    def wipe(self) -> None:
        """Show nothing any more."""
        if self._sheet is not None and shiboken6.isValid(self._sheet):
            self._sheet.wipe()
        self._sheet = None
        self.shelf.put(())

    def _on_listed(self, files: tuple[AttachedFile, ...]) -> None:
        self.shelf.put(files)
        self.listed.emit(files)

    def _on_pointed(self) -> None:
        self._desk.toast(tr("attachment.pointed"))
        self.pointed.emit()

    def _ask_why(self, file: AttachedFile, verb: str, given: Callable[[str], object]) -> None:
        session = self._desk.session
        if session is None:
            return

        def ask(looks: int) -> None:
            why = tr("shutter.why", count=looks)
            if file.description:
                why = f"{file.description}\n\n{why}"
            ask_reason(self._ground, tr("shutter.title"), why, verb).given.connect(given)

        self._desk.jobs.store(lambda: own_looks(session)[0], ask, self._failed, self)

    def _ask_where(self, file: AttachedFile, reason: str) -> None:
        ask_for_sheet(
            self._ground,
            tr("attachment.copy"),
            tr("screening.export_title"),
            tr("attachment.copy_warning"),
            plain_name(file.name),
            lambda path: self.copy_to(file, path, reason),
        )

    def _on_copied(self, copy: Copy) -> None:
        self._desk.toast(tr("attachment.copied" if copy.is_plain else "attachment.copied_as_is"))

    def _on_copy_failed(self, fault: Fault) -> None:
        if shiboken6.isValid(self):
            self._failed(fault)

    def _read(self, file: AttachedFile, content: bytes) -> None:
        self._desk.jobs.network(lambda: read_shown(content), lambda shown: self._show(file, shown), self._failed, self)

    def _show(self, file: AttachedFile, shown: ShownFile) -> None:
        if self._sheet is not None and shiboken6.isValid(self._sheet):
            self._sheet.wipe()
        self._sheet = FileSheet(self._ground, file.name, shown, is_covered=file.is_covered)
        self._sheet.come_up()


def plain_name(name: str) -> str:
    """Return a name that is one on every system: somebody else's file may be called anything."""
    return _ODD.sub("_", name)[-_LONGEST_NAME:].lstrip(". ") or "file"
