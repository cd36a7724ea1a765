"""Pushing: what continues the chain is taken once, in order, with a receipt; what does not is noticed."""

from __future__ import annotations

import threading

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from fieldapp.domain.change import Sealed, chain_hash
from sync.hq.headquarters import Headquarters
from sync.protocol import DUPLICATE, QUARANTINED, Reply, receipt_statement
from tests.hq.conftest import Laptop, NewLaptop, RefusalError


def _names(laptop: Laptop, count: int) -> None:
    for number in range(count):
        laptop.write("person", {"family_name": f"Doe {number}"})


def test_what_one_laptop_pushes_another_pulls(hq: Headquarters, new_laptop: NewLaptop) -> None:
    dana, eli = new_laptop("dana"), new_laptop("eli")
    _names(dana, 3)
    sealed = list(dana.waiting)
    reply = dana.push()
    assert (reply.expected, reply.verdicts) == (4, [])
    page = eli.pull()
    assert [(item.entry, item.payload, item.salt) for item in page.items] == sealed
    assert not page.more
    assert page.digest == dana.pull().digest != 0
    assert hq.verify_log().fault == ""


def test_receipt_is_signed_and_numbers_every_change(hq: Headquarters, new_laptop: NewLaptop) -> None:
    dana, eli = new_laptop("dana"), new_laptop("eli")
    _names(dana, 3)
    (receipt,) = dana.push().receipts
    assert (receipt.device, receipt.first, receipt.last, receipt.chain) == (dana.device, 1, 3, dana.prev)
    Ed25519PublicKey.from_public_bytes(hq.public_key).verify(receipt.signature, receipt_statement(receipt))
    seqs = [item.seq for item in eli.pull().items]
    assert seqs == [receipt.seq - (receipt.last - counter) for counter in (1, 2, 3)]


def test_second_push_of_same_changes_is_ignored_and_receipted_again(hq: Headquarters, new_laptop: NewLaptop) -> None:
    dana, eli = new_laptop("dana"), new_laptop("eli")
    _names(dana, 3)
    sealed = list(dana.waiting)
    first = dana.push()
    again = dana.push(sealed, acked=0)
    assert [(v.counter, v.outcome) for v in again.verdicts] == [(1, DUPLICATE), (2, DUPLICATE), (3, DUPLICATE)]
    assert again.receipts == first.receipts
    assert again.expected == 4
    assert len(eli.pull().items) == 3
    assert hq.verify_log().fault == ""


def test_known_and_new_changes_in_one_batch_get_a_receipt_for_each_run(new_laptop: NewLaptop) -> None:
    dana, eli = new_laptop("dana"), new_laptop("eli")
    _names(dana, 2)
    sealed = list(dana.waiting)
    dana.push()
    _names(eli, 1)
    eli.push()
    _names(dana, 2)
    reply = dana.push([*sealed, *dana.waiting], acked=0)
    assert [(r.first, r.last) for r in reply.receipts] == [(1, 2), (3, 4)]
    assert reply.receipts[1].seq == reply.receipts[0].seq + 3
    assert reply.expected == 5


def test_gap_takes_what_continues_the_chain_and_names_what_is_missing(new_laptop: NewLaptop) -> None:
    dana = new_laptop("dana")
    _names(dana, 5)
    first, second, _, fourth, fifth = dana.waiting
    assert dana.push([fourth, fifth]).expected == 1
    reply = dana.push([first, second, fourth, fifth])
    assert reply.expected == 3
    assert [(r.first, r.last) for r in reply.receipts] == [(1, 2)]


def test_same_number_with_another_content_puts_the_device_in_quarantine(
    hq: Headquarters, new_laptop: NewLaptop
) -> None:
    dana, eli = new_laptop("dana"), new_laptop("eli")
    _names(dana, 1)
    dana.push()
    clone_counter, clone_prev = 0, "0" * 64
    dana.counter, dana.prev = clone_counter, clone_prev
    _names(dana, 1)
    with pytest.raises(RefusalError) as refused:
        dana.push(list(dana.waiting), acked=0)
    assert (refused.value.status, refused.value.kind) == (409, "DEVICE_FORKED")
    with pytest.raises(RefusalError, match="DEVICE_FORKED"):
        dana.pull()
    assert len(eli.pull().items) == 1
    assert [act.act for act in hq.accounts.acts(1)] == ["DEVICE_FORKED"]
    (device,) = [device for device in hq.devices.all() if device.id == dana.device]
    assert device.quarantined_for == "DEVICE_FORKED"
    assert hq.verify_log().fault == ""


def test_change_that_names_another_past_is_a_fork(new_laptop: NewLaptop) -> None:
    dana = new_laptop("dana")
    _names(dana, 1)
    dana.push()
    dana.prev = "f" * 64
    _names(dana, 1)
    with pytest.raises(RefusalError, match="DEVICE_FORKED"):
        dana.push()


def test_batch_that_forks_in_its_middle_is_not_taken_at_all(hq: Headquarters, new_laptop: NewLaptop) -> None:
    dana, eli = new_laptop("dana"), new_laptop("eli")
    _names(dana, 2)
    dana.prev = "f" * 64
    _names(dana, 1)
    with pytest.raises(RefusalError, match="DEVICE_FORKED"):
        dana.push()
    assert eli.pull().items == []
    assert hq.verify_log().fault == ""


