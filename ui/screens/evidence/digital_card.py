"""The hash of a digital item, of a file that is read and not kept; or the pointer to what nobody holds here."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog

from fieldapp.actions.digital_evidence import FileHash, clear_pointer, hash_file, note_hash, note_pointer
from fieldapp.domain.access import Role as Person
from fieldapp.domain.wire import Json
from fieldapp.rules.evidence_guard import is_pointer
from ui.desk import Desk
from ui.forms.reason_dialog import ask_reason
from ui.forms.stop_dialog import StopDialog
from ui.jobs import Fault, Progress
from ui.screens.unlock.progress_row import ProgressRow
from ui.style.token import Tone
from ui.text import error_text, tr
from ui.widgets.banner import Banner
from ui.widgets.button import Kind, button
from ui.widgets.card import Card
from ui.widgets.label import Role, label, set_hint

KINDS: Final = frozenset({"digital_file", "device", "storage_media", "forensic_only"})


class DigitalCard(Card):
    """``changed`` after something was written. While a file is read it says how far, and can be stopped."""

    changed = Signal()

    def __init__(self, desk: Desk) -> None:
        self.choose = button(tr("digital.choose"), glyph="fingerprint", name="digital_choose")
        set_hint(self.choose, tr("digital.choose_hint"))
        super().__init__(tr("digital.title"), name="digital_card", action=self.choose)
        self._desk = desk
        self._item_id: str | None = None
        self._progress: Progress | None = None
        self.words = label("", wrap=True, name="digital_words")
        self.banner = Banner(name="digital_banner")
        self.reading = ProgressRow(tr("digital.reading"))
        self.stop = button(tr("digital.cancel"), name="digital_cancel")
        self.stop.hide()
        self.clear_press = button(tr("digital.clear"), Kind.QUIET, name="digital_clear")
        self.clear_press.hide()
        self.clear_press.clicked.connect(self._ask_why_none)
        for part in (self.banner, self.words, self.reading, self.stop, self.clear_press):
            self.body.addWidget(part)
        self._caption = label(tr("digital.note"), Role.CAPTION, wrap=True)
        self.body.addWidget(self._caption)
        self.choose.clicked.connect(self.ask)
        self.stop.clicked.connect(self._on_stop)

    def show_item(self, item_id: str, values: Mapping[str, Json], *, editable: bool) -> None:
        """Show what an item is known by."""
        self._item_id = item_id
        pointer = is_pointer(values.get("contraband"), values.get("kind"))
        if pointer:
            self.words.setText(tr("digital.pointer", reference=values.get("forensic_reference") or tr("form.blank")))
        else:
            sha256 = values.get("sha256")
            self.words.setText(tr("digital.hash", sha256=_grouped(str(sha256))) if sha256 else tr("digital.no_hash"))
        self.choose.setVisible(editable and not pointer)
        session = self._desk.session
        self.clear_press.setVisible(editable and pointer and session is not None and session.role is Person.SUPERVISOR)
        self._caption.setVisible(editable and not pointer)
        self.setVisible(pointer or bool(values.get("sha256")) or values.get("kind") in KINDS)

    def wipe(self) -> None:
        """Empty it at once, and stop reading."""
        self._on_stop()
        self.words.setText("")
        self.banner.hush()

    def ask(self) -> None:
        """Ask what must be asked before any file is touched."""
        dialog = StopDialog(self.window())
        dialog.cleared.connect(self._ask_which)
        dialog.pointed.connect(self._point)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def hash_path(self, path: Path) -> None:
        """Read a file away from the window's thread, then write its hash or say that it is another."""
        progress = Progress(self)
        progress.reported.connect(self.reading.report)
        self._progress = progress
        self.reading.restart()
        self._set_busy(busy=True)
        self._desk.jobs.network(
            lambda: hash_file(path, progress), self._note, self._on_error, self, on_end=self._on_end
        )

    def _ask_which(self) -> None:
        dialog = QFileDialog(self, tr("digital.choose"))
        dialog.setObjectName("digital_file")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(lambda name: self.hash_path(Path(name)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _note(self, found: FileHash) -> None:
        session, item_id = self._desk.session, self._item_id
        if session is not None and item_id is not None:
            self._desk.jobs.store(lambda: note_hash(session, item_id, found), self._on_noted, self._on_error, self)

    def _on_noted(self, is_same: bool) -> None:
        if is_same:
            self.banner.say(tr("digital.same"), tone=Tone.OK)
            self.changed.emit()
        else:
            self.banner.say(tr("digital.other"), tr("digital.other_detail"))

    def _point(self, reference: str) -> None:
        session, item_id = self._desk.session, self._item_id
        if session is not None and item_id is not None:
            self._desk.jobs.store(
                lambda: note_pointer(session, item_id, reference), lambda _: self.changed.emit(), self._on_error, self
            )

    def _ask_why_none(self) -> None:
        title, why = tr("digital.clear"), tr("digital.clear_sentence")
        ask_reason(self, title, why, tr("digital.clear_go"), danger=True).given.connect(self._clear)

    def _clear(self, reason: str) -> None:
        session, item_id = self._desk.session, self._item_id
        if session is not None and item_id is not None:
            self._desk.jobs.store(
                lambda: clear_pointer(session, item_id, reason), lambda _: self.changed.emit(), self._on_error, self
            )

    def _on_stop(self) -> None:
        if self._progress is not None:
            self._progress.cancel()

    def _on_end(self) -> None:
        self._progress = None
        self._set_busy(busy=False)

    def _set_busy(self, *, busy: bool) -> None:
        self.reading.setVisible(busy)
        self.stop.setVisible(busy)
        self.choose.setEnabled(not busy)

    def _on_error(self, fault: Fault) -> None:
        self.banner.say(error_text(fault), tr("digital.kept"), Tone.SOON)


def _grouped(sha256: str) -> str:
    """In groups of eight, as people compare it by eye."""
    return " ".join(sha256[start : start + 8] for start in range(0, len(sha256), 8))
