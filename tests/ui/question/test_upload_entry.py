"""Files that answer a question: read in the background, never written anywhere."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QBuffer, QIODevice, QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QColor, QDropEvent, QImage
from PySide6.QtWidgets import QPushButton, QWidget

from tests.ui.question.entry_maker import AnEntry
from ui.forms.question.upload_entry import read_file


def test_file_is_read_in_the_background_and_handed_out(qtbot, an_entry: AnEntry, tmp_path: Path):
    entry = an_entry("upload", "binary", mediatype="application/*")
    (tmp_path / "note.txt").write_bytes(b"words")
    with qtbot.waitSignal(entry.attached) as caught:
        entry.take_file(tmp_path / "note.txt")
    assert caught.args == ["note.txt", b"words"]
    assert entry.given == ["note.txt"]
    qtbot.waitUntil(lambda: "1 KB" in entry.findChild(QWidget, "file_words").text())
    entry.findChild(QPushButton, "remove").click()
    assert entry.given == ["note.txt", ""]


def test_dropped_file_is_taken(qtbot, an_entry: AnEntry, tmp_path: Path):
    entry = an_entry("upload", "binary")
    (tmp_path / "a.bin").write_bytes(b"x")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(tmp_path / "a.bin"))])
    left = Qt.MouseButton.LeftButton
    event = QDropEvent(QPointF(5, 5), Qt.DropAction.CopyAction, data, left, Qt.KeyboardModifier.NoModifier)
    with qtbot.waitSignal(entry.attached):
        entry.dropEvent(event)


def test_picture_is_scaled_down_to_what_the_form_allows(tmp_path: Path):
    picture = QImage(400, 200, QImage.Format.Format_RGB32)
    picture.fill(QColor("navy"))
    picture.save(str(tmp_path / "p.png"))
    taken = read_file(tmp_path / "p.png", 100)
    source = QBuffer()
    source.setData(taken.content)
    source.open(QIODevice.OpenModeFlag.ReadOnly)
    small = QImage.fromData(taken.content)
    assert (small.width(), small.height()) == (100, 50)
    assert taken.name == "p.jpg"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["p.png"], "nothing is written"


@pytest.mark.parametrize(("content", "medium"), [(b"no picture", "image/*"), (b"", "text/plain"), (None, "text/plain")])
def test_file_that_cannot_be_taken_gets_a_sentence(qtbot, an_entry: AnEntry, tmp_path: Path, content, medium):
    entry = an_entry("upload", "binary", mediatype=medium)
    if content is not None:
        (tmp_path / "f").write_bytes(content)
    with qtbot.waitSignal(entry.complained):
        entry.take_file(tmp_path / "f")
    assert entry.complaints[-1].endswith(".")
    assert entry.given == []
