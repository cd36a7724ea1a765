"""One act of one person on one record, as the journal keeps it for ever.

A change travels and rests as three byte strings that nobody ever encodes again (``Sealed``):

``entry``    canonical JSON array of the envelope: who, when, which record, the hash of the entry before it on the
             same device's chain, and the commitment to the payload;
``payload``  canonical JSON object: the fields written, the change ids each of them replaces, the reason;
``salt``     32 random bytes.

commitment = HMAC-SHA256(salt, payload); chain hash = SHA-256(0x00 || entry), the leaf hash of RFC 9162 §2.1.1.
A court may order a payload destroyed: payload and salt go, the entry stays, the chain still verifies, and
nothing can be guessed from what is left.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from fieldapp.domain.ids import RandomBytes, is_device_id
from fieldapp.domain.wire import MAX_SAFE_INTEGER, Json, decode, encode

FORMAT: Final = 1
FIRST_PREV: Final = "0" * 64
LOCAL_SUFFIX: Final = ".local"
VOID_FIELD: Final = "_void"

SET: Final = "set"
VOID: Final = "void"
RESTORE: Final = "restore"
MERGE: Final = "merge"
RESOLVE: Final = "resolve"
CUSTODY: Final = "custody"
ACCESS: Final = "access"
KINDS: Final = frozenset({SET, VOID, RESTORE, MERGE, RESOLVE, CUSTODY, ACCESS})

# An ASCII entry that needs no escapes is canonical as it stands and is read in one go; others take the long way.
_WORD: Final = r'"([^"\\\x00-\x1f]{1,200})"'
_PLAIN_ENTRY: Final = re.compile(
    rf'\[{FORMAT},"([0-9a-hjkmnp-tv-z]{{12}}(?:\.local)?)",([1-9][0-9]{{0,14}}),{",".join([_WORD] * 8)},'
    rf'"([0-7][0-9a-f]{{15}})",{_WORD}\]'
)

MAX_ENTRY_BYTES: Final = 2_000
MAX_PAYLOAD_BYTES: Final = 600_000


class Sealed(NamedTuple):
    """A change as it is stored, sent and hashed."""

    entry: bytes
    payload: bytes
    salt: bytes

    def __repr__(self) -> str:
        return "<Sealed>"  # a payload in a traceback would be a person in a log


class MalformedChangeError(ValueError):
    """Bytes that are not a change, or a payload that its commitment does not cover."""


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Change:
    """A change, opened. ``device`` names the chain, ``counter`` counts from 1 on it, ``prev`` is its last hash.

    ``fields`` maps a field to the value written; ``seen`` maps a field to the change ids that the writer saw as its
    heads and means to replace. ``made_at`` is the device's wall time, ``hlc`` its hybrid stamp.
    """

    device: str
    counter: int
    prev: str
    kind: str
    record_type: str
    record_id: str
    zone: str
    author: str
    agency: str
    made_at: str
    hlc: int
    fields: dict[str, Json] = field(default_factory=dict)
    seen: dict[str, list[str]] = field(default_factory=dict)
    reason: str | None = None

    @property
    def id(self) -> str:
        """``device-counter``: unique in the whole task force."""
        return f"{self.device}-{self.counter}"


def change_order(change_id: str) -> tuple[str, int]:
    """Return a key that sorts change ids by device, then by counter."""
    device, _, counter = change_id.rpartition("-")
    return device, int(counter)


def seal(change: Change, random: RandomBytes) -> Sealed:
    """Encode a change once and for all."""
    payload: dict[str, object] = {"fields": change.fields, "seen": change.seen}
    if change.reason is not None:
        payload["reason"] = change.reason
    body = encode(payload)
    salt = random(32)
    entry = [
        FORMAT,
        change.device,
        change.counter,
        change.prev,
        change.kind,
        change.record_type,
        change.record_id,
        change.zone,
        change.author,
        change.agency,
        change.made_at,
        f"{change.hlc:016x}",
        hmac.digest(salt, body, "sha256").hex(),
    ]
    return Sealed(encode(entry), body, salt)


def chain_hash(entry: bytes) -> str:
    """Return the hash that the next entry of the chain names as its ``prev``."""
    return hashlib.sha256(b"\0" + entry).hexdigest()


def unseal(sealed: Sealed, read: Callable[[bytes], Json] = decode) -> Change:
    """Open a change from anywhere, hostile or torn included. Raises MalformedChangeError.

    ``read`` may be a quicker reader of JSON that accepts and refuses exactly what ``wire.decode`` does.
    """
    envelope = read_entry(sealed.entry)
    if len(sealed.payload) > MAX_PAYLOAD_BYTES or len(sealed.salt) != 32:
        msg = "the payload is too large, or its salt has another length"
        raise MalformedChangeError(msg)
    if hmac.digest(sealed.salt, sealed.payload, "sha256").hex() != envelope[12]:
        msg = "the payload is not the one that the entry commits to"
        raise MalformedChangeError(msg)
    try:
        payload = read(sealed.payload)
    except ValueError as error:
        msg = "the payload is not canonical JSON"
        raise MalformedChangeError(msg) from error
    fields, seen, reason = _read_payload(payload)
    return Change(
        device=envelope[1],
        counter=envelope[2],
        prev=envelope[3],
        kind=envelope[4],
        record_type=envelope[5],
        record_id=envelope[6],
        zone=envelope[7],
        author=envelope[8],
        agency=envelope[9],
        made_at=envelope[10],
        hlc=int(envelope[11], 16),
        fields=fields,
        seen=seen,
        reason=reason,
    )


_Envelope = tuple[int, str, int, str, str, str, str, str, str, str, str, str, str]


def read_entry(entry: bytes) -> _Envelope:
    """Read the envelope alone. Raises MalformedChangeError on anything that ``seal`` would not have written."""
    if len(entry) > MAX_ENTRY_BYTES:
        msg = "the entry is too large"
        raise MalformedChangeError(msg)
    plain = _PLAIN_ENTRY.fullmatch(entry.decode("ascii")) if entry.isascii() else None
    if plain is not None and plain[4] in KINDS:
        return (FORMAT, plain[1], int(plain[2]), *plain.groups()[2:])  # type: ignore[return-value]
    try:
        parts = decode(entry)
    except ValueError as error:
        msg = "the entry is not JSON"
        raise MalformedChangeError(msg) from error
    if not isinstance(parts, list) or len(parts) != 13 or parts[0] != FORMAT:
        msg = "the entry is not an envelope of a format known here"
        raise MalformedChangeError(msg)
    counter = parts[2]
    if isinstance(counter, bool) or not isinstance(counter, int) or not 0 < counter <= MAX_SAFE_INTEGER:
        msg = "the entry's counter is not one"
        raise MalformedChangeError(msg)
    words = [part for index, part in enumerate(parts) if index not in {0, 2}]
    if not all(isinstance(word, str) and 0 < len(word) <= 200 for word in words):
        msg = "the entry has a part that is no word"
        raise MalformedChangeError(msg)
    if not is_device_id(str(parts[1]).removesuffix(LOCAL_SUFFIX)) or parts[4] not in KINDS:
        msg = "the entry names no device, or a kind of change unknown here"
        raise MalformedChangeError(msg)
    try:
        stamp = int(str(parts[11]), 16)
    except ValueError as error:
        msg = "the entry's stamp is not one"
        raise MalformedChangeError(msg) from error
    if not 0 <= stamp < 1 << 63 or encode(parts) != entry:
        msg = "the entry is not written canonically"
        raise MalformedChangeError(msg)
    return tuple(parts)  # type: ignore[return-value]


def _read_payload(payload: Json) -> tuple[dict[str, Json], dict[str, list[str]], str | None]:
    if not isinstance(payload, dict) or not payload.keys() <= {"fields", "seen", "reason"}:
        msg = "the payload has other parts than fields, seen and reason"
        raise MalformedChangeError(msg)
    fields, seen, reason = payload.get("fields"), payload.get("seen"), payload.get("reason")
    if not isinstance(fields, dict) or not isinstance(seen, dict) or not isinstance(reason, str | None):
        msg = "the payload's parts are of other types"
        raise MalformedChangeError(msg)
    for heads in seen.values():
        if not isinstance(heads, list) or not all(isinstance(head, str) and "-" in head for head in heads):
            msg = "the payload's seen is not a table of change ids"
            raise MalformedChangeError(msg)
    return fields, seen, reason  # type: ignore[return-value]  # checked line by line above
