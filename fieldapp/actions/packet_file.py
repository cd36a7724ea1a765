"""A court packet as one file: the parts, a list of them with the SHA-256 of each, and this laptop's signature over it.

It is a ZIP that every system opens. The verifier travels with it and is the one copy of the layout
(``resources/verify_packet.py``).
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import resources
from fieldapp.vault.identity import DeviceIdentity
from resources.verify_packet import MANIFEST, SIGNATURE, container, manifest_text, signature_text, statement

VERIFIER: Final = "verify_packet.py"


@dataclass(frozen=True, repr=False)
class PacketFile:
    """The bytes of the file, and their SHA-256 as hexadecimal text."""

    data: bytes
    sha256: str


def seal_packet(parts: Sequence[tuple[str, bytes]], device: str, made_at: str, identity: DeviceIdentity) -> PacketFile:
    """Return the file of these parts (name, content), in their order, signed with the key of this laptop."""
    listed = [*parts, (VERIFIER, resources.path(VERIFIER).read_bytes())]
    manifest = manifest_text(listed, device, made_at)
    signed = signature_text(device, identity.public_bytes, identity.sign(statement(manifest)))
    data = container([(MANIFEST, manifest), (SIGNATURE, signed), *listed])
    return PacketFile(data, hashlib.sha256(data).hexdigest())
