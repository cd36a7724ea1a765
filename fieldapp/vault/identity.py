"""Who this laptop is to headquarters: an Ed25519 key, made here and kept inside the encrypted store."""

from __future__ import annotations

import hashlib
from typing import Final, NoReturn, Self

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from fieldapp.domain.ids import RandomBytes

_GROUPS: Final = 4
_GROUP_DIGITS: Final = 5
_FINGERPRINT_PURPOSE: Final = b"fieldapp/fingerprint/v1|"


class DeviceIdentity:
    """The signing key of one device."""

    __slots__ = ("_private",)

    def __init__(self, private_bytes: bytes) -> None:
        """Take the 32 private bytes that ``private_bytes`` once gave."""
        self._private = Ed25519PrivateKey.from_private_bytes(private_bytes)

    @classmethod
    def generate(cls, random: RandomBytes) -> Self:
        """Make a new identity."""
        return cls(random(32))

    @property
    def public_bytes(self) -> bytes:
        """The 32 bytes that headquarters knows this device by."""
        return self._private.public_key().public_bytes_raw()

    def private_bytes(self) -> bytes:
        """Return the 32 secret bytes. They are kept inside the encrypted store and nowhere else."""
        return self._private.private_bytes_raw()

    def sign(self, data: bytes) -> bytes:
        """Return the 64-byte signature."""
        return self._private.sign(data)

    def __repr__(self) -> str:
        return f"<DeviceIdentity {fingerprint(self.public_bytes)}>"

    def __reduce__(self) -> NoReturn:
        msg = "a device identity is never copied or written whole"
        raise TypeError(msg)


def verify(public: bytes, signature: bytes, data: bytes) -> bool:
    """Say whether the holder of ``public`` signed ``data``; a malformed key or signature is simply not valid."""
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, data)
    except (InvalidSignature, ValueError):
        return False
    return True


def fingerprint(public: bytes) -> str:
    """Return ``12345 67890 12345 67890``, for two people to compare over their screens or the telephone (66 bits)."""
    digest = hashlib.sha256(_FINGERPRINT_PURPOSE + public).digest()
    digits = f"{int.from_bytes(digest, 'big') % 10 ** (_GROUPS * _GROUP_DIGITS):0{_GROUPS * _GROUP_DIGITS}d}"
    return " ".join(digits[at : at + _GROUP_DIGITS] for at in range(0, len(digits), _GROUP_DIGITS))
