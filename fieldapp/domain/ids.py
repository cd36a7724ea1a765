"""Identifiers made on the laptop: UUIDv7 for records (RFC 9562 §5.7), short names for devices."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from typing import Final

from fieldapp.domain.clock import Clock, to_ms

RandomBytes = Callable[[int], bytes]

_CROCKFORD: Final = "0123456789abcdefghjkmnpqrstvwxyz"
_RECORD_ID: Final = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}\Z")
_DEVICE_ID: Final = re.compile(r"[0-9a-hjkmnp-tv-z]{12}\Z")


class IdSource:
    """Makes record ids that sort by the time they were made, also within one millisecond.

    A clock that steps back does not step the ids back: they go on from the last one (RFC 9562 §6.2, method 1).
    """

    def __init__(self, clock: Clock, random: RandomBytes) -> None:
        self._clock = clock
        self._random = random
        self._last = 0

    def new(self) -> str:
        """Return the next UUIDv7, in its canonical text."""
        stamp = max(to_ms(self._clock.now()) << 12, self._last + 1)
        self._last = stamp
        tail = int.from_bytes(self._random(8), "big") & ((1 << 62) - 1) | (0b10 << 62)
        number = ((stamp >> 12) & ((1 << 48) - 1)) << 80 | 0x7 << 76 | (stamp & 0xFFF) << 64 | tail
        text = f"{number:032x}"
        return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"


def derive_record_id(whole_id: str, *words: str) -> str:
    """Return the id of the part of a record that these words name: the same on every laptop that ever makes it.

    It carries the time of the whole; the rest is its SHA-256 (RFC 9562 §5.7 leaves those bits to the maker).
    """
    digest = int.from_bytes(hashlib.sha256("\n".join((whole_id, *words)).encode()).digest()[:10], "big")
    stamp = int(whole_id.replace("-", "")[:12], 16)
    number = stamp << 80 | 0x7 << 76 | (digest >> 62 & 0xFFF) << 64 | 0b10 << 62 | digest & ((1 << 62) - 1)
    text = f"{number:032x}"
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"


def is_record_id(text: object) -> bool:
    """Say whether this is a canonical UUIDv7."""
    return isinstance(text, str) and _RECORD_ID.match(text) is not None


def new_device_id(random: RandomBytes) -> str:
    """Return 12 characters of Crockford base32 (60 random bits)."""
    number = int.from_bytes(random(8), "big") & ((1 << 60) - 1)
    return "".join(_CROCKFORD[(number >> shift) & 31] for shift in range(55, -5, -5))


def is_device_id(text: object) -> bool:
    """Say whether this could have come from ``new_device_id``."""
    return isinstance(text, str) and _DEVICE_ID.match(text) is not None
