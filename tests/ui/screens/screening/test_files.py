"""The files of a screening: opened in the window alone, copied out by a deliberate act, there when it is locked."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from fieldapp.actions.history import load_history
from fieldapp.actions.screening_attachment import attach_file
from fieldapp.actions.screening_close import finalise_screening
from tests.fakes.picture import a_dated_jpeg
from tests.ui.question.conftest import in_both
from tests.ui.screens.screening.answers import close_all
from tests.ui.screens.screening.room import Screened, a_checklist_of, lose_checklist, open_record, visible, words
from tests.ui.test_shown_file import a_picture, a_png_that_claims
from ui.forms.file_sheet import FileSheet
from ui.forms.question_dialog import QuestionDialog
from ui.forms.stop_dialog import StopDialog
from ui.screens.record.file_act import plain_name
from ui.screens.screening.kept_page import KeptPage
from ui.screens.screening.run_head import Part
from ui.text import set_language

K = Qt.Key
PHOTO = "/data/photo"
Filed = Callable[..., Screened]


@pytest.fixture
def filed(screened: Callable[..., Screened]) -> Filed:
    """Begin a screening that asks for a file, and answer it with one."""

    def make(name: str, content: bytes) -> Screened:
        run = screened(a_checklist_of({"type": "file", "name": "photo", **in_both("A document")}))
        entry = run.page.questions.view.row(PHOTO).entry
        entry.attached.emit(name, content)
        entry.answered.emit(name)
        run.office.settle()
        return run

    return make


def sheet(run: Screened) -> FileSheet | None:
    found = [each for each in run.screen.findChildren(FileSheet) if each.isVisible()]
    return found[0] if found else None


def test_picture_is_opened_and_put_away_by_keyboard(filed: Filed):
    run = filed("scene.png", a_picture())
    button = visible(run.page, QPushButton, "open_file")
    button.setFocus()
    run.press(K.Key_Return)
    shown = sheet(run)
    assert shown.picture().size().toTuple() == (40, 20)
    assert "scene.png" in words(shown)
    run.press(K.Key_Tab, K.Key_Tab, K.Key_Tab)
    assert shown.isAncestorOf(QApplication.focusWidget()), "what lies below takes no key"
    run.press(K.Key_Escape)
    assert sheet(run) is None
    assert QApplication.focusWidget() is button
    assert run.page.head.isEnabled()


def test_text_is_shown_as_text_and_size_beside_the_answer(filed: Filed):
    run = filed("seen.txt", b"<b>A tattoo</b>" * 300)
    assert "seen.txt, 4 KB" in words(run.page)
    run.click("open_file")
    assert sheet(run).text().startswith("<b>A tattoo</b>")


def test_locking_forgets_what_was_shown(filed: Filed):
    run = filed("seen.txt", b"A tattoo")
    run.click("open_file")
    shown = sheet(run)
    run.page.wipe()
    assert shown.text() == ""
    assert not shown.isVisible()


@pytest.mark.parametrize(
    "content", [b"\x89PNG\r\n\x1a\n garbage", b"\xff\xd8\xff", b"\x00\x01", a_png_that_claims(60_000, 60_000)]
)
@pytest.mark.qt_log_ignore("libpng|JPEG", extend=True)
def test_file_that_cannot_be_shown_gets_a_sentence_and_stays(filed: Filed, content: bytes):
    run = filed("scene.png", content)
    run.click("open_file")
    assert sheet(run) is None
    assert run.page.trouble.isVisible()
    assert visible(run.page, QPushButton, "copy_file")


def test_what_is_neither_picture_nor_text_has_name_size_and_hash_but_is_not_opened(filed: Filed):
    run = filed("order.pdf", b"%PDF-1.7 \x00")
    assert not [each for each in run.page.findChildren(QPushButton, "open_file") if each.isVisible()]
    run.page.open_part(Part.RESULT)
    run.office.settle()
    said = words(run.page.result).replace("\u200b", "")
    assert hashlib.sha256(b"%PDF-1.7 \x00").hexdigest() in said
    assert "order.pdf, 1 KB" in said


def test_copy_leaves_by_a_deliberate_act_that_the_history_keeps(filed: Filed, tmp_path: Path):
    content = a_dated_jpeg(a_picture("JPG"))
    run = filed("scene.jpg", content)
    run.click("copy_file")
    question = run.page.findChild(QuestionDialog, "sheet_question")
    assert "without what it says of place and time" in question.text()
    question.findChild(QPushButton, "sheet_question_go").click()
    assert run.page.findChild(QFileDialog, "sheet_where") is not None
    file = run.page.files.shelf.find(PHOTO, "scene.jpg")
    run.page.files.copy_to(file, tmp_path / "out.jpg")
    run.office.settle()
    assert [path.name for path in tmp_path.glob("out*")] == ["out.jpg"]
    left = (tmp_path / "out.jpg").read_bytes()
    assert QImage.fromData(left).size() == QImage.fromData(content).size(), "the same picture, written anew"
    assert b"Exif" in content
    assert b"Exif" not in left
    acts = run.office.do(lambda session: load_history(session, "screening", run.screening_id))
    assert f"Copied out the file scene.jpg, SHA-256 {file.sha256}" in {act.reason for act in acts}


def test_copy_that_cannot_be_written_says_so(filed: Filed, tmp_path: Path):
    run = filed("seen.txt", b"A tattoo")
    file = run.page.files.shelf.find(PHOTO, "seen.txt")
    run.page.files.copy_to(file, tmp_path / "no folder" / "out.txt")
    run.office.settle()
    assert run.page.trouble.isVisible()


def test_locked_screening_shows_its_files(filed: Filed, qtbot: QtBot):
    run = filed("scene.png", a_picture())
    close_all(run)
    run.office.do(lambda session: finalise_screening(session, run.screening_id))
    again = open_record(run.office, qtbot, run.screening_id)
    again.click("open_file")
    assert sheet(again).picture() is not None, "beside the result"
    again.press(K.Key_Escape)
    again.page.open_part(Part.QUESTIONS)
    again.office.settle()
    again.click("open_file")
    assert sheet(again).picture() is not None, "beside the question"


def test_file_that_is_no_answer_any_more_is_still_listed(filed: Filed):
    run = filed("seen.txt", b"A tattoo")
    run.page.questions.view.row(PHOTO).entry.answered.emit("")
    run.office.settle()
    run.page.open_part(Part.RESULT)
    run.office.settle()
    assert "No answer any more" in words(run.page.result)


def test_file_is_shown_when_the_checklist_is_not_to_be_had(filed: Filed, qtbot: QtBot):
    run = filed("seen.txt", b"A tattoo")
    run.office.do(lose_checklist)
    again = open_record(run.office, qtbot, run.screening_id)
    assert isinstance(again.screen.page.inner, KeptPage)
    again.click("open_file")
    assert sheet(again).text() == "A tattoo"
    again.screen.locked()
    assert sheet(again) is None


def test_files_are_spoken_of_in_spanish(filed: Filed):
    set_language("es")
    try:
        run = filed("seen.txt", b"A tattoo")
        assert visible(run.page, QPushButton, "open_file").text() == "Abrir"
        run.page.open_part(Part.RESULT)
        run.office.settle()
        assert "Archivos (1)" in words(run.page.result)
    finally:
        set_language("en")


def test_private_question_s_file_is_kept_from_who_may_not_see_it(filed: Filed):
    run = filed("seen.txt", b"A tattoo")
    ref = "/data/safety/health_private"
    run.office.do(lambda session: attach_file(session, run.screening_id, ref, "exam.txt", "text/plain", b"private"))
    run.page.hidden = frozenset({ref})
    run.page.open_part(Part.RESULT)
    run.office.settle()
    assert "exam.txt" not in words(run.page.result)
    assert "seen.txt" in words(run.page.result)


@pytest.mark.parametrize(
    ("name", "plain"),
    [("../../etc/passwd", "_.._etc_passwd"), ("a\\b:c*.txt", "a_b_c_.txt"), ("...", "file"), ("días.txt", "días.txt")],
)
def test_name_of_a_copy_is_one_on_every_system(name: str, plain: str):
    assert plain_name(name) == plain


def test_file_for_a_question_is_asked_about_before_it_is_touched(screened: Callable[..., Screened], qtbot: QtBot):
    run = screened(a_checklist_of({"type": "file", "name": "photo", **in_both("A document")}))
    run.click("choose")
    assert run.page.findChild(QFileDialog) is None
    dialog = next(each for each in QApplication.allWidgets() if isinstance(each, StopDialog) and each.isVisible())
    dialog.findChild(QPushButton, "stop_yes").click()
    line = dialog.findChild(QLineEdit, "stop_reference")
    qtbot.keyClicks(line, "DEMO-F-3")
    qtbot.keyClick(line, K.Key_Return)
    run.office.settle()
    assert run.page.findChild(QFileDialog) is None
    pointers = run.office.do(
        lambda s: s.store.connection.exec_driver_sql("SELECT forensic_reference FROM evidence_item").scalars().all()
    )
    assert pointers == ["DEMO-F-3"]
    run.click("choose")
    dialog = next(each for each in QApplication.allWidgets() if isinstance(each, StopDialog) and each.isVisible())
    dialog.findChild(QPushButton, "stop_no").click()
    assert run.page.findChild(QFileDialog) is not None
