"""Custody between laptops that do not trust each other: who did not sign has not signed, whatever a laptop claims."""

from __future__ import annotations

from datetime import timedelta

import pytest

from fieldapp.actions.capture import save_record, void_record
from fieldapp.actions.conflict import count_clashes
from fieldapp.actions.custody import (
    add_receipt,
    answer_transfer,
    hand_over,
    load_chain,
    load_waiting,
    settle_transfer,
)
from fieldapp.actions.exchange_status import load_refused
from fieldapp.domain.access import Role
from fieldapp.domain.clock import to_wire
from fieldapp.domain.problems import Refused
from fieldapp.rules.custody_guard import FACTS
from tests.hostile.town import Seat, Town, meet, rows_of


def an_item(seat: Seat) -> str:
    session = seat.session
    values = {
        "number": "DEMO-E-1",
        "kind": "device",
        "description": "Black phone",
        "seized_at": to_wire(session.clock.now() - timedelta(hours=2)),
        "seized_by": session.profile.handle,
        "storage_place": "Demo property room",
    }
    return save_record(session, "evidence_item", values)


def refusals(seat: Seat) -> list[str]:
    seat.sync()
    return [refused.change.reason for refused in load_refused(seat.session)]


def chain_of(seat: Seat, item: str):
    chain = load_chain(seat.session, item)
    assert chain is not None
    return chain.custodian, [(link.state, *link.doubts) for link in chain.links]


def write_down(seat: Seat, item: str, giver: str, receiver: str) -> str:
    """A third person enters that an item went from one to the other; neither has signed."""
    session = seat.session
    values = {
        "evidence_item": item,
        "handed_by": giver,
        "received_by": receiver,
        "handed_at": to_wire(session.clock.now()),
        "purpose": "storage",
    }
    return save_record(session, "custody_transfer", values)


@pytest.fixture
def ana(town: Town) -> Seat:
    return town.enrol("ana")


@pytest.fixture
def ben(town: Town) -> Seat:
    return town.enrol("ben", Role.DEPUTY)


def test_receiver_signs_later_on_a_laptop_of_their_own(town: Town, ana: Seat, ben: Seat) -> None:
    item = an_item(ana)
    transfer = hand_over(ana.session, item, "ben", "laboratory", seal_number="S1", seal_intact=True)
    assert chain_of(ana, item) == ("ana", [("open",)])
    meet(ana, ben)
    assert [waiting.transfer_id for waiting in load_waiting(ben.session)] == [transfer]
    answer_transfer(ben.session, transfer)
    assert load_waiting(ben.session) == []
    meet(ben, ana)
    for seat in (ana, ben):
        assert chain_of(seat, item) == ("ben", [("complete",)])
    assert refusals(ana) == refusals(ben) == []


def test_transfer_that_both_sides_deny_is_shown_as_a_dispute_to_all(town: Town, ana: Seat, ben: Seat) -> None:
    clerk, chief = town.enrol("clerk"), town.enrol("chief", Role.SUPERVISOR)
    item = an_item(ana)
    meet(ana, clerk)
    transfer = write_down(clerk, item, "ana", "ben")
    meet(clerk, ana, ben)
    answer_transfer(ana.session, transfer, denied_because="Still in my locker")
    answer_transfer(ben.session, transfer, denied_because="Never saw it")
    meet(ana, ben, chief)
    for seat in (ana, ben, chief):
        assert chain_of(seat, item) == ("ana", [("denied", "denied_by_both")])
        assert [w.is_dispute for w in load_waiting(seat.session)] == [True]
        assert count_clashes(seat.session) == 0
    with pytest.raises(Refused):
        settle_transfer(ben.session, transfer, counts=False, comment="No")
    settle_transfer(chief.session, transfer, counts=False, comment="Clerk mistook the item")
    meet(chief, ana)
    assert load_waiting(ana.session) == []
    assert chain_of(ana, item)[0] == "ana"


