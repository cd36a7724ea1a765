"""A picture that is hard to look at goes from laptop to laptop covered; each look is asked for, counted and told."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QLineEdit, QPushButton

from fieldapp.actions.block_list import import_list
from fieldapp.actions.capture import save_record
from fieldapp.domain.access import Role
from tests.fakes.picture import a_dated_jpeg, traces
from tests.ui.test_shown_file import a_picture
from ui.forms.file_sheet import FileSheet

MARK = b"shutter-journey-marker-9d0c64f1a7be42d38a55e1c07f6b2910"
PHOTO = a_dated_jpeg(a_picture("JPG"), note=MARK + b"\x00")


def an_item(session):
    return save_record(session, "evidence_item", {"number": "DEMO-E-9", "kind": "document"})


def choose(desk, path: Path) -> None:
    """Press the card's button, say that it shows nothing of the kind, choose the file."""
    desk.enter("file_add")
    no = desk.dialog("stop_dialog").findChild(QPushButton, "stop_no")
    no.setFocus()
    desk.qtbot.keyClick(no, Qt.Key.Key_Return)
    asked = desk.window.findChild(QFileDialog, "file_which")
    asked.fileSelected.emit(str(path))
    asked.reject()
    desk.settle()
    desk.settle()


def files_with_the_mark(folder: Path) -> list[Path]:
    """Return the files below a folder, of both laptops and of headquarters, in which the photograph lies in clear."""
    files = [each for each in folder.rglob("*") if each.is_file()]
    assert len(files) > 6
    return [each for each in files if any(trace in each.read_bytes() for trace in traces(MARK))]


def sheets(desk) -> list[FileSheet]:
    return [each for each in desk.window.findChildren(FileSheet) if each.isVisible()]


def look(desk, why: str) -> FileSheet:
    desk.enter("open_file")
    desk.give_reason(why)
    desk.settle()
    (shown,) = sheets(desk)
    return shown


def go(desk, record_type: str, record_id: str) -> None:
    desk.come_to_front()
    desk.go("record", record_type=record_type, record_id=record_id)


def test_covered_picture_is_looked_at_with_a_reason_and_the_supervisor_sees_the_count(sit_down, tmp_path: Path):
    path = tmp_path / "source" / "room.jpg"
    path.parent.mkdir()
    path.write_bytes(PHOTO)
    detective, deputy = sit_down("detective"), sit_down("deputy", Role.DEPUTY)
    detective.unlock()
    item = detective.ask(an_item)
    go(detective, "evidence_item", item)
    choose(detective, path)
    assert "Covered: it is opened with a reason, and counted." in detective.words()
    detective.sync()
    deputy.unlock()
    deputy.sync()
    go(deputy, "evidence_item", item)
    shown = look(deputy, "Preparing the interview")
    assert shown.picture().isGrayscale()
    deputy.qtbot.keyClick(shown, Qt.Key.Key_C)
    assert not shown.picture().isGrayscale()
    deputy.go("board")
    assert sheets(deputy) == [], "it goes when the page is left"
    go(deputy, "evidence_item", item)
    look(deputy, "Once more")
    deputy.sync()
    supervisor = sit_down("supervisor", Role.SUPERVISOR)
    supervisor.unlock()
    supervisor.sync()
    supervisor.go("team", tab="exposure")
    assert "This week 2, last week 0" in supervisor.words()
    path.unlink()
    assert files_with_the_mark(tmp_path) == []


def test_file_on_the_block_list_becomes_evidence_that_points_at_it_on_both_laptops(sit_down, tmp_path: Path):
    path, listed = tmp_path / "source" / "given.jpg", tmp_path / "source" / "list.txt"
    path.parent.mkdir()
    path.write_bytes(PHOTO)
    listed.write_text(hashlib.sha1(PHOTO, usedforsecurity=False).hexdigest(), "utf-8")
    detective, deputy = sit_down("detective"), sit_down("deputy", Role.DEPUTY)
    detective.unlock()
    detective.ask(lambda session: import_list(session, listed, os.urandom))
    recovery = detective.ask(lambda session: save_record(session, "recovery", {}))
    go(detective, "recovery", recovery)
    choose(detective, path)
    dialog = detective.dialog("reason_dialog")
    assert "ICAC or NCMEC" in detective.words()
    line = dialog.findChild(QLineEdit, "reason")
    detective.qtbot.keyClicks(line, "ICAC-DEMO-7")
    detective.qtbot.keyClick(line, Qt.Key.Key_Return)
    detective.settle()
    detective.sync()
    deputy.unlock()
    deputy.sync()
    found = deputy.ask(lambda session: session.store.linked("evidence_item", "recovery", recovery))
    assert [(each["contraband"], each["sha256"], each["forensic_reference"]) for each in found] == [
        (True, hashlib.sha256(PHOTO).hexdigest(), "ICAC-DEMO-7")
    ]
    go(deputy, "evidence_item", found[0]["id"])
    assert "Held in the forensic system only, under ICAC-DEMO-7" in deputy.words()
    path.unlink()
    assert files_with_the_mark(tmp_path) == []
