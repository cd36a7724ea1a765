"""What comes up to headquarters from laptops that are copied, revoked, replayed, or hold something broken."""

from __future__ import annotations

import dataclasses
import hashlib
import hmac
import json
import os
import shutil

import pytest

from fieldapp.actions.capture import restore_record, save_record, void_record
from fieldapp.actions.exchange_status import load_refused, load_status, send_again
from fieldapp.domain.change import Sealed, chain_hash, seal, unseal
from fieldapp.domain.faults import SyncError, VaultError
from fieldapp.store.outbox import next_batch
from tests.hostile.town import Seat, Town, is_sentence, journal_size, rows_of


def log_size(town: Town) -> int:
    with town.hq.database.read() as work:
        return work.one("SELECT count(*) FROM change_log")[0]


def test_replayed_request_takes_nothing_twice(town: Town) -> None:
    ana = town.enrol("ana")
    save_record(ana.session, "lead", {"summary": "once"})
    ana.sync()
    before = log_size(town)
    for index in range(len(ana.wire.sent)):
        if ana.wire.sent[index][1] == "/sync":
            fault = ana.wire.repeat(index)
            assert fault.kind == "REPLAYED"
            assert is_sentence(fault.sentence)
    assert log_size(town) == before
    ana.sync()


def test_old_request_with_another_device_or_body_is_refused(town: Town) -> None:
    ana, ben = town.enrol("ana"), town.enrol("ben")
    method, path, headers, body = ana.wire.sent[-1]
    mine, theirs = ana.session.store.device, ben.session.store.device
    swapped = {name: value.replace(mine, theirs) for name, value in headers.items()}
    for bad in ((method, path, swapped, body), (method, path, headers, body + b"x")):
        answer = town.hq.door.handle(*bad)
        assert answer.status == 401
    ana.sync()
    ben.sync()


def cloned(town: Town, seat: Seat, name: str) -> Seat:
    """Copy the whole data folder, as an image of the disk would."""
    seat.session.close()
    shutil.copytree(town.folder / "ana", town.folder / name)
    seat.unlock()
    return town.seat_at(town.folder / name, name)


@pytest.mark.parametrize("rounds", [1, 5])
def test_copied_laptop_is_told_apart_and_stopped_with_its_work(town: Town, rounds: int) -> None:
    ana, ben = town.enrol("ana"), town.enrol("ben")
    save_record(ana.session, "lead", {"summary": "before the copy"})
    ana.sync()
    copy = cloned(town, ana, "copy")
    for number in range(rounds):
        save_record(ana.session, "lead", {"summary": f"at the first {number}"})
        ana.sync()
    save_record(copy.session, "lead", {"summary": "at the second"})
    before = rows_of(copy.session), journal_size(copy.session)
    with pytest.raises(SyncError) as caught:
        copy.sync()
    assert caught.value.kind == "DEVICE_FORKED"
    assert is_sentence(str(caught.value))
    assert load_status(copy.session).waiting == 1
    assert (rows_of(copy.session), journal_size(copy.session)) == before
    assert unseal(next_batch(copy.session.store, 10, 1 << 20)[0].sealed).fields["summary"] == "at the second"
    save_record(ana.session, "lead", {"summary": "waits as well"})
    with pytest.raises(SyncError) as caught:
        ana.sync()
    assert caught.value.kind == "DEVICE_FORKED"
    assert load_status(ana.session).waiting == 1
    (device,) = [d for d in town.hq.devices.all() if d.id == ana.session.store.device]
    assert device.quarantined_for == "DEVICE_FORKED"
    save_record(ben.session, "lead", {"summary": "goes on"})
    ben.sync()
    assert len(rows_of(ben.session)["lead"]) == rounds + 2
    assert town.hq.verify_log().fault == ""


def test_older_copy_of_everything_put_back_is_named_by_headquarters(town: Town) -> None:
    ana = town.enrol("ana")
    ana.session.close()
    shutil.copytree(town.folder / "ana", town.folder / "old")
    ana.unlock()
    for number in range(3):
        save_record(ana.session, "lead", {"summary": f"lost by the copy {number}"})
        ana.sync()
    old = town.seat_at(town.folder / "old", "old")
    with pytest.raises(SyncError) as caught:
        old.sync()
    assert caught.value.kind == "STORE_BEHIND_HQ"
    assert is_sentence(str(caught.value))


