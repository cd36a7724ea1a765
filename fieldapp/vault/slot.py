"""The slot file: for each user of this laptop, the store's key wrapped under what that user knows.

One line of canonical JSON. It carries a checksum over itself, so that a rotten bit is told from a wrong
passphrase and costs no attempt; the checksum covers only what anyone may read. What protects the key is
AES-256-GCM with the slot's header as associated data: an edited header (lower cost, another device, another
user) does not open. No verifier of the passphrase is stored anywhere.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from typing import Final, cast

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from fieldapp.domain import wire
from fieldapp.domain.faults import VaultError
from fieldapp.domain.ids import RandomBytes
from fieldapp.domain.wire import Json
from fieldapp.vault.kdf import FACTOR_BITS, KEY_BYTES, SALT_BYTES, KdfLimits, KdfParameters, wipe

FORMAT: Final = 1
SUITE: Final = "M"
FILE_CAP_BYTES: Final = 64 * 1024
_NONCE_BYTES: Final = 12
_WRAPPED_BYTES: Final = KEY_BYTES + 16
_HEX: Final = re.compile(r"(?:[0-9a-f]{2})*\Z")
_NAME: Final = re.compile(r"[^\x00-\x1f\x7f]{1,64}\Z")


@dataclass(frozen=True, slots=True)
class SlotHeader:
    """Everything about a slot that is not secret; bound to the wrapped key."""

    slot_id: str
    user: str
    device_id: str
    kdf: KdfParameters
    salt: bytes
    salt_db: bytes
    factors: tuple[str, ...] = ("passphrase",)

    def to_wire(self) -> dict[str, Json]:
        """Return the JSON form, which is also the associated data once encoded."""
        return {
            "device": self.device_id,
            "factors": list(self.factors),
            "format": FORMAT,
            "kdf": {
                "m_kib": self.kdf.m_kib,
                "name": "argon2id",
                "p": self.kdf.p,
                "salt": self.salt.hex(),
                "t": self.kdf.t,
            },
            "salt_db": self.salt_db.hex(),
            "slot": self.slot_id,
            "suite": SUITE,
            "user": self.user,
        }


@dataclass(frozen=True, slots=True)
class Slot:
    """A header and the store's key, wrapped."""

    header: SlotHeader
    nonce: bytes
    wrapped: bytes


@dataclass(frozen=True, slots=True)
class SlotFile:
    """All slots of a laptop, the second copy of how many attempts were begun on each (slot id -> count), and the
    public key headquarters releases a locked laptop with (32 bytes, or none yet).
    """

    slots: tuple[Slot, ...] = ()
    begun: dict[str, int] = field(default_factory=dict)
    release_key: bytes = b""


def seal_slot(header: SlotHeader, kek: bytearray, dek: bytearray, random: RandomBytes) -> Slot:
    """Wrap the store's key."""
    nonce = random(_NONCE_BYTES)
    return Slot(header, nonce, AESGCM(kek).encrypt(nonce, dek, wire.encode(header.to_wire())))


def open_slot(slot: Slot, kek: bytearray) -> bytearray | None:
    """Unwrap the store's key; None when the wrapping key or anything in the slot is not the right one."""
    dek = bytearray(KEY_BYTES)
    try:
        AESGCM(kek).decrypt_into(slot.nonce, slot.wrapped, wire.encode(slot.header.to_wire()), dek)
    except InvalidTag:
        wipe(dek)  # holds unauthenticated bytes
        return None
    return dek


def encode_slots(file: SlotFile) -> bytes:
    """Return the bytes of the file."""
    body: dict[str, Json] = {
        "begun": dict(file.begun),
        "format": FORMAT,
        "release": file.release_key.hex(),
        "slots": [
            {"header": slot.header.to_wire(), "nonce": slot.nonce.hex(), "wrapped": slot.wrapped.hex()}
            for slot in file.slots
        ],
    }
    return encode_checked(body)


def decode_slots(data: bytes, limits: KdfLimits) -> SlotFile:
    """Read the file strictly. Raises VaultError SLOT_DAMAGED, SLOT_NEWER or SLOT_REFUSED; derives nothing."""
    try:
        file = _read_body(decode_checked(data), data)
    except (ValueError, KeyError, TypeError) as error:
        raise VaultError(
            "SLOT_DAMAGED",
            "The key file of this laptop is damaged, so the store cannot be unlocked. The store itself is untouched. "
            "Restore the file vault.json from a backup, or call your administrator to enrol this laptop again.",
        ) from error
    for slot in file.slots:
        _require_admissible(slot.header, limits)
    return file