def test_poison_among_good_changes_is_put_aside_and_the_rest_flows_on(hq: Headquarters, new_laptop: NewLaptop) -> None:
    dana, eli = new_laptop("dana"), new_laptop("eli")
    dana.write("person", {"family_name": "One"})
    dana.write("person", {"family_name": "Two"})
    torn = dana.waiting.pop()
    dana.waiting.append(Sealed(torn.entry, torn.payload[:-5], torn.salt))
    dana.write("person", {"family_name": "Three"})
    dana.counter += 1
    dana.queue(Sealed(b"\xff\x00 no entry at all", b"", b""))
    dana.write("person", {"family_name": 5})
    dana.write("person", {"family_name": "Six"})
    reply = dana.push()
    assert reply.expected == 7
    assert [(v.counter, v.outcome, v.reason) for v in reply.verdicts] == [
        (2, QUARANTINED, "MALFORMED"),
        (4, QUARANTINED, "MALFORMED"),
        (5, QUARANTINED, "VALUE_REFUSED"),
    ]
    assert reply.verdicts[2].detail == "TEXT_EXPECTED:family_name"
    (receipt,) = reply.receipts
    assert (receipt.first, receipt.last) == (1, 6)
    assert [item.seq for item in eli.pull().items] == [receipt.seq - 5, receipt.seq - 3, receipt.seq]
    assert [change.reason for change in hq.quarantine.changes()] == ["MALFORMED", "MALFORMED", "VALUE_REFUSED"]
    assert hq.verify_log().fault == ""


def test_refusal_is_said_again_when_the_reply_was_lost(new_laptop: NewLaptop) -> None:
    dana = new_laptop("dana")
    dana.write("person", {"family_name": 5})
    sealed = list(dana.waiting)
    first = dana.push()
    assert dana.push(sealed, acked=0).verdicts == first.verdicts


def test_signature_over_another_head_is_refused_with_nothing_taken(new_laptop: NewLaptop) -> None:
    dana, eli = new_laptop("dana"), new_laptop("eli")
    _names(dana, 1)
    dana.counter += 1
    with pytest.raises(RefusalError, match="HEAD_WRONG"):
        dana.push()
    assert eli.pull().items == []


def test_batch_beyond_the_limit_is_refused(new_laptop: NewLaptop) -> None:
    dana = new_laptop("dana")
    _names(dana, 501)
    with pytest.raises(RefusalError, match="TOO_LARGE"):
        dana.push()


def test_request_counter_is_taken_once(new_laptop: NewLaptop) -> None:
    dana = new_laptop("dana")
    dana.pull()
    dana.nonce -= 1
    with pytest.raises(RefusalError, match="REPLAYED"):
        dana.pull()


def test_changes_on_one_record_are_merged_as_on_a_laptop(hq: Headquarters, new_laptop: NewLaptop) -> None:
    dana, eli = new_laptop("dana"), new_laptop("eli")
    made = dana.write("person", {"family_name": "Doe", "given_name": "Ann"})
    dana.push()
    seen = {"family_name": [made.id], "_void": [made.id]}
    dana.write("person", {"family_name": "Dowe"}, record_id=made.record_id, seen=seen)
    eli.write("person", {"family_name": "Roe"}, record_id=made.record_id, seen=seen)
    dana.push()
    eli.push()
    with hq.database.read() as work:
        row = hq.database.projection.load(work.connection, "person", [made.record_id])[made.record_id]
    assert row.state.conflicts == ("family_name",)
    assert row.state.values["given_name"] == "Ann"
    assert dana.exchange(cursor=dana.exchange().cursor).digest == eli.exchange(cursor=eli.exchange().cursor).digest


def test_reader_never_skips_a_number_while_two_laptops_push_at_once(hq: Headquarters, new_laptop: NewLaptop) -> None:
    dana, eli, reader = new_laptop("dana"), new_laptop("eli"), new_laptop("rita")
    batches: dict[str, list[list[Sealed]]] = {}
    for laptop in (dana, eli):
        for _ in range(12):
            _names(laptop, 5)
        batches[laptop.handle] = [laptop.waiting[start : start + 5] for start in range(0, 60, 5)]
    replies: list[Reply] = []

    def push(laptop: Laptop) -> None:
        replies.extend(laptop.push(batch) for batch in batches[laptop.handle])

    threads = [threading.Thread(target=push, args=(laptop,)) for laptop in (dana, eli)]
    for thread in threads:
        thread.start()
    seqs: list[int] = []
    start = reader.cursor
    while any(thread.is_alive() for thread in threads):
        seqs += [item.seq for item in reader.pull().items]
    for thread in threads:
        thread.join()
    seqs += [item.seq for item in reader.pull().items]
    assert seqs == list(range(start + 1, start + 121))
    assert hq.verify_log().fault == ""


def test_chain_head_after_a_push_is_kept_with_its_signature(hq: Headquarters, new_laptop: NewLaptop) -> None:
    dana = new_laptop("dana")
    _names(dana, 2)
    last = dana.waiting[-1]
    dana.push()
    with hq.database.read() as work:
        row = work.one("SELECT counter, chain FROM head_signature WHERE device = ?", dana.device)
    assert row == (2, chain_hash(last.entry))
