"""Bringing a workbook in through the screen: whatever the file, findings by cell; mended, checked again, installed."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtWidgets import QFileDialog, QLineEdit

from fieldapp.actions.checklist import install_draft, list_checklists
from fieldapp.forms.xlsform_import import import_workbook
from tests.forms.workbook import CHOICES, SETTINGS, SURVEY, a_workbook, sheets, with_row
from tests.ui.screens.checklist.conftest import Seat
from ui.screens.checklist.finding_model import as_text
from ui.text import set_language

SitDown = Callable[..., Seat]
CONTROL = Qt.KeyboardModifier.ControlModifier
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
WRONG = sheets(survey=with_row(SURVEY, 4, relevant="${harm} = "))
DOUBTFUL = sheets(survey=with_row(SURVEY, 4, relevant="${harm} = 'yess'"))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Where the author keeps the workbook."""
    return tmp_path / "county.xlsx"


def bring(seat: Seat, file: Path, data: bytes | None = None) -> None:
    """Write the workbook, and check it as a chosen file is."""
    if data is not None:
        file.write_bytes(data)
    seat.screen.take_file(file)
    wait(seat)


def wait(seat: Seat) -> None:
    seat.office.qtbot.waitUntil(seat.screen.importing.result.isVisible, timeout=20_000)
    seat.settle()


def found(seat: Seat) -> list[tuple[str, str, str]]:
    """Severity, cell and column of each finding shown, in order."""
    model = seat.screen.importing.result.model
    return [tuple(model.index(row, column).data() for column in range(3)) for row in range(model.rowCount())]


def installed(seat: Seat) -> list[tuple[str, str]]:
    heads = seat.office.do(list_checklists)
    return [(head.version, head.status) for head in heads if head.form_id == "county_intake"]


def test_good_workbook_is_installed_as_a_draft_and_stands_on_the_shelf(sit_down: SitDown, file: Path):
    seat = sit_down()
    bring(seat, file, a_workbook())
    assert "The workbook can be installed" in seat.words()
    assert "County intake, version 2026.1 (county_intake)" in seat.words()
    assert seat.held() is seat.button("import_install")
    seat.keys(Qt.Key.Key_Return)
    assert installed(seat) == [("2026.1", "draft")]
    assert seat.screen.shelf.detail.detail.head.form_id == "county_intake"
    assert seat.has("checklist_hand_in")


def test_errors_are_listed_by_cell_and_keep_it_from_being_installed(sit_down: SitDown, file: Path):
    seat = sit_down()
    bring(seat, file, a_workbook(WRONG))
    assert found(seat)[0] == ("Error", "survey!E4", "relevant")
    assert "It cannot be installed yet: 1 error" in seat.words()
    assert not seat.has("import_install")
    assert not seat.has("import_preview")
    assert seat.held() is seat.screen.importing.result.table
    assert installed(seat) == []


def test_corrected_file_is_checked_again_by_one_key(sit_down: SitDown, file: Path):
    seat = sit_down()
    bring(seat, file, a_workbook(WRONG))
    file.write_bytes(a_workbook())
    seat.keys(Qt.Key.Key_R, CONTROL)
    wait(seat)
    assert "The workbook can be installed" in seat.words()
    seat.keys(Qt.Key.Key_Return)
    assert installed(seat) == [("2026.1", "draft")]


