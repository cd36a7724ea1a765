"""A ticket as a picture: for the screen of the administrator, and for a terminal."""

from __future__ import annotations

import io

import segno


def qr_png(text: str) -> bytes:
    """Return a QR code as a PNG, four pixels a module. Low error correction: a screen does not get dirty."""
    picture = io.BytesIO()
    segno.make_qr(text, error="l").save(picture, kind="png", scale=4)
    return picture.getvalue()


def qr_text(text: str) -> str:
    """Return a QR code in half blocks, for a terminal."""
    picture = io.StringIO()
    segno.make_qr(text, error="l").terminal(out=picture, compact=True)
    return picture.getvalue()