def require_name(text: str) -> str:
    """Return a user handle or device id in NFC. Raises ValueError unless it is 1 to 64 printable characters."""
    clean = wire.clean_text(text)
    if _NAME.match(clean) is None:
        raise ValueError("not a short name")
    return clean


def encode_checked(body: dict[str, Json]) -> bytes:
    """Return canonical JSON with a SHA-256 of itself inside, against rot (not against malice)."""
    check = hashlib.sha256(wire.encode(body)).hexdigest()
    return wire.encode({**body, "check": check}) + b"\n"


def decode_checked(data: bytes) -> dict[str, Json]:
    """Read what ``encode_checked`` wrote. Raises ValueError, or VaultError SLOT_NEWER for a later format."""
    table = wire.decode(data)
    if not isinstance(table, dict):
        raise TypeError("not an object")
    _require_known(table.get("format"), (FORMAT,))
    check = table.pop("check", None)
    if check != hashlib.sha256(wire.encode(table)).hexdigest():
        raise ValueError("the checksum differs")
    return table


def _require_known(value: Json, known: tuple[int | str, ...]) -> None:
    if type(value) not in {type(each) for each in known}:
        raise TypeError("not of the kind expected")
    if value not in known:
        raise VaultError(
            "SLOT_NEWER",
            "The key file was made by a newer version of this program. Nothing was changed. "
            "Install the current version and try again.",
        )


def _require_admissible(header: SlotHeader, limits: KdfLimits) -> None:
    if not limits.admits(header.kdf):
        raise VaultError(
            "SLOT_REFUSED",
            "The key file asks for a key derivation outside the safe limits, as an altered file would. "
            "Nothing was computed or changed. Do not use this laptop; call your administrator.",
        )


def _read_body(body: dict[str, Json], data: bytes) -> SlotFile:
    slots = tuple(_read_slot(_table(each)) for each in cast("list[Json]", _typed(body["slots"], list)))
    begun = {slot_id: _number(count) for slot_id, count in _table(body["begun"]).items()}
    ids = [slot.header.slot_id for slot in slots]
    users = [slot.header.user for slot in slots]
    if not slots or len(set(ids)) != len(ids) or len(set(users)) != len(users) or set(begun) != set(ids):
        raise ValueError("the slots contradict each other")
    release = body["release"]
    file = SlotFile(slots, begun, _bytes(release, KEY_BYTES) if release != "" else b"")
    if encode_slots(file) != data:  # members we do not know, or white space: there is one way to write a file
        raise ValueError("not as this program writes it")
    return file


def _read_slot(table: dict[str, Json]) -> Slot:
    return Slot(
        _read_header(_table(table["header"])),
        _bytes(table["nonce"], _NONCE_BYTES),
        _bytes(table["wrapped"], _WRAPPED_BYTES),
    )


def _read_header(table: dict[str, Json]) -> SlotHeader:
    _require_known(table["format"], (FORMAT,))
    _require_known(table["suite"], (SUITE,))
    kdf = _table(table["kdf"])
    _require_known(kdf["name"], ("argon2id",))
    factors = tuple(cast("list[str]", _typed(table["factors"], list)))
    for factor in factors:
        _require_known(factor, tuple(FACTOR_BITS))
    if not factors or len(set(factors)) != len(factors):
        raise ValueError("factors missing or named twice")
    return SlotHeader(
        slot_id=_bytes(table["slot"], SALT_BYTES).hex(),
        user=_text(table["user"]),
        device_id=_text(table["device"]),
        kdf=KdfParameters(_number(kdf["m_kib"]), _number(kdf["t"]), _number(kdf["p"])),
        salt=_bytes(kdf["salt"], SALT_BYTES),
        salt_db=_bytes(table["salt_db"], SALT_BYTES),
        factors=factors,
    )


def _typed(value: Json, kind: type) -> Json:
    if type(value) is not kind:  # bool is an int to isinstance
        raise TypeError("not of the kind expected")
    return value


def _table(value: Json) -> dict[str, Json]:
    return cast("dict[str, Json]", _typed(value, dict))


def _number(value: Json) -> int:
    number = cast("int", _typed(value, int))
    if not 0 <= number <= wire.MAX_SAFE_INTEGER:
        raise ValueError("number out of range")
    return number


def _text(value: Json) -> str:
    return require_name(cast("str", _typed(value, str)))


def _bytes(value: Json, length: int) -> bytes:
    text = cast("str", _typed(value, str))
    if len(text) != 2 * length or _HEX.match(text) is None:
        raise ValueError("not hex digits of the right length")
    return bytes.fromhex(text)
