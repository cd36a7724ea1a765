from __future__ import annotations

import json
import os
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldapp.domain import wire
from fieldapp.domain.faults import VaultError
from fieldapp.vault.kdf import KdfLimits, KdfParameters
from fieldapp.vault.slot import (
    FILE_CAP_BYTES,
    Slot,
    SlotFile,
    SlotHeader,
    decode_slots,
    encode_checked,
    encode_slots,
    open_slot,
    require_name,
    seal_slot,
)

KEK = bytearray(b"k" * 32)
DEK = bytearray(range(32))
LIMITS = KdfLimits(floor_kib=64)
REFUSALS = {"SLOT_DAMAGED", "SLOT_NEWER", "SLOT_REFUSED"}


def a_header(slot_id: str = "5" * 32, user: str = "alvarez", device_id: str = "a") -> SlotHeader:
    return SlotHeader(slot_id, user, device_id, KdfParameters(m_kib=64, t=1, p=1), b"s" * 16, b"d" * 16)


SLOT = seal_slot(a_header(), KEK, DEK, os.urandom)
FILE = SlotFile((SLOT,), {"5" * 32: 3})
DATA = encode_slots(FILE)


def a_body() -> dict[str, Any]:
    body = json.loads(DATA)
    del body["check"]
    return body


def test_file_reads_back_as_written() -> None:
    assert decode_slots(DATA, LIMITS) == FILE
    assert open_slot(decode_slots(DATA, LIMITS).slots[0], KEK) == DEK


def test_file_holds_neither_key_in_any_form() -> None:
    for secret in (KEK, DEK):
        assert bytes(secret) not in DATA
        assert secret.hex().encode() not in DATA


def test_every_single_bit_flip_of_the_file_is_refused() -> None:
    for bit in range(len(DATA) * 8):
        flipped = bytearray(DATA)
        flipped[bit // 8] ^= 1 << bit % 8
        with pytest.raises(VaultError) as caught:
            decode_slots(bytes(flipped), LIMITS)
        assert caught.value.kind in REFUSALS


@given(st.integers(0, len(DATA)), st.binary(max_size=40), st.integers(0, 40))
def test_spliced_file_is_refused(at: int, inserted: bytes, removed: int) -> None:
    spliced = DATA[:at] + inserted + DATA[at + removed :]
    if spliced == DATA:
        return
    with pytest.raises(VaultError) as caught:
        decode_slots(spliced, LIMITS)
    assert caught.value.kind in REFUSALS


@given(st.binary(max_size=200) | st.recursive(st.none() | st.integers() | st.text(), st.lists).map(wire.encode))
def test_any_other_bytes_are_refused_with_a_sentence(data: bytes) -> None:
    with pytest.raises(VaultError) as caught:
        decode_slots(data, LIMITS)
    assert caught.value.kind in REFUSALS
    assert str(caught.value).endswith(".")


@pytest.mark.parametrize("depth", [1_000, 100_000])
def test_deep_nesting_is_refused(depth: int) -> None:
    with pytest.raises(VaultError, match="damaged"):
        decode_slots(b"[" * depth, LIMITS)


def test_duplicate_key_and_nan_are_refused() -> None:
    for altered in (
        DATA.replace(b'"format":1', b'"format":1,"format":1', 1),
        DATA.replace(b'"format":1', b'"format":NaN', 1),
        DATA.replace(b'"format":1', b'"format":1.0', 1),
        DATA.replace(b'"format":1', b'"format":true', 1),
        b" " + DATA,
        DATA.rstrip(),
    ):
        with pytest.raises(VaultError) as caught:
            decode_slots(altered, LIMITS)
        assert caught.value.kind == "SLOT_DAMAGED"


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("format",), 2),
        (("slots", 0, "header", "format"), 2),
        (("slots", 0, "header", "suite"), "F"),
        (("slots", 0, "header", "factors"), ["passphrase", "token"]),
        (("slots", 0, "header", "kdf", "name"), "argon3"),
    ],
)
def test_what_a_newer_version_wrote_is_left_alone(path: tuple[Any, ...], value: object) -> None:
    with pytest.raises(VaultError, match="newer version") as caught:
        decode_slots(altered(path, value), LIMITS)
    assert caught.value.kind == "SLOT_NEWER"


