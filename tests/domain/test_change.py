"""Changes sealed and opened again, whole, torn, forged."""

from __future__ import annotations

import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldapp.domain.change import (
    FIRST_PREV,
    KINDS,
    LOCAL_SUFFIX,
    Change,
    MalformedChangeError,
    Sealed,
    chain_hash,
    read_entry,
    seal,
    unseal,
)
from fieldapp.domain.wire import decode, encode

TEXT = st.text(st.characters(codec="utf-8"), max_size=30)
VALUES = st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | TEXT | st.lists(TEXT, max_size=3)
WORD = st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1, max_size=40)


@st.composite
def changes(draw):
    device = "0123456789ab" + draw(st.sampled_from(["", LOCAL_SUFFIX]))
    return Change(
        device=device,
        counter=draw(st.integers(1, 2**53 - 1)),
        prev=FIRST_PREV,
        kind=draw(st.sampled_from(sorted(KINDS))),
        record_type=draw(WORD),
        record_id=draw(WORD),
        zone=draw(WORD),
        author=draw(WORD),
        agency=draw(WORD),
        made_at="2026-01-02T03:04:05.678Z",
        hlc=draw(st.integers(0, 2**63 - 1)),
        fields=draw(st.dictionaries(TEXT, VALUES, max_size=4)),
        seen=draw(st.dictionaries(TEXT, st.lists(st.just("0123456789ab-7"), max_size=2), max_size=3)),
        reason=draw(st.none() | TEXT),
    )


@given(changes())
def test_a_sealed_change_opens_as_it_was(change):
    assert unseal(seal(change, os.urandom)) == change


@given(changes(), st.data())
def test_any_flipped_bit_of_payload_or_salt_is_noticed(change, data):
    sealed = seal(change, os.urandom)
    part = data.draw(st.sampled_from(["payload", "salt"]))
    broken = bytearray(getattr(sealed, part))
    at = data.draw(st.integers(0, len(broken) * 8 - 1))
    broken[at // 8] ^= 1 << at % 8
    with pytest.raises(MalformedChangeError):
        unseal(sealed._replace(**{part: bytes(broken)}))


@given(changes(), st.data())
def test_any_flipped_bit_of_the_entry_changes_its_hash(change, data):
    entry = seal(change, os.urandom).entry
    broken = bytearray(entry)
    at = data.draw(st.integers(0, len(broken) * 8 - 1))
    broken[at // 8] ^= 1 << at % 8
    assert chain_hash(bytes(broken)) != chain_hash(entry)


@given(st.binary(max_size=300), st.binary(max_size=300), st.binary(max_size=40))
def test_garbage_is_only_ever_malformed(entry, payload, salt):
    with pytest.raises(MalformedChangeError):
        unseal(Sealed(entry, payload, salt))


@pytest.mark.parametrize(
    "spoil",
    [
        lambda parts: parts[:-1],
        lambda parts: [2, *parts[1:]],
        lambda parts: [*parts[:2], 0, *parts[3:]],
        lambda parts: [*parts[:2], True, *parts[3:]],
        lambda parts: [*parts[:2], 2**60, *parts[3:]],
        lambda parts: [*parts[:4], "erase", *parts[5:]],
        lambda parts: [parts[0], "nobody", *parts[2:]],
        lambda parts: [*parts[:11], "zz", parts[12]],
        lambda parts: [*parts[:11], "-000000000000001", parts[12]],
        lambda parts: [*parts[:8], "", *parts[9:]],
        lambda parts: [*parts[:8], "x" * 201, *parts[9:]],
    ],
)
def test_an_envelope_with_a_wrong_part_is_malformed(spoil):
    change = Change(
        device="0123456789ab", counter=1, prev=FIRST_PREV, kind="set", record_type="person", record_id="r",
        zone="police", author="a", agency="g", made_at="2026-01-02T03:04:05.678Z", hlc=1,
    )  # fmt: skip
    parts = decode(seal(change, os.urandom).entry)
    with pytest.raises(MalformedChangeError):
        read_entry(encode(spoil(parts)))


def test_an_entry_with_white_space_is_not_canonical():
    change = Change(
        device="0123456789ab", counter=1, prev=FIRST_PREV, kind="set", record_type="person", record_id="r",
        zone="police", author="a", agency="g", made_at="2026-01-02T03:04:05.678Z", hlc=1,
    )  # fmt: skip
    entry = seal(change, os.urandom).entry
    with pytest.raises(MalformedChangeError):
        read_entry(entry.replace(b",", b", ", 1))


def test_a_payload_of_another_change_is_refused():
    one, two = (
        seal(
            Change(
                device="0123456789ab",
                counter=n,
                prev=FIRST_PREV,
                kind="set",
                record_type="person",
                record_id="r",
                zone="police",
                author="a",
                agency="g",
                made_at="2026-01-02T03:04:05.678Z",
                hlc=1,
                fields={"n": n},
            ),
            os.urandom,
        )
        for n in (1, 2)
    )
    with pytest.raises(MalformedChangeError):
        unseal(Sealed(one.entry, two.payload, two.salt))
