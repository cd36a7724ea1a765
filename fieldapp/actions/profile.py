"""Who this laptop belongs to and which headquarters it answers to; kept inside the encrypted store."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from typing import Final

from fieldapp.domain.access import Role
from fieldapp.domain.faults import StoreError
from fieldapp.store.store import Store

_PROFILE: Final = "profile"
_DEVICE_KEY: Final = "device_key"


@dataclass(frozen=True)
class Profile:
    """What enrolment settled. ``agency`` is the id of an agency record; keys and certificate are hex."""

    handle: str
    name: str
    role: str
    agency: str
    workspace: str
    scopes: list[str] = field(default_factory=list)
    url: str = ""
    ca_der: str = ""
    hq_public_key: str = ""


def write_profile(store: Store, profile: Profile) -> None:
    """Keep the profile."""
    with store.transaction():
        store.set_meta(_PROFILE, json.dumps(asdict(profile)))


def read_profile(store: Store) -> Profile:
    """Return the profile. Raises StoreError PROFILE_MISSING when enrolment was cut short before it was written."""
    text = store.meta(_PROFILE)
    if text is None:
        raise cut_short()
    profile = Profile(**json.loads(text))
    Role(profile.role)
    return profile


def cut_short() -> StoreError:
    """Return what is said of a laptop whose enrolment did not come to its end: nothing was ever written on it."""
    return StoreError(
        "PROFILE_MISSING",
        "This laptop's enrolment was cut short. Ask headquarters for a new ticket and enrol again.",
    )


def write_device_key(store: Store, private_bytes: bytes) -> None:
    """Keep the device's signing key."""
    with store.transaction():
        store.set_meta(_DEVICE_KEY, private_bytes.hex())


def read_device_key(store: Store) -> bytes:
    """Return the device's signing key (32 bytes)."""
    return bytes.fromhex(store.meta(_DEVICE_KEY) or "")
