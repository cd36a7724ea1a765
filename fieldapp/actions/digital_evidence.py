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

from fieldapp.actions.capture import next_code, save_record
from fieldapp.actions.lookup import note_access
from fieldapp.actions.query import query_rows
from fieldapp.actions.session import Session
from fieldapp.domain.access import POLICE, SERVICES, zone_for
from fieldapp.domain.faults import WorldError
from fieldapp.domain.problems import Problem, Refused
from fieldapp.domain.record import DRAFT
from fieldapp.domain.wire import Json
from fieldapp.records.evidence_item import EvidenceItem
from fieldapp.rules.evidence_guard import FORENSIC_ONLY, is_pointer

ITEM: Final = "evidence_item"
MEBIBYTE: Final = 1 << 20
_HASHED: Final = "Hash of the file"
_UNKNOWN_KIND: Final = "other"
_POINTER: Final = "Abusive imagery: pointer only"
_LISTED: Final = "A file on the agency's block list. Nothing of it was kept; its hash is."
_NOT_READ: Final = "A file that shows what is never held here. It was not read."
_LINKS: Final = tuple(name for name, declared in EvidenceItem.fields.items() if declared.link)


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


def point_at(session: Session, record_type: str, record_id: str, *, sha256: str = "", reference: str = "") -> str:
    """Write down, in place of a file that is not kept with a record, an item of evidence that only points at it.

    Return the item's id: the one that points at this hash already, if there is one. Its ``reference`` in the forensic
    system may follow by ``note_pointer``: until then it is a draft. The record's history says what happened.
    """
    store = session.store
    with store.transaction():
        known = query_rows(
            session,
            f"SELECT id FROM {ITEM} WHERE sha256 = ? AND contraband = 1 AND voided = 0 ORDER BY id LIMIT 1",
            sha256,
        )
        item_id = str(known[0]["id"]) if known else _new_pointer(session, record_type, record_id, sha256, reference)
        said = f"File not kept: abusive imagery. Evidence {(store.record(ITEM, item_id) or {}).get('number')}"
        note_access(session, record_type, record_id, f"{said}, SHA-256 {sha256}" if sha256 else said)
    return item_id


def _new_pointer(session: Session, record_type: str, record_id: str, sha256: str, reference: str) -> str:
    about = session.store.record(record_type, record_id) or {}
    links: dict[str, Json] = {name: about.get(name) for name in _LINKS}
    if record_type in _LINKS:
        links[record_type] = record_id
    values: dict[str, Json] = {
        **{name: link for name, link in links.items() if link is not None},
        "number": next_code(session.store, EvidenceItem),
        "kind": FORENSIC_ONLY,
        "contraband": True,
        "description": _LISTED if sha256 else _NOT_READ,
        "sha256": sha256 or None,
        "forensic_reference": reference.strip() or None,
        "disposition": EvidenceItem.fields["disposition"].default,
        "state": DRAFT,
    }
    # Not undone by Ctrl+Z: that it was met stays written. Where both sides read the record, it is the author's side's.
    zone = POLICE if POLICE in session.scopes else zone_for(SERVICES, session.profile.agency)
    saved = session.store.save(session.author, ITEM, values, zone=zone, reason=_POINTER)
    return saved.state.record_id


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
