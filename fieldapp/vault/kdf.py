"""From a passphrase to the key that wraps the store's key.

Argon2id (RFC 9106, the second recommended choice raised to what one second buys), then HKDF-SHA256 over the
secrets of all factors. Parameters read from a file are bounded before anything is computed: too much memory is
a bomb, too little is a downgrade.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias, cast

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from fieldapp.domain.clock import Clock
from fieldapp.domain.faults import VaultError

KEY_BYTES: Final = 32
SALT_BYTES: Final = 16
FLOOR_KIB: Final = 64 * 1024
USUAL_LIMIT_KIB: Final = 256 * 1024
CAP_KIB: Final = 1024 * 1024

# The secrets are joined in this order; a further factor (the system's key store, a security key) gets the next bit.
FACTOR_BITS: Final = {"passphrase": 1}


@dataclass(frozen=True, slots=True)
class KdfParameters:
    """Cost of one Argon2id derivation: memory in KiB, passes, lanes."""

    m_kib: int = USUAL_LIMIT_KIB
    t: int = 3
    p: int = 4


@dataclass(frozen=True, slots=True)
class KdfLimits:
    """What a slot file may ask for. Tests hand in a lower floor to be quick."""

    floor_kib: int = FLOOR_KIB
    cap_kib: int = CAP_KIB

    def admits(self, asked: KdfParameters) -> bool:
        """Say whether the cost is neither a downgrade nor a memory bomb."""
        return (
            self.floor_kib <= asked.m_kib <= self.cap_kib
            and 1 <= asked.t <= 10
            and 1 <= asked.p <= 16
            and asked.m_kib >= 8 * asked.p
        )


Derive: TypeAlias = Callable[[str, bytes, KdfParameters], bytearray]


def derive_passphrase_key(passphrase: str, salt: bytes, parameters: KdfParameters) -> bytearray:
    """Return the 32 bytes that the passphrase stands for; the same whichever way a keyboard composed the accents."""
    # surrogatepass: what cannot be a passphrase must be a wrong one, not a crash
    typed = bytearray(unicodedata.normalize("NFKC", passphrase).encode("utf-8", "surrogatepass"))
    key = bytearray(KEY_BYTES)
    try:
        Argon2id(
            salt=salt, length=KEY_BYTES, iterations=parameters.t, lanes=parameters.p, memory_cost=parameters.m_kib
        ).derive_into(cast("bytes", typed), key)  # any buffer will do; the stub is too narrow
    except MemoryError as error:
        raise VaultError(
            "MEMORY_SHORT",
            f"Unlocking needs {parameters.m_kib // 1024} MiB of free memory. "
            "Nothing was changed. Close other programs and try again.",
        ) from error
    finally:
        wipe(typed)
    return key


def derive_wrapping_key(secrets: Sequence[bytearray], factors: Sequence[str], device_id: str) -> bytearray:
    """Join the secrets of all factors, in the order of ``factors``, into the key that wraps the store's key."""
    bits = sum(FACTOR_BITS[factor] for factor in factors)
    joined = bytearray().join(secrets)
    try:
        return derive_subkey(joined, b"fieldapp/kek/v1|%d" % bits, device_id.encode())
    finally:
        wipe(joined)


def derive_subkey(secret: bytearray, info: bytes, salt: bytes | None = None) -> bytearray:
    """HKDF-SHA256 (RFC 5869) to 32 bytes."""
    key = bytearray(KEY_BYTES)
    HKDF(hashes.SHA256(), KEY_BYTES, salt=salt, info=info).derive_into(secret, key)
    return key


def calibrate(
    clock: Clock,
    target_s: float = 1.0,
    *,
    floor_kib: int = FLOOR_KIB,
    limit_kib: int = USUAL_LIMIT_KIB,
    derive: Derive = derive_passphrase_key,
) -> KdfParameters:
    """Find the memory for which one derivation takes about ``target_s`` seconds on this laptop.

    Measures once at the floor and scales: the cost is proportional to memory when passes and lanes stay the
    same. A slow laptop gets the floor however long that takes; a fast one gets ``limit_kib``, never over the cap.
    """
    probe = KdfParameters(m_kib=floor_kib)
    started = clock.monotonic()
    derive("calibration", bytes(SALT_BYTES), probe)
    took_s = clock.monotonic() - started
    limit = min(limit_kib, CAP_KIB)
    affordable = limit if took_s <= 0 else int(floor_kib * target_s / took_s)
    whole_mib = affordable // 1024 * 1024
    return KdfParameters(m_kib=max(floor_kib, min(whole_mib, limit)))


def wipe(secret: bytearray) -> None:
    """Overwrite a secret in place. It shortens its life in memory; only the end of the process ends it."""
    secret[:] = bytes(len(secret))
