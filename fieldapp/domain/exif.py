"""When a photograph was taken, as its camera wrote it into the file (EXIF 2.32, TIFF 6.0). Nothing else is read of it.

The bytes come from anybody: whatever does not fit is no answer, never an error.
"""

from __future__ import annotations

import struct
from datetime import UTC, datetime, tzinfo
from typing import Final

_JPEG: Final = b"\xff\xd8"
_APP1: Final = 0xE1
_SCAN: Final = 0xDA
_HEAD: Final = b"Exif\x00\x00"
_ORDERS: Final = {b"II*\x00": "<", b"MM\x00*": ">"}
_EXIF_IFD, _TAKEN, _OFFSET = 0x8769, 0x9003, 0x9011
_ASCII, _LONG = 2, 4
_MOST_ENTRIES: Final = 200
_MOST_SEGMENTS: Final = 100


def taken_at(content: bytes, local: tzinfo | None = None) -> datetime | None:
    """Return when a JPEG says that it was taken, in UTC; None where it does not say or is broken.

    A camera that names no offset from UTC is taken to be set to ``local`` (None: this machine's own zone).
    """
    try:
        tiff = _find_tiff(content)
        return _read_time(tiff, local) if tiff else None
    except (struct.error, ValueError, OverflowError, OSError):
        return None


def _find_tiff(content: bytes) -> bytes:
    if not content.startswith(_JPEG):
        return b""
    at = len(_JPEG)
    for _ in range(_MOST_SEGMENTS):
        mark, kind, length = struct.unpack_from(">BBH", content, at)
        if mark != 0xFF or kind == _SCAN or length < 2:
            return b""
        body = content[at + 4 : at + 2 + length]
        if kind == _APP1 and body.startswith(_HEAD):
            return body[len(_HEAD) :]
        at += 2 + length
    return b""


def _read_time(tiff: bytes, local: tzinfo | None) -> datetime | None:
    order = _ORDERS.get(tiff[:4])
    if order is None:
        return None
    (first,) = struct.unpack_from(f"{order}I", tiff, 4)
    pointer = _entries(tiff, order, first).get(_EXIF_IFD)
    if pointer is None or pointer[0] != _LONG:
        return None
    inner = _entries(tiff, order, pointer[2])
    taken = datetime.strptime(_text(tiff, inner.get(_TAKEN)), "%Y:%m:%d %H:%M:%S")  # noqa: DTZ007 - told below
    offset = _text(tiff, inner.get(_OFFSET))
    if offset:
        return datetime.strptime(f"{taken:%Y-%m-%d %H:%M:%S} {offset}", "%Y-%m-%d %H:%M:%S %z").astimezone(UTC)
    return (taken.replace(tzinfo=local) if local is not None else taken).astimezone(UTC)


def _entries(tiff: bytes, order: str, at: int) -> dict[int, tuple[int, int, int]]:
    """Return the entries of a directory by tag: their kind, how many values, and the value or where it is."""
    (count,) = struct.unpack_from(f"{order}H", tiff, at)
    places = (at + 2 + 12 * number for number in range(min(count, _MOST_ENTRIES)))
    rows = (struct.unpack_from(f"{order}HHII", tiff, place) for place in places)
    return {tag: (kind, length, value) for tag, kind, length, value in rows}


def _text(tiff: bytes, entry: tuple[int, int, int] | None) -> str:
    if entry is None or entry[0] != _ASCII or entry[1] > 40:
        return ""
    _kind, length, place = entry
    return tiff[place : place + length].split(b"\x00")[0].decode("ascii").strip()
