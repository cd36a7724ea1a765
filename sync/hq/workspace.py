"""A task force at headquarters: its name, its incarnation, and where its log ends."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Final

from fieldapp.domain.faults import StoreError
from fieldapp.domain.ids import RandomBytes
from sync.hq.database import Transaction

EMPTY_LOG: Final = bytes(32)


@dataclass(frozen=True, slots=True)
class Workspace:
    """``log_hash`` runs over the hashes of all entries up to ``head_seq``."""

    id: str
    name: str
    incarnation: bytes
    head_seq: int
    log_hash: bytes

    @property
    def began_at(self) -> int:
        """The log's length when this incarnation began; up to there it tells the story of the one before."""
        return int.from_bytes(self.incarnation[4:], "big")


def make_incarnation(random: RandomBytes, head_seq: int) -> bytes:
    """Return a new incarnation: four random bytes and the log's length, big-endian."""
    return random(4) + head_seq.to_bytes(4, "big")


def add_workspace(work: Transaction, at: str, name: str, random: RandomBytes) -> None:
    """Write a new, empty workspace."""
    work.run(
        "INSERT INTO workspace (id, name, incarnation, head_seq, log_hash, created_at) VALUES (?, ?, ?, 0, ?, ?)",
        *(work.workspace, name, make_incarnation(random, 0), EMPTY_LOG, at),
    )


def load_workspace(work: Transaction) -> Workspace:
    """Return the workspace. Raises StoreError WORKSPACE_MISSING."""
    row = work.one("SELECT id, name, incarnation, head_seq, log_hash FROM workspace WHERE id = ?", work.workspace)
    if row is None:
        raise StoreError("WORKSPACE_MISSING", "This database holds no headquarters of this name. Nothing was changed.")
    return Workspace(*row)


def extend_log(log_hash: bytes, entry_hash: str) -> bytes:
    """Return the log's running hash after one more entry."""
    return hashlib.sha256(log_hash + bytes.fromhex(entry_hash)).digest()
