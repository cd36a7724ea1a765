"""The open store's key and what is derived from it."""

from __future__ import annotations

from types import TracebackType
from typing import Final, NoReturn, Self

from fieldapp.vault.kdf import KEY_BYTES, derive_subkey, wipe

_PURPOSES: Final = ("database", "attachments", "logmac", "backup")


class StoreKey:
    """The random key of one user's store, its subkeys, and whom it belongs to. Secrets leave with ``close``.

    Python cannot promise that no copy stays in memory, so the hard lock ends the process as well.
    """

    __slots__ = ("_salt_db", "_subkeys", "device_id", "slot_id", "user")

    def __init__(self, dek: bytearray, salt_db: bytes, *, slot_id: str, user: str, device_id: str) -> None:
        """Take over ``dek``: it is wiped here once the subkeys exist."""
        if len(dek) != KEY_BYTES or len(salt_db) != 16:
            msg = "a store key is 32 bytes and its salt 16"
            raise ValueError(msg)
        self.slot_id = slot_id
        self.user = user
        self.device_id = device_id
        self._salt_db = salt_db
        self._subkeys = {name: derive_subkey(dek, b"fieldapp/%s/v1" % name.encode()) for name in _PURPOSES}
        wipe(dek)

    @property
    def database(self) -> bytearray:
        """The SQLCipher key. The buffer is ours and is zeroed by ``close``."""
        return self._subkey("database")

    @property
    def attachments(self) -> bytearray:
        """The root of the per-file attachment keys."""
        return self._subkey("attachments")

    @property
    def logmac(self) -> bytearray:
        """Seals the anchor."""
        return self._subkey("logmac")

    @property
    def backup(self) -> bytearray:
        """Seals backup bundles."""
        return self._subkey("backup")

    @property
    def is_closed(self) -> bool:
        """True once the secrets are gone."""
        return not self._subkeys

    def sqlcipher_key(self) -> str:
        """Return 96 hex digits, key then salt, for ``PRAGMA key = "x'…'"``. Use it at once and keep it nowhere.

        With the salt given, a torn first page does not cost the store (it holds the only other copy of the salt).
        """
        return self.database.hex() + self._salt_db.hex()

    def close(self) -> None:
        """Zero the secrets. Closing twice is fine."""
        for subkey in self._subkeys.values():
            wipe(subkey)
        self._subkeys = {}

    def _subkey(self, name: str) -> bytearray:
        if self.is_closed:
            msg = "the store key is closed"
            raise RuntimeError(msg)
        return self._subkeys[name]

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"<StoreKey {'closed' if self.is_closed else 'open'}>"

    def __reduce__(self) -> NoReturn:
        msg = "a store key is never copied or written"
        raise TypeError(msg)
