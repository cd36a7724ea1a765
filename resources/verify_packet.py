"""Says whether a court packet is whole and as it was signed. Runs by itself: Python 3.11 or later and ``cryptography``.

    python verify_packet.py PACKET.zip [--key KEY]

It needs no network, no account and nothing of the program that made the packet. It prints VALID or INVALID, and which
part is at fault. ``--key`` is the public key of the laptop, or its fingerprint of twenty digits, as headquarters tells
it. Without it the packet proves that nothing was changed since it was signed with the key that it names, and a person
compares the fingerprint with headquarters.
A packet carries a copy of this file for convenience. Whoever doubts a packet takes this file from elsewhere.
"""

from __future__ import annotations

import hashlib
import json
import re
import struct
import sys
import zlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

MANIFEST: Final = "manifest.json"
SIGNATURE: Final = "signature.txt"
FORMAT: Final = "fieldbook packet v1"
_LOCAL: Final = struct.Struct("<4s5H3I2H")
_CENTRAL: Final = struct.Struct("<4s6H3I5H2I")
_END: Final = struct.Struct("<4s4H2IH")
_NEW_YEAR_1980: Final = 0x21
_MOST_BYTES: Final = 1 << 31
_SIGNED: Final = re.compile(
    rf"{FORMAT}\ndevice ([0-9a-z]{{1,40}})\nkey ([0-9a-f]{{64}})\nsignature ([0-9a-f]{{128}})\n"
)


class Part(NamedTuple):
    """A file within a packet, and whether its bytes fit the sum that stands beside them."""

    name: str
    data: bytes
    is_whole: bool


class Verdict(NamedTuple):
    """``faults``: one sentence a fault, each naming the part; none: valid. ``device`` and ``key``: as it says."""

    faults: tuple[str, ...]
    device: str = ""
    key: str = ""


def statement(manifest: bytes) -> bytes:
    """Return what is signed."""
    return FORMAT.encode() + b"\n" + manifest


def signature_text(device: str, key: bytes, signature: bytes) -> bytes:
    """Return the content of the part that holds the signature."""
    return f"{FORMAT}\ndevice {device}\nkey {key.hex()}\nsignature {signature.hex()}\n".encode()


