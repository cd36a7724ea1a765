"""Ages stand beside each other by what bears them out; what counts follows the strongest, and says what it turned."""

from __future__ import annotations

from datetime import timedelta

import pytest

from fieldapp.actions.age_change import age_changes
from fieldapp.actions.age_evidence import load_ages, rest_on, state_age, strike_age
from fieldapp.actions.capture import finalise_record, save_record, undo
from fieldapp.actions.clock import is_minor_recovered, record_clocks
from fieldapp.actions.exchange_status import load_refused
from fieldapp.domain.problems import Refused
from tests.actions.test_age_change import an_arrest, claims_nineteen
from tests.fakes.clock import FakeClock
from tests.fakes.sample import a_person, a_recovery
from tests.hostile.town import Seat

WEEK = 7 * 24 * 3600


def born(clock: FakeClock, years: int) -> str:
    return (clock.now() - timedelta(days=years * 366)).date().isoformat()


def said(session, person: str) -> list[tuple]:
    """What the card shows, in its order: basis, what is said, who wrote it, whether it counts."""
    return [
        (view.stated.basis, view.stated.born_on or view.stated.age, view.stated.author, view.counts)
        for view in load_ages(session, person).ages
    ]


def test_nineteen_claimed_then_sixteen_verified_turns_what_hangs_on_it(dana: Seat, clock: FakeClock):
    session = dana.session
    person = claims_nineteen(session)
    recovery = a_recovery(session, person)
    assert "hotline_call" not in {clock.code for clock in record_clocks(session, "recovery", recovery)}
    clock.advance(WEEK)
    outcome = state_age(session, person, {"basis": "verified", "born_on": born(clock, 16), "source": "Birth register"})
    assert outcome.is_taken
    (turned,) = outcome.turned
    assert (turned.record_id, turned.was_minor, turned.is_minor) == (recovery, False, True)
    assert is_minor_recovered(session, session.store.record("recovery", recovery)) is True
    assert said(session, person) == [
        ("verified", born(clock, 16), "dana", True),
        ("claimed", 19, "dana", False),
    ]
    assert age_changes(session, person) == outcome.turned


def test_verified_years_alone_outweigh_what_was_seen_at_the_recovery(dana: Seat, clock: FakeClock):
    session = dana.session
    person = claims_nineteen(session)
    recovery = a_recovery(session, person, estimated_age=19, age_basis="apparent")
    clock.advance(WEEK)
    (turned,) = state_age(session, person, {"basis": "verified", "age": 16}).turned
    assert (turned.record_id, turned.is_minor) == (recovery, True)
    assert {(basis, age) for basis, age, *_ in said(session, person)} == {
        ("verified", 16),
        ("apparent", 19),
        ("claimed", 19),
    }


def test_first_age_is_taken_and_one_of_equal_rank_is_only_offered(dana: Seat):
    session = dana.session
    person = a_person(session, "Doe-2026-0001")
    assert state_age(session, person, {"basis": "claimed", "age": 19}).is_taken
    seen = state_age(session, person, {"basis": "apparent", "age": 16})
    assert not seen.is_taken
    assert session.store.record("person", person)["estimated_age"] == 19
    views = {view.stated.basis: view for view in load_ages(session, person).ages}
    assert (views["apparent"].is_offered, views["claimed"].counts) == (True, True)
    rest_on(session, seen.evidence_id)
    assert session.store.record("person", person)["estimated_age"] == 16
    assert {basis: counts for basis, _, _, counts in said(session, person)} == {"apparent": True, "claimed": False}


def test_weaker_age_is_kept_and_neither_taken_nor_offered(dana: Seat, clock: FakeClock):
    session = dana.session
    person = a_person(session, "Doe-2026-0001", born_on=born(clock, 16), age_basis="documented")
    assert not state_age(session, person, {"basis": "claimed", "age": 19}).is_taken
    (documented, claimed) = load_ages(session, person).ages
    assert (documented.counts, claimed.counts, claimed.is_offered) == (True, False, False)


def test_age_typed_over_on_the_page_stays_as_evidence_without_what_was_half_typed(dana: Seat, clock: FakeClock):
    session = dana.session
    person = claims_nineteen(session)
    clock.advance(WEEK)
    save_record(session, "person", {"born_on": born(clock, 16)}, record_id=person)
    clock.advance(5)
    save_record(session, "person", {"age_basis": "verified"}, record_id=person)
    assert said(session, person) == [("verified", born(clock, 16), "dana", True), ("claimed", 19, "dana", False)]
    (_, claimed) = load_ages(session, person).ages
    assert claimed.stated.found_on == "person"
    assert claimed.stated.evidence_id


def test_age_typed_over_within_a_minute_of_being_typed_stays_too(dana: Seat, clock: FakeClock):
    session = dana.session
    person = a_person(session, "Doe-2026-0001", estimated_age=19)
    save_record(session, "person", {"age_basis": "claimed"}, record_id=person)
    clock.advance(60)
    save_record(session, "person", {"estimated_age": 16}, record_id=person)
    clock.advance(5)
    save_record(session, "person", {"age_basis": "verified"}, record_id=person)
    assert [(basis, age) for basis, age, *_ in said(session, person)] == [("verified", 16), ("claimed", 19)]