@pytest.mark.parametrize(
    ("name", "value"),
    [("m_kib", 4 * 1024**3), ("m_kib", 8), ("m_kib", 63), ("t", 0), ("t", 11), ("p", 0), ("p", 17)],
)
def test_bomb_and_downgrade_are_refused(name: str, value: int) -> None:
    with pytest.raises(VaultError) as caught:
        decode_slots(altered(("slots", 0, "header", "kdf", name), value), LIMITS)
    assert caught.value.kind == "SLOT_REFUSED"


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("slots",), []),
        (("slots",), {}),
        (("slots", 0, "header", "user"), ""),
        (("slots", 0, "header", "user"), "x" * 65),
        (("slots", 0, "header", "user"), "a\nb"),
        (("slots", 0, "header", "user"), 7),
        (("slots", 0, "header", "factors"), []),
        (("slots", 0, "header", "factors"), ["passphrase", "passphrase"]),
        (("slots", 0, "header", "kdf", "m_kib"), "64"),
        (("slots", 0, "header", "kdf", "m_kib"), -1),
        (("slots", 0, "header", "kdf", "m_kib"), 2**63 + 1),
        (("slots", 0, "header", "kdf", "salt"), "ab"),
        (("slots", 0, "header", "salt_db"), "AB" * 16),
        (("slots", 0, "header", "extra"), 1),
        (("slots", 0, "nonce"), "00" * 11),
        (("slots", 0, "wrapped"), None),
        (("release",), "00"),
        (("release",), None),
        (("begun",), {}),
        (("begun",), {"5" * 32: True}),
        (("more",), 1),
    ],
)
def test_malformed_member_is_refused_even_with_a_right_checksum(path: tuple[Any, ...], value: object) -> None:
    with pytest.raises(VaultError) as caught:
        decode_slots(altered(path, value), LIMITS)
    assert caught.value.kind == "SLOT_DAMAGED"


def test_two_slots_of_one_user_contradict_each_other() -> None:
    second = seal_slot(a_header(slot_id="6" * 32), KEK, DEK, os.urandom)
    data = encode_slots(SlotFile((SLOT, second), {"5" * 32: 0, "6" * 32: 0}))
    with pytest.raises(VaultError, match="damaged"):
        decode_slots(data, LIMITS)


@pytest.mark.parametrize(
    "header",
    [
        a_header(device_id="b"),
        a_header(user="brooks"),
        a_header(slot_id="6" * 32),
        SlotHeader("5" * 32, "alvarez", "a", KdfParameters(m_kib=65, t=1, p=1), b"s" * 16, b"d" * 16),
        SlotHeader("5" * 32, "alvarez", "a", KdfParameters(m_kib=64, t=1, p=1), b"t" * 16, b"d" * 16),
        SlotHeader("5" * 32, "alvarez", "a", KdfParameters(m_kib=64, t=1, p=1), b"s" * 16, b"e" * 16),
    ],
)
def test_key_does_not_open_under_an_edited_header(header: SlotHeader) -> None:
    assert open_slot(Slot(header, SLOT.nonce, SLOT.wrapped), KEK) is None


@given(st.integers(0, 32 * 8 - 1))
def test_no_neighbouring_wrapping_key_opens_the_slot(bit: int) -> None:
    near = bytearray(KEK)
    near[bit // 8] ^= 1 << bit % 8
    assert open_slot(SLOT, near) is None


def test_wrapping_twice_never_gives_the_same_bytes() -> None:
    assert seal_slot(a_header(), KEK, DEK, os.urandom).wrapped != SLOT.wrapped


def test_a_dozen_users_fit_well_under_the_cap() -> None:
    slots = tuple(seal_slot(a_header(f"{number:032x}", f"user {number}"), KEK, DEK, os.urandom) for number in range(12))
    data = encode_slots(SlotFile(slots, {slot.header.slot_id: 0 for slot in slots}))
    assert len(data) < FILE_CAP_BYTES / 4
    assert decode_slots(data, LIMITS).slots == slots


def test_name_is_composed_and_short() -> None:
    assert require_name("Nun\u0303ez") == "Nu\u00f1ez"
    for bad in ("", "x" * 65, "a\0b", "\ud800"):
        with pytest.raises(ValueError):  # noqa: PT011 - three ways of being bad, one kind of answer
            require_name(bad)


def altered(path: tuple[Any, ...], value: object) -> bytes:
    """The file with one member changed and the checksum made right again."""
    body = a_body()
    place: Any = body
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    return encode_checked(body)
