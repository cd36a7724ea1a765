from __future__ import annotations

import copy
import pickle

import pytest

from fieldapp.vault.key import StoreKey


@pytest.fixture
def key() -> StoreKey:
    return StoreKey(bytearray(range(32)), bytes(range(16)), slot_id="5" * 32, user="alvarez", device_id="a")


def test_subkeys_differ_from_each_other_and_from_the_key(key: StoreKey) -> None:
    subkeys = {bytes(each) for each in (key.database, key.attachments, key.logmac, key.backup)}
    assert len(subkeys - {bytes(range(32))}) == 4
    assert {len(each) for each in subkeys} == {32}


def test_subkeys_stay_the_same_for_all_versions(key: StoreKey) -> None:
    # A change here makes every store that exists unreadable.
    assert key.database.hex() == "5b06ff41d256916c8e2c43a261d560527e9265a0ddab333ec8cae90f8eff1f32"
    assert key.logmac.hex() == "1b0579db9ec602a0303e4540a16a708c2bc86c99cb9aa2276f47d89e40f26710"


def test_sqlcipher_key_is_key_then_salt_in_hex(key: StoreKey) -> None:
    text = key.sqlcipher_key()
    assert text == key.database.hex() + "000102030405060708090a0b0c0d0e0f"
    assert len(text) == 96


def test_closing_zeroes_every_secret(key: StoreKey) -> None:
    held = [key.database, key.attachments, key.logmac, key.backup]
    key.close()
    key.close()
    assert all(each == bytes(32) for each in held)
    assert key.is_closed
    with pytest.raises(RuntimeError):
        key.sqlcipher_key()


def test_key_given_in_is_wiped() -> None:
    dek = bytearray(range(32))
    StoreKey(dek, bytes(16), slot_id="5" * 32, user="alvarez", device_id="a")
    assert dek == bytes(32)


def test_leaving_the_block_closes_the_key(key: StoreKey) -> None:
    with key as held:
        assert not held.is_closed
    assert key.is_closed


def test_key_shows_nothing_and_is_never_copied(key: StoreKey) -> None:
    assert repr(key) == "<StoreKey open>"
    for attempt in (copy.copy, copy.deepcopy, pickle.dumps):
        with pytest.raises(TypeError):
            attempt(key)


@pytest.mark.parametrize(("dek", "salt"), [(31, 16), (33, 16), (32, 15), (0, 0)])
def test_key_of_wrong_length_is_refused(dek: int, salt: int) -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        StoreKey(bytearray(dek), bytes(salt), slot_id="5" * 32, user="alvarez", device_id="a")
