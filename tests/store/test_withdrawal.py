"""What becomes of a laptop's own work on a record that it may no longer hold, or that was judged twice."""

from __future__ import annotations

import os

import pytest

from fieldapp.records import RECORD_TYPES
from fieldapp.store import inbox, outbox
from fieldapp.store.outbox import Acknowledgement, Refusal
from fieldapp.store.projection import Whole
from fieldapp.store.rebuild import rebuild
from fieldapp.store.store import Author, create_store, open_store

DEVICE = "a" * 12
AUTHOR = Author("alvarez", "0198a5d0-0000-7000-8000-000000000001")


@pytest.fixture
def store(tmp_path, clock):
    create_store(tmp_path / "store.db", lambda: "ab" * 48, RECORD_TYPES)
    made = open_store(
        tmp_path / "store.db", lambda: "ab" * 48, RECORD_TYPES, device=DEVICE, clock=clock, random=os.urandom
    )
    yield made
    made.close()


def a_referral(store):
    return store.save(AUTHOR, "referral", {"client_code": "Cedar"}).state.record_id


def a_receipt(first, last):
    return Acknowledgement(DEVICE, first, last, "0" * 64, last, "2026-01-02T03:04:05.678Z", b"")


def test_a_withdrawn_record_stays_away_when_its_unsent_work_is_refused(store):
    referral = a_referral(store)
    inbox.withdraw_outside(store, ["police"])
    outbox.take_verdicts(store, 1, [a_receipt(1, 1)], [Refusal(1, "NO_PERMISSION", "")])
    assert store.load("referral", referral) is None
    assert [refused.record_id for refused in outbox.quarantined(store)] == [referral]


def test_a_withdrawn_record_stays_away_when_the_tables_are_rebuilt(store):
    referral = a_referral(store)
    inbox.withdraw_outside(store, ["police"])
    rebuild(store)
    assert store.load("referral", referral) is None


def test_own_words_on_a_withdrawn_record_are_still_there_to_be_sent(store):
    a_referral(store)
    outbox.take_verdicts(store, 1, [a_receipt(1, 1)], [])
    inbox.withdraw_outside(store, ["police"])
    outbox.take_verdicts(store, 0, [], [])  # headquarters was put back and has none of it
    assert b"Cedar" in outbox.next_batch(store, 10, 1 << 20)[0].sealed.payload


def test_unsent_work_is_shown_again_when_the_record_comes_back(store):
    referral = a_referral(store)
    row = store.load("referral", referral)
    inbox.withdraw_outside(store, ["police"])
    whole = Whole(
        9, "referral", referral, "shared", b'{"message":"theirs"}', row.state.encode_heads(), "", "x", "", "x"
    )
    inbox.take_page(store, [whole], {})
    assert store.load("referral", referral).state.values["client_code"] == "Cedar"


def test_a_change_refused_once_and_taken_later_counts_again(store):
    referral = a_referral(store)
    outbox.take_verdicts(store, 1, [a_receipt(1, 1)], [Refusal(1, "NO_PERMISSION", "")])
    assert store.load("referral", referral) is None
    outbox.take_verdicts(store, 1, [a_receipt(1, 1)], [])
    assert store.load("referral", referral).state.values["client_code"] == "Cedar"
    assert outbox.quarantined(store) == []


def test_work_is_sent_again_when_headquarters_was_put_back_to_the_middle_of_a_receipt(store):
    for _ in range(4):
        a_referral(store)
    outbox.take_verdicts(store, 4, [a_receipt(1, 1), a_receipt(2, 4)], [])
    outbox.take_verdicts(store, 3, [], [])
    assert outbox.acked(store) == 1
    assert [entry.counter for entry in outbox.next_batch(store, 10, 1 << 20)] == [2, 3, 4]