def poison(seat: Seat, at: int, how: str) -> None:
    """Break the change ``at`` of the outbox where it lies, and chain what follows to it again."""
    store = seat.session.store
    batch = next_batch(store, 500, 1 << 20)
    prev = ""
    for place, entry in enumerate(batch):
        sealed = entry.sealed
        if place == at:
            sealed = broken(sealed, how)
        elif place > at:
            sealed = seal(_after(unseal(sealed), prev), os.urandom)
        store.connection.exec_driver_sql(
            "UPDATE journal SET entry = ?, payload = ?, salt = ? WHERE n = ?", (*sealed, entry.n)
        )
        prev = chain_hash(sealed.entry)
    store.journal.forget_heads()


def _after(change, prev: str):
    return dataclasses.replace(change, prev=prev)


def broken(sealed: Sealed, how: str) -> Sealed:
    if how == "payload of another change":
        return Sealed(sealed.entry, b'{"fields":{"summary":"x"},"seen":{}}', sealed.salt)
    if how == "entry of nothing":
        return Sealed(b"nothing", sealed.payload, sealed.salt)
    if how == "empty":
        return Sealed(b"", b"", b"")
    values = {
        "a value of another kind": {"summary": 7},
        "a lone surrogate": {"summary": "\ud800"},
        "a date that is none": {"received_at": "2026-02-30T00:00:00.000Z"},
        "an endless text": {"summary": "x" * 501},
    }[how]
    change = dataclasses.replace(unseal(sealed), fields=values)
    if how == "a lone surrogate":
        payload = b'{"fields":{"summary":"\\ud800"},"seen":{}}'
        parts = json.loads(sealed.entry)
        parts[12] = hmac.digest(sealed.salt, payload, hashlib.sha256).hex()
        return Sealed(json.dumps(parts, separators=(",", ":")).encode(), payload, sealed.salt)
    return seal(change, os.urandom)


POISONS = [
    "payload of another change",
    "entry of nothing",
    "empty",
    "a value of another kind",
    "a lone surrogate",
    "a date that is none",
    "an endless text",
]


@pytest.mark.parametrize("how", POISONS)
def test_poison_among_good_changes_is_put_aside_on_both_sides_and_the_rest_arrives(town: Town, how: str) -> None:
    ana, ben = town.enrol("ana"), town.enrol("ben")
    for number in range(20):
        save_record(ana.session, "lead", {"summary": f"lead {number}"})
    poison(ana, 7, how)
    done = ana.sync()
    assert (done.sent, done.refused) == (20, 1)
    assert load_status(ana.session).waiting == 0
    (refused,) = load_refused(ana.session)
    assert refused.change.reason in {"MALFORMED", "VALUE_REFUSED"}
    ben.sync()
    assert len(rows_of(ben.session)["lead"]) == 19
    ana.sync()
    assert rows_of(ana.session) == rows_of(ben.session)
    (held,) = town.hq.quarantine.changes()
    assert held.counter == refused.change.counter
    save_record(ana.session, "lead", {"summary": "after it"})
    ana.sync()
    ben.sync()
    assert rows_of(ana.session) == rows_of(ben.session)
    assert town.hq.verify_log().fault == ""


def test_refused_change_can_be_sent_again(town: Town) -> None:
    ana = town.enrol("ana")
    store = ana.session.store
    store.choices = None
    store.guards = ()
    person = save_record(ana.session, "person", {"estimated_age": 15, "age_basis": "apparent"})
    arrest = save_record(
        ana.session, "arrest", {"person": person, "arrested_at": "2026-01-02T03:04:05.000Z", "role": "other"}
    )
    save_record(ana.session, "charge", {"arrest": arrest, "statute": "pc-647b1"})
    ana.sync()
    for refused in load_refused(ana.session):
        send_again(ana.session, refused)
    assert not load_refused(ana.session)


def test_revoked_laptop_hands_in_all_its_work_and_gets_nothing_more(town: Town) -> None:
    ana, ben = town.enrol("ana"), town.enrol("ben")
    known = save_record(ben.session, "person", {"family_name": "Quetzalina"})
    ben.sync()
    ana.sync()
    assert ana.session.store.load("person", known)
    for number in range(1_200):
        save_record(ana.session, "lead", {"summary": f"written in the field {number}"})
    town.hq.devices.revoke(ana.session.store.device, "admin")
    save_record(ben.session, "person", {"family_name": "Never for her"})
    ben.sync()
    done = ana.sync()
    assert (done.sent, done.refused) == (1_200, 1_200)
    assert load_status(ana.session).waiting == 0
    assert [r.reason for r in town.hq.quarantine.changes()] == ["DEVICE_REVOKED"] * 1_200
    assert all(not rows for rows in rows_of(ana.session).values())
    payloads = list(ana.session.store.connection.exec_driver_sql("SELECT payload FROM journal").scalars())
    assert not any(b"Quetzalina" in payload or b"Never" in payload for payload in payloads)
    assert len(load_refused(ana.session)) == 1_200
    with pytest.raises(SyncError) as caught:
        ana.sync()
    assert caught.value.kind == "DEVICE_REVOKED"
    assert is_sentence(str(caught.value))
    save_record(ben.session, "lead", {"summary": "goes on"})
    ben.sync()
    assert len(rows_of(ben.session)["lead"]) == 1


