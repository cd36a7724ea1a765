"""Making the hand-off sheet: a deliberate act, to a place the person chooses, written into the journal first."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from fieldapp.actions.handoff import HandoffSheet, load_sheet, note_sheet
from fieldapp.domain.clock import to_wire
from ui.desk import Desk
from ui.forms.local_time import show_instant
from ui.forms.sheet_pdf import write_sheet
from ui.forms.sheet_question import ask_for_sheet
from ui.forms.struck_line import strike_line
from ui.jobs import Fault
from ui.screens.recovery.handoff_pdf import sheet_html
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
        ask_for_sheet(
            self._ground,
            tr("protocol.sheet_title"),
            tr("protocol.sheet_question"),
            tr("protocol.sheet_warning"),
            "hand-off.pdf",
            lambda path: self.make(recovery_id, path),
        )

    def make(self, recovery_id: str, path: Path) -> None:
        """Note in the journal that the sheet is made, then write it."""
        session = self._desk.session
        if session is None:
            return

        def act() -> tuple[HandoffSheet, str]:
            sheet = load_sheet(session, recovery_id)
            return sheet, note_sheet(session, recovery_id)

        self._desk.jobs.store(act, lambda made: self._write(path, *made), self._failed, self._ground)

    def _write(self, path: Path, sheet: HandoffSheet, line: str) -> None:
        made = show_instant(to_wire(self._desk.clock.now()))
        html = sheet_html(sheet, made)
        self._desk.jobs.network(
            lambda: write_sheet(path, html, tr("protocol.sheet_title")),
            lambda _: self._on_written(),
            lambda fault: strike_line(self._desk, line, lambda: self._failed(fault)),
            self._ground,
        )

    def _on_written(self) -> None:
        self._desk.toast(tr("protocol.sheet_saved"))
        self._done()
