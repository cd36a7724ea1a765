"""A sealed name opens for any two of its keepers, and for nobody alone, whatever bytes they hold."""

from __future__ import annotations

import base64
import json
import os
import random
from dataclasses import replace
from itertools import permutations

import pytest

from fieldapp.domain.problems import Refused
from fieldapp.vault.identity import DeviceIdentity
from fieldapp.vault.keeper_key import KeeperKey, lock
from fieldapp.vault.sealed_name import (
    MOST,
    PLAIN_BYTES,
    Holder,
    Seal,
    open_seal,
    own_half,
    pass_half,
    read_boxes,
    seal,
    take_half,
)

PLAIN = b'{"name":"Quillonbrandthessaly Zephyrinemarchetti"}'
ITEM, OTHER_ITEM = "0198c0de-0000-7000-8000-000000000001", "0198c0de-0000-7000-8000-000000000002"
PEOPLE = ("ana", "ben", "caro")


def keys(*people: str) -> dict[str, KeeperKey]:
    return {who: KeeperKey.of_device(DeviceIdentity.generate(os.urandom)) for who in people}


def holders(held: dict[str, KeeperKey]) -> list[Holder]:
    return [Holder(f"keeper-{who}", who.split("/")[0], key.public.hex()) for who, key in held.items()]


def sealed(held: dict[str, KeeperKey], item: str = ITEM) -> Seal:
    return seal(item, "UC-7", PLAIN, holders(held), os.urandom)


def opened(made: Seal, mine: KeeperKey, other: KeeperKey) -> bytes:
    """Ask, answer, open: as two laptops do it."""
    once = KeeperKey.for_once(os.urandom)
    half = own_half(made, other, mine.public.hex())
    passed = pass_half(half, made, "opening", mine.public.hex(), once.public.hex())
    taken = take_half(passed, made, "opening", mine, once)
    return open_seal(made, own_half(made, mine, other.public.hex()), taken)


def refusal(act) -> str:
    with pytest.raises(Refused) as caught:
        act()
    return caught.value.problems[0].code


def test_any_two_keepers_open_it():
    held = keys(*PEOPLE)
    made = sealed(held)
    for mine, other in permutations(PEOPLE, 2):
        assert opened(made, held[mine], held[other]) == PLAIN


def test_one_keeper_opens_it_with_no_halves_of_theirs():
    held = keys(*PEOPLE)
    made = sealed(held)
    ana = held["ana"]
    mine = [own_half(made, ana, held[who].public.hex()) for who in ("ben", "caro")]
    for first in (*mine, bytes(32)):
        for second in (*mine, bytes(32)):
            assert refusal(lambda first=first, second=second: open_seal(made, first, second)) == "SEAL_CONTENT_DAMAGED"
    assert refusal(lambda: own_half(made, ana, ana.public.hex())) == "SEAL_NOT_YOURS"


def test_halves_of_two_pairs_do_not_fit_each_other():
    held = keys(*PEOPLE)
    made = sealed(held)
    ana = own_half(made, held["ana"], held["ben"].public.hex())
    caro = own_half(made, held["caro"], held["ben"].public.hex())
    assert refusal(lambda: open_seal(made, ana, caro)) == "SEAL_CONTENT_DAMAGED"


def test_two_laptops_of_one_person_are_no_pair():
    held = keys("ana", "ana/2", "ben")
    made = sealed(held)
    assert refusal(lambda: own_half(made, held["ana"], held["ana/2"].public.hex())) == "SEAL_NOT_YOURS"
    assert opened(made, held["ana/2"], held["ben"]) == PLAIN
    alone = keys("ana", "ana/2")
    assert refusal(lambda: sealed(alone)) == "SEAL_KEEPERS"


@pytest.mark.parametrize("count", [0, 1, MOST + 1])
def test_too_few_or_too_many_keepers_are_refused(count: int):
    assert refusal(lambda: sealed(keys(*(f"k{number}" for number in range(count))))) == "SEAL_KEEPERS"


