"""Bringing a workbook in: it is checked, what is wrong is listed by its cells, and what is right can be installed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QProgressBar, QPushButton, QStackedWidget, QWidget

from fieldapp.actions.checklist_detail import Outlook, foresee_install
from ui.desk import Desk
from ui.jobs import Fault, Job
from ui.screens.checklist.import_result import ImportResult
from ui.style.look import px
from ui.style.token import Size, Space
from ui.text import error_text, tr
from ui.widgets.button import Kind, button
from ui.widgets.empty_state import EmptyState
from ui.widgets.label import Role, label, set_hint
from ui.widgets.layout import column, row

if TYPE_CHECKING:
    from fieldapp.forms.xlsform_import import Import

_START: Final = 0
_WORKING: Final = 1
_RESULT: Final = 2


class ImportPage(QWidget):
    """``closed()``; ``file_wanted()`` for another file; ``install_wanted(package, replacing)``, ``preview_wanted``."""

    closed = Signal()
    file_wanted = Signal()
    install_wanted = Signal(object, bool)
    preview_wanted = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._path: Path | None = None
        self._job: Job | None = None
        self._start = EmptyState(
            "upload-simple",
            tr("checklist.drop_title"),
            tr("checklist.drop"),
            tr("checklist.choose_file"),
            name="import_start",
        )
        self._start.started.connect(self.file_wanted)
        self.result = ImportResult()
        self.result.again_wanted.connect(self.check_again)
        self.result.file_wanted.connect(self.file_wanted)
        self.result.install_wanted.connect(self.install_wanted)
        self.result.preview_wanted.connect(self.preview_wanted)
        self._pages = QStackedWidget()
        self._pages.addWidget(self._start)
        self._pages.addWidget(self._make_working())
        self._pages.addWidget(self.result)
        outside = column(self, gap=Space.NONE)
        outside.addWidget(self._make_head())
        outside.addWidget(self._pages, stretch=1)
        desk.shortcuts.add("Ctrl+R", tr("checklist.again_hint"), self.check_again, self)

    def path(self) -> Path | None:
        """Return the file that is looked at."""
        return self._path

    def check(self, path: Path) -> None:
        """Read a file in the background and show what was found."""
        self.cancel()
        self._path = path
        self._words.setText(tr("checklist.checking", name=path.name))
        self._title.setText(path.name)
        self._pages.setCurrentIndex(_WORKING)
        self._cancel.setFocus()
        job = self._desk.jobs.network(
            lambda: _import(path), lambda imported: self._on_imported(job, imported), self._on_error, self
        )
        self._job = job

    def check_again(self) -> None:
        """Read the same file once more, after its author corrected it."""
        if self._path is not None and self._job is None:
            self.check(self._path)

    def cancel(self) -> None:
        """Wait no longer for what is under way: what it finds is dropped."""
        if self._job is not None:
            self._job.cancel()
            self._job = None
            self._pages.setCurrentIndex(_RESULT if self.result.is_filled else _START)
            self.focus()

    def reset(self) -> None:
        """Forget the file and what was found in it."""
        self.cancel()
        self._path = None
        self.result.empty()
        self._title.setText(tr("checklist.import"))
        self._pages.setCurrentIndex(_START)

    def focus(self) -> None:
        """Put the keyboard on what comes next."""
        if self._pages.currentIndex() == _RESULT:
            self.result.focus()
        elif self._pages.currentIndex() == _START:
            start = self._start.findChild(QPushButton)
            (start or self).setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)
        elif self._job is not None:
            self.cancel()
        else:
            self.closed.emit()

    def _make_head(self) -> QWidget:
        made = QWidget()
        made.setObjectName("surface")
        made.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        inside = row(made, gap=Space.M)
        inside.setContentsMargins(px(Space.L), px(Space.S), px(Space.L), px(Space.S))
        back = button(tr("checklist.back"), Kind.QUIET, glyph="arrow-left", name="import_back")
        set_hint(back, tr("checklist.back"), "Esc")
        back.clicked.connect(self.closed)
        self._title = label(tr("checklist.import"), Role.STRONG, name="import_title")
        inside.addWidget(back)
        inside.addWidget(self._title, stretch=1)
        return made

    def _make_working(self) -> QWidget:
        made = QWidget()
        outside = column(made, gap=Space.M, margin=Space.XL)
        outside.addStretch(1)
        middle = QWidget()
        middle.setMaximumWidth(px(Size.GATE))
        inside = column(middle, gap=Space.M)
        self._words = label("", wrap=True, name="import_words")
        bar = QProgressBar()
        bar.setObjectName("import_bar")
        bar.setAccessibleName(tr("checklist.checking_note"))
        bar.setTextVisible(False)
        bar.setRange(0, 0)
        self._cancel = button(tr("form.cancel"), name="import_cancel")
        self._cancel.clicked.connect(self.cancel)
        inside.addWidget(self._words)
        inside.addWidget(bar)
        inside.addWidget(label(tr("checklist.checking_note"), Role.CAPTION, wrap=True))
        foot = row()
        foot.addStretch()
        foot.addWidget(self._cancel)
        inside.addLayout(foot)
        across = row(gap=Space.NONE)
        across.addStretch()
        across.addWidget(middle, stretch=3)
        across.addStretch()
        outside.addLayout(across)
        outside.addStretch(2)
        return made

    def _on_imported(self, job: Job, imported: Import) -> None:
        if job is not self._job:
            return
        session, package = self._desk.session, imported.package
        if session is None or package is None:
            self._show(imported, Outlook())
            return
        self._job = self._desk.jobs.store(
            lambda: foresee_install(session, package),
            lambda outlook: self._show(imported, outlook),
            self._on_error,
            self,
        )

    def _show(self, imported: Import, outlook: Outlook) -> None:
        self._job = None
        self.result.show_import(imported, outlook, self._path.name if self._path else "")
        self._pages.setCurrentIndex(_RESULT)
        self.result.focus()

    def _on_error(self, error: Fault) -> None:
        self._job = None
        self._pages.setCurrentIndex(_RESULT if self.result.is_filled else _START)
        self._desk.warn(tr("checklist.failed"), error_text(error))


def _import(path: Path) -> Import:
    from fieldapp.forms.xlsform_import import import_file  # the converter is large: not before a file is brought

    return import_file(path)
