"""Clocks that are decades off, and ages a minute before the birthday."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from fieldapp.actions.board import load_board
from fieldapp.actions.capture import save_record
from fieldapp.domain.problems import Refused
from tests.fakes.clock import START, FakeClock
from tests.fakes.laptop import a_laptop
from tests.hostile.town import Seat, Town, rows_of

OFF = {
    "twenty years back": timedelta(days=-20 * 365),
    "fifty years ahead": timedelta(days=50 * 365),
    "at the beginning of time": datetime(1970, 1, 1, tzinfo=UTC) - START,
    "before the beginning of time": datetime(1969, 12, 31, tzinfo=UTC) - START,
}


class OwnClock(FakeClock):
    """The clock of one laptop; time passes as it does in the town."""


def with_clock(seat: Seat, clock: FakeClock) -> Seat:
    """Put another clock into a laptop."""
    seat.session.close()
    seat.laptop = a_laptop(seat.laptop.folder, clock)
    seat.unlock()
    return seat


@pytest.mark.parametrize("how", OFF)
def test_laptop_whose_clock_is_wrong_works_and_meets_the_others(town: Town, how: str) -> None:
    ana, ben = town.enrol("ana"), town.enrol("ben")
    before = save_record(ana.session, "lead", {"summary": "clock was right"})
    ana.sync()
    ben.sync()
    with_clock(ana, OwnClock(START + OFF[how]))
    save_record(ana.session, "lead", {"summary": "edited with a wrong clock"}, record_id=before)
    save_record(ana.session, "lead", {"summary": "made with a wrong clock"})
    load_board(ana.session)
    ana.sync()
    ben.sync()
    town.clock.advance(60)
    save_record(ben.session, "lead", {"summary": "edited after it"}, record_id=before)
    ben.sync()
    ana.sync()
    with_clock(ana, town.clock)
    save_record(ana.session, "lead", {"summary": "clock is right again"})
    for seat in (ana, ben):
        seat.sync()
    assert rows_of(ana.session) == rows_of(ben.session)
    row = ben.session.store.load("lead", before)
    assert row.state.values["summary"] == "edited after it"
    assert row.state.conflicts == ()
    assert len(rows_of(ben.session)["lead"]) == 3
    assert town.hq.verify_log().fault == ""


# Los Angeles: on 8 March 2026 clocks went forward at 2:00, on 1 November 2026 back.
@pytest.mark.parametrize(
    ("born_on", "arrested_at", "is_minor"),
    [
        ("2008-03-09", "2026-03-09T06:59:59.000Z", True),  # 23:59 local the day before the birthday, summer time
        ("2008-03-09", "2026-03-09T07:00:00.000Z", False),  # midnight local
        ("2008-03-08", "2026-03-08T07:59:59.000Z", True),  # 23:59 local, still winter time
        ("2008-03-08", "2026-03-08T08:00:00.000Z", False),
        ("2008-11-02", "2026-11-02T07:59:59.000Z", True),  # the day is 25 hours long
        ("2008-11-02", "2026-11-02T08:00:00.000Z", False),
        ("2008-02-29", "2026-02-28T23:59:59.000Z", True),
        ("2008-02-29", "2026-03-01T07:59:59.000Z", True),
        ("2008-02-29", "2026-03-01T08:00:00.000Z", False),
        ("2099-01-01", "2026-03-01T08:00:00.000Z", True),  # a slip of the pen protects rather than charges
    ],
)
def test_birthday_begins_at_local_midnight_also_when_clocks_change(
    session, born_on: str, arrested_at: str, is_minor: bool
) -> None:
    person = save_record(session, "person", {"born_on": born_on, "age_basis": "documented"})
    arrest = save_record(session, "arrest", {"person": person, "arrested_at": arrested_at})
    charge = {"arrest": arrest, "offence": "pc_647_b_1"}
    if is_minor:
        with pytest.raises(Refused) as caught:
            save_record(session, "charge", charge)
        assert caught.value.problems[0].code == "ARREST_MINOR_PROSTITUTION"
    else:
        save_record(session, "charge", charge)