def test_one_item_handed_over_by_two_laptops_offline_keeps_both_and_is_disputed(town: Town, ana: Seat, ben: Seat):
    cy = town.enrol("cy")
    item = an_item(ana)
    meet(ana, ben, cy)
    to_ben = hand_over(ana.session, item, "ben", "storage")
    town.clock.advance(60)
    from_ben = hand_over(ben.session, item, "cy", "court")
    meet(ana, ben, cy)
    answer_transfer(ben.session, to_ben)
    answer_transfer(cy.session, from_ben)
    meet(ben, cy, ana)
    assert chain_of(ana, item) == chain_of(cy, item) == ("cy", [("complete",), ("complete",)])
    town.clock.advance(60)
    again = hand_over(ana.session, item, "cy", "court")
    meet(ana, cy)
    answer_transfer(cy.session, again)
    meet(cy, ana, ben)
    custodian, lines = chain_of(ben, item)
    assert custodian == "cy"
    assert "not_custodian" in lines[2]
    assert {w.transfer_id for w in load_waiting(cy.session)} >= {again}


def test_same_person_handing_to_two_people_is_disputed_on_every_laptop(town: Town, ana: Seat, ben: Seat) -> None:
    cy = town.enrol("cy")
    item = an_item(ana)
    first = hand_over(ana.session, item, "ben", "storage")
    second = hand_over(ana.session, item, "cy", "storage")
    meet(ana, ben, cy)
    answer_transfer(ben.session, first)
    answer_transfer(cy.session, second)
    meet(ben, cy, ana, ben)
    for seat in (ana, ben, cy):
        assert chain_of(seat, item) == ("ana", [("complete", "rival"), ("complete", "rival")])


def test_laptop_without_rules_cannot_sign_for_another(town: Town, ana: Seat, ben: Seat) -> None:
    item = an_item(ana)
    transfer = hand_over(ana.session, item, "ben", "storage")
    meet(ana, ben)
    ana.session.store.guards = ()
    forged = {"receiver_answer": "signed", "receiver_answered_at": to_wire(town.clock.now())}
    ana.session.store.save(ana.session.author, "custody_transfer", forged, record_id=transfer)
    assert refusals(ana) == ["CUSTODY_ANSWER_OF_ANOTHER"]
    meet(ben)
    assert chain_of(ben, item) == ("ana", [("open",)])
    answer_transfer(ben.session, transfer, denied_because="Never got it")
    meet(ben, ana)
    assert chain_of(ben, item)[1] == [("denied", "denied_by_one")]
    assert chain_of(ana, item) == chain_of(ben, item)


def test_laptop_without_rules_takes_back_no_answer_and_strikes_out_nothing(town: Town, ana: Seat, ben: Seat) -> None:
    item = an_item(ana)
    transfer = hand_over(ana.session, item, "ben", "storage")
    meet(ana, ben)
    answer_transfer(ben.session, transfer)
    meet(ben, ana)
    ben.session.store.guards = ()
    store, author = ben.session.store, ben.session.author
    taken_back = {"receiver_answer": "denied", "receiver_reason": "Changed my mind"}
    store.save(author, "custody_transfer", taken_back, record_id=transfer)
    store.save(author, "custody_transfer", {"received_by": "cy"}, record_id=transfer)
    void_record(ben.session, "custody_transfer", transfer, "Gone")
    found = refusals(ben)
    assert set(found) == {"CUSTODY_ANSWER_FINAL", "CUSTODY_FIXED", "CUSTODY_NOT_STRUCK"}
    meet(ana)
    assert chain_of(ana, item) == ("ben", [("complete",)])


def test_facts_changed_elsewhere_while_somebody_signs_stand_in_conflict_with_what_was_signed(
    town: Town, ana: Seat, ben: Seat
) -> None:
    clerk = town.enrol("clerk")
    item = an_item(ana)
    meet(ana, clerk)
    transfer = write_down(clerk, item, "ana", "ben")
    save_record(clerk.session, "custody_transfer", {"place": "Station"}, record_id=transfer)
    meet(clerk, ana, ben)
    save_record(clerk.session, "custody_transfer", {"place": "Laboratory"}, record_id=transfer)
    answer_transfer(ana.session, transfer)
    meet(clerk, ana, clerk)
    assert refusals(clerk) == refusals(ana) == []
    assert count_clashes(clerk.session) == count_clashes(ana.session) == 1
    assert "conflict" in chain_of(ana, item)[1][0]


