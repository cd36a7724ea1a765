"""What a kept file shows: pictures and texts from bytes that nobody vouches for, in memory and within bounds."""

from __future__ import annotations

import struct
import zlib

import pytest
from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtGui import QColor, QImage

from ui.forms.shown_file import MOST_LETTERS, FileNotShownError, can_show, read_shown


def a_picture(form: str = "PNG", width: int = 40, height: int = 20) -> bytes:
    """A picture as a file: navy, with a lighter line so that it has more than one colour."""
    picture = QImage(width, height, QImage.Format.Format_RGB32)
    picture.fill(QColor("navy"))
    for x in range(width):
        picture.setPixelColor(x, x % height, QColor(x % 256, 80, 120))
    target = QBuffer()
    target.open(QIODevice.OpenModeFlag.WriteOnly)
    picture.save(target, form)
    return bytes(target.data().data())


def a_png_that_claims(width: int, height: int) -> bytes:
    """A PNG of a few bytes that says it is as large as this."""
    head = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + head + struct.pack(">I", zlib.crc32(head))


def a_turned_jpeg() -> bytes:
    """A JPEG whose EXIF says that it is to be turned by 90 degrees."""
    tiff = b"MM\x00*\x00\x00\x00\x08\x00\x01" + struct.pack(">HHIHH", 0x0112, 3, 1, 6, 0) + bytes(4)
    exif = b"Exif\x00\x00" + tiff
    plain = a_picture("JPG")
    return plain[:2] + b"\xff\xe1" + struct.pack(">H", len(exif) + 2) + exif + plain[2:]


@pytest.mark.parametrize("form", ["PNG", "JPG"])
def test_picture_is_read_from_memory(form: str):
    shown = read_shown(a_picture(form))
    assert (shown.picture.width(), shown.picture.height(), shown.text) == (40, 20, "")


def test_what_a_picture_says_of_itself_is_not_followed():
    shown = read_shown(a_turned_jpeg())
    assert (shown.picture.width(), shown.picture.height()) == (40, 20), "not turned"


def test_large_picture_is_shown_smaller():
    assert max(read_shown(a_picture("JPG", 5000, 30)).picture.size().toTuple()) == 4096


@pytest.mark.parametrize(("width", "height"), [(50_000, 50_000), (2**31 - 1, 1), (1, 40_000_001), (6_400, 6_400)])
def test_picture_of_too_many_points_is_not_opened(width: int, height: int):
    with pytest.raises(FileNotShownError) as caught:
        read_shown(a_png_that_claims(width, height))
    assert str(caught.value).endswith(".")


@pytest.mark.parametrize("form", ["PNG", "JPG"])
@pytest.mark.parametrize("kept", [0.05, 0.2, 0.5, 0.9])
@pytest.mark.qt_log_ignore("libpng|JPEG", extend=True)
def test_picture_that_was_cut_short_ends_in_a_picture_or_a_sentence(form: str, kept: float):
    whole = a_picture(form, 300, 200)
    said = ""
    try:
        shown = read_shown(whole[: max(9, int(len(whole) * kept))])
    except FileNotShownError as error:
        said = str(error)
    assert said.endswith(".") or shown.picture.size().toTuple() == (300, 200)


@pytest.mark.parametrize(
    "content", [b"\x00\x01\x02", b"%PDF-1.7\x00\xff", b"GIF89a\x01\x00", b"BM" + bytes(60), b"\xff\xfea", b"a\x07b"]
)
def test_what_is_neither_picture_nor_text_is_a_sentence(content: bytes):
    with pytest.raises(FileNotShownError) as caught:
        read_shown(content)
    assert "PNG" in str(caught.value)


@pytest.mark.parametrize(
    ("content", "text"),
    [
        ("Él habló\nde noche".encode(), "Él habló\nde noche"),
        ("Él habló".encode("utf-16"), "Él habló"),
        ("Él habló".encode("cp1252"), "Él habló"),
        (b"\xef\xbb\xbf<img src='http://x'>", "<img src='http://x'>"),
    ],
)
def test_text_is_shown_as_the_text_it_is(content: bytes, text: str):
    assert read_shown(content).text == text


def test_long_text_is_cut_and_says_so():
    shown = read_shown(b"a" * (MOST_LETTERS + 1))
    assert (len(shown.text), shown.is_cut) == (MOST_LETTERS, True)


def test_only_pictures_and_texts_are_offered_to_be_opened():
    kinds = ("image/png", "image/jpeg", "text/plain", "image/svg+xml", "application/pdf", "video/mp4")
    assert [can_show(kind) for kind in kinds] == [True, True, True, False, False, False]