def test_age_typed_over_at_a_recovery_stays_as_evidence_of_the_person(dana: Seat, clock: FakeClock):
    session = dana.session
    person = a_person(session, "Doe-2026-0001")
    recovery = a_recovery(session, person, estimated_age=20, age_basis="apparent")
    clock.advance(WEEK)
    save_record(session, "recovery", {"estimated_age": 15, "age_basis": "claimed"}, record_id=recovery)
    ages = {(view.stated.basis, view.stated.age): view.stated for view in load_ages(session, person).ages}
    assert set(ages) == {("apparent", 20), ("claimed", 15)}
    assert ages["apparent", 20].found_on == "recovery"
    assert ages["apparent", 20].stated_on == ages["claimed", 15].stated_on  # the day of first contact


def test_arrest_that_the_age_forbids_stops_it_until_it_becomes_a_recovery(dana: Seat, clock: FakeClock):
    session = dana.session
    person = claims_nineteen(session)
    arrest = an_arrest(session, person)
    verified = {"basis": "verified", "born_on": born(clock, 16)}
    with pytest.raises(Refused) as refused:
        state_age(session, person, verified)
    assert [problem.code for problem in refused.value.problems] == ["ARREST_MINOR_PROSTITUTION"]
    assert [basis for basis, *_ in said(session, person)] == ["claimed"]
    outcome = state_age(session, person, verified, turns_arrests=True)
    assert len(outcome.made) == 1
    assert session.store.record("arrest", arrest) is None
    dana.sync()
    assert load_refused(session) == []


def test_verified_years_forbid_the_arrest_whatever_was_estimated_at_it(dana: Seat):
    session = dana.session
    person = claims_nineteen(session)
    arrest = an_arrest(session, person)
    save_record(session, "arrest", {"estimated_age": 19, "age_basis": "apparent"}, record_id=arrest)
    with pytest.raises(Refused):
        state_age(session, person, {"basis": "verified", "age": 16})


def test_struck_out_evidence_leaves_the_person_on_the_strongest_of_the_others(dana: Seat, clock: FakeClock):
    session = dana.session
    person = claims_nineteen(session)
    recovery = a_recovery(session, person)
    papers = state_age(session, person, {"basis": "documented", "born_on": born(clock, 16)})
    with pytest.raises(Refused):
        strike_age(session, papers.evidence_id, " ")
    outcome = strike_age(session, papers.evidence_id, "Another person's papers")
    assert [(change.record_id, change.is_minor) for change in outcome.turned] == [(recovery, False)]
    assert said(session, person) == [("claimed", 19, "dana", True)]
    (struck,) = load_ages(session, person).struck
    assert struck.stated.born_on == born(clock, 16)
    assert session.store.record("person", person).get("born_on") is None


def test_struck_out_evidence_that_was_all_leaves_the_age_unknown(dana: Seat):
    session = dana.session
    person = a_person(session, "Doe-2026-0001")
    only = state_age(session, person, {"basis": "claimed", "age": 19})
    strike_age(session, only.evidence_id, "Said of somebody else")
    assert said(session, person) == []
    assert session.store.record("person", person).get("estimated_age") is None


def test_one_undo_takes_a_stated_age_back_with_what_followed_it(dana: Seat, clock: FakeClock):
    session = dana.session
    person = claims_nineteen(session)
    state_age(session, person, {"basis": "verified", "born_on": born(clock, 16)})
    undo(session)
    assert said(session, person) == [("claimed", 19, "dana", True)]


def test_one_undo_brings_struck_out_evidence_back(dana: Seat, clock: FakeClock):
    session = dana.session
    person = claims_nineteen(session)
    papers = state_age(session, person, {"basis": "verified", "born_on": born(clock, 16)})
    before = said(session, person)
    strike_age(session, papers.evidence_id, "By mistake")
    undo(session)
    assert said(session, person) == before
    assert load_ages(session, person).struck == ()


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"basis": "verified"}, "AGE_MISSING"),
        ({"age": 16}, "REQUIRED"),
        ({"basis": "verified", "born_on": "2090-01-01"}, "AGE_BORN_LATER"),
        ({"basis": "verified", "born_on": "2000-01-01", "age": 16}, "AGE_CONTRADICTS"),
        ({"basis": "verified", "age": 16, "stated_on": "2090-01-01"}, "AGE_STATED_LATER"),
    ],
)
def test_age_that_is_none_is_refused_and_nothing_is_written(dana: Seat, values, code):
    session = dana.session
    person = claims_nineteen(session)
    with pytest.raises(Refused) as refused:
        state_age(session, person, values)
    assert code in [problem.code for problem in refused.value.problems]
    assert [basis for basis, *_ in said(session, person)] == ["claimed"]


def test_final_person_is_corrected_by_what_outranks_it(dana: Seat, clock: FakeClock):
    session = dana.session
    person = claims_nineteen(session)
    finalise_record(session, "person", person)
    state_age(session, person, {"basis": "verified", "born_on": born(clock, 16)})
    values = session.store.record("person", person)
    assert (values["state"], values["age_basis"]) == ("final", "verified")
