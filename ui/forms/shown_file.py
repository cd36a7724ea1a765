"""What a kept file shows inside the window: a picture or a text, made in memory from bytes that nobody vouches for.

PNG and JPEG alone, told by their first bytes and never by a name; whatever a picture says of itself (place, camera,
orientation) is not read.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QBuffer, QIODevice, QSize, Qt
from PySide6.QtGui import QImage, QImageReader

from fieldapp.domain.faults import WorldError
from ui.text import tr

MOST_POINTS: Final = 40_000_000
"""A picture of more is not opened: each point takes four bytes, and a few kilobytes can claim any number."""
MOST_LETTERS: Final = 100_000
_LONGEST_SIDE: Final = 4_096
_PICTURES: Final = {b"\x89PNG\r\n\x1a\n": b"png", b"\xff\xd8\xff": b"jpg"}
_PICTURE_TYPES: Final = frozenset({"image/png", "image/jpeg"})
_UTF16: Final = (b"\xff\xfe", b"\xfe\xff")
_CONTROL: Final = frozenset(map(chr, range(32))) - set("\t\n\r\f")


class FileNotShownError(WorldError):
    """A file that cannot be shown; ``key`` names the sentence that says why."""

    def __init__(self, key: str, **values: object) -> None:
        super().__init__("FILE_NOT_SHOWN", tr(key, **values))


@dataclass(frozen=True, repr=False)
class ShownFile:
    """A picture, or else a text; ``is_cut`` when the text goes on."""

    picture: QImage | None = None
    text: str = ""
    is_cut: bool = False


def can_show(media_type: str) -> bool:
    """Say whether a file of this kind may be shown, by what it is said to be; ``read_shown`` judges the content."""
    return media_type in _PICTURE_TYPES or media_type.startswith("text/")


def read_shown(content: bytes) -> ShownFile:
    """Return what to show of a file's content. Raises FileNotShownError. Safe on any thread; nothing is written."""
    for start, form in _PICTURES.items():
        if content.startswith(start):
            return ShownFile(_read_picture(content, form))
    text = _read_text(content)
    return ShownFile(text=text[:MOST_LETTERS], is_cut=len(text) > MOST_LETTERS)


def _read_picture(content: bytes, form: bytes) -> QImage:
    source = QBuffer()
    source.setData(content)
    source.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(source, form)
    reader.setAutoDetectImageFormat(False)
    reader.setAutoTransform(False)
    size = reader.size()
    if not size.isValid() or size.isEmpty():
        raise FileNotShownError("attachment.broken")
    if size.width() * size.height() > MOST_POINTS:
        raise FileNotShownError("attachment.too_large", width=size.width(), height=size.height())
    if max(size.width(), size.height()) > _LONGEST_SIDE:
        longest = QSize(_LONGEST_SIDE, _LONGEST_SIDE)
        reader.setScaledSize(size.scaled(longest, Qt.AspectRatioMode.KeepAspectRatio).expandedTo(QSize(1, 1)))
    picture = reader.read()
    if picture.isNull():
        raise FileNotShownError("attachment.broken")
    return picture


def _read_text(content: bytes) -> str:
    """Return a text in the encodings that people's programs write; what has control characters in it is none."""
    codings = ("utf-16",) if content.startswith(_UTF16) else ("utf-8-sig", "cp1252")
    for coding in codings:
        try:
            text = content.decode(coding)
        except UnicodeDecodeError:
            continue
        if _CONTROL.isdisjoint(text):
            return text
    raise FileNotShownError("attachment.no_kind")
