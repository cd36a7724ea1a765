"""Errors, sorted by who must act.

* ``Refused`` (in ``problems``): a rule the person broke; the person mends it.
* ``StoreError``, ``VaultError``, ``SyncError``: the world (disk full, wrong passphrase, headquarters away);
  a person or an administrator acts on the sentence.
* everything else is our bug and goes to the crash report, without field values.
"""

from __future__ import annotations


class WorldError(Exception):
    """A fault of the world. ``kind`` is stable and UPPER_SNAKE; ``str()`` is the sentence a person reads."""

    def __init__(self, kind: str, sentence: str) -> None:
        super().__init__(sentence)
        self.kind = kind


class StoreError(WorldError):
    """The encrypted store cannot be opened, read or written."""


class VaultError(WorldError):
    """The key slots cannot be read, or the passphrase does not open them."""


class SyncError(WorldError):
    """Headquarters cannot be reached, or what came back cannot be trusted."""
