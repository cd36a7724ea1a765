"""Figures as of a past day: what reached headquarters later does not count, on a laptop as at headquarters."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from fieldapp.actions.capture import save_record
from fieldapp.actions.session import Session
from fieldapp.domain.access import Role
from fieldapp.domain.clock import from_wire
from fieldapp.reports.as_of import figures_on
from fieldapp.reports.figure import ARRESTS, RESPONSES, VICTIMS, find_figure
from fieldapp.reports.period import Period
from fieldapp.reports.reading import fields_read, links_read
from fieldapp.store.arrival import NoReachError
from fieldapp.store.store import Store
from sync.hq.past import count_at
from tests.fakes.bureau import dana, eli, session, town
from tests.fakes.clock import FakeClock
from tests.hostile.town import Seat, Town

__all__ = ["dana", "eli", "session", "town"]

MONTH = Period(date(2026, 1, 1), date(2026, 1, 31))
DAY_S = 86_400
FIRST, SECOND, THIRD, FOURTH = (date(2026, 1, day) for day in (1, 2, 3, 4))


def counted(made: Session, day: date | None = None) -> dict[str, int]:
    """The figures of a laptop that are not nought."""
    results = figures_on(made.store, MONTH, day, scopes=made.scopes, agency=made.profile.agency)
    return {result.name: result.value for result in results if result.value}


def at_hq(town: Town, day: date | None = None) -> dict[str, int]:
    """The figures of headquarters that are not nought."""
    with town.hq.database.read() as work:
        return {r.name: r.value for r in count_at(town.hq.database, work, MONTH, day) if r.value}


def an_arrest(made: Session, day: int = 1, **values: object) -> str:
    facts = {"role": "other", "place": "Example Motel", "arrested_at": f"2026-01-0{day}T20:00:00.000Z"}
    return save_record(made, "arrest", facts | values)


def warrant(made: Session, day: int = 1, **values: object) -> str:
    return save_record(
        made, "search_warrant", {"number": "SW-1", "served_at": f"2026-01-0{day}T20:00:00.000Z"} | values
    )


def test_record_that_came_late_counts_from_the_day_it_reached_headquarters(
    town: Town, dana: Seat, eli: Seat, clock: FakeClock
):
    warrant(dana.session)
    dana.sync()
    eli.sync()
    warrant(eli.session)  # stays on his laptop for a day
    clock.advance(DAY_S)
    eli.sync()
    dana.sync()
    for seat in (dana, eli):
        assert counted(seat.session) == {"search_warrants_served": 2}
        assert counted(seat.session, FIRST) == {"search_warrants_served": 1}
        assert counted(seat.session, SECOND) == {"search_warrants_served": 2}
    assert (at_hq(town), at_hq(town, FIRST)) == ({"search_warrants_served": 2}, {"search_warrants_served": 1})


def test_what_headquarters_has_not_got_counts_only_today(town: Town, dana: Seat, clock: FakeClock):
    warrant(dana.session)
    clock.advance(2 * DAY_S)
    assert counted(dana.session) == {"search_warrants_served": 1}
    assert counted(dana.session, FIRST) == {}


def test_correction_and_strike_out_leave_the_day_before_as_it_was(town: Town, dana: Seat, eli: Seat, clock: FakeClock):
    kept, gone = warrant(dana.session), warrant(dana.session, 1, number="SW-2")
    dana.sync()
    eli.sync()
    clock.advance(DAY_S)
    save_record(dana.session, "search_warrant", {"served_at": None}, record_id=kept, reason="Typed in the wrong row")
    dana.session.store.save(
        dana.session.author, "search_warrant", {"_void": True}, record_id=gone, kind="void", reason="Twice"
    )
    dana.sync()
    eli.sync()
    for seat in (dana, eli):
        assert counted(seat.session) == {}
        assert counted(seat.session, FIRST) == {"search_warrants_served": 2}
    assert (at_hq(town), at_hq(town, FIRST)) == ({}, {"search_warrants_served": 2})


def test_line_of_an_arrest_is_that_of_its_charges_then(town: Town, dana: Seat, eli: Seat, clock: FakeClock):
    arrest = an_arrest(dana.session)
    dana.sync()
    clock.advance(DAY_S)
    save_record(dana.session, "charge", {"arrest": arrest, "offence": "pc_266h"})
    dana.sync()
    eli.sync()
    for then in (counted(dana.session, FIRST), counted(eli.session, FIRST), at_hq(town, FIRST)):
        assert then == {"arrests": 1, "arrests_misc": 1}
    assert counted(eli.session) == {"arrests": 1, "arrests_ht": 1}


def test_young_laptop_does_not_guess_what_was_before_it(town: Town, dana: Seat, clock: FakeClock):
    warrant(dana.session)
    dana.sync()
    clock.advance(3 * DAY_S)
    young = town.enrol("fay")
    clock.advance(DAY_S)
    with pytest.raises(NoReachError) as raised:
        counted(young.session, SECOND)
    enrolled_at = clock.now() - timedelta(seconds=DAY_S)
    assert from_wire(raised.value.since) == enrolled_at
    assert counted(young.session, FOURTH) == counted(young.session) == {"search_warrants_served": 1}


def test_laptop_that_held_the_log_without_marks_reaches_back_to_its_first_one(
    town: Town, dana: Seat, eli: Seat, clock: FakeClock
):
    warrant(dana.session)
    dana.sync()
    eli.sync()
    store: Store = eli.session.store
    with store.transaction() as connection:  # as a version before this one left it
        connection.exec_driver_sql("DELETE FROM arrival")
        connection.exec_driver_sql("DELETE FROM meta WHERE key = 'arrival_floor'")
    eli.reopen()
    clock.advance(DAY_S)
    warrant(dana.session, 1, number="SW-2")
    dana.sync()
    eli.sync()
    with pytest.raises(NoReachError):
        counted(eli.session, FIRST)
    assert counted(eli.session, SECOND) == {"search_warrants_served": 2}


def test_laptop_without_headquarters_goes_by_its_own_clock(session: Session, clock: FakeClock):
    warrant(session)
    clock.advance(DAY_S)
    warrant(session, 1, number="SW-2")
    assert counted(session, FIRST) == {"search_warrants_served": 1}
    assert counted(session) == {"search_warrants_served": 2}


def test_nothing_of_a_past_day_stays_in_the_store(dana: Seat, clock: FakeClock):
    warrant(dana.session)
    dana.sync()
    clock.advance(DAY_S)
    counted(dana.session, FIRST)
    left = dana.session.store.connection.exec_driver_sql("SELECT count(*) FROM temp.sqlite_master").scalar_one()
    assert left == 0
    assert dana.session.store.connection.exec_driver_sql("PRAGMA temp_store").scalar_one() == 2


def test_what_was_handed_over_to_nobody_else_is_not_shown_of_then_either(town: Town, dana: Seat, clock: FakeClock):
    """An advocate has no figure of the police, of then as little as of now."""
    warrant(dana.session)
    dana.sync()
    advocate = town.enrol("ines", Role.ADVOCATE)
    clock.advance(DAY_S)
    results = figures_on(advocate.session.store, MONTH, FIRST, scopes=advocate.session.scopes, agency="x")
    assert next(r for r in results if r.name == "search_warrants_served").value is None


def test_what_a_figure_reads_is_taken_from_its_select(session: Session):
    tables = session.store.tables.records
    assert fields_read([ARRESTS], tables, MONTH) == {"arrest": ("arrested_at",)}
    victims = fields_read([VICTIMS], tables, MONTH)
    assert "first_contact_at" in victims["recovery"]
    assert ("person", "person", True) in links_read(victims, "recovery")
    bucket = fields_read([find_figure("arrests_ht")], tables, MONTH)
    assert bucket["charge"] == ("arrest", "offence")
    assert links_read(bucket, "arrest") == [("arrest", "charge", False)]
    assert links_read(fields_read([RESPONSES], tables, MONTH), "referral") == [("recovery", "recovery", True)]
