from __future__ import annotations

import pytest
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from fieldapp.vault.kdf import (
    CAP_KIB,
    FLOOR_KIB,
    USUAL_LIMIT_KIB,
    KdfLimits,
    KdfParameters,
    calibrate,
    derive_passphrase_key,
    derive_subkey,
    derive_wrapping_key,
    wipe,
)
from tests.fakes.clock import FakeClock

SALT = bytes(range(16))
QUICK = KdfParameters(m_kib=64, t=1, p=1)


def test_argon2id_gives_the_vector_of_rfc_9106() -> None:
    # RFC 9106 section 5.3
    kdf = Argon2id(
        salt=b"\x02" * 16, length=32, iterations=3, lanes=4, memory_cost=32, ad=b"\x04" * 12, secret=b"\x03" * 8
    )
    expected = "0d640df58d78766c08c037a34a8b53c9d01ef0452d75b65eb52520e96b01e659"
    assert kdf.derive(b"\x01" * 32).hex() == expected


def test_subkey_gives_the_vector_of_rfc_5869() -> None:
    # RFC 5869 appendix A.1, cut to the 32 bytes we use
    key = derive_subkey(bytearray(b"\x0b" * 22), bytes.fromhex("f0f1f2f3f4f5f6f7f8f9"), bytes(range(13)))
    assert key.hex() == "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf"


def test_derivation_passes_salt_and_cost_on() -> None:
    direct = Argon2id(salt=SALT, length=32, iterations=2, lanes=2, memory_cost=128).derive(b"lantern")
    assert derive_passphrase_key("lantern", SALT, KdfParameters(m_kib=128, t=2, p=2)) == direct


def test_passphrase_is_the_same_however_the_keyboard_composed_it() -> None:
    composed = derive_passphrase_key("caf\u00e9 \ufb01lm", SALT, QUICK)
    assert derive_passphrase_key("cafe\u0301 film", SALT, QUICK) == composed


@pytest.mark.parametrize("odd", ["", "\ud800", "a\0b", "x" * 100_000])
def test_odd_passphrase_derives_some_key_rather_than_failing(odd: str) -> None:
    assert len(derive_passphrase_key(odd, SALT, QUICK)) == 32


def test_wrapping_key_depends_on_device_and_secret() -> None:
    secret, other = bytearray(b"s" * 32), bytearray(b"o" * 32)
    keys = {
        bytes(derive_wrapping_key([secret], ["passphrase"], "a")),
        bytes(derive_wrapping_key([secret], ["passphrase"], "b")),
        bytes(derive_wrapping_key([other], ["passphrase"], "a")),
        bytes(derive_wrapping_key([secret, other], ["passphrase"], "a")),
    }
    assert len(keys) == 4


@pytest.mark.parametrize(
    ("asked", "admitted"),
    [
        (KdfParameters(), True),
        (KdfParameters(m_kib=FLOOR_KIB), True),
        (KdfParameters(m_kib=CAP_KIB), True),
        (KdfParameters(m_kib=FLOOR_KIB - 1), False),
        (KdfParameters(m_kib=CAP_KIB + 1), False),
        (KdfParameters(m_kib=8), False),
        (KdfParameters(m_kib=4 * 1024**3), False),
        (KdfParameters(t=0), False),
        (KdfParameters(t=10), True),
        (KdfParameters(t=11), False),
        (KdfParameters(p=0), False),
        (KdfParameters(p=16), True),
        (KdfParameters(p=17), False),
    ],
)
def test_limits_admit_neither_downgrade_nor_bomb(asked: KdfParameters, admitted: bool) -> None:
    assert KdfLimits().admits(asked) is admitted


def test_limits_keep_the_memory_that_the_lanes_need() -> None:
    assert not KdfLimits(floor_kib=8).admits(KdfParameters(m_kib=16, p=4))


@pytest.mark.parametrize(
    ("floor_takes_s", "m_kib"),
    [
        (0.5, 128 * 1024),
        (0.25, 256 * 1024),
        (0.3, 213 * 1024),
        (0.01, USUAL_LIMIT_KIB),
        (3.0, FLOOR_KIB),
        (0.0, USUAL_LIMIT_KIB),
    ],
)
def test_calibration_buys_memory_for_one_second(clock: FakeClock, floor_takes_s: float, m_kib: int) -> None:
    def take(_passphrase: str, _salt: bytes, parameters: KdfParameters) -> bytearray:
        assert parameters.m_kib == FLOOR_KIB
        clock.advance(floor_takes_s)
        return bytearray(32)

    assert calibrate(clock, derive=take) == KdfParameters(m_kib=m_kib, t=3, p=4)


def test_calibration_never_passes_the_cap(clock: FakeClock) -> None:
    found = calibrate(clock, floor_kib=64, limit_kib=4 * CAP_KIB)
    assert found.m_kib == CAP_KIB


def test_wiping_leaves_zeros_of_the_same_length() -> None:
    secret = bytearray(b"secret")
    wipe(secret)
    assert secret == bytes(6)