def test_a_stranger_opens_nothing():
    held = keys(*PEOPLE)
    stranger = keys("eve")["eve"]
    assert refusal(lambda: own_half(sealed(held), stranger, held["ben"].public.hex())) == "SEAL_NOT_YOURS"


def test_text_of_a_seal_shows_neither_name_nor_its_length():
    held = keys(*PEOPLE)
    made = sealed(held)
    short = seal(ITEM, "UC-7", b"{}", holders(held), os.urandom)
    assert len(made.content) == len(short.content)
    for text in (made.content, made.boxes):
        assert PLAIN not in text.encode()
        assert base64.b64encode(PLAIN)[:20] not in text.encode()
    assert refusal(lambda: seal(ITEM, "UC-7", bytes(PLAIN_BYTES), holders(held), os.urandom)) == "SEAL_TOO_LONG"


def test_same_name_sealed_twice_looks_different():
    held = keys(*PEOPLE)
    assert sealed(held).content != sealed(held).content


def spoil(text: str) -> str:
    data = bytearray(base64.b64decode(text))
    data[len(data) // 2] ^= 1
    return base64.b64encode(data).decode()


def test_changed_content_is_named():
    held = keys(*PEOPLE)
    made = sealed(held)
    for bad in (spoil(made.content), "", "no base64", made.content[:8]):
        changed = replace(made, content=bad)
        assert refusal(lambda changed=changed: opened(changed, held["ana"], held["ben"])) == "SEAL_CONTENT_DAMAGED"


def test_no_changed_byte_of_content_boxes_or_half_opens_anything():
    held, draw = keys("ana", "ben"), random.Random(29)
    made, once = sealed(held), KeeperKey.for_once(os.urandom)
    ana, ben = held["ana"], held["ben"]
    mine, theirs = own_half(made, ana, ben.public.hex()), own_half(made, ben, ana.public.hex())
    passed = pass_half(theirs, made, "opening", ana.public.hex(), once.public.hex())
    for _ in range(300):
        where = draw.randrange(3)
        if where == 0:
            changed = replace(made, content=flipped(made.content, draw))
            assert refusal(lambda changed=changed: open_seal(changed, mine, theirs)) == "SEAL_CONTENT_DAMAGED"
        elif where == 1:
            text = flipped(passed, draw)
            assert refusal(lambda text=text: take_half(text, made, "opening", ana, once)) == "HALF_DAMAGED"
        else:
            halves = [bytearray(mine), bytearray(theirs)]
            halves[draw.randrange(2)][draw.randrange(32)] ^= 1 << draw.randrange(8)
            pair = [bytes(each) for each in halves]
            assert refusal(lambda pair=pair: open_seal(made, *pair)) == "SEAL_CONTENT_DAMAGED"


def flipped(text: str, draw: random.Random) -> str:
    data = bytearray(base64.b64decode(text))
    data[draw.randrange(len(data))] ^= 1 << draw.randrange(8)
    return base64.b64encode(data).decode()


def test_content_under_another_alias_or_record_stays_shut():
    held = keys(*PEOPLE)
    made = sealed(held)
    assert refusal(lambda: opened(replace(made, alias="UC-8"), held["ana"], held["ben"])) == "SEAL_BOX_DAMAGED"
    halves = (
        own_half(made, held["ana"], held["ben"].public.hex()),
        own_half(made, held["ben"], held["ana"].public.hex()),
    )
    assert open_seal(made, *halves) == PLAIN
    for other in (replace(made, alias="UC-8"), replace(made, item=OTHER_ITEM)):
        assert refusal(lambda other=other: open_seal(other, *halves)) == "SEAL_CONTENT_DAMAGED"


def test_changed_box_is_named():
    held = keys(*PEOPLE)
    made = sealed(held)
    whole = json.loads(made.boxes)
    whole["pairs"][0]["halves"][0] = spoil(whole["pairs"][0]["halves"][0])
    changed = replace(made, boxes=json.dumps(whole))
    assert refusal(lambda: opened(changed, held["ana"], held["ben"])) == "SEAL_BOX_DAMAGED"
    assert opened(changed, held["ana"], held["caro"]) == PLAIN


def test_box_of_another_seal_or_pair_stays_shut():
    held = keys(*PEOPLE)
    made, other = sealed(held), sealed(held, OTHER_ITEM)
    assert refusal(lambda: opened(replace(made, boxes=other.boxes), held["ana"], held["ben"])) == "SEAL_BOX_DAMAGED"
    whole = json.loads(made.boxes)
    first, second = whole["pairs"][0], whole["pairs"][1]
    first["halves"], second["halves"] = second["halves"], first["halves"]
    swapped = replace(made, boxes=json.dumps(whole))
    assert refusal(lambda: opened(swapped, held["ana"], held["ben"])) == "SEAL_BOX_DAMAGED"


def test_keeper_put_in_place_of_another_gets_no_half():
    """Whoever runs headquarters writes their own key over a keeper's in the boxes: the other's box does not open."""
    held = keys(*PEOPLE)
    eve = keys("eve")["eve"]
    made = sealed(held)
    forged = replace(made, boxes=made.boxes.replace(held["ana"].public.hex(), eve.public.hex()))
    assert refusal(lambda: own_half(forged, held["ben"], eve.public.hex())) == "SEAL_BOX_DAMAGED"


def test_half_passed_on_opens_for_this_question_and_asker_alone():
    held = keys(*PEOPLE)
    made, once = sealed(held), KeeperKey.for_once(os.urandom)
    ana, ben, caro = (held[who] for who in PEOPLE)
    passed = pass_half(own_half(made, ben, ana.public.hex()), made, "first", ana.public.hex(), once.public.hex())
    assert take_half(passed, made, "first", ana, once)
    later = KeeperKey.for_once(os.urandom)
    for act in (
        lambda: take_half(passed, made, "second", ana, once),
        lambda: take_half(passed, replace(made, item=OTHER_ITEM), "first", ana, once),
        lambda: take_half(passed, made, "first", caro, once),
        lambda: take_half(passed, made, "first", ana, later),
        lambda: take_half(spoil(passed), made, "first", ana, once),
        lambda: take_half("not a box", made, "first", ana, once),
    ):
        assert refusal(act) == "HALF_DAMAGED"


MALFORMED = [
    "",
    "[]",
    "{}",
    '{"holders":[],"pairs":[]}',
    '{"holders":{},"pairs":[]}',
    '{"holders":[1],"pairs":[1]}',
    "\ud800",
]


@pytest.mark.parametrize("text", MALFORMED)
def test_boxes_that_are_none_are_refused(text: str):
    assert refusal(lambda: read_boxes(text.encode("utf-8", "replace").decode())) == "SEAL_MALFORMED"


def test_boxes_lacking_a_pair_or_with_a_key_twice_are_refused():
    held = keys(*PEOPLE)
    whole = json.loads(sealed(held).boxes)
    lacking = {**whole, "pairs": whole["pairs"][:-1]}
    twice = {**whole, "holders": [whole["holders"][0], whole["holders"][0] | {"handle": "eve"}, whole["holders"][2]]}
    out = {**whole, "pairs": [*whole["pairs"][:-1], whole["pairs"][-1] | {"of": [0, 7]}]}
    for bad in (lacking, twice, out):
        assert refusal(lambda bad=bad: read_boxes(json.dumps(bad))) == "SEAL_MALFORMED"


def test_keepers_key_follows_from_the_laptop_and_is_none_of_its_other_keys():
    identity = DeviceIdentity.generate(os.urandom)
    first, again = KeeperKey.of_device(identity), KeeperKey.of_device(DeviceIdentity(identity.private_bytes()))
    assert first.public == again.public
    assert first.private_bytes() != identity.private_bytes()
    assert first.public != identity.public_bytes


def test_box_opens_for_its_own_purpose_and_key():
    key, other = KeeperKey.for_once(os.urandom), KeeperKey.for_once(os.urandom)
    box = lock(b"half", key.public, b"this")
    assert key.unlock(box, b"this") == b"half"
    assert key.unlock(box, b"that") is None
    assert other.unlock(box, b"this") is None
    assert key.unlock(b"short", b"this") is None
    assert repr(key) == "<KeeperKey>"
