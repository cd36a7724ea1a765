"""The files of a record on its page, by keyboard: added after the question, opened, covered, copied, struck out."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from fieldapp.actions.attachment import AttachedFile, attach_to_record, list_files
from fieldapp.actions.block_list import import_list
from fieldapp.actions.capture import save_record
from fieldapp.actions.disclosure import load_register
from fieldapp.actions.exposure import look_at, own_looks
from fieldapp.actions.history import load_history
from fieldapp.domain.access import Role
from tests.fakes.office import Office
from tests.fakes.picture import a_dated_jpeg
from tests.ui.test_shown_file import a_picture, a_png_that_claims
from ui.forms.file_sheet import FileSheet
from ui.forms.reason_dialog import ReasonDialog
from ui.forms.stop_dialog import StopDialog
from ui.screens.record.files_card import FilesCard
from ui.screens.record.record_page import RecordPage
from ui.screens.record.record_screen import RecordScreen
from ui.screens.task.team_screen import TeamScreen
from ui.style.token import Space
from ui.widgets.layout import column

K = Qt.Key
Open = Callable[..., RecordPage]
LookAt = Callable[[QWidget, str], None]
PHOTO = a_dated_jpeg(a_picture("JPG"))


@pytest.fixture
def opened(qtbot: QtBot) -> Iterator[Open]:
    """Open the page of a record."""
    panes: list[QWidget] = []

    def show(office: Office, record_type: str, record_id: str) -> RecordPage:
        office.desk.pane_changed.connect(panes.append)
        screen = RecordScreen(office.desk)
        qtbot.addWidget(screen)
        screen.resize(1000, 800)
        with qtbot.waitActive(screen):
            screen.show()
            screen.activateWindow()
        screen.shown(record_type=record_type, record_id=record_id)
        office.settle()
        screen.page.screen_of_test = screen
        return screen.page

    yield show
    for pane in panes:
        if pane is not None and shiboken6.isValid(pane):
            shiboken6.delete(pane)


def press(qtbot: QtBot, parent: QWidget, name: str) -> None:
    target = next(each for each in parent.findChildren(QPushButton, name) if not each.isHidden())
    target.setFocus()
    qtbot.keyClick(target, K.Key_Return)


def dialog_of(kind: type) -> QWidget:
    return [each for each in QApplication.allWidgets() if isinstance(each, kind) and each.isVisible()][-1]


def give_reason(qtbot: QtBot, words: str) -> str:
    dialog = dialog_of(ReasonDialog)
    said = "\n".join(each.text() for each in dialog.findChildren(QLabel))
    line = dialog.findChild(QLineEdit, "reason")
    qtbot.keyClicks(line, words)
    qtbot.keyClick(line, K.Key_Return)
    return said


def words(widget: QWidget) -> str:
    found = "\n".join(each.text() for each in widget.findChildren(QLabel) if not each.isHidden())
    return found.replace("\u200b", "")


def sheet(page: RecordPage) -> FileSheet | None:
    return next((each for each in page.findChildren(FileSheet) if each.isVisible()), None)


def a_covered(office: Office) -> tuple[str, AttachedFile]:
    def make(session):
        item = save_record(session, "evidence_item", {"number": "E-1", "kind": "document"})
        return item, attach_to_record(session, "evidence_item", item, "room.png", a_picture())

    return office.do(make)


def test_no_file_is_asked_for_before_the_question_and_then_it_is_kept_and_described(
    office: Office, qtbot: QtBot, opened: Open, tmp_path: Path
):
    lead = office.do(lambda s: save_record(s, "lead", {"summary": "A tip"}))
    page = opened(office, "lead", lead)
    assert "No files yet" in words(page.files)
    press(qtbot, page, "file_add")
    assert page.findChild(QFileDialog) is None
    press(qtbot, dialog_of(StopDialog), "stop_no")
    page.findChild(QFileDialog, "file_which").reject()
    path = tmp_path / "gate.jpg"
    path.write_bytes(PHOTO)
    page.files.take_file(path)
    office.settle()
    office.settle()
    (file,) = office.do(lambda s: list_files(s, "lead", lead))
    assert file.sha256 == hashlib.sha256(PHOTO).hexdigest()
    line = page.files.form.editor("description").focus_widget()
    assert page.window().focusWidget() is line
    qtbot.keyClicks(line, "The gate, by night")
    page.save_typing()
    office.settle()
    office.settle()
    said = words(page.files)
    assert "The gate, by night" in said
    assert "says the file itself" in said
    assert "Files (1)" in said


def test_yes_leads_to_a_pointer_and_to_no_file(office: Office, qtbot: QtBot, opened: Open):
    lead = office.do(lambda s: save_record(s, "lead", {"summary": "A tip"}))
    page = opened(office, "lead", lead)
    press(qtbot, page, "file_add")
    dialog = dialog_of(StopDialog)
    press(qtbot, dialog, "stop_yes")
    line = dialog.findChild(QLineEdit, "stop_reference")
    qtbot.keyClicks(line, "DEMO-F-9")
    qtbot.keyClick(line, K.Key_Return)
    office.settle()
    assert page.findChild(QFileDialog) is None
    rows = office.do(
        lambda s: s.store.connection.exec_driver_sql(
            "SELECT contraband, forensic_reference FROM evidence_item"
        ).fetchall()
    )
    assert [tuple(row) for row in rows] == [(1, "DEMO-F-9")]


def test_blocked_file_is_said_and_its_number_asked(office: Office, qtbot: QtBot, opened: Open, tmp_path: Path):
    (tmp_path / "list").write_text(hashlib.sha256(PHOTO).hexdigest(), "utf-8")
    office.do(lambda s: import_list(s, tmp_path / "list"))
    recovery = office.do(lambda s: save_record(s, "recovery", {}))
    page = opened(office, "recovery", recovery)
    path = tmp_path / "a.jpg"
    path.write_bytes(PHOTO)
    page.files.take_file(path)
    office.settle()
    office.settle()
    assert "on the agency's block list" in page.files.banner.text()
    assert "ICAC or NCMEC" in give_reason(qtbot, "ICAC-2026-7")
    office.settle()
    rows = office.do(
        lambda s: s.store.connection.exec_driver_sql(
            "SELECT recovery, sha256, forensic_reference FROM evidence_item"
        ).fetchall()
    )
    assert [tuple(row) for row in rows] == [(recovery, hashlib.sha256(PHOTO).hexdigest(), "ICAC-2026-7")]
    assert office.do(lambda s: list_files(s, "recovery", recovery)) == ()


def test_covered_picture_needs_a_reason_is_counted_and_has_no_colours_at_first(
    office: Office, qtbot: QtBot, opened: Open
):
    item, file = a_covered(office)
    page = opened(office, "evidence_item", item)
    assert "Covered: it is opened with a reason" in words(page.files)
    press(qtbot, page, "open_file")
    office.settle()
    dialog = dialog_of(ReasonDialog)
    dialog.reject()
    assert sheet(page) is None
    assert office.do(own_looks)[0] == 0
    press(qtbot, page, "open_file")
    office.settle()
    assert "counted, 0 before it this week" in give_reason(qtbot, "Interview")
    office.settle()
    office.settle()
    shown = sheet(page)
    assert office.do(own_looks)[0] == 1
    assert shown.picture().isGrayscale()
    qtbot.keyClick(shown, K.Key_C)
    assert not shown.picture().isGrayscale()
    qtbot.keyClick(shown, K.Key_Escape)
    assert sheet(page) is None
    assert file.is_covered


def test_uncovered_picture_goes_when_the_page_is_left_and_when_it_is_locked(office: Office, opened: Open):
    item, file = a_covered(office)
    page = opened(office, "evidence_item", item)
    for leave in (page.screen_of_test.hide, page.wipe):
        page.screen_of_test.show()
        page.files.acts.look(file, "Interview")
        office.settle()
        office.settle()
        shown = sheet(page)
        assert shown is not None
        leave()
        assert not shiboken6.isValid(shown) or shown.picture() is None


def test_nothing_of_a_covered_picture_is_decoded_for_the_page(
    office: Office, opened: Open, monkeypatch: pytest.MonkeyPatch
):
    item, _file = a_covered(office)
    read: list[str] = []
    for place in ("ui.screens.record.file_act.load_attachment", "ui.screens.record.file_act.read_shown"):
        monkeypatch.setattr(place, lambda *_args, place=place: read.append(place))
    page = opened(office, "evidence_item", item)
    assert "room.png" in words(page.files)
    assert read == []


def test_copy_of_a_covered_picture_asks_why_counts_and_says_nothing_of_itself(
    office: Office, qtbot: QtBot, opened: Open, tmp_path: Path
):
    item = office.do(lambda s: save_record(s, "evidence_item", {"number": "E-2"}))
    file = office.do(lambda s: attach_to_record(s, "evidence_item", item, "a.jpg", PHOTO))
    page = opened(office, "evidence_item", item)
    press(qtbot, page, "copy_file")
    office.settle()
    give_reason(qtbot, "For the court")
    page.files.acts.copy_to(file, tmp_path / "out.jpg", "For the court")
    office.settle()
    office.settle()
    office.settle()
    left = (tmp_path / "out.jpg").read_bytes()
    assert b"2026:03:14" in PHOTO
    assert b"2026:03:14" not in left
    assert QImage.fromData(left).size() == QImage.fromData(PHOTO).size()
    assert office.do(own_looks)[0] == 1
    acts = office.do(lambda s: load_history(s, "evidence_item", item))
    assert f"Copied out the file a.jpg, SHA-256 {file.sha256}. For the court" in {act.reason for act in acts}
    (line,) = office.do(lambda s: load_register(s, "evidence_item", item))
    assert (line.values["what"], line.values["sha256"]) == ("File a.jpg", file.sha256)


def test_copy_that_cannot_be_written_is_struck_from_the_register(office: Office, opened: Open, tmp_path: Path):
    lead = office.do(lambda s: save_record(s, "lead", {"summary": "A tip"}))
    file = office.do(lambda s: attach_to_record(s, "lead", lead, "a.txt", b"Seen at the gate"))
    page = opened(office, "lead", lead)
    page.files.acts.copy_to(file, tmp_path / "no folder" / "out.txt")
    for _ in range(3):
        office.settle()
    assert page.files.banner.text()
    (line,) = office.do(lambda s: load_register(s, "lead", lead))
    assert line.is_struck


def test_only_a_supervisor_uncovers_a_picture_and_others_are_told(open_desk: Callable[..., Office], opened: Open):
    for role, may in ((Role.DETECTIVE, False), (Role.SUPERVISOR, True)):
        office = open_desk(role)
        item, file = a_covered(office)
        page = opened(office, "evidence_item", item)
        page.files._open_about(file)
        office.settle()
        editor = page.files.form.editor("distressing")
        assert editor.known is True
        editor.answer(False)
        page.save_typing()
        office.settle()
        (now,) = office.do(lambda s, item=item: list_files(s, "evidence_item", item))
        assert now.is_covered is not may
        page.wipe()


def test_file_is_struck_out_with_a_reason_and_comes_back(office: Office, qtbot: QtBot, opened: Open):
    lead = office.do(lambda s: save_record(s, "lead", {"summary": "A tip"}))
    office.do(lambda s: attach_to_record(s, "lead", lead, "a.txt", b"Seen at the gate"))
    page = opened(office, "lead", lead)
    press(qtbot, page, "file_strike")
    give_reason(qtbot, "Wrong lead")
    office.settle()
    office.settle()
    assert "No files yet" in words(page.files)
    assert office.desk.undo()
    office.settle()
    assert "a.txt" in words(page.files)


@pytest.mark.parametrize("content", [b"\x89PNG\r\n\x1a\n garbage", a_png_that_claims(60_000, 60_000)])
@pytest.mark.qt_log_ignore("libpng|JPEG", extend=True)
def test_hostile_picture_ends_in_a_sentence_opened_or_copied(
    office: Office, qtbot: QtBot, opened: Open, tmp_path: Path, content: bytes
):
    lead = office.do(lambda s: save_record(s, "lead", {"summary": "A tip"}))
    file = office.do(lambda s: attach_to_record(s, "lead", lead, "a.png", content))
    page = opened(office, "lead", lead)
    press(qtbot, page, "open_file")
    office.settle()
    office.settle()
    assert sheet(page) is None
    assert page.files.banner.text()
    page.files.acts.copy_to(file, tmp_path / "out.png")
    office.settle()
    office.settle()
    assert (tmp_path / "out.png").read_bytes() == content


def test_what_is_only_pointed_at_has_no_place_for_files(office: Office, opened: Open):
    item = office.do(lambda s: save_record(s, "evidence_item", {"contraband": True, "forensic_reference": "F-1"}))
    page = opened(office, "evidence_item", item)
    assert page.files.isHidden()


def test_files_of_a_record_in_every_theme(office: Office, qtbot: QtBot, look_at: LookAt):
    item, file = a_covered(office)
    office.do(lambda s: attach_to_record(s, "evidence_item", item, "list.pdf", b"%PDF-1.7 \x00"))
    office.do(lambda s: attach_to_record(s, "evidence_item", item, "seen.txt", b"Two people at the gate"))
    ground = QWidget()
    card = FilesCard(office.desk, "evidence_item", ground, lambda: None)
    column(ground, margin=Space.XL).addWidget(card)
    qtbot.addWidget(ground)
    ground.resize(1280, 800)
    ground.show()
    card.show_record(item, {}, is_void=False, is_final=False)
    office.settle()
    card._open_about(file)
    office.settle()
    look_at(ground, "record-files")
    card.acts.look(file, "Interview")
    office.settle()
    office.settle()
    look_at(ground, "record-file-covered")
    card.wipe()


def test_supervisor_sees_the_looks_of_the_week_by_person(
    open_desk: Callable[..., Office], qtbot: QtBot, look_at: LookAt
):
    office = open_desk(Role.SUPERVISOR)
    _item, file = a_covered(office)

    def often(session) -> None:
        for _ in range(20):
            look_at_file(session, file)

    office.do(often)
    screen = TeamScreen(office.desk)
    qtbot.addWidget(screen)
    screen.resize(1000, 700)
    screen.show()
    screen.shown(tab="exposure")
    office.settle()
    assert "This week 20, last week 0" in words(screen)
    assert "Many" in words(screen)
    look_at(screen, "team-exposure")


def look_at_file(session, file: AttachedFile) -> None:
    look_at(session, file.attachment_id, "Case review")
