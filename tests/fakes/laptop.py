"""A real laptop in a real folder, with a key derivation that costs a millisecond, for every test that needs one."""

from __future__ import annotations

import os
from pathlib import Path

from fieldapp.actions.laptop import Laptop
from fieldapp.actions.profile import Profile
from fieldapp.actions.session import Session
from fieldapp.domain.access import Role, scopes_of
from fieldapp.domain.clock import Clock
from fieldapp.domain.ids import new_device_id
from fieldapp.vault.identity import DeviceIdentity
from fieldapp.vault.kdf import KdfLimits, KdfParameters

PASSPHRASE = "granite lantern orbit"
QUICK = KdfParameters(m_kib=64, t=1, p=1)
QUICK_LIMITS = KdfLimits(floor_kib=64)
AGENCY = "018f0000-0000-7000-8000-000000000001"


def a_laptop(folder: Path, clock: Clock) -> Laptop:
    """A data folder in which nobody has enrolled yet."""
    return Laptop(folder, clock, os.urandom, QUICK_LIMITS)


def a_session(
    folder: Path, clock: Clock, *, handle: str = "alvarez", role: Role = Role.DETECTIVE, agency: str = AGENCY
) -> Session:
    """An unlocked laptop that has never spoken to a headquarters. Unlock it again with ``PASSPHRASE``."""
    profile = Profile(handle, handle.title(), role.value, agency, "Test task force", scopes_of(role, agency))
    laptop = a_laptop(folder, clock)
    identity = DeviceIdentity.generate(os.urandom)
    return laptop.create(PASSPHRASE, new_device_id(os.urandom), identity, profile, QUICK)