def test_signature_writes_what_was_signed(town: Town, ana: Seat, ben: Seat) -> None:
    item = an_item(ana)
    transfer = hand_over(ana.session, item, "ben", "storage", place="Station")
    meet(ana, ben)
    answer_transfer(ben.session, transfer)
    row = ben.session.store.load("custody_transfer", transfer)
    signed = {name for name in FACTS if row.state.values.get(name) is not None}
    authors = {name: {head.origin.author for head in row.state.candidates(name)} for name in signed}
    assert authors == {name: {"ben"} for name in signed}


def test_receiver_whose_clock_is_hours_behind_signs_and_it_is_said(town: Town, ana: Seat, ben: Seat) -> None:
    item = an_item(ana)
    transfer = hand_over(ana.session, item, "ben", "storage")
    meet(ana, ben)
    right = town.clock.now()
    town.clock.set_wall(right - timedelta(hours=1))
    answer_transfer(ben.session, transfer)
    town.clock.set_wall(right)
    meet(ben, ana)
    assert chain_of(ana, item) == ("ben", [("complete", "answer_before")])


def test_hand_over_in_the_future_or_to_oneself_is_refused(town: Town, ana: Seat) -> None:
    item = an_item(ana)
    later = to_wire(town.clock.now() + timedelta(minutes=5))
    for receiver, facts, code in (
        ("ben", {"handed_at": later}, "CUSTODY_TO_COME"),
        ("ana", {}, "CUSTODY_SAME_PERSON"),
        ("", {}, "REQUIRED"),
    ):
        with pytest.raises(Refused, match=code):
            hand_over(ana.session, item, receiver, "storage", **facts)
    assert chain_of(ana, item) == ("ana", [])


def test_replayed_signature_changes_nothing(town: Town, ana: Seat, ben: Seat) -> None:
    item = an_item(ana)
    transfer = hand_over(ana.session, item, "ben", "storage")
    meet(ana, ben)
    answer_transfer(ben.session, transfer)
    meet(ben, ana)
    before = rows_of(ana.session)
    for index in range(1, len(ben.wire.sent)):  # the first was to enrol
        ben.wire.repeat(index)
    meet(ana, ben)
    assert rows_of(ana.session) == before


def test_nobody_answers_twice_or_what_does_not_name_them(town: Town, ana: Seat, ben: Seat) -> None:
    cy = town.enrol("cy")
    item = an_item(ana)
    transfer = hand_over(ana.session, item, "ben", "storage")
    meet(ana, ben, cy)
    answer_transfer(ben.session, transfer)
    for seat in (ana, ben, cy):
        with pytest.raises(Refused, match="CUSTODY_NOTHING_TO_ANSWER"):
            answer_transfer(seat.session, transfer, denied_because="No")


LAB = "R. Demo, county laboratory"


def test_receipt_that_somebody_else_adds_later_is_refused_at_both_ends(town: Town, ana: Seat, ben: Seat) -> None:
    item = an_item(ana)
    transfer = hand_over(ana.session, item, LAB, "laboratory")
    assert [w.is_receipt for w in load_waiting(ana.session)] == [True]
    meet(ana, ben)
    assert load_waiting(ben.session) == []
    with pytest.raises(Refused, match="CUSTODY_NOTHING_TO_ANSWER"):
        add_receipt(ben.session, transfer, "L-99")
    forged = {"receipt_reference": "L-99"}
    with pytest.raises(Refused, match="CUSTODY_RECEIPT_OF_ANOTHER"):
        save_record(ben.session, "custody_transfer", forged, record_id=transfer)
    ben.session.store.guards = ()
    ben.session.store.save(ben.session.author, "custody_transfer", forged, record_id=transfer)
    assert refusals(ben) == ["CUSTODY_RECEIPT_OF_ANOTHER"]
    add_receipt(ana.session, transfer, "L-17")
    meet(ana, ben)
    for seat in (ana, ben):
        chain = load_chain(seat.session, item)
        assert (chain.custodian, chain.is_on_paper, chain.is_disputed) == (LAB, True, False)
    assert load_waiting(ana.session) == []


