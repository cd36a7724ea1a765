"""What a laptop may hold and does hold, in numbers that both ends compute alike."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable
from typing import Final

from fieldapp.domain.access import LOCAL, may_read

_MODULUS: Final = 1 << 63
_WEIGHT: Final = 0x9E3779B97F4A7C15  # 2^64 / golden ratio: counts and digests do not cancel out


def standing_fingerprint(scopes: Collection[str], role: str) -> bytes:
    """Return four bytes that differ when two lists of scopes or two roles do; who may hold nothing has no role."""
    held = [*sorted(scopes), role] if scopes else []
    return hashlib.sha256("\n".join(held).encode()).digest()[:4]


def holdings_digest(tallies: Iterable[tuple[str, str, str, int, int]], scopes: Collection[str]) -> int:
    """Return 63 bits over all records that these scopes cover, of (type, zone, audience, count, digest) rows."""
    total = 0
    for _record_type, zone, audience, count, digest in tallies:
        if zone != LOCAL and may_read(scopes, zone, audience or None):
            total += digest + count * _WEIGHT
    return total % _MODULUS
