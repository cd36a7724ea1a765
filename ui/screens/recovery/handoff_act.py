"""Making the hand-off sheet: a deliberate act, to a place the person chooses, written into the journal first."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from fieldapp.actions.handoff import HandoffSheet, load_sheet, note_sheet
from fieldapp.domain.clock import to_wire
from ui.desk import Desk
from ui.forms.local_time import show_instant
from ui.jobs import Fault
from ui.screens.recovery.handoff_pdf import sheet_html, write_sheet
from ui.text import tr


class HandoffAct(QObject):
    """Asks whether, then where; the file says what partners may know and nothing else."""

    def __init__(
        self, parent: QWidget, desk: Desk, done: Callable[[], object], failed: Callable[[Fault], object]
    ) -> None:
        super().__init__(parent)
        self._ground = parent
        self._desk = desk
        self._done = done
        self._failed = failed

    def ask(self, recovery_id: str) -> None:
        """Ask whether the sheet may leave the store, then where to."""
        asked = QMessageBox(self._ground)
        asked.setObjectName("sheet_question")
        asked.setWindowTitle(tr("protocol.sheet_title"))
        asked.setText(tr("protocol.sheet_question"))
        asked.setInformativeText(tr("protocol.sheet_warning"))
        go = asked.addButton(tr("figures.export_go"), QMessageBox.ButtonRole.AcceptRole)
        go.setObjectName("sheet_go")
        asked.addButton(tr("figures.export_cancel"), QMessageBox.ButtonRole.RejectRole)
        asked.buttonClicked.connect(lambda pressed: self._ask_where(recovery_id) if pressed is go else None)
        asked.finished.connect(asked.deleteLater)
        asked.open()

    def make(self, recovery_id: str, path: Path) -> None:
        """Note in the journal that the sheet is made, then write it."""
        session = self._desk.session
        if session is None:
            return

        def act() -> HandoffSheet:
            sheet = load_sheet(session, recovery_id)
            note_sheet(session, recovery_id)
            return sheet

        self._desk.jobs.store(act, lambda sheet: self._write(path, sheet), self._failed, self._ground)

    def _write(self, path: Path, sheet: HandoffSheet) -> None:
        made = show_instant(to_wire(self._desk.clock.now()))
        html = sheet_html(sheet, made)
        self._desk.jobs.network(
            lambda: write_sheet(path, html), lambda _: self._on_written(), self._failed, self._ground
        )

    def _on_written(self) -> None:
        self._desk.toast(tr("protocol.sheet_saved"))
        self._done()

    def _ask_where(self, recovery_id: str) -> None:
        dialog = QFileDialog(self._ground, tr("protocol.sheet_title"))
        dialog.setObjectName("sheet_where")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter("PDF (*.pdf)")
        dialog.setDefaultSuffix("pdf")
        dialog.selectFile("hand-off.pdf")
        dialog.fileSelected.connect(lambda name: self.make(recovery_id, Path(name)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
