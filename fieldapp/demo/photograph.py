"""A photograph of the year's last item, which stays covered, and who looked at it; a supervisor who keeps names."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable, Mapping
from typing import Final

from fieldapp.actions.attachment import attach_to_record
from fieldapp.actions.exposure import look_at
from fieldapp.actions.keeper import become_keeper
from fieldapp.actions.session import Session
from fieldapp.demo.scenario import DETECTIVE, SUPERVISOR

NAME: Final = "item-in-its-bag.png"
LOOKS: Final = {DETECTIVE: 2, SUPERVISOR: 1}
_WIDTH, _HEIGHT = 480, 320
_WHY: Final = "Is the serial number of the seal to be read?"


def photograph_item(sessions: Mapping[str, Session], meet: Callable[[str], object]) -> None:
    """Keep a drawn photograph with the newest item on the detective's laptop, and look at it on two."""
    store = sessions[DETECTIVE].store
    row = store.connection.exec_driver_sql(
        "SELECT id FROM evidence_item WHERE voided = 0 ORDER BY created_at DESC LIMIT 1"
    ).fetchone()
    if row is None:
        return
    file = attach_to_record(sessions[DETECTIVE], "evidence_item", row[0], NAME, draw())
    meet(DETECTIVE)
    meet(SUPERVISOR)
    for who, times in LOOKS.items():
        for _ in range(times):
            look_at(sessions[who], file.attachment_id, _WHY)
    become_keeper(sessions[SUPERVISOR])
    meet(DETECTIVE)
    meet(SUPERVISOR)


def draw() -> bytes:
    """Return a PNG of a bag with something flat and dark in it. Nobody took it."""
    rows = b"".join(b"\0" + bytes(_shade(x, y) for x in range(_WIDTH)) for y in range(_HEIGHT))
    head = struct.pack(">IIBBBBB", _WIDTH, _HEIGHT, 8, 0, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"IDAT", zlib.compress(rows, 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, body) for kind, body in chunks)


def _shade(x: int, y: int) -> int:
    if 170 < x < 310 and 70 < y < 260:
        return 40 + (x + y) // 16
    return 150 + y // 6 if 90 < x < 390 and 30 < y < 295 else 90


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
