"""A picture as it may leave: its points and nothing else, no place, time, camera or word that the file carried.

It is made in memory by reading the picture and writing it anew; so its hash is another than that of the file that is
kept. What is no picture, or one that cannot be read, leaves as it is, and that is said.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QBuffer, QIODevice, Qt
from PySide6.QtGui import QColorSpace, QImage, QImageReader, QPainter

from ui.forms.shown_file import MOST_POINTS

_PICTURES: Final = {b"\x89PNG\r\n\x1a\n": ("PNG", -1), b"\xff\xd8\xff": ("JPG", 92)}


@dataclass(frozen=True, repr=False)
class Copy:
    """What is written. ``is_plain``: nothing is in it that a picture says of itself."""

    content: bytes
    is_plain: bool


def plain_copy(content: bytes) -> Copy:
    """Return a file's content as it may leave. Safe on any thread; nothing is written."""
    for start, (form, quality) in _PICTURES.items():
        if content.startswith(start):
            made = _written_anew(content, form, quality)
            return Copy(made or content, is_plain=bool(made))
    return Copy(content, is_plain=True)


def _written_anew(content: bytes, form: str, quality: int) -> bytes:
    source = QBuffer()
    source.setData(content)
    source.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(source, form.lower().encode())
    reader.setAutoDetectImageFormat(False)
    # How it is to be turned is lost with the rest of what it says: so it is turned now.
    reader.setAutoTransform(True)
    size = reader.size()
    if not size.isValid() or size.isEmpty() or size.width() * size.height() > MOST_POINTS:
        return b""
    picture = reader.read()
    if picture.isNull():
        return b""
    target = QBuffer()
    target.open(QIODevice.OpenModeFlag.WriteOnly)
    _points_of(picture).save(target, form, quality)  # type: ignore[call-overload]  # the stubs want bytes, Qt takes text
    return bytes(target.data().data())


def _points_of(picture: QImage) -> QImage:
    """Paint it onto a new one: a copy would take the texts of the file along."""
    form = QImage.Format.Format_ARGB32 if picture.hasAlphaChannel() else QImage.Format.Format_RGB32
    plain = QImage(picture.size(), form)
    plain.fill(Qt.GlobalColor.transparent)
    picture.setColorSpace(QColorSpace())
    painter = QPainter(plain)
    painter.drawImage(0, 0, picture)
    painter.end()
    return plain
