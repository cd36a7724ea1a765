"""A vault in a real folder, with a key derivation that costs a millisecond instead of a second."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from fieldapp.vault.kdf import KdfLimits, KdfParameters
from fieldapp.vault.vault import Vault
from tests.fakes.clock import FakeClock

PASSPHRASE = "granite lantern orbit"
OTHER_PASSPHRASE = "velvet harbour compass"
QUICK = KdfParameters(m_kib=64, t=1, p=1)
QUICK_LIMITS = KdfLimits(floor_kib=64)


@pytest.fixture
def open_vault(tmp_path: Path, clock: FakeClock) -> Callable[..., Vault]:
    """Make a vault over the test's folder, as a program started anew would."""

    def make(**kwargs) -> Vault:
        settings = {"clock": clock, "limits": QUICK_LIMITS, "boot_id": lambda: "first boot", **kwargs}
        return Vault(settings.pop("folder", tmp_path), settings.pop("clock"), os.urandom, **settings)

    return make


@pytest.fixture
def vault(open_vault: Callable[..., Vault]) -> Vault:
    """A vault with one user, ``alvarez``, on device ``a``."""
    made = open_vault()
    made.create(PASSPHRASE, "alvarez", "a", QUICK).close()
    return made