def test_paper_never_stands_for_somebody_who_uses_the_program(town: Town, ana: Seat, ben: Seat) -> None:
    item = an_item(ana)
    for name in ("ben", "Ben"):
        with pytest.raises(Refused, match="CUSTODY_RECEIPT_OF_USER"):
            hand_over(ana.session, item, name, "storage", receipt_reference="L-17")
    transfer = hand_over(ana.session, item, "ben", "storage")
    meet(ana, ben)
    ana.session.store.guards = ()
    ana.session.store.save(ana.session.author, "custody_transfer", {"receipt_reference": "L-17"}, record_id=transfer)
    assert refusals(ana) == ["CUSTODY_RECEIPT_OF_USER"]
    answer_transfer(ben.session, transfer, denied_because="Never got it")
    meet(ben, ana)
    assert chain_of(ana, item) == chain_of(ben, item) == ("ana", [("denied", "denied_by_one")])


def test_transfer_on_paper_that_both_sides_deny_ends_with_a_supervisor(town: Town, ana: Seat, ben: Seat) -> None:
    """The giver denies it and names no receipt; the laboratory, which is no user, denies it by telephone."""
    clerk, chief = town.enrol("clerk"), town.enrol("chief", Role.SUPERVISOR)
    item = an_item(ana)
    meet(ana, clerk)
    transfer = write_down(clerk, item, "ana", LAB)
    meet(clerk, ana)
    with pytest.raises(Refused, match="CUSTODY_RECEIPT_OF_ANOTHER"):
        save_record(clerk.session, "custody_transfer", {"receipt_reference": "L-1"}, record_id=transfer)
    answer_transfer(ana.session, transfer, denied_because="Still in my locker")
    with pytest.raises(Refused, match="CUSTODY_RECEIPT_UNSIGNED"):
        save_record(ana.session, "custody_transfer", {"receipt_reference": "L-1"}, record_id=transfer)
    meet(ana, chief)
    assert chain_of(chief, item) == ("ana", [("denied", "denied_by_one")])
    settle_transfer(chief.session, transfer, counts=False, comment="The laboratory says it has nothing")
    meet(chief, ana)
    assert load_waiting(ana.session) == []
    assert chain_of(ana, item)[0] == "ana"


def test_receipt_that_the_laboratory_denies_afterwards_no_longer_counts_once_a_supervisor_says_so(
    town: Town, ana: Seat, ben: Seat
) -> None:
    chief = town.enrol("chief", Role.SUPERVISOR)
    item = an_item(ana)
    transfer = hand_over(ana.session, item, LAB, "laboratory", receipt_reference="L-17")
    meet(ana, ben, chief)
    ben.session.store.guards = ()
    denial = {"receiver_answer": "denied", "receiver_answered_at": to_wire(town.clock.now()), "receiver_reason": "No"}
    ben.session.store.save(ben.session.author, "custody_transfer", denial, record_id=transfer)
    ben.session.store.save(ben.session.author, "custody_transfer", {"receipt_reference": None}, record_id=transfer)
    assert refusals(ben) == ["CUSTODY_ANSWER_OF_ANOTHER", "CUSTODY_RECEIPT_OF_ANOTHER"]
    assert chain_of(chief, item) == (LAB, [("complete",)])
    settle_transfer(chief.session, transfer, counts=False, comment="The laboratory's signature is not theirs")
    meet(chief, ana)
    assert chain_of(ana, item) == ("ana", [("complete",)])
    row = ana.session.store.record("custody_transfer", transfer)
    assert (row["receipt_reference"], row.get("receiver_answer")) == ("L-17", None)
