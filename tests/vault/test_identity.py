from __future__ import annotations

import os
import pickle
import re

import pytest

from fieldapp.vault.identity import DeviceIdentity, fingerprint, verify

# RFC 8032 section 7.1, test 2
SECRET = bytes.fromhex("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb")
PUBLIC = bytes.fromhex("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c")
SIGNATURE = bytes.fromhex(
    "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
    "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
)


def test_signature_is_that_of_rfc_8032() -> None:
    identity = DeviceIdentity(SECRET)
    assert identity.public_bytes == PUBLIC
    assert identity.sign(b"\x72") == SIGNATURE
    assert verify(PUBLIC, SIGNATURE, b"\x72")


def test_identity_comes_back_from_its_private_bytes() -> None:
    identity = DeviceIdentity.generate(os.urandom)
    again = DeviceIdentity(identity.private_bytes())
    assert again.public_bytes == identity.public_bytes
    assert verify(identity.public_bytes, again.sign(b"change"), b"change")


@pytest.mark.parametrize(
    ("public", "signature", "data"),
    [
        (PUBLIC, SIGNATURE, b"\x73"),
        (PUBLIC, SIGNATURE[:-1] + b"\x01", b"\x72"),
        (PUBLIC, b"", b"\x72"),
        (PUBLIC[:-1], SIGNATURE, b"\x72"),
        (b"", SIGNATURE, b"\x72"),
        (bytes(32), SIGNATURE, b"\x72"),
    ],
)
def test_altered_or_malformed_signature_is_not_valid(public: bytes, signature: bytes, data: bytes) -> None:
    assert not verify(public, signature, data)


def test_fingerprint_is_four_groups_of_five_digits_and_follows_the_key() -> None:
    prints = {fingerprint(DeviceIdentity.generate(os.urandom).public_bytes) for _ in range(20)}
    assert len(prints) == 20
    assert all(re.fullmatch(r"\d{5} \d{5} \d{5} \d{5}", each) for each in prints)
    assert fingerprint(PUBLIC) == fingerprint(PUBLIC)


def test_identity_shows_no_secret_and_is_never_pickled() -> None:
    identity = DeviceIdentity(SECRET)
    assert SECRET.hex() not in repr(identity)
    with pytest.raises(TypeError):
        pickle.dumps(identity)