def test_revoked_laptop_with_nothing_to_hand_in_puts_away_all_it_holds(town: Town) -> None:
    ana, ben = town.enrol("ana"), town.enrol("ben")
    known = save_record(ben.session, "person", {"family_name": "Quetzalina"})
    ben.sync()
    ana.sync()
    assert ana.session.store.load("person", known)
    town.hq.devices.revoke(ana.session.store.device, "admin")
    ana.sync()
    assert all(not rows for rows in rows_of(ana.session).values())
    payloads = list(ana.session.store.connection.exec_driver_sql("SELECT payload FROM journal").scalars())
    assert not any(b"Quetzalina" in payload for payload in payloads)
    with pytest.raises(SyncError) as caught:
        ana.sync()
    assert caught.value.kind == "DEVICE_REVOKED"


def test_revoked_laptop_is_heard_for_thirty_days_and_keeps_its_work_after(town: Town) -> None:
    ana = town.enrol("ana")
    save_record(ana.session, "lead", {"summary": "late"})
    town.hq.devices.revoke(ana.session.store.device, "admin")
    town.clock.advance(31 * 24 * 3600)
    with pytest.raises(SyncError) as caught:
        ana.sync()
    assert caught.value.kind == "DEVICE_REVOKED"
    assert load_status(ana.session).waiting == 1


def test_record_whose_parent_was_never_seen_and_fields_of_tomorrow_arrive_as_they_are(town: Town) -> None:
    ana, ben = town.enrol("ana"), town.enrol("ben")
    nobody = ana.session.store.ids.new()
    orphan = save_record(ana.session, "alias", {"person": nobody, "name": "Nightjar"})
    store = ana.session.store
    row = store.save(ana.session.author, "lead", {"summary": "kept", "of_tomorrow": {"deep": ["ümlaut", 2**53 - 1]}})
    ana.sync()
    ben.sync()
    assert ben.session.store.load("alias", orphan).state.values["person"] == nobody
    there = ben.session.store.load("lead", row.state.record_id)
    assert there.state.values["of_tomorrow"] == {"deep": ["ümlaut", 2**53 - 1]}
    assert rows_of(ana.session) == rows_of(ben.session)


def test_edit_void_and_restore_on_three_laptops_lose_nothing(town: Town) -> None:
    ana, ben, cy = town.enrol("ana"), town.enrol("ben"), town.enrol("cy")
    lead = save_record(ana.session, "lead", {"summary": "first"})
    for seat in (ana, ben, cy):
        seat.sync()
    void_record(ana.session, "lead", lead, "Twice")
    save_record(ben.session, "lead", {"summary": "seen by ben"}, record_id=lead)
    void_record(cy.session, "lead", lead, "Also")
    restore_record(cy.session, "lead", lead)
    save_record(cy.session, "lead", {"summary": "seen by cy"}, record_id=lead)
    for seat in (ana, ben, cy, cy, ben, ana):
        seat.sync()
    assert rows_of(ana.session) == rows_of(ben.session) == rows_of(cy.session)
    row = ana.session.store.load("lead", lead)
    assert not row.state.voided
    assert {head.value for head in row.state.candidates("summary")} == {"seen by ben", "seen by cy"}
    assert row.state.conflicts == ("_void", "summary")


def test_enrolment_killed_half_way_can_be_done_again(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    from sync.client import enrol as enrolment

    monkeypatch.setattr(enrolment, "write_profile", lambda *_: os._exit(3))
    child = os.fork()
    if child == 0:
        town.enrol("ana")
        os._exit(0)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 3
    monkeypatch.undo()
    ana = town.enrol("ana")
    save_record(ana.session, "lead", {"summary": "in at last"})
    assert ana.sync().sent == 1


def test_enrolling_again_and_again_never_takes_the_key_of_a_laptop_in_use(town: Town) -> None:
    ana = town.enrol("ana")
    save_record(ana.session, "lead", {"summary": "not sent yet"})
    ana.session.close()
    for _ in range(3):
        with pytest.raises(VaultError) as caught:
            town.enrol_again("ana")
        assert caught.value.kind == "SLOT_EXISTS"
    again = town.seat_at(town.folder / "ana", "ana")
    assert load_status(again.session).waiting == 1
