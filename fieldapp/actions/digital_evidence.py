"""What a digital item is known by: the SHA-256 of a file that stays where it is, or a pointer to where it is held.

A file is read and never kept: neither its bytes nor its name come into the store. Abusive imagery is not even read: it
stays in the forensic system, and the item says where (18 USC 3509(m); domain.md 5.6).
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from fieldapp.actions.capture import save_record
from fieldapp.actions.session import Session
from fieldapp.domain.faults import WorldError
from fieldapp.domain.problems import Problem, Refused
from fieldapp.domain.wire import Json
from fieldapp.rules.evidence_guard import FORENSIC_ONLY, is_pointer

ITEM: Final = "evidence_item"
MEBIBYTE: Final = 1 << 20
_HASHED: Final = "Hash of the file"
_UNKNOWN_KIND: Final = "other"
_POINTER: Final = "Abusive imagery: pointer only"


class FileHashError(WorldError):
    """The file cannot be read to its end, or changed while it was read. ``kind`` keys the sentence."""


@dataclass(frozen=True)
class FileHash:
    """The hash of a file, and how long it is."""

    sha256: str
    size_bytes: int


def hash_file(path: Path, progress: Callable[[int, int], None] = lambda _done, _total: None) -> FileHash:
    """Return the SHA-256 of a file; ``progress`` hears of mebibytes done and of how many. Raises FileHashError.

    Belongs to no thread in particular: it touches no store.
    """
    digest, done = hashlib.sha256(), 0
    try:
        before = path.stat()
        total = -(-before.st_size // MEBIBYTE)
        with path.open("rb", buffering=0) as file:
            progress(0, total)
            while chunk := file.read(MEBIBYTE):
                digest.update(chunk)
                done += len(chunk)
                progress(min(done // MEBIBYTE, total), total)
        after = path.stat()
    except OSError as error:
        raise FileHashError("FILE_UNREADABLE", error.strerror or type(error).__name__) from error
    if done != before.st_size or (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns):
        raise FileHashError("FILE_CHANGED", "The file changed while it was read. Nothing was written.")
    return FileHash(digest.hexdigest(), done)


def note_hash(session: Session, item_id: str, found: FileHash) -> bool:
    """Write a file's hash on an item that has none; return whether it is the item's hash.

    One that has another hash keeps it: the answer is False, and nothing is written. Raises Refused for an item that is
    abusive imagery: its hash comes from the forensic system.
    """
    item = session.store.record(ITEM, item_id)
    if item is None:
        raise Refused([Problem("CUSTODY_ITEM_MISSING")])
    if is_pointer(item.get("contraband"), item.get("kind")):
        raise Refused([Problem("CONTRABAND_NOT_READ", "sha256")])
    known = item.get("sha256")
    if known is None:
        save_record(session, ITEM, {"sha256": found.sha256}, record_id=item_id, reason=_HASHED)
    return known is None or known == found.sha256


def note_pointer(session: Session, item_id: str, reference: str) -> None:
    """Write down that an item is abusive imagery, which stays in the forensic system under this reference."""
    if not reference.strip():
        raise Refused([Problem("FORENSIC_REFERENCE_MISSING", "forensic_reference")])
    values: dict[str, Json] = {"contraband": True, "forensic_reference": reference.strip()}
    save_record(session, ITEM, values, record_id=item_id, reason=_POINTER)


def clear_pointer(session: Session, item_id: str, reason: str) -> None:
    """Say, as a supervisor, that an item is no abusive imagery after all, and why; what it is, is written anew.

    Raises Refused for anybody else: the rule stands at both ends.
    """
    item = session.store.record(ITEM, item_id)
    if item is None:
        raise Refused([Problem("CUSTODY_ITEM_MISSING")])
    if not reason.strip():
        raise Refused([Problem("POINTER_REASON", "contraband")])
    values: dict[str, Json] = {"contraband": False}
    if item.get("kind") == FORENSIC_ONLY:
        values["kind"] = _UNKNOWN_KIND
    save_record(session, ITEM, values, record_id=item_id, reason=reason.strip())
