"""A keeper's key: it opens what was locked to this laptop's owner. Made from the device's own key, and kept nowhere.

What is locked is locked by HPKE (RFC 9180, base mode: X25519, HKDF-SHA256, AES-256-GCM), as the cryptography library
has it; the one-time key inside it is the library's own. ``info`` says what a box is for: put elsewhere, it stays shut.
"""

from __future__ import annotations

from typing import Final, NoReturn, Self

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

from fieldapp.domain.ids import RandomBytes
from fieldapp.vault.identity import DeviceIdentity
from fieldapp.vault.kdf import KEY_BYTES, derive_subkey, wipe

_PURPOSE: Final = b"fieldapp/keeper/v1"
_SUITE: Final = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)


class KeeperKey:
    """The private side of one keeper on one laptop, or of one question."""

    __slots__ = ("_private",)

    def __init__(self, private_bytes: bytes) -> None:
        """Take 32 private bytes."""
        self._private = X25519PrivateKey.from_private_bytes(private_bytes)

    @classmethod
    def of_device(cls, identity: DeviceIdentity) -> Self:
        """Derive the key of a laptop's owner; the same at every time, and of no use for anything else."""
        secret = bytearray(identity.private_bytes())
        derived = derive_subkey(secret, _PURPOSE)
        try:
            return cls(bytes(derived))
        finally:
            wipe(secret)
            wipe(derived)

    @classmethod
    def for_once(cls, random: RandomBytes) -> Self:
        """Make a key for one question."""
        return cls(random(KEY_BYTES))

    @property
    def public(self) -> bytes:
        """The 32 bytes that others lock with."""
        return self._private.public_key().public_bytes_raw()

    def private_bytes(self) -> bytes:
        """Return the 32 secret bytes, to be kept inside the encrypted store and nowhere else."""
        return self._private.private_bytes_raw()

    def unlock(self, box: bytes, info: bytes) -> bytes | None:
        """Return what was locked with ``public`` for ``info``; None when it was not, or was changed since."""
        try:
            return _SUITE.decrypt(box, self._private, info)
        except (InvalidTag, ValueError):
            return None

    def __repr__(self) -> str:
        return "<KeeperKey>"

    def __reduce__(self) -> NoReturn:
        msg = "a keeper's key is never copied or written whole"
        raise TypeError(msg)


def lock(secret: bytes, public: bytes, info: bytes) -> bytes:
    """Return a box that only the holder of ``public`` (32 bytes) opens. Raises ValueError for what is no key."""
    return _SUITE.encrypt(secret, X25519PublicKey.from_public_bytes(public), info)
