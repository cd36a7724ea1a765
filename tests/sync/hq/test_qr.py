"""A ticket of real size fits a QR code."""

from __future__ import annotations

from sync.hq.qr import qr_png, qr_text
from sync.ticket import Ticket, write_ticket

TEXT = write_ticket(Ticket("https://hq.example:8443", "South Bay", "rivera", b"c" * 420, b"k" * 32, b"0123456789"))


def test_ticket_fits_a_picture() -> None:
    assert qr_png(TEXT).startswith(b"\x89PNG")


def test_ticket_fits_a_terminal() -> None:
    lines = qr_text(TEXT).splitlines()
    assert 40 < len(lines) < 80