def test_warnings_stand_below_errors_and_keep_nothing_back(sit_down: SitDown, file: Path):
    seat = sit_down()
    bring(seat, file, a_workbook(DOUBTFUL))
    severities = [severity for severity, _, _ in found(seat)]
    assert severities == sorted(severities, key=["Error", "Warning", "Note"].index)
    assert "It can be installed: 2 warnings" in seat.words()
    assert ("Warning", "survey!E4", "relevant") in found(seat)
    seat.press("import_install")
    assert installed(seat) == [("2026.1", "draft")]


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "no bytes at all"),
        (b"\x89PNG\r\n\x1a\n" + bytes(100), "This is a picture"),
        (OLE + "Workbook".encode("utf-16-le"), "old Excel format"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "protected with a password"),
        (b"type,name,label\ntext,q1,First\n", "CSV"),
        (b"PK\x03\x04" + bytes(200), "cannot be"),
        (bytes(range(256)), "no workbook"),
    ],
    ids=["empty", "picture", "old Excel", "password", "csv", "broken archive", "noise"],
)
def test_file_that_is_no_workbook_is_told_apart_in_a_sentence(sit_down: SitDown, file: Path, data: bytes, says: str):
    seat = sit_down()
    bring(seat, file, data)
    [(severity, cell, _)] = found(seat)
    assert (severity, cell) == ("Error", "Whole file")
    message = seat.screen.importing.result.model.index(0, 3).data()
    assert says in message or message.endswith("."), message
    assert not seat.has("import_install")


def test_file_of_300_megabytes_a_folder_and_a_missing_file_are_findings_too(sit_down: SitDown, file: Path):
    seat = sit_down()
    with file.open("wb") as stream:
        stream.truncate(300 << 20)
    for path in (file, file.parent, file.parent / "gone.xlsx"):
        bring(seat, path)
        assert [severity for severity, _, _ in found(seat)] == ["Error"]


def test_check_goes_on_in_the_background_with_words_and_can_be_cancelled(sit_down: SitDown, file: Path):
    seat = sit_down()
    gate = threading.Event()
    for _ in range(3):
        seat.office.jobs.network(gate.wait, None, None, seat.screen)  # the pool is busy
    file.write_bytes(a_workbook())
    seat.screen.take_file(file)
    assert "Checking county.xlsx…" in seat.words()
    assert seat.held() is seat.button("import_cancel")
    seat.office.qtbot.keyClick(seat.held(), Qt.Key.Key_Escape)
    assert "Bring in a checklist" in seat.words()
    gate.set()
    seat.settle()
    assert not seat.screen.importing.result.is_filled
    assert installed(seat) == []


def test_file_dropped_on_the_screen_is_checked(sit_down: SitDown, file: Path):
    seat = sit_down()
    file.write_bytes(a_workbook())
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(file))])
    copy, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPointF(10, 10).toPoint(), copy, mime, left, none)
    seat.screen.dragEnterEvent(enter)
    assert enter.isAccepted()
    seat.screen.dropEvent(QDropEvent(QPointF(10, 10), copy, mime, left, none))
    wait(seat)
    assert "The workbook can be installed" in seat.words()


def test_ctrl_o_asks_for_a_file(sit_down: SitDown, file: Path):
    seat = sit_down()
    file.write_bytes(a_workbook())
    seat.keys(Qt.Key.Key_O, CONTROL)
    dialog = seat.screen.findChild(QFileDialog, "checklist_file")
    field = dialog.findChild(QLineEdit, "fileNameEdit")
    field.setText(str(file))
    seat.office.qtbot.keyClick(field, Qt.Key.Key_Return)
    wait(seat)
    assert "The workbook can be installed" in seat.words()


def test_findings_are_copied_as_text(sit_down: SitDown, file: Path):
    seat = sit_down()
    bring(seat, file, a_workbook(WRONG))
    seat.press("import_copy_findings")
    text = QGuiApplication.clipboard().text()
    assert text.startswith("county.xlsx\n\nError\nsurvey!E4 (relevant): ")
    assert "on the clipboard" in seat.words()


def test_of_very_many_findings_the_first_are_shown_and_all_are_copied(sit_down: SitDown, file: Path):
    seat = sit_down()
    rows = [list(row) for row in CHOICES]
    rows += [
        ["seen", f"c{number}", f"Choice {number}", f"Opción {number}", "many", None, None] for number in range(400)
    ]
    bring(seat, file, a_workbook(sheets(choices=rows)))
    model = seat.screen.importing.result.model
    assert model.rowCount() == 300
    assert len(model.all) >= 400
    assert f"And {len(model.all) - 300} more" in seat.words()
    seat.press("import_copy_findings")
    assert QGuiApplication.clipboard().text().count("\n") >= 400


