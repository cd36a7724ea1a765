"""Another version of a draft's checklist: what moving to it would drop or make wrong, before anybody chooses."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QWidget

from fieldapp.actions.screening_version import MovedAnswer, VersionChange, compare_version, move_to_version
from ui.desk import Desk
from ui.forms.question.markup import breakable
from ui.jobs import Fault
from ui.style.look import px
from ui.style.token import Size, Space, Tone
from ui.text import error_text, tr
from ui.widgets.button import Kind, button
from ui.widgets.glyph import Glyph
from ui.widgets.label import Role, label
from ui.widgets.layout import column, row, scrolled

_MOST: Final = 60


class VersionDialog(QDialog):
    """``moved()`` once the screening was moved. Open it with ``open()``; locking closes it."""

    moved = Signal()

    def __init__(self, parent: QWidget, desk: Desk, screening_id: str, sha256: str) -> None:
        super().__init__(parent)
        self.setObjectName("version_dialog")
        self.setWindowTitle(tr("screening.newer"))
        self.setMinimumWidth(px(Size.COLUMN_MIN))
        self._desk, self._screening_id, self._sha256 = desk, screening_id, sha256
        self.finished.connect(self.deleteLater)
        inside = column(self, gap=Space.M, margin=Space.XL)
        self._title = label(tr("screening.comparing"), Role.TITLE, wrap=True, name="version_title")
        inside.addWidget(self._title)
        host = QWidget()
        self._lines = column(host, gap=Space.S)
        self._area = scrolled(host)
        self._area.hide()
        inside.addWidget(self._area, stretch=1)
        self._problem = label("", Role.ERROR, wrap=True)
        self._problem.hide()
        inside.addWidget(self._problem)
        foot = row()
        self._stay = button(tr("screening.stay"), Kind.SECONDARY, name="version_stay", large=True)
        self._move = button(tr("screening.move"), Kind.PRIMARY, name="version_move", large=True)
        self._move.setEnabled(False)
        self._stay.clicked.connect(self.reject)
        self._move.clicked.connect(self._on_move)
        foot.addStretch()
        foot.addWidget(self._stay)
        foot.addWidget(self._move)
        inside.addLayout(foot)
        self._compare()

    def _compare(self) -> None:
        session, screening_id, sha256 = self._desk.session, self._screening_id, self._sha256
        if session is not None:
            self._desk.jobs.store(
                lambda: compare_version(session, screening_id, sha256), self._show_change, self._on_fault, self
            )

    def _show_change(self, change: VersionChange) -> None:
        self._title.setText(tr("screening.move_title", version=change.version))
        self._lines.addWidget(label(tr("screening.move_kept", count=change.kept), wrap=True, name="move_kept"))
        self._add("screening.move_dropped", change.dropped, "x-circle", Tone.DANGER)
        self._add("screening.move_invalid", change.invalid, "warning", Tone.SOON)
        self._lines.addStretch()
        self._area.setMinimumHeight(px(Size.TARGET_LARGE) * (4 if change.dropped or change.invalid else 1))
        self._area.show()
        self._move.setEnabled(True)
        self._stay.setFocus()

    def _add(self, key: str, answers: tuple[MovedAnswer, ...], glyph: str, tone: Tone) -> None:
        if not answers:
            return
        self._lines.addWidget(label(tr(key, count=len(answers)), Role.STRONG, wrap=True))
        for answer in answers[:_MOST]:
            across = row(gap=Space.S)
            across.addWidget(Glyph(glyph, tone))
            words = f"{answer.label}: {answer.value}" if answer.value else answer.label
            said = f"{words}. {answer.why}" if answer.why else words
            across.addWidget(label(breakable(said), wrap=True), stretch=1)
            self._lines.addLayout(across)

    def _on_move(self) -> None:
        session, screening_id, sha256 = self._desk.session, self._screening_id, self._sha256
        self._move.setEnabled(False)
        if session is not None:
            self._desk.jobs.store(
                lambda: move_to_version(session, screening_id, sha256), self._on_moved, self._on_fault, self
            )

    def _on_moved(self, _change: VersionChange) -> None:
        self.moved.emit()
        self.accept()

    def _on_fault(self, fault: Fault) -> None:
        self._problem.setText(error_text(fault))
        self._problem.show()
