"""The place of checklists: what is installed, bringing a workbook in, trying one out, handing one in."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QStackedWidget

from fieldapp.actions.checklist import (
    count_refused,
    install_draft,
    replace_draft,
    submit_for_publication,
    take_back,
    withdraw,
)
from fieldapp.actions.checklist_detail import (
    COPY,
    HAND_IN,
    PREVIEW,
    START,
    TAKE_BACK,
    WITHDRAW,
    ChecklistDetail,
    load_detail,
)
from ui.desk import Desk
from ui.forms.reason_dialog import ask_reason
from ui.jobs import Fault
from ui.screen import Screen
from ui.screens.checklist.import_page import ImportPage
from ui.screens.checklist.preview_page import PreviewPage
from ui.screens.checklist.shelf import ShelfForm, read_shelf
from ui.screens.checklist.shelf_page import ShelfPage
from ui.screens.checklist.workbook_copy import copy_name, write_copy
from ui.style.token import Space
from ui.text import error_text, tr
from ui.widgets.layout import column

if TYPE_CHECKING:
    from fieldapp.forms.package import Package

PLACE: Final = "checklists"


class ChecklistScreen(Screen):
    """Open with ``sha256`` or ``record_id`` to go to a version, ``preview`` (a SHA-256) to try one out, ``file`` (its
    path) to check a workbook.
    """

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._wanted = ""
        self._record = ""
        self._fresh = ""
        self.shelf = ShelfPage()
        self.importing = ImportPage(desk)
        self.preview = PreviewPage(desk)
        self._back_to_import = False
        self._pages = QStackedWidget()
        for page in (self.shelf, self.importing, self.preview):
            self._pages.addWidget(page)
        outside = column(self, gap=Space.NONE)
        outside.addWidget(self._pages)
        self.setAcceptDrops(True)
        self._connect()
        add = desk.shortcuts.add
        add("Ctrl+O", tr("checklist.import_hint"), self.choose_file, self)
        add("Ctrl+P", tr("checklist.act_preview_hint"), lambda: self._press(PREVIEW), self.shelf)
        add("Ctrl+Shift+H", tr("checklist.act_hand_in"), lambda: self._press(HAND_IN), self.shelf)

    def title(self) -> str:
        return tr("place.checklists")

    def shown(self, **params: object) -> None:
        file, tried = str(params.get("file") or ""), str(params.get("preview") or "")
        self._wanted = str(params.get("sha256") or tried or self._wanted)
        self._record = str(params.get("record_id") or "")
        if file:
            self._pages.setCurrentWidget(self.importing)
            if file == self._fresh or self.importing.path() != Path(file):
                self._fresh = ""
                self.importing.check(Path(file))
            else:
                self.importing.focus()
        elif tried:
            self._open_preview(tried)
        else:
            self.preview.empty()
            self._pages.setCurrentWidget(self.shelf)
            self.shelf.focus()
            self.reload()

    def locked(self) -> None:
        self.preview.empty()
        self.importing.reset()
        self.shelf.empty()
        self._wanted = ""

    def reload(self) -> None:
        """Read anew which checklists there are, and the one that is chosen."""
        session = self.desk.session
        if session is not None:
            self.desk.jobs.store(
                lambda: (read_shelf(session), count_refused(session)), self._on_shelf, self._on_error, self
            )

    def choose_file(self) -> None:
        """Ask for a workbook and check it."""
        self._ask(tr("checklist.choose_file"), self.take_file)

    def take_file(self, path: Path) -> None:
        """Check a workbook, again if it is the one that was looked at last."""
        self._fresh = str(path)
        self.desk.open(PLACE, file=str(path))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        found = next((url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()), "")
        if found:
            event.acceptProposedAction()
            self.take_file(Path(found))

    def _connect(self) -> None:
        self.shelf.chosen.connect(self._load_detail)
        self.shelf.import_wanted.connect(self.choose_file)
        self.shelf.detail.version_wanted.connect(self._load_detail)
        self.shelf.detail.act_wanted.connect(self._press)
        self.importing.closed.connect(lambda: self.desk.open(PLACE))
        self.importing.file_wanted.connect(self.choose_file)
        self.importing.install_wanted.connect(self._install)
        self.importing.preview_wanted.connect(self._preview_import)
        self.preview.closed.connect(self._on_preview_closed)

    def _on_shelf(self, read: tuple[tuple[ShelfForm, ...], int]) -> None:
        forms, refused = read
        heads = (head for form in forms for head in form.versions if self._record)
        self._wanted = next((head.sha256 for head in heads if head.record_id == self._record), self._wanted)
        self._record = ""
        self.shelf.load(forms, self._wanted)
        self.desk.set_count(PLACE, refused)
        form = self.shelf.form()
        if form is None:
            if self.shelf.isVisible():
                self.shelf.focus()
            return
        shown = form.find(self._wanted)
        self._load_detail(shown.sha256 if shown is not None else form.front.sha256)

    def _load_detail(self, sha256: str) -> None:
        session = self.desk.session
        self._wanted = sha256
        if session is not None:
            self.desk.jobs.store(lambda: load_detail(session, sha256), self._on_detail, self._on_error, self)

    def _on_detail(self, detail: ChecklistDetail | None) -> None:
        form = self.shelf.form()
        if detail is None or form is None or detail.head.sha256 != self._wanted:
            return
        is_other = self.shelf.detail.detail is None or self.shelf.detail.detail.head.sha256 != self._wanted
        self.shelf.detail.show_detail(detail, form)
        if is_other:
            self.shelf.scroll_up()

    def _press(self, act: str) -> None:
        """Do what a button of the chosen checklist says, unless this person may not."""
        detail = self.shelf.detail.detail
        if detail is None or act not in detail.acts:
            return
        head, session = detail.head, self.desk.session
        record_id = head.record_id or ""
        if act == PREVIEW:
            self.desk.open(PLACE, preview=head.sha256)
        elif act == START:
            self.desk.open("screening", checklist_sha256=head.sha256)
        elif act == COPY and detail.package is not None:
            self._copy(detail.package)
        elif act == HAND_IN:
            self._do(lambda: submit_for_publication(session, record_id), "handed_in", self._taker_back(record_id))
        elif act == TAKE_BACK:
            self._do(lambda: take_back(session, record_id), "taken_back")
        elif act == WITHDRAW:
            dialog = ask_reason(
                self,
                tr("checklist.withdraw_title"),
                tr("checklist.withdraw_why"),
                tr("checklist.act_withdraw"),
                danger=True,
            )
            dialog.given.connect(lambda reason: self._do(lambda: withdraw(session, record_id, reason), "withdrawn"))

    def _taker_back(self, record_id: str) -> Callable[[], object]:
        session, jobs, desk = self.desk.session, self.desk.jobs, self.desk
        return lambda: jobs.store(lambda: take_back(session, record_id), lambda _: self.reload(), None, desk)

    def _do(self, act: Callable[[], object], said: str, undo: Callable[[], object] | None = None) -> None:
        def on_done(_: object) -> None:
            self.desk.toast(tr(f"checklist.{said}"), undo)
            self.shelf.banner.hush()
            self.reload()

        self.desk.jobs.store(act, on_done, self._on_error, self)

    def _install(self, package: Package, replacing: bool) -> None:
        session = self.desk.session
        act = replace_draft if replacing else install_draft

        def on_done(_: object) -> None:
            self.importing.reset()
            self._wanted = package.sha256
            self.desk.toast(tr("checklist.installed"))
            self.desk.open(PLACE, sha256=package.sha256)

        self.desk.jobs.store(lambda: act(session, package), on_done, self._on_error, self)

    def _open_preview(self, sha256: str) -> None:
        session = self.desk.session

        def on_done(detail: ChecklistDetail | None) -> None:
            if detail is None or detail.package is None:
                self.desk.open(PLACE, sha256=sha256)
            else:
                self._show_preview(detail.package)

        self._back_to_import = False
        if session is not None:
            self.desk.jobs.store(lambda: load_detail(session, sha256), on_done, self._on_error, self)

    def _preview_import(self, package: Package) -> None:
        self._back_to_import = True
        self._show_preview(package)

    def _show_preview(self, package: Package) -> None:
        self._pages.setCurrentWidget(self.preview)
        self.preview.open(package)

    def _on_preview_closed(self) -> None:
        self.preview.empty()
        if self._back_to_import:
            self._pages.setCurrentWidget(self.importing)
            self.importing.focus()
        else:
            self.desk.open(PLACE, sha256=self._wanted)

    def _copy(self, package: Package) -> None:
        self._ask(tr("checklist.act_copy"), lambda path: self._write(package, path), save_as=copy_name(package))

    def _write(self, package: Package, path: Path) -> None:
        self.desk.jobs.network(
            lambda: write_copy(package, path),
            lambda _: self.desk.toast(tr("checklist.workbook_copied")),
            self._on_error,
            self,
        )

    def _ask(self, title: str, taken: Callable[[Path], object], *, save_as: str = "") -> None:
        """Open a dialog for a file; it does not hold the window up, and locking closes it."""
        dialog = QFileDialog(self, title)
        dialog.setObjectName("checklist_file")
        dialog.setNameFilters([f"{tr('checklist.workbook')} (*.xlsx)", f"{tr('checklist.any_file')} (*)"])
        if save_as:
            dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
            dialog.setDefaultSuffix("xlsx")
            dialog.selectFile(save_as)
        else:
            dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(lambda name: taken(Path(name)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _on_error(self, error: Fault) -> None:
        if self._pages.currentWidget() is self.shelf:
            self.shelf.banner.say(tr("checklist.failed"), error_text(error))
        else:
            self.desk.warn(tr("checklist.failed"), error_text(error))
