"""Proving the log: entries are hashed anew, chains followed, payloads held against their commitments."""

from __future__ import annotations

import hmac
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from fieldapp.domain.change import FIRST_PREV, MalformedChangeError, chain_hash, read_entry
from sync.hq.database import Transaction
from sync.hq.judge import MALFORMED
from sync.hq.workspace import EMPTY_LOG, extend_log, load_workspace

_STEP: Final = 1_000


@dataclass(frozen=True, slots=True)
class LogCheck:
    """``length`` entries verified. ``fault`` says what is wrong at the first bad one, "" when nothing is."""

    length: int
    log_hash: bytes
    fault: str = ""


@dataclass(slots=True)
class _Walk:
    seq: int = 0
    log_hash: bytes = EMPTY_LOG
    heads: dict[str, tuple[int, str]] = field(default_factory=dict)


def verify_log(work: Transaction) -> LogCheck:
    """Go through the whole log of a workspace and say where it stops being true, if anywhere."""
    walk = _Walk()
    for row in _entries(work):
        if fault := _entry_fault(walk, *row):
            return LogCheck(walk.seq, walk.log_hash, f"{fault} at {walk.seq + 1}")
    workspace = load_workspace(work)
    if (workspace.head_seq, workspace.log_hash) != (walk.seq, walk.log_hash):
        return LogCheck(walk.seq, walk.log_hash, "LOG_HEAD_DIFFERS")
    rows = work.rows("SELECT id, acked, chain FROM device WHERE workspace = ?", work.workspace)
    for device, acked, chain in rows:
        if walk.heads.get(device, (0, FIRST_PREV)) != (acked, chain):
            return LogCheck(walk.seq, walk.log_hash, f"DEVICE_HEAD_DIFFERS {device}")
    return LogCheck(walk.seq, walk.log_hash)


def _entry_fault(
    walk: _Walk,
    seq: int,
    device: str,
    counter: int,
    stored_hash: str,
    quarantined: str | None,
    entry: bytes,
    payload: bytes,
    salt: bytes,
) -> str:
    known, prev = walk.heads.get(device, (0, FIRST_PREV))
    if seq != walk.seq + 1 or counter != known + 1:
        return "ENTRY_MISSING"
    if chain_hash(entry) != stored_hash:
        return "ENTRY_ALTERED"
    try:
        envelope = read_entry(entry)
    except (MalformedChangeError, ValueError):
        envelope = None  # it came like this, and was put aside for it
    if envelope is not None and envelope[1] == device:
        if envelope[3] != prev or envelope[2] != counter:
            return "CHAIN_BROKEN"
        is_bound = (payload or salt) and quarantined != MALFORMED  # a payload that a court had destroyed is no fault
        if is_bound and hmac.digest(salt, payload, "sha256").hex() != envelope[12]:
            return "PAYLOAD_ALTERED"
    walk.seq = seq
    walk.heads[device] = (counter, stored_hash)
    walk.log_hash = extend_log(walk.log_hash, stored_hash)
    return ""


def _entries(work: Transaction) -> Iterator[Any]:
    after = 0
    while True:
        rows = work.rows(
            "SELECT seq, device, counter, hash, quarantined, entry, payload, salt FROM change_log "
            f"WHERE workspace = ? AND seq > ? ORDER BY seq LIMIT {_STEP}",
            *(work.workspace, after),
        )
        yield from rows
        if len(rows) < _STEP:
            return
        after = rows[-1][0]