def test_draft_that_was_corrected_is_replaced_without_a_new_version(sit_down: SitDown, file: Path):
    seat = sit_down()
    bring(seat, file, a_workbook(DOUBTFUL))
    seat.press("import_install")
    bring(seat, file, a_workbook())
    assert "Replacing withdraws that draft" in seat.words()
    seat.press("import_install")
    assert sorted(installed(seat)) == [("2026.1", "draft"), ("2026.1", "withdrawn")]


def test_very_same_checklist_is_said_to_be_here(sit_down: SitDown, file: Path):
    package = import_workbook(a_workbook(), "county.xlsx").package
    seat = sit_down(before=lambda session: install_draft(session, package))
    bring(seat, file, a_workbook())
    assert "on this laptop already: Draft" in seat.words()
    seat.press("import_install")
    assert installed(seat) == [("2026.1", "draft")]


def test_one_that_is_licensed_to_another_agency_is_kept_out_with_its_reason(sit_down: SitDown, file: Path):
    settings = [[*SETTINGS[0], "agency"], [*SETTINGS[1], "CAST"]]
    seat = sit_down()
    bring(seat, file, a_workbook(sheets(settings=settings)))
    assert "licensed to another agency" in seat.words()
    assert not seat.button("import_install").isEnabled()


def test_narrow_window_says_what_to_do_behind_what_was_found(sit_down: SitDown, file: Path):
    seat = sit_down()
    bring(seat, file, a_workbook(DOUBTFUL))
    model, table = seat.screen.importing.result.model, seat.screen.importing.result.table
    message = next(row for row in range(model.rowCount()) if "yess" in model.index(row, 3).data())
    assert not table.isColumnHidden(4)
    assert "Did you mean" not in model.index(message, 3).data()
    seat.screen.resize(600, 700)
    seat.settle()
    assert table.isColumnHidden(4)
    assert "Did you mean" in model.index(message, 3).data()


def test_escape_leaves_the_import(sit_down: SitDown, file: Path):
    seat = sit_down()
    bring(seat, file, a_workbook(WRONG))
    seat.keys(Qt.Key.Key_Escape)
    assert seat.screen.shelf.isVisible()


def test_locking_forgets_the_file_and_what_was_found(sit_down: SitDown, file: Path):
    seat = sit_down()
    bring(seat, file, a_workbook(WRONG))
    seat.screen.locked()
    assert found(seat) == []
    assert "county.xlsx" not in seat.words()


def test_import_in_every_theme(sit_down: SitDown, file: Path, look_at: Callable):
    seat = sit_down()
    survey = with_row(SURVEY, 4, relevant="${harm} = 'yess'")
    survey[4][5] = ". >>= 0"
    bring(seat, file, a_workbook(sheets(survey=survey)))
    look_at(seat.screen, "import-findings")
    bring(seat, file, a_workbook())
    look_at(seat.screen, "import-good")
    seat.screen.importing.reset()
    look_at(seat.screen, "import-start")


def test_findings_are_said_in_spanish_by_the_same_cell(sit_down: SitDown, file: Path):
    set_language("es")
    try:
        seat = sit_down()
        bring(seat, file, a_workbook(WRONG))
        model = seat.screen.importing.result.model
        assert found(seat)[0][1:] == ("survey!E4", "relevant")
        assert "Falta un valor, una pregunta o una función al final." in model.index(0, 3).data()
        assert "Busque ahí" in model.index(0, 3).data() + model.index(0, 4).data()
        told = as_text("county.xlsx", model.all)
        assert "survey!E4 (relevant)" in told
        assert "is missing" not in told
        bring(seat, file, b"\x89PNG\r\n\x1a\n" + bytes(100))
        assert "Esto es una imagen" in model.index(0, 3).data()
    finally:
        set_language("en")
