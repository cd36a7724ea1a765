"""Headquarters' figures as of a past day, from its log, on either database."""

from __future__ import annotations

from datetime import date

import pytest

from fieldapp.domain.clock import to_wire
from fieldapp.reports.as_of import end_of
from fieldapp.reports.period import Period
from sync.hq.headquarters import Headquarters
from sync.hq.past import count_at, not_heard_since
from tests.fakes.clock import FakeClock
from tests.hq.conftest import Laptop, NewLaptop

MONTH = Period(date(2026, 1, 1), date(2026, 1, 31))
FIRST = date(2026, 1, 1)
DAY_S = 86_400


@pytest.fixture
def dana(new_laptop: NewLaptop) -> Laptop:
    """A detective's laptop."""
    return new_laptop("dana")


def figures(hq: Headquarters, day: date | None = None) -> dict[str, int]:
    with hq.database.read() as work:
        return {result.name: result.value for result in count_at(hq.database, work, MONTH, day) if result.value}


def test_log_up_to_the_end_of_a_day_makes_the_figures_of_that_day(hq: Headquarters, dana: Laptop, clock: FakeClock):
    at = to_wire(clock.now())
    minor = dana.write("person", {"code_name": "Doe-1", "born_on": "2012-01-01", "age_basis": "documented"})
    dana.write("recovery", {"person": minor.record_id, "first_contact_at": at})
    kept = dana.write("search_warrant", {"number": "SW-1", "served_at": at})
    dana.push()
    before = figures(hq)
    assert before == {"victims_recovered": 1, "minors_recovered": 1, "search_warrants_served": 1}
    clock.advance(DAY_S)
    dana.write("person", {"born_on": "1990-01-01"}, record_id=minor.record_id, seen={"born_on": [minor.id]})
    dana.write("search_warrant", {"served_at": None}, record_id=kept.record_id, seen={"served_at": [kept.id]})
    dana.write("lead", {"summary": "Tip", "received_at": at})
    assert dana.push().verdicts == []
    assert figures(hq) == {"victims_recovered": 1, "leads_received": 1}
    assert figures(hq, FIRST) == before
    assert figures(hq, date(2025, 12, 31)) == {}


def test_what_was_put_aside_counts_on_no_day(hq: Headquarters, dana: Laptop, clock: FakeClock):
    dana.write("search_warrant", {"number": "SW-1", "served_at": "no time at all"})
    assert len(dana.push().verdicts) == 1
    clock.advance(DAY_S)
    assert figures(hq, FIRST) == figures(hq) == {}


def test_laptops_that_have_not_been_heard_from_since_are_named(
    hq: Headquarters, dana: Laptop, new_laptop: NewLaptop, clock: FakeClock
):
    clock.advance(2 * DAY_S)
    fay = new_laptop("fay")
    fay.push()
    with hq.database.read() as work:
        silent = not_heard_since(work, end_of(FIRST))
    assert [(device, handle) for device, handle, _ in silent] == [(dana.device, "dana")]
