"""Making a court packet: asked, sealed in memory, written into the register, then to the place the person chose."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import shiboken6
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from fieldapp.actions.packet import Order, Packet, load_packet, note_packet
from fieldapp.actions.packet_file import PacketFile, seal_packet
from fieldapp.actions.packet_part import packet_parts
from ui.desk import Desk
from ui.forms.sheet_question import ask_where
from ui.forms.struck_line import strike_line
from ui.forms.whole_file import write_whole
from ui.jobs import Fault
from ui.screens.packet.packet_dialog import PacketDialog
from ui.screens.packet.packet_pdf import packet_pdf
from ui.text import tr


class PacketAct(QObject):
    """Belongs to a page. ``done`` is called once a line was written into the register."""

    def __init__(self, ground: QWidget, desk: Desk, done: Callable[[], object]) -> None:
        super().__init__(ground)
        self._ground, self._desk, self._done = ground, desk, done
        self._dialog: PacketDialog | None = None

    def ask(self, record_type: str, record_id: str) -> None:
        """Ask for whom, on what basis and why; then where to."""
        dialog = self._dialog = PacketDialog(self._ground, self._desk, record_type, record_id)
        dialog.agreed.connect(lambda order: self._ask_where(dialog, order))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def make(self, order: Order, path: Path) -> None:
        """Gather, put on paper, seal, note, write; each where it belongs."""
        session = self._desk.session
        if session is None:
            return
        self._say(lambda dialog: dialog.say_progress(tr("packet.gathering")))
        self._desk.jobs.store(
            lambda: load_packet(session, order), lambda packet: self._seal(packet, path), self._on_fault, self._desk
        )

    def _ask_where(self, dialog: PacketDialog, order: Order) -> None:
        name = f"packet-{order.record_id[:8]}.zip"
        ask_where(dialog, tr("packet.title"), name, lambda path: self.make(order, path))

    def _seal(self, packet: Packet, path: Path) -> None:
        session = self._desk.session
        if session is None:
            return
        identity = session.identity
        self._say(lambda dialog: dialog.say_progress(tr("packet.sealing", records=len(packet.records))))

        def seal() -> PacketFile:
            return seal_packet(packet_parts(packet, packet_pdf(packet)), packet.laptop, packet.made_at, identity)

        self._desk.jobs.network(seal, lambda file: self._note(packet, file, path), self._on_fault, self._desk)

    def _note(self, packet: Packet, file: PacketFile, path: Path) -> None:
        """Before anything is outside, the register says that it is."""
        session = self._desk.session
        if session is None:
            return
        self._desk.jobs.store(
            lambda: note_packet(session, packet, file.sha256),
            lambda line: self._write(line, file, path),
            self._on_fault,
            self._desk,
        )

    def _write(self, line: str, file: PacketFile, path: Path) -> None:
        def failed(fault: Fault) -> None:
            strike_line(self._desk, line, lambda: self._on_fault(fault))

        self._desk.jobs.network(
            lambda: write_whole(path, file.data), lambda _: self._on_written(path, file.sha256), failed, self._desk
        )

    def _on_written(self, path: Path, sha256: str) -> None:
        self._desk.toast(tr("packet.toast"))
        self._say(lambda dialog: dialog.say_done(path, sha256))
        self._tell()

    def _on_fault(self, fault: Fault) -> None:
        self._say(lambda dialog: dialog.say_fault(fault))
        self._tell()

    def _tell(self) -> None:
        # The page may have gone meanwhile; the packet was finished all the same.
        if shiboken6.isValid(self):
            self._done()

    def _say(self, act: Callable[[PacketDialog], object]) -> None:
        dialog = self._dialog
        if dialog is not None and shiboken6.isValid(dialog) and dialog.isVisible():
            act(dialog)
