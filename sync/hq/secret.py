"""The secrets in headquarters' folder: each a file of mode 0600 with random bytes in hex, made once.

``database.key`` opens the embedded store: whoever has the folder has the store, so the disk under it must be
encrypted and the folder backed up apart from the database. ``signing.key`` is what laptops know headquarters by;
several nodes over one database need the same one.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from fieldapp.domain.faults import StoreError
from fieldapp.domain.ids import RandomBytes

DATABASE_KEY_FILE: Final = "database.key"
SIGNING_KEY_FILE: Final = "signing.key"
_DATABASE_KEY_BYTES: Final = 48  # 32 of key, 16 of salt: see the decision on SQLCipher's parameters
_SIGNING_KEY_BYTES: Final = 32


def make_secrets(folder: Path, random: RandomBytes) -> None:
    """Make the folder's secrets. Raises FileExistsError when there are any: a second set would lock all out."""
    for name, size in ((DATABASE_KEY_FILE, _DATABASE_KEY_BYTES), (SIGNING_KEY_FILE, _SIGNING_KEY_BYTES)):
        with os.fdopen(os.open(folder / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(random(size).hex())
            file.flush()
            os.fsync(file.fileno())


def load_database_key(folder: Path) -> str:
    """Return the 96 hex digits that open the embedded store. Raises StoreError SECRET_MISSING."""
    return _load(folder / DATABASE_KEY_FILE, _DATABASE_KEY_BYTES).hex()


def load_signing_key(folder: Path) -> Ed25519PrivateKey:
    """Return headquarters' signing key. Raises StoreError SECRET_MISSING."""
    return Ed25519PrivateKey.from_private_bytes(_load(folder / SIGNING_KEY_FILE, _SIGNING_KEY_BYTES))


def enrolment_key(signing_key: Ed25519PrivateKey) -> bytes:
    """Return the key from which enrolment codes are derived, so that no code rests in the database."""
    purpose = b"fieldapp/enrolment/v1"
    return HKDF(hashes.SHA256(), 32, salt=None, info=purpose).derive(signing_key.private_bytes_raw())


def _load(path: Path, size: int) -> bytes:
    try:
        secret = bytes.fromhex(path.read_text(encoding="ascii").strip())
    except (FileNotFoundError, ValueError):
        secret = b""
    if len(secret) != size:
        raise StoreError(
            "SECRET_MISSING",
            f"The file {path.name} is not in headquarters' folder, or is damaged. Nothing was changed; put it back "
            "from a backup.",
        )
    return secret
