"""An agency's list of hashes of known abusive material: what is on it is never taken into the store.

One hash a line: SHA-256 (64 hexadecimal digits), SHA-1 (40) or MD5 (32); blank lines and lines that begin with ``#``
say nothing. The list lies beside the store as a sorted table of HMACs under a random key that only the encrypted store
holds, so that the file tells nobody what is on it. Source: domain.md 5.7 (agency-supplied hash list), features.md N26.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import re
import secrets
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from fieldapp.actions.laptop import require_writable
from fieldapp.actions.session import Session
from fieldapp.domain.clock import to_wire
from fieldapp.domain.faults import StoreError
from fieldapp.vault.file import read_small, write_whole

MOST_ENTRIES: Final = 5_000_000
HASHES: Final = {64: "sha256", 40: "sha1", 32: "md5"}
"""The kinds of hash that a list may hold, by how many hexadecimal digits they have."""
_KEY: Final = "block_list_key"
_LIST: Final = "block_list"
_ENTRY_BYTES: Final = 16
_LONGEST_LINE: Final = 200
_HEX: Final = re.compile(rb"[0-9a-fA-F]+\Z")


class BlockListError(StoreError):
    """A list cannot be taken in, or the one in force is damaged; the sentence says which line, or what to do."""

    def __init__(self, sentence: str) -> None:
        super().__init__("BLOCK_LIST", sentence)


@dataclass(frozen=True)
class BlockList:
    """A list in force: how many different hashes, when it was taken in (wire), the SHA-256 of the file it came as."""

    count: int
    imported_at: str
    source_sha256: str


def import_list(session: Session, path: Path, random: Callable[[int], bytes] = secrets.token_bytes) -> BlockList:
    """Put a list in force in place of the one before. Raises BlockListError for the first line that is no hash."""
    require_writable(session)
    key, digest = random(32), hashlib.sha256()
    try:
        with path.open("rb") as file:
            entries = sorted({_seal(key, known) for known in _read(file, digest.update)})
    except OSError as error:
        raise BlockListError(f"{path.name}: it cannot be read ({error.strerror})") from error
    if not entries:
        raise BlockListError(f"{path.name}: there is no hash in it")
    table = b"".join(entries)
    made = BlockList(len(entries), to_wire(session.clock.now()), digest.hexdigest())
    kept = {**made.__dict__, "table_sha256": hashlib.sha256(table).hexdigest()}
    # The file first: until its hash stands in the store, the store says that the list is damaged and takes no file.
    write_whole(_place(session), table)
    with session.store.transaction():
        session.store.set_meta(_KEY, key.hex())
        session.store.set_meta(_LIST, json.dumps(kept))
    return made


def block_list(session: Session) -> BlockList | None:
    """Return the list in force on this laptop, None where there is none."""
    kept = session.store.meta(_LIST)
    if not kept:
        return None
    known = json.loads(kept)
    return BlockList(known["count"], known["imported_at"], known["source_sha256"])


def is_blocked(session: Session, data: bytes) -> bool:
    """Say whether a file is on the list. Raises BlockListError when the list lies there damaged: then none is taken."""
    kept, key = session.store.meta(_LIST), bytes.fromhex(session.store.meta(_KEY) or "")
    if not kept:
        return False
    table = _read_table(session, json.loads(kept)["table_sha256"])
    known = (hashlib.new(name, data, usedforsecurity=False).digest() for name in HASHES.values())
    return any(_holds(table, _seal(key, each)) for each in known)


def _read(lines: Iterable[bytes], note: Callable[[bytes], object]) -> Iterator[bytes]:
    for number, line in enumerate(lines, start=1):
        note(line)
        text = line.removeprefix(b"\xef\xbb\xbf").strip() if number == 1 else line.strip()
        if not text or text.startswith(b"#"):
            continue
        if len(line) > _LONGEST_LINE or len(text) not in HASHES or not _HEX.match(text):
            raise BlockListError(f"line {number}: no SHA-256, SHA-1 or MD5 in hexadecimal digits; nothing was taken in")
        if number > MOST_ENTRIES:
            raise BlockListError(f"line {number}: a list may have at most {MOST_ENTRIES:,} lines")
        yield bytes.fromhex(text.decode())


def _seal(key: bytes, known: bytes) -> bytes:
    # Cut to 16 bytes: of five million entries none meets another by chance (1 in 10 to the 25).
    return hmac.digest(key, known, "sha256")[:_ENTRY_BYTES]


def _holds(table: bytes, entry: bytes) -> bool:
    count = len(table) // _ENTRY_BYTES
    at = bisect_left(range(count), entry, key=lambda number: _entry(table, number))
    return at < count and _entry(table, at) == entry


def _entry(table: bytes, number: int) -> bytes:
    return table[number * _ENTRY_BYTES : (number + 1) * _ENTRY_BYTES]


def _read_table(session: Session, sha256: str) -> bytes:
    try:
        table = read_small(_place(session), MOST_ENTRIES * _ENTRY_BYTES)
    except ValueError:
        table = None
    if table is None or hashlib.sha256(table).hexdigest() != sha256:
        raise BlockListError(
            "The agency's block list on this laptop is damaged or gone, so no file is taken in. Import it again."
        )
    return table


def _place(session: Session) -> Path:
    return session.folder / f"{session.store.device}.blocklist"
