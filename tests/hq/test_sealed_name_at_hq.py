"""Sealed names at headquarters: what an altered laptop writes is put aside, an alias is credited."""

from __future__ import annotations

import os

import pytest

from fieldapp.domain.access import Role
from fieldapp.domain.ids import IdSource
from fieldapp.domain.wire import Json
from fieldapp.store.credit import Credit, load_credits
from fieldapp.vault.keeper_key import KeeperKey
from fieldapp.vault.sealed_name import Holder, seal
from sync.hq.headquarters import Headquarters
from tests.hq.conftest import Laptop, NewLaptop

NOON = "2026-01-02T20:00:00.000Z"
KEYS = {who: KeeperKey.for_once(os.urandom) for who in ("ana", "ben", "dana")}
Fields = dict[str, Json]


def verdicts(laptop: Laptop) -> list[str]:
    return [verdict.reason for verdict in laptop.push().verdicts]


def new_id(laptop: Laptop) -> str:
    return IdSource(laptop.clock, os.urandom).new()


def keeper(laptop: Laptop) -> str:
    values: Fields = {
        "handle": laptop.handle,
        "name": laptop.handle.title(),
        "public_key": KEYS[laptop.handle].public.hex(),
        "since": NOON,
    }
    return laptop.write("keeper", values).record_id


def sealed_values(item: str, by: str, keepers: dict[str, str]) -> Fields:
    holders = [Holder(record, who, KEYS[who].public.hex()) for who, record in keepers.items()]
    made = seal(item, "UC-7", b"{}", holders, os.urandom)
    return {
        "alias_number": "UC-7",
        "content": made.content,
        "boxes": made.boxes,
        "sealed_by": by,
        "sealed_at": NOON,
    }


@pytest.fixture
def ana(new_laptop: NewLaptop) -> Laptop:
    return new_laptop("ana", Role.SUPERVISOR)


@pytest.fixture
def ben(new_laptop: NewLaptop) -> Laptop:
    return new_laptop("ben", Role.SUPERVISOR)


def question(laptop: Laptop, sealed: str, own: str) -> str:
    values: Fields = {
        "sealed_name": sealed,
        "asked_by": laptop.handle,
        "asked_at": NOON,
        "reason": "Court",
        "asked_with": own,
        "once_key": KeeperKey.for_once(os.urandom).public.hex(),
    }
    return laptop.write("name_opening", values).record_id


def answer(who: str, own: str, **other: Json) -> Fields:
    return {"answer": "agreed", "answered_by": who, "answered_at": NOON, "answered_with": own, "half": "h", **other}


def a_seal(ana: Laptop, ben: Laptop) -> tuple[str, dict[str, str]]:
    keepers = {"ana": keeper(ana), "ben": keeper(ben)}
    assert verdicts(ana) == verdicts(ben) == []
    item = new_id(ana)
    ana.write("sealed_name", sealed_values(item, "ana", keepers), record_id=item)
    assert verdicts(ana) == []
    return item, keepers


def test_question_and_answer_of_two_keepers_stand(ana: Laptop, ben: Laptop):
    item, keepers = a_seal(ana, ben)
    opening = question(ana, item, keepers["ana"])
    assert verdicts(ana) == []
    ben.write("name_opening", answer("ben", keepers["ben"]), record_id=opening)
    assert verdicts(ben) == []
    ana.write("name_opening", {"opened_at": NOON}, record_id=opening)
    assert verdicts(ana) == []


def test_one_keeper_answers_themselves_in_no_name(ana: Laptop, ben: Laptop):
    item, keepers = a_seal(ana, ben)
    opening = question(ana, item, keepers["ana"])
    verdicts(ana)
    for forged in (answer("ana", keepers["ana"]), answer("ben", keepers["ben"]), {"opened_at": NOON}):
        ana.write("name_opening", forged, record_id=opening)
        assert verdicts(ana) == ["OPENING_ALONE"]


def test_detective_writes_none_of_it(ana: Laptop, ben: Laptop, new_laptop: NewLaptop):
    item, keepers = a_seal(ana, ben)
    dana = new_laptop("dana")
    keeper(dana)
    assert verdicts(dana) == ["KEEPER_ROLE"]
    other = new_id(dana)
    dana.write("sealed_name", sealed_values(other, "dana", keepers), record_id=other)
    assert verdicts(dana) == ["SEAL_ROLE"]
    question(dana, item, keepers["ana"])
    assert verdicts(dana) == ["KEEPER_NEEDED"]
    opening = question(ana, item, keepers["ana"])
    verdicts(ana)
    dana.write("name_opening", answer("dana", keepers["ben"]), record_id=opening)
    assert verdicts(dana) == ["KEEPER_NEEDED"]


def test_seal_and_key_are_written_over_by_nobody(ana: Laptop, ben: Laptop):
    item, keepers = a_seal(ana, ben)
    ben.write("sealed_name", {"content": "other"}, record_id=item)
    assert verdicts(ben) == ["SEAL_FIXED"]
    ben.write("keeper", {"public_key": KEYS["ben"].public.hex()}, record_id=keepers["ana"])
    assert verdicts(ben) == ["KEEPER_FIXED"]
    ana.write("keeper", {"public_key": KEYS["dana"].public.hex()}, record_id=keepers["ana"])
    assert verdicts(ana) == ["KEEPER_FIXED"]


def test_seal_for_a_keeper_that_was_made_up_is_put_aside(ana: Laptop, ben: Laptop):
    _, keepers = a_seal(ana, ben)
    other = new_id(ana)
    ana.write("sealed_name", sealed_values(other, "ana", {**keepers, "dana": keepers["ben"]}), record_id=other)
    assert verdicts(ana) == ["SEAL_KEEPER_UNKNOWN"]


def test_keeper_whose_role_was_taken_away_is_heard_no_more(hq: Headquarters, ana: Laptop, ben: Laptop):
    item, keepers = a_seal(ana, ben)
    opening = question(ana, item, keepers["ana"])
    verdicts(ana)
    hq.accounts.change_role("ben", Role.DETECTIVE, "admin")
    ben.write("name_opening", answer("ben", keepers["ben"]), record_id=opening)
    assert verdicts(ben) == ["KEEPER_NEEDED"]


def test_headquarters_credits_each_alias_with_what_was_done_under_it(hq: Headquarters, ana: Laptop, ben: Laptop):
    a_seal(ana, ben)
    first, second = (ana.write("operation", {"name": name}).record_id for name in ("Amber", "Blue"))
    for operation in (first, first, second):
        place: Fields = {"operation": operation, "role": "undercover", "alias_number": "UC-7"}
        ana.write("roster_member", place)
    ana.write("roster_member", {"operation": first, "role": "undercover", "alias_number": "UC-8"})
    for name in ("UC-7", "uc-7 ", "Det. Somebody"):
        ana.write("recovery", {"recovered_by": name})
    ana.write("arrest", {"officer": "UC-8"})
    assert verdicts(ana) == []
    with hq.database.read() as work:
        found = load_credits(work.connection, hq.database.records, hq.database.workspace)
    assert found == {"uc-7": Credit(2, 2, 0), "uc-8": Credit(1, 0, 1)}
    with hq.database.read() as work, pytest.raises(ValueError, match="one workspace"):
        load_credits(work.connection, hq.database.records)
