"""Two laptops state another age without a network: both come to show the same, and neither age is lost."""

from __future__ import annotations

from datetime import timedelta

import pytest

from fieldapp.actions.age_change import age_changes
from fieldapp.actions.age_evidence import load_ages, rest_on, state_age
from fieldapp.actions.capture import save_record
from fieldapp.actions.conflict import load_clashes, resolve_clash
from fieldapp.actions.exchange_status import load_refused
from tests.actions.test_age_evidence import born
from tests.fakes.clock import FakeClock
from tests.fakes.sample import a_person, a_recovery
from tests.hostile.town import Seat


@pytest.fixture
def person(dana: Seat, eli: Seat) -> str:
    """Somebody of whose age nothing is known, on both laptops."""
    made = a_person(dana.session, "Doe-2026-0001")
    a_recovery(dana.session, made)
    meet(dana, eli)
    return made


def meet(*seats: Seat) -> None:
    for seat in (*seats, *seats):
        seat.sync()


def shown(seat: Seat, person: str) -> list[tuple]:
    return [
        (view.stated.basis, view.stated.born_on or view.stated.age, view.stated.author, view.counts)
        for view in load_ages(seat.session, person).ages
    ]


def ages(seat: Seat, person: str) -> set[tuple]:
    return {(basis, value, author) for basis, value, author, _ in shown(seat, person)}


def type_claimed(seat: Seat, person: str) -> None:
    save_record(seat.session, "person", {"estimated_age": 19}, record_id=person)
    save_record(seat.session, "person", {"age_basis": "claimed"}, record_id=person)


def type_verified(seat: Seat, person: str, born_on: str) -> None:
    save_record(seat.session, "person", {"born_on": born_on}, record_id=person)
    save_record(seat.session, "person", {"age_basis": "verified"}, record_id=person)


def settle(seat: Seat, person: str) -> None:
    """Settle all that is open with the words of whoever verified."""
    for clash in load_clashes(seat.session):
        if clash.record_id == person:
            value = next((head.value for head in clash.heads if head.origin.author == "eli"), None)
            resolve_clash(seat.session, clash, value, "The register says so")


@pytest.mark.parametrize("verified_first", [True, False])
def test_claimed_and_verified_stated_offline_both_stand_on_both_laptops(
    dana: Seat, eli: Seat, person: str, clock: FakeClock, verified_first: bool
):
    acts = [
        lambda: state_age(eli.session, person, {"basis": "verified", "born_on": born(clock, 16)}),
        lambda: state_age(dana.session, person, {"basis": "claimed", "age": 19}),
    ]
    for act in acts if verified_first else reversed(acts):
        act()
        clock.advance(60)
    meet(dana, eli)
    both = {("verified", born(clock, 16), "eli"), ("claimed", 19, "dana")}
    assert ages(dana, person) == ages(eli, person) == both
    assert shown(dana, person) == shown(eli, person)
    assert load_ages(dana.session, person).is_open
    verified = next(view for view in load_ages(dana.session, person).ages if view.stated.basis == "verified")
    rest_on(dana.session, verified.stated.evidence_id)
    settle(dana, person)
    meet(dana, eli)
    assert not load_ages(eli.session, person).is_open
    assert shown(eli, person) == shown(dana, person)
    assert [(view.stated.basis, view.counts) for view in load_ages(eli.session, person).ages] == [
        ("verified", True),
        ("claimed", False),
    ]


@pytest.mark.parametrize("verified_first", [True, False])
def test_ages_typed_into_the_fields_offline_outlive_the_settling(
    dana: Seat, eli: Seat, person: str, clock: FakeClock, verified_first: bool
):
    acts = [lambda: type_verified(eli, person, born(clock, 16)), lambda: type_claimed(dana, person)]
    for act in acts if verified_first else reversed(acts):
        act()
        clock.advance(60)
    meet(dana, eli)
    both = {("verified", born(clock, 16), "eli"), ("claimed", 19, "dana")}
    assert ages(dana, person) == ages(eli, person) == both
    settle(dana, person)
    meet(dana, eli)
    assert {(basis, value) for basis, value, _, _ in shown(eli, person)} == {(b, v) for b, v, _ in both}
    assert shown(dana, person) == shown(eli, person)
    assert load_refused(dana.session) == load_refused(eli.session) == []


def test_same_age_typed_over_on_two_laptops_is_kept_once(dana: Seat, eli: Seat, clock: FakeClock):
    person = a_person(dana.session, "Doe-2026-0001", estimated_age=19, age_basis="claimed")
    meet(dana, eli)
    clock.advance(3600)
    for seat, years in ((dana, 16), (eli, 15)):
        values = {"born_on": born(clock, years), "age_basis": "documented"}
        save_record(seat.session, "person", values, record_id=person)
    meet(dana, eli)
    kept = [view for view in load_ages(dana.session, person).ages if view.stated.basis == "claimed"]
    assert [(view.stated.age, view.stated.author) for view in kept] == [(19, "dana")]
    assert shown(dana, person) == shown(eli, person)
    assert {value for _, value, _, _ in shown(eli, person)} == {born(clock, 16), born(clock, 15), 19}
    assert load_refused(dana.session) == load_refused(eli.session) == []


def test_estimate_and_date_of_birth_typed_into_different_fields_offline_both_stand(
    dana: Seat, eli: Seat, clock: FakeClock
):
    person = a_person(dana.session, "Doe-2026-0001", estimated_age=19, age_basis="claimed")
    meet(dana, eli)
    clock.advance(3600)
    save_record(dana.session, "person", {"estimated_age": 18}, record_id=person)
    save_record(eli.session, "person", {"born_on": born(clock, 16), "age_basis": "verified"}, record_id=person)
    meet(dana, eli)
    said = {(basis, value) for basis, value, _, _ in shown(dana, person)}
    assert said == {("verified", born(clock, 16)), ("claimed", 18), ("claimed", 19)}
    assert shown(dana, person) == shown(eli, person)


def test_laptop_that_comes_new_shows_every_age_of_before_and_what_it_turned(town, dana: Seat, clock: FakeClock):
    person = a_person(dana.session, "Doe-2026-0001", estimated_age=19, age_basis="claimed")
    recovery = a_recovery(dana.session, person)
    clock.advance(timedelta(days=7).total_seconds())
    save_record(dana.session, "person", {"born_on": born(clock, 16), "age_basis": "verified"}, record_id=person)
    dana.sync()
    late = town.enrol("eli")
    late.sync()
    assert shown(late, person) == shown(dana, person)
    assert len(shown(late, person)) == 2
    (turned,) = age_changes(late.session, person)
    assert (turned.record_id, turned.was_minor, turned.is_minor, turned.author) == (recovery, False, True, "dana")
    assert (turned,) == age_changes(dana.session, person)
