"""Small pictures as files, made by hand: a JPEG that says when and where it was taken, a PNG of a few points."""

from __future__ import annotations

import base64
import struct
import zlib


def a_png(width: int = 2, height: int = 2, note: bytes = b"") -> bytes:
    """A grey PNG; ``note`` goes into a text chunk, as programs write where a picture comes from."""
    rows = b"".join(b"\x00" + b"\x80" * width for _ in range(height))
    text = _chunk(b"tEXt", b"Comment\x00" + note) if note else b""
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + text + _chunk(b"IDAT", zlib.compress(rows)) + _chunk(b"IEND")


def a_dated_jpeg(plain: bytes, taken: str = "2026:03:14 21:30:05", offset: str = "-07:00", note: bytes = b"") -> bytes:
    """A JPEG (``plain``) with EXIF: when it was taken, in a clock so far from UTC, and a ``note``."""
    texts = {0x9003: taken.encode() + b"\x00", 0x9011: offset.encode() + b"\x00", 0x927C: note or b"none"}
    inner_at = 26
    words_at = inner_at + 2 + 12 * len(texts) + 4
    entries, words = b"", b""
    for tag, text in texts.items():
        entries += struct.pack(">HHII", tag, 2, len(text), words_at + len(words))
        words += text
    outer = b"MM\x00*" + struct.pack(">IHHHII", 8, 1, 0x8769, 4, 1, inner_at) + bytes(4)
    exif = b"Exif\x00\x00" + outer + struct.pack(">H", len(texts)) + entries + bytes(4) + words
    return plain[:2] + b"\xff\xe1" + struct.pack(">H", len(exif) + 2) + exif + plain[2:]


def _chunk(kind: bytes, body: bytes = b"") -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def traces(mark: bytes) -> tuple[bytes, ...]:
    """Return the forms in which a mark inside a file could lie in the clear: as it is, and in base64 at any offset."""
    found = [mark]
    for before in range(3):
        text = base64.b64encode(bytes(before) + mark)
        # The first and last letters also speak of what stands beside the mark.
        found.append(text[4:-4])
    return tuple(found)