def manifest_text(parts: Sequence[tuple[str, bytes]], device: str, made_at: str) -> bytes:
    """Return the list of the parts with the SHA-256 of each, in their order."""
    rows = [{"name": name, "bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()} for name, data in parts]
    text = json.dumps({"format": FORMAT, "device": device, "made_at": made_at, "parts": rows}, indent=1)
    return text.encode("ascii") + b"\n"


def container(parts: Sequence[tuple[str, bytes]]) -> bytes:
    """Return a ZIP file of the parts, uncompressed; the same parts always give the same bytes."""
    body, table, at = [], [], 0
    for name, data in parts:
        label, crc, size = name.encode("ascii"), zlib.crc32(data), len(data)
        head = _LOCAL.pack(b"PK\3\4", 20, 0, 0, 0, _NEW_YEAR_1980, crc, size, size, len(label), 0) + label
        entry = (b"PK\1\2", 20, 20, 0, 0, 0, _NEW_YEAR_1980, crc, size, size, len(label), 0, 0, 0, 0, 0, at)
        table.append(_CENTRAL.pack(*entry) + label)
        body += [head, data]
        at += len(head) + size
    if at > _MOST_BYTES:
        msg = "a packet of more than two gigabytes"
        raise ValueError(msg)
    listed = b"".join(table)
    return b"".join(body) + listed + _END.pack(b"PK\5\6", 0, 0, len(parts), len(parts), len(listed), at, 0)


def open_container(data: bytes) -> list[Part]:
    """Return the parts one after the other, as far as they can be read; never more than what is there."""
    parts: list[Part] = []
    at = 0
    while data[at : at + 4] == b"PK\3\4" and at + _LOCAL.size <= len(data):
        *_, crc, size, _, label, extra = _LOCAL.unpack_from(data, at)
        start = at + _LOCAL.size + label + extra
        name = data[at + _LOCAL.size : at + _LOCAL.size + label].decode("ascii", "backslashreplace")
        content = data[start : start + size]
        parts.append(Part(name, content, len(content) == size and zlib.crc32(content) == crc))
        at = start + size
    return parts


def verify(data: bytes, key: str = "") -> Verdict:
    """Look a packet over. ``key``: the public key that it must be signed with, or its fingerprint; blank: any."""
    parts = open_container(data)
    names = [part.name for part in parts]
    if names[:2] != [MANIFEST, SIGNATURE]:
        return Verdict(
            (f"{MANIFEST} and {SIGNATURE} do not stand first in the packet: {', '.join(names[:2]) or 'none'}.",)
        )
    faults = [f"{part.name}: its bytes were changed." for part in parts if not part.is_whole]
    manifest = parts[0].data
    signed = _SIGNED.fullmatch(parts[1].data.decode("ascii", "backslashreplace"))
    if signed is None:
        return Verdict((*faults, f"{SIGNATURE}: it is no signature."))
    device, named, signature = signed.groups()
    if key and "".join(key.split()).lower() not in {named, "".join(fingerprint(named).split())}:
        faults.append(f"{SIGNATURE}: the packet is signed with another key than the one given.")
    if not _is_signed(named, signature, manifest):
        faults.append(f"{MANIFEST} or {SIGNATURE}: the signature does not fit the list of parts.")
    listed = _listed(manifest, device)
    if listed is None:
        return Verdict((*faults, f"{MANIFEST}: it is no list of parts."), device, named)
    faults += _compared(parts[2:], listed)
    if not faults and container([(part.name, part.data) for part in parts]) != data:
        faults.append(_framed(parts, data))
    return Verdict(tuple(faults), device, named)


def fingerprint(key: str) -> str:
    """Return the key as twenty digits, for two people to compare over the telephone."""
    digest = hashlib.sha256(b"fieldapp/fingerprint/v1|" + bytes.fromhex(key)).digest()
    digits = f"{int.from_bytes(digest, 'big') % 10**20:020d}"
    return " ".join(digits[at : at + 5] for at in range(0, 20, 5))


def _is_signed(key: str, signature: str, manifest: bytes) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(key)).verify(bytes.fromhex(signature), statement(manifest))
    except (InvalidSignature, ValueError):
        return False
    return True


def _listed(manifest: bytes, device: str) -> list[tuple[str, int, str]] | None:
    """Return name, size and SHA-256 of each part as the list has them; None when it is no such list."""
    try:
        read: Any = json.loads(manifest)
        if read["format"] != FORMAT or read["device"] != device:
            return None
        return [(str(row["name"]), int(row["bytes"]), str(row["sha256"])) for row in read["parts"]]
    except (ValueError, KeyError, TypeError, RecursionError):
        return None


def _compared(parts: Sequence[Part], listed: Sequence[tuple[str, int, str]]) -> list[str]:
    there, wanted = [part.name for part in parts], [name for name, _, _ in listed]
    faults = [f"{name}: it is missing." for name in wanted if name not in there]
    faults += [f"{name}: it does not belong to the packet." for name in there if name not in wanted]
    faults += [f"{name}: it is there twice." for name in sorted({n for n in there if there.count(n) > 1})]
    if not faults and there != wanted:
        moved = next(name for name, other in zip(there, wanted, strict=True) if name != other)
        faults.append(f"{moved}: it is not in its place.")
    sums = {name: (size, digest) for name, size, digest in listed}
    for part in parts:
        is_right = (len(part.data), hashlib.sha256(part.data).hexdigest()) == sums.get(part.name)
        if part.name in sums and part.is_whole and not is_right:
            faults.append(f"{part.name}: it is not the file that was signed.")
    return faults


def _framed(parts: Sequence[Part], data: bytes) -> str:
    """Name the part at which the file around the parts differs from the one that was made."""
    right = container([(part.name, part.data) for part in parts])
    first = next((at for at, (a, b) in enumerate(zip(right, data, strict=False)) if a != b), min(len(right), len(data)))
    at = 0
    for part in parts:
        at += _LOCAL.size + len(part.name) + len(part.data)
        if first < at:
            return f"{part.name}: what stands before it was changed (byte {first})."
    return f"The list of files at the end was changed (byte {first})."


def main(words: Sequence[str]) -> int:
    """Print the verdict. Return 0 for a packet that is valid, 1 for one that is not, 2 for a wrong call."""
    key = words[words.index("--key") + 1] if "--key" in words[:-1] else ""
    files = [word for word in words if word not in {"--key", key}]
    if len(files) != 1:
        print("python verify_packet.py PACKET.zip [--key KEY]", file=sys.stderr)
        return 2
    try:
        found = verify(Path(files[0]).read_bytes(), key)
    except OSError as error:
        print(f"{files[0]} cannot be read: {error.strerror}.", file=sys.stderr)
        return 2
    print("INVALID" if found.faults else "VALID")
    for fault in found.faults:
        print(f"  {fault}")
    if found.key:
        print(f"Signed by the laptop {found.device}, fingerprint {fingerprint(found.key)}.")
        if not key:
            print("Compare the fingerprint with the one that headquarters has of this laptop, or give its key.")
    return 1 if found.faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
