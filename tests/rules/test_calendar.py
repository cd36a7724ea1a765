"""The county's calendars against the lists that the courts published, and what they do not know they do not guess."""

from __future__ import annotations

import copy
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

import resources
from fieldapp.rules.calendar import NEEDED, observed, read_calendars
from fieldapp.rules.pack import RulesPackError
from fieldapp.rules.span import CALENDAR_OF

CALENDARS = read_calendars(resources.load_toml("rules/holidays.toml"))
COURT, COUNTY, CUSTODY = (CALENDARS.calendars[name] for name in ("court", "county", "custody"))

# As published: lacourt.org for 2018; the Superior Court of San Joaquin for 2023 and 2024; courts.ca.gov for 2026.
# (2025's list of San Joaquin stops at September in the copy read; Fresno's has the rest.)
PUBLISHED = {
    2018: "01-01 01-15 02-12 02-19 03-30 05-28 07-04 09-03 10-08 11-12 11-22 11-23 12-25",
    2023: "01-02 01-16 02-13 02-20 03-31 05-29 06-19 07-04 09-04 09-22 11-10 11-23 11-24 12-25",
    2024: "01-01 01-15 02-12 02-19 04-01 05-27 06-19 07-04 09-02 09-27 11-11 11-28 11-29 12-25",
    2025: "01-01 01-20 02-12 02-17 03-31 05-26 06-19 07-04 09-01 09-26 11-11 11-27 11-28 12-25",
    2026: "01-01 01-19 02-12 02-16 03-31 05-25 06-19 07-03 09-07 09-25 11-11 11-26 11-27 12-25",
}
DAYS = st.dates(date(2015, 1, 2), date(2030, 6, 30))


@pytest.mark.parametrize("year", PUBLISHED)
def test_court_holidays_are_those_the_courts_published(year: int):
    found = sorted(day for day in COURT.holidays if day.year == year)
    assert [f"{day:%m-%d}" for day in found] == PUBLISHED[year].split()


def test_first_of_january_on_a_saturday_is_kept_in_the_year_before():
    assert COURT.holidays[date(2021, 12, 31)] == "new_year"
    assert date(2022, 1, 1) not in COURT.holidays
    assert not COURT.is_open(date(2021, 12, 31))


def test_law_of_the_year_decides_which_october_and_june_days_are_free():
    assert date(2021, 10, 11) in COURT.holidays
    assert date(2022, 10, 10) not in COURT.holidays
    assert date(2021, 9, 24) not in COURT.holidays
    assert date(2022, 9, 23) in COURT.holidays
    assert date(2022, 6, 20) not in COURT.holidays
    assert date(2022, 6, 20) in COUNTY.holidays


def test_county_offices_work_on_lincolns_birthday_and_keep_their_own_monday_of_march():
    assert COUNTY.is_open(date(2026, 2, 12))
    assert not COURT.is_open(date(2026, 2, 12))
    assert not COUNTY.is_open(date(2022, 3, 28))
    assert COUNTY.is_open(date(2022, 3, 31))
    assert not COUNTY.is_open(date(2025, 10, 13))


def test_saturday_counts_in_custody_and_nowhere_else():
    saturday = date(2026, 3, 7)
    assert CUSTODY.is_open(saturday)
    assert not COURT.is_open(saturday)
    assert not CUSTODY.is_open(saturday + timedelta(days=1))


def test_first_day_never_counts():
    assert COURT.nth_open_day(date(2026, 3, 2), 3) == date(2026, 3, 5)
    assert COURT.nth_open_day(date(2026, 3, 6), 1) == date(2026, 3, 9)
    assert COURT.nth_open_day(date(2026, 11, 25), 3) == date(2026, 12, 2)


def test_day_outside_the_calendar_is_not_guessed():
    assert COURT.nth_open_day(date(2014, 12, 31), 3) is None
    assert COURT.nth_open_day(date(2030, 12, 30), 3) is None
    assert COURT.nth_open_day(date(2030, 12, 26), 3) == date(2030, 12, 31)


@given(DAYS, st.integers(1, 40))
def test_every_open_day_more_is_a_later_day(day: date, count: int):
    one, more = COURT.nth_open_day(day, count), COURT.nth_open_day(day, count + 1)
    assert one is not None
    assert more is not None
    assert day + timedelta(days=count) <= one < more
    assert COURT.is_open(one)


@given(DAYS)
def test_kept_day_of_a_holiday_is_never_on_a_weekend(day: date):
    assert observed(day).weekday() < 5
    assert abs(observed(day) - day) <= timedelta(days=1)


def test_labels_are_there_in_both_languages():
    assert all(holiday.en and holiday.es for holiday in CALENDARS.holidays)


@pytest.fixture
def pack() -> dict:
    return copy.deepcopy(resources.load_toml("rules/holidays.toml"))


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"citation": " "}, r"row 3 \(lincoln\): no citation"),
        ({"day": "February 30"}, r"row 3 \(lincoln\): day is one such as"),
        ({"day": "5th Monday of May"}, r"row 3 \(lincoln\): day is one such as"),
        ({"day": "3rd Moonday of May"}, r"row 3 \(lincoln\): day is one such as"),
        ({"calendars": ["moon"]}, r"row 3 \(lincoln\): calendars names one or more of county, court, custody"),
        ({"calendars": []}, r"row 3 \(lincoln\): calendars names"),
        ({"effective_from": "2015"}, r"row 3 \(lincoln\): effective_from and effective_to are dates"),
        ({"effective_to": date(2014, 1, 1)}, r"row 3 \(lincoln\): it ends on 2014-01-01, before it begins"),
        ({"confirmed": "yes"}, r"row 3 \(lincoln\): confirmed is true or false"),
        ({"colour": "red"}, r"row 3 \(lincoln\): unknown colour"),
        ({"code": "king"}, r"row 3: king in court is already given by row 2 on the same days"),
    ],
)
def test_broken_holiday_is_refused_by_name(pack: dict, changes: dict[str, object], said: str):
    pack["holiday"][2] |= changes
    with pytest.raises(RulesPackError, match=said):
        read_calendars(pack)


def test_calendar_that_is_never_open_is_refused(pack: dict):
    pack["calendars"]["court"]["weekend"] = ["monday", "tuesday", "wednesday", "thursday", "friday"]
    pack["calendars"]["court"]["weekend"] += ["saturday", "sunday"]
    with pytest.raises(RulesPackError, match="calendar court: weekend names some days"):
        read_calendars(pack)


def test_pack_without_its_years_is_refused(pack: dict):
    del pack["covers_to"]
    with pytest.raises(RulesPackError, match="no covers_to"):
        read_calendars(pack)


def test_pack_whose_years_run_backwards_is_refused(pack: dict):
    pack["covers_to"] = date(2014, 1, 1)
    with pytest.raises(RulesPackError, match="covers_from and covers_to are dates"):
        read_calendars(pack)


def test_another_pack_is_not_taken_for_this_one(pack: dict):
    pack["pack"] = "offences"
    with pytest.raises(RulesPackError, match="this is the pack offences"):
        read_calendars(pack)


def test_pack_without_a_calendar_that_clocks_count_by_is_refused(pack: dict):
    del pack["calendars"]["custody"]
    with pytest.raises(RulesPackError, match="there is no calendar custody, by which clocks count"):
        read_calendars(pack)


def test_every_unit_of_a_span_has_its_calendar():
    assert set(CALENDAR_OF.values()) == NEEDED
