"""Letting a laptop that locked itself go on: it shows a challenge, headquarters answers with a signature.

The key that headquarters answers with is noted beside the slots, where whoever holds the disk could change it;
but so could the count of attempts be changed there. Like the throttle, this binds whoever sits at the keyboard.
"""

from __future__ import annotations

import base64
import binascii
from datetime import datetime
from typing import Final

from fieldapp.domain.clock import to_ms
from fieldapp.vault.identity import DeviceIdentity, verify

_PURPOSE: Final = b"fieldapp/release/v1|"


def write_challenge(device_id: str, slot_id: str, attempted_at: datetime) -> str:
    """Return what the person reads out to headquarters; the last attempt's time makes it good for one lock only."""
    return f"{device_id}.{slot_id[:12]}.{to_ms(attempted_at)}"


def sign_release(headquarters: DeviceIdentity, challenge: str) -> str:
    """Return the answer, as text to be pasted or scanned."""
    return base64.b32encode(headquarters.sign(_PURPOSE + challenge.encode())).decode().rstrip("=")


def is_release(public: bytes, challenge: str, answer: str) -> bool:
    """Say whether headquarters gave this answer to this challenge. White space and case do not matter."""
    text = "".join(answer.split()).upper()
    try:
        signature = base64.b32decode(text + "=" * (-len(text) % 8))
    except (binascii.Error, ValueError):
        return False
    return verify(public, signature, _PURPOSE + challenge.encode())
