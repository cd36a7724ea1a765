"""A real laptop in a test folder: real slot, real encrypted store, real keys, a derivation that costs nothing."""

from __future__ import annotations

import os
from pathlib import Path

from fieldapp.actions.laptop import Laptop
from fieldapp.actions.profile import Profile
from fieldapp.actions.session import Session
from fieldapp.domain.access import Role, scopes_of
from fieldapp.records.seed import agency_id
from fieldapp.vault.identity import DeviceIdentity
from fieldapp.vault.kdf import KdfLimits, KdfParameters
from tests.fakes.clock import FakeClock

PASSPHRASE = "granite lantern orbit meadow"
DEVICE = "k7m2q9x4c1ab"
QUICK = KdfParameters(m_kib=64, t=1, p=1)


def a_laptop(folder: Path, clock: FakeClock) -> Laptop:
    """A data folder with nobody in it."""
    return Laptop(folder, clock, os.urandom, KdfLimits(floor_kib=64))


def a_session(
    folder: Path,
    clock: FakeClock,
    role: Role = Role.DETECTIVE,
    *,
    handle: str = "alvarez",
    agency: str = "",
    name: str = "",
    device: str = DEVICE,
) -> Session:
    """A fresh laptop, unlocked, whose user has this role. Belongs to the thread that calls this."""
    agency = agency or agency_id("LASD")
    profile = Profile(handle, name or "Dana Alvarez", role.value, agency, "task-force", scopes_of(role, agency))
    return a_laptop(folder, clock).create(PASSPHRASE, device, DeviceIdentity.generate(os.urandom), profile, QUICK)
