"""A corrected age re-runs the guard and the counts from the event's day, and says what it turned."""

from __future__ import annotations

from datetime import timedelta

import pytest

from fieldapp.actions.age_change import age_change_of, age_changes, correct_age, forbidden_arrests
from fieldapp.actions.capture import save_record
from fieldapp.actions.clock import is_minor_recovered
from fieldapp.actions.exchange_status import load_refused
from fieldapp.domain.clock import to_wire
from fieldapp.domain.problems import Refused
from tests.fakes.clock import FakeClock
from tests.fakes.sample import a_person, a_recovery, ago
from tests.hostile.town import LASD, Seat, Town

BORN_16, BORN_19 = "2009-06-01", "2006-06-01"


def claims_nineteen(session) -> str:
    return a_person(session, "Doe-2026-0001", estimated_age=19, age_basis="claimed")


def an_arrest(session, person: str, offence: str = "pc_647_b_1") -> str:
    facts = {"person": person, "role": "seller", "arrested_at": ago(session, hours=1), "place": "Motel", "agency": LASD}
    arrest = save_record(session, "arrest", facts)
    save_record(session, "charge", {"arrest": arrest, "offence": offence})
    return arrest


def test_first_age_that_is_written_down_changes_nothing(dana: Seat):
    person = claims_nineteen(dana.session)
    a_recovery(dana.session, person)
    assert age_changes(dana.session, person) == ()


def test_nineteen_claimed_and_sixteen_verified_a_week_later_turns_the_recovery(dana: Seat, clock: FakeClock):
    person = claims_nineteen(dana.session)
    recovery = a_recovery(dana.session, person)
    clock.advance(7 * 24 * 3600)
    born = (clock.now() - timedelta(days=16 * 366)).date().isoformat()
    save_record(dana.session, "person", {"born_on": born, "age_basis": "verified"}, record_id=person)
    (change,) = age_changes(dana.session, person)
    assert (change.record_type, change.record_id) == ("recovery", recovery)
    assert (change.was_minor, change.is_minor) == (False, True)
    assert (change.author, change.at) == ("dana", to_wire(clock.now()))
    assert age_change_of(dana.session, "recovery", recovery) == change
    assert is_minor_recovered(dana.session, dana.session.store.record("recovery", recovery)) is True


def test_arrest_that_a_corrected_age_forbids_becomes_a_recovery_with_it(dana: Seat, clock: FakeClock):
    person = claims_nineteen(dana.session)
    arrest = an_arrest(dana.session, person)
    born = (clock.now() - timedelta(days=16 * 366)).date().isoformat()
    values = {"born_on": born, "age_basis": "verified"}
    assert forbidden_arrests(dana.session, person, values) == (arrest,)
    with pytest.raises(Refused):
        save_record(dana.session, "person", values, record_id=person)
    (recovery,) = correct_age(dana.session, person, values)
    assert dana.session.store.record("arrest", arrest) is None
    assert dana.session.store.record("recovery", recovery)["person"] == person
    assert dana.session.store.record("person", person)["born_on"] == born
    dana.sync()
    assert load_refused(dana.session) == []


def test_both_laptops_say_the_same_of_a_correction(town: Town, dana: Seat, clock: FakeClock):
    eli = town.enrol("eli")
    person = claims_nineteen(dana.session)
    recovery = a_recovery(dana.session, person)
    dana.sync()
    eli.sync()
    clock.advance(3600)
    born = (clock.now() - timedelta(days=15 * 366)).date().isoformat()
    save_record(eli.session, "person", {"born_on": born, "age_basis": "verified"}, record_id=person)
    eli.sync()
    dana.sync()
    here, there = (age_change_of(seat.session, "recovery", recovery) for seat in (dana, eli))
    assert (here.was_minor, here.is_minor, here.author) == (False, True, "eli")
    assert (here.at, here.is_minor) == (there.at, there.is_minor)


def test_person_who_turns_eighteen_during_the_operation_is_judged_by_each_moment(dana: Seat):
    # Midnight between 1 and 2 March 2016 in Los Angeles is 08:00 UTC.
    session = dana.session
    person = a_person(session, "Doe-2026-0001", born_on="1998-03-02", age_basis="verified")
    operation = save_record(
        session, "operation", {"name": "Night", "kind": "street", "starts_at": "2016-03-02T02:00:00.000Z"}
    )
    before, after = (
        a_recovery(session, person, operation=operation, first_contact_at=f"2016-03-02T{at}:00.000Z")
        for at in ("07:59", "08:00")
    )
    assert is_minor_recovered(session, session.store.record("recovery", before)) is True
    assert is_minor_recovered(session, session.store.record("recovery", after)) is False
