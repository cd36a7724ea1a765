"""The files kept with a record: added after the question that comes before any file, opened, described, struck out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Final

import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QVBoxLayout, QWidget

from fieldapp.actions.attachment import (
    ATTACHMENT,
    AttachedFile,
    BlockedError,
    attach_to_record,
    note_taken_by_person,
    strike_file,
)
from fieldapp.actions.capture import restore_record
from fieldapp.actions.digital_evidence import note_pointer
from fieldapp.domain.wire import Json
from fieldapp.records import require_type
from fieldapp.rules.evidence_guard import is_pointer
from ui.desk import Desk
from ui.forms.file_words import file_lines
from ui.forms.part import Part
from ui.forms.question.file_shelf import FileButtons
from ui.forms.question.markup import breakable
from ui.forms.question.upload_entry import Taken, read_file
from ui.forms.reading import Reading, read_record
from ui.forms.reason_dialog import ask_reason
from ui.forms.record_form import RecordForm
from ui.forms.stop_dialog import StopDialog
from ui.jobs import Fault
from ui.screens.record.file_act import FileActs
from ui.style.token import Size, Space, Tone
from ui.text import error_text, tr
from ui.widgets.banner import Banner
from ui.widgets.button import Kind, button
from ui.widgets.card import Card
from ui.widgets.flow import flow
from ui.widgets.glyph import Glyph
from ui.widgets.label import Role, label
from ui.widgets.layout import clear, column, row

_ABOUT: Final = ("description", "distressing", "taken_at", "taken_place")
_FILTER: Final = "PNG, JPEG, PDF, TXT (*.png *.jpg *.jpeg *.pdf *.txt);;(*)"
_GLYPHS: Final = {"image/png": "image", "image/jpeg": "image", "application/pdf": "file-pdf"}


class FilesCard(Card):
    """``ground`` is the page: a file is shown over it. ``changed`` hears that something of the record was written."""

    def __init__(self, desk: Desk, record_type: str, ground: QWidget, changed: Callable[[], object]) -> None:
        self.add = button(tr("attachment.add"), Kind.SECONDARY, glyph="paperclip", name="file_add")
        super().__init__(tr("attachment.files", count=0), name="record_files", action=self.add)
        self._desk, self._record_type, self._changed = desk, record_type, changed
        self._is_final = self._is_editable = False
        self._shown: tuple[Sequence[AttachedFile], bool] | None = None
        self.acts = FileActs(ground, desk, record_type, "", self.say_fault)
        self.acts.listed.connect(self._show_files)
        self.acts.pointed.connect(changed)
        self.banner = Banner(name="files_banner")
        self._list: QVBoxLayout = column(gap=Space.M)
        self._place: QVBoxLayout = column(gap=Space.S)
        self.form: RecordForm | None = None
        self.body.addWidget(self.banner)
        self.body.addLayout(self._list)
        self.body.addLayout(self._place)
        self.add.clicked.connect(self.ask)
        self.hide()

    def show_record(self, record_id: str, values: Mapping[str, Json], *, is_void: bool, is_final: bool) -> None:
        """Show the files of a record; what is only pointed at has none."""
        self.acts.record_id = record_id
        self._is_editable, self._is_final = not is_void, is_final
        self.setHidden(is_pointer(values.get("contraband"), values.get("kind")))
        self.add.setVisible(self._is_editable)
        self.acts.load()

    def flush(self) -> None:
        """Hand what is typed about a file to the store."""
        if self.form is not None:
            self.form.flush()

    def wipe(self) -> None:
        """Empty it at once, and put away what is shown."""
        self.acts.wipe()
        if self.form is not None:
            self.form.wipe()
        self.form, self._shown = None, None
        clear(self._list)
        clear(self._place)
        self.banner.hush()

    def ask(self) -> None:
        """Ask what must be asked before any file is touched; of a final record first why."""
        if not self._is_final:
            self._ask_what_it_shows("")
            return
        ask_reason(self, tr("attachment.add"), tr("attachment.final_why"), tr("attachment.add")).given.connect(
            self._ask_what_it_shows
        )

    def take_file(self, path: Path, reason: str = "") -> None:
        """Read a file away from the window's thread, then keep it."""
        self.add.setEnabled(False)
        self._desk.jobs.network(
            lambda: read_file(path),
            lambda taken: self._attach(taken, reason),
            self.say_fault,
            self,
            on_end=lambda: self.add.setEnabled(True),
        )

    def say_fault(self, fault: Fault) -> None:
        """Say what failed."""
        self.banner.say(error_text(fault), tone=Tone.SOON)

    def _ask_what_it_shows(self, reason: str) -> None:
        dialog = StopDialog(self.window())
        dialog.cleared.connect(lambda: self._ask_which(reason))
        dialog.pointed.connect(self.acts.point)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _ask_which(self, reason: str) -> None:
        dialog = QFileDialog(self, tr("attachment.add"), "", _FILTER)
        dialog.setObjectName("file_which")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(lambda name: self.take_file(Path(name), reason))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _attach(self, taken: Taken, reason: str) -> None:
        session, record_type, record_id = self._desk.session, self._record_type, self.acts.record_id
        if session is not None:
            self._desk.jobs.store(
                lambda: attach_to_record(session, record_type, record_id, taken.name, taken.content, reason),
                self._on_attached,
                self._on_not_attached,
                self,
            )

    def _on_attached(self, file: AttachedFile) -> None:
        self.banner.say(tr("attachment.file_kept"), tone=Tone.OK)
        self._reload()
        self._open_about(file)

    def _on_not_attached(self, fault: Fault) -> None:
        self.say_fault(fault)
        if isinstance(fault, BlockedError):
            self._changed()
            dialog = ask_reason(
                self,
                tr("digital.stop"),
                f"{error_text(fault)}\n\n{tr('attachment.blocked_next')}",
                tr("attachment.blocked_go"),
                wanted=tr("digital.reference"),
            )
            item_id = fault.item_id
            dialog.given.connect(lambda reference: self._note_reference(item_id, reference))

    def _note_reference(self, item_id: str, reference: str) -> None:
        self._write(lambda session: note_pointer(session, item_id, reference))

    def _ask_to_strike(self, file: AttachedFile) -> None:
        title, why = tr("attachment.strike_title"), tr("attachment.strike_why")
        dialog = ask_reason(self, title, why, tr("record.strike"), danger=True)
        dialog.given.connect(lambda reason: self._strike(file, reason))

    def _strike(self, file: AttachedFile, reason: str) -> None:
        desk = self._desk

        def restore() -> None:
            session = desk.session
            if session is not None:
                desk.jobs.store(
                    lambda: restore_record(session, ATTACHMENT, file.attachment_id),
                    lambda _nothing: self._reload(),
                    lambda fault: desk.toast(error_text(fault)),
                    desk,
                )

        self._write(lambda session: strike_file(session, file.attachment_id, reason))
        desk.toast(tr("attachment.struck"), restore)

    def _write(self, act: Callable[..., object]) -> None:
        session = self._desk.session
        if session is not None:
            self._desk.jobs.store(lambda: act(session), lambda _nothing: self._reload(), self.say_fault, self)

    def _reload(self) -> None:
        if shiboken6.isValid(self):
            self.acts.load()
            self._changed()

    def _show_files(self, files: Sequence[AttachedFile]) -> None:
        if self._shown == (files, self._is_editable):
            return
        held = QApplication.focusWidget()
        had_keyboard = held is not None and held is not self.add and self.isAncestorOf(held) and self.form is None
        self._shown = files, self._is_editable
        self.set_title(tr("attachment.files", count=len(files)))
        clear(self._list)
        if not files:
            self._list.addWidget(label(tr("attachment.none"), Role.MUTED, wrap=True, name="files_none"))
        for file in files:
            self._list.addLayout(self._line(file))
        if had_keyboard:
            self.add.setFocus()

    def _line(self, file: AttachedFile) -> QVBoxLayout:
        made = column(gap=Space.S)
        across = row(gap=Space.M)
        # A covered picture is not even read for a smaller one: in its place stands a sign.
        glyph = "eye-slash" if file.is_covered else _GLYPHS.get(file.media_type, "file-text")
        across.addWidget(Glyph(glyph, Tone.MUTED, Size.ICON_LARGE), alignment=Qt.AlignmentFlag.AlignTop)
        words = column(gap=Space.XS)
        for text, role in file_lines(file):
            words.addWidget(label(breakable(text), role, wrap=True))
        across.addLayout(words, stretch=1)
        made.addLayout(across)
        shown = FileButtons(self.acts.shelf)
        shown.show_file(file)
        foot: list[QWidget] = [shown]
        if self._is_editable:
            for key, glyph, name, act in (
                ("attachment.details", "pencil-simple", "file_about", self._open_about),
                ("record.strike", "trash", "file_strike", self._ask_to_strike),
            ):
                press = button(tr(key), Kind.QUIET, glyph=glyph, name=name)
                press.setAccessibleName(f"{tr(key)}: {file.name}")
                press.clicked.connect(lambda _checked=False, act=act: act(file))
                foot.append(press)
        # In large text one below the other.
        made.addWidget(flow(*foot, name="file_acts"))
        return made

    def _open_about(self, file: AttachedFile) -> None:
        session, attachment_id = self._desk.session, file.attachment_id
        if session is None:
            return
        self.flush()
        clear(self._place)
        form = RecordForm(
            self._desk, require_type(ATTACHMENT), attachment_id, parts=[Part("", _ABOUT)], framed=False, may_split=False
        )
        self.form = form
        form.saved.connect(lambda values: self._on_about_saved(attachment_id, values))
        form.undone.connect(self._reload)
        close = button(tr("record.close_form"), name="file_about_close")
        close.clicked.connect(self._close_about)
        self._place.addWidget(label(file.name, Role.STRONG, wrap=True))
        self._place.addWidget(form)
        self._place.addWidget(close, alignment=Qt.AlignmentFlag.AlignRight)
        self._desk.jobs.store(
            lambda: read_record(session, ATTACHMENT, attachment_id),
            lambda reading: self._show_about(form, reading),
            self.say_fault,
            form,
        )

    def _show_about(self, form: RecordForm, reading: Reading | None) -> None:
        if reading is not None and form is self.form:
            form.show_reading(reading)
            form.focus_first()

    def _on_about_saved(self, attachment_id: str, values: Mapping[str, Json]) -> None:
        if "taken_at" in values:
            self._write(lambda session: note_taken_by_person(session, attachment_id))
        else:
            self._reload()

    def _close_about(self) -> None:
        self.flush()
        clear(self._place)
        self.form = None
        self.add.setFocus()
