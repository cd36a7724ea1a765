"""No arrest of a minor for selling, whatever the order, the calendar or the time zone; and what is offered instead."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldapp.domain.clock import to_wire
from fieldapp.domain.record import value_problems
from fieldapp.records import require_type, vocabulary
from fieldapp.rules.charge_guard import arrest_problems, offence_day, recovery_from_arrest, review_problems
from fieldapp.rules.offence import load_offences

TABLE = load_offences()
LOS_ANGELES = ZoneInfo("America/Los_Angeles")
SELLER = {"offence": "pc_647_b_seller"}
PURCHASER = {"offence": "pc_647_b_purchaser"}
OTHER = {"offence": "pc_148_a_1"}
DAYS = st.dates(date(2012, 11, 7), date(2016, 12, 31))


def noon(day: date) -> str:
    return to_wire(datetime.combine(day, time(12), LOS_ANGELES).astimezone(UTC))


def codes(arrest, person, *charges) -> list[str]:
    return [problem.code for problem in arrest_problems(arrest, person, charges)]


def years_old_by_the_calendar(born_on: date, day: date) -> int:
    """Count birthdays one by one: the plain reading that the rule is held against."""
    birthdays = 0
    while True:
        year = born_on.year + birthdays + 1
        try:
            birthday = born_on.replace(year=year)
        except ValueError:  # 29 February in a common year: the year is complete on 1 March
            birthday = date(year, 3, 1)
        if birthday > day:
            return birthdays
        birthdays += 1


@given(st.dates(date(1990, 1, 1), date(2005, 12, 31)), DAYS)
def test_seller_charge_is_forbidden_exactly_under_eighteen(born_on, day):
    if born_on > day:
        born_on, day = day, born_on
    found = codes({"offence_on": day.isoformat()}, {"born_on": born_on.isoformat()}, SELLER)
    assert ("ARREST_MINOR_PROSTITUTION" in found) == (years_old_by_the_calendar(born_on, day) < 18)


@given(st.dates(date(1995, 1, 1), date(1998, 12, 31)), st.integers(-2, 2))
def test_birthday_decides_to_the_day(born_on, offset):
    try:
        birthday = born_on.replace(year=born_on.year + 18)
    except ValueError:
        birthday = date(born_on.year + 18, 3, 1)
    day = birthday + timedelta(days=offset)
    found = codes({"offence_on": day.isoformat()}, {"born_on": born_on.isoformat()}, SELLER)
    assert ("ARREST_MINOR_PROSTITUTION" in found) == (offset < 0)


@pytest.mark.parametrize(("day", "minor"), [("2014-02-28", True), ("2014-03-01", False)])
def test_born_on_29_february_comes_of_age_on_1_march(day, minor):
    assert ("ARREST_MINOR_PROSTITUTION" in codes({"offence_on": day}, {"born_on": "1996-02-29"}, SELLER)) is minor


@given(st.integers(0, 120), DAYS)
def test_without_a_date_of_birth_the_estimate_decides(age, day):
    arrest = {"offence_on": day.isoformat(), "arrested_at": noon(day), "estimated_age": age}
    assert ("ARREST_MINOR_PROSTITUTION" in codes(arrest, {}, SELLER)) == (age < 18)


@given(st.integers(0, 120), DAYS)
def test_estimate_kept_with_the_person_decides_when_the_arrest_has_none(age, day):
    person = {"estimated_age": age, "estimated_on": day.isoformat()}
    assert ("ARREST_MINOR_PROSTITUTION" in codes({"arrested_at": noon(day)}, person, SELLER)) == (age < 18)


def test_old_estimate_of_the_person_grows_with_the_years():
    person = {"estimated_age": 16, "estimated_on": "2013-01-10"}
    assert codes({"offence_on": "2014-12-31"}, person, SELLER) == ["ARREST_MINOR_PROSTITUTION"]
    assert codes({"offence_on": "2015-01-10"}, person, SELLER) == []


def test_offence_long_before_the_estimate_counts_the_years_back():
    arrest = {"arrested_at": noon(date(2016, 6, 1)), "estimated_age": 19, "offence_on": "2014-05-31"}
    assert codes(arrest, {}, SELLER) == ["ARREST_MINOR_PROSTITUTION"]
    assert codes(arrest | {"offence_on": "2016-05-31"}, {}, SELLER) == []


def test_officers_own_eye_is_enough_when_the_date_of_birth_is_unknown():
    arrest = {"arrested_at": noon(date(2016, 3, 1)), "apparent_minor": True}
    assert codes(arrest, {}, SELLER) == ["ARREST_MINOR_PROSTITUTION"]
    assert codes(arrest, None, SELLER) == ["ARREST_MINOR_PROSTITUTION"]
    assert codes(arrest | {"estimated_age": 22}, {}, SELLER) == ["ARREST_MINOR_PROSTITUTION"]


@pytest.mark.parametrize("basis", ["claimed", "apparent"])
def test_claimed_date_of_birth_does_not_outweigh_the_officers_eye(basis):
    arrest = {"arrested_at": noon(date(2016, 3, 1)), "apparent_minor": True}
    person = {"born_on": "1990-01-01", "age_basis": basis}
    assert codes(arrest, person, SELLER) == ["ARREST_MINOR_PROSTITUTION"]
    assert codes(arrest | {"apparent_minor": False}, person, SELLER) == []


@pytest.mark.parametrize("basis", ["documented", "verified", None])
def test_known_date_of_birth_decides_over_looks(basis):
    arrest = {"arrested_at": noon(date(2016, 3, 1)), "apparent_minor": True, "estimated_age": 16}
    assert codes(arrest, {"born_on": "1990-01-01", "age_basis": basis}, SELLER) == []


def test_nothing_known_about_the_age_forbids_nothing():
    assert codes({"arrested_at": noon(date(2016, 3, 1))}, {}, SELLER) == []
    assert codes({}, {"born_on": "2010-01-01"}, PURCHASER) == []


@given(st.permutations([SELLER, PURCHASER, OTHER]))
def test_one_seller_charge_among_others_is_enough_in_any_order(charges):
    arrest = {"offence_on": "2016-03-01"}
    assert codes(arrest, {"born_on": "2000-01-01"}, *charges) == ["ARREST_MINOR_PROSTITUTION"]


@pytest.mark.parametrize("row", TABLE.offences, ids=lambda row: row.code)
def test_only_the_guarded_groups_are_forbidden_to_charge(row):
    day = max(row.effective_from, date(2016, 3, 1) if row.effective_to is None else row.effective_from)
    born_on = day - timedelta(days=365 * 16)
    found = codes({"offence_on": day.isoformat()}, {"born_on": born_on.isoformat()}, {"offence": row.code})
    assert found == (["ARREST_MINOR_PROSTITUTION"] if row.group == "prostitution_seller" else [])


def test_charge_that_this_table_does_not_know_is_not_allowed_on_a_minor():
    newer = {"offence": "from_a_newer_table"}
    assert codes({"offence_on": "2016-03-01"}, {"born_on": "2000-01-01"}, newer) == ["CHARGE_UNKNOWN_FOR_MINOR"]
    assert codes({"offence_on": "2016-03-01"}, {"born_on": "1980-01-01"}, newer) == []


def test_charges_own_day_goes_before_the_arrests():
    arrest, person = {"offence_on": "2016-03-01"}, {"born_on": "1998-03-01"}
    assert codes(arrest, person, SELLER) == []
    assert codes(arrest, person, SELLER | {"offence_on": "2016-02-29"}) == ["ARREST_MINOR_PROSTITUTION"]


def test_without_an_offence_day_the_local_day_of_the_arrest_counts():
    # 01:30 UTC on 1 March is still the evening of 29 February in Los Angeles.
    arrest = {"arrested_at": "2016-03-01T01:30:00.000Z"}
    assert offence_day(arrest, {}, TABLE) == date(2016, 2, 29)
    assert codes(arrest, {"born_on": "1998-03-01"}, SELLER) == ["ARREST_MINOR_PROSTITUTION"]
    assert codes({"arrested_at": "2016-03-01T08:00:00.000Z"}, {"born_on": "1998-03-01"}, SELLER) == []


@given(DAYS, st.times())
def test_every_instant_falls_on_its_local_day(day, hour):
    moment = datetime.combine(day, hour, LOS_ANGELES)
    assert offence_day({"arrested_at": to_wire(moment.astimezone(UTC))}, {}, TABLE) == day


@pytest.mark.parametrize(
    ("code", "day", "in_force"),
    [
        ("pc_653_22", "2022-12-31", True),
        ("pc_653_22", "2023-01-01", False),
        ("pc_653_25", "2025-12-31", False),
        ("pc_653_25", "2026-01-01", True),
        ("pc_647_b_purchaser", "2016-12-31", True),
        ("pc_647_b_purchaser", "2017-01-01", False),
        ("pc_647_b_2", "2016-12-31", False),
        ("pc_647_b_2", "1999-01-01", True),  # before the table begins it says nothing
    ],
)
def test_statute_that_was_not_the_law_on_the_day_is_named(code, day, in_force):
    adult = {"born_on": "1960-01-01"}
    assert codes({"offence_on": day}, adult, {"offence": code}) == ([] if in_force else ["CHARGE_NOT_IN_FORCE"])


def test_charge_not_yet_chosen_is_no_problem():
    assert codes({"offence_on": "2016-03-01"}, {"born_on": "2000-01-01"}, {}) == []


def test_minors_arrest_for_anything_else_needs_a_supervisor_and_the_nexus():
    arrest = {"offence_on": "2016-03-01"}
    minor = {"born_on": "2000-01-01"}
    assert [problem.field for problem in review_problems(arrest, minor)] == [
        "nexus_reviewed", "approved_by", "approved_at",
    ]  # fmt: skip
    reviewed = arrest | {"nexus_reviewed": True, "approved_by": "Sergeant", "approved_at": noon(date(2016, 3, 2))}
    assert review_problems(reviewed, minor) == []
    assert review_problems(arrest, {"born_on": "1980-01-01"}) == []


def test_recovery_carries_the_facts_of_the_arrest_over():
    person, operation, agency = (f"01504b0a-0000-7000-8000-00000000000{digit}" for digit in (1, 2, 3))
    arrest = {
        "person": person,
        "operation": operation,
        "agency": agency,
        "arrested_at": "2016-03-01T01:30:00.000Z",
        "place": "Example Motel, room 12",
        "city": "Compton",
        "officer": "Deputy Example",
        "apparent_minor": True,
        "estimated_age": 15,
        "report_number": "016-00012",
        "report_bucket": "MISC",
        "role": "seller",
        "booking_number": "B-1",
        "narrative": "She said she was told to come here.",
    }
    draft = recovery_from_arrest(arrest)
    assert draft == {
        "person": person,
        "operation": operation,
        "agency": agency,
        "first_contact_at": "2016-03-01T01:30:00.000Z",
        "place": "Example Motel, room 12",
        "city": "Compton",
        "recovered_by": "Deputy Example",
        "estimated_age": 15,
        "age_basis": "apparent",
        "report_number": "016-00012",
        "narrative": "She said she was told to come here.",
        "origin": "operation",
        "exploitation_type": "sex",
        "victim_status": "potential",
        "name_confidentiality": "confidential",
    }
    assert value_problems(require_type("recovery"), draft, vocabulary.codes) == []


def test_recovery_from_a_bare_arrest_is_a_valid_draft():
    draft = recovery_from_arrest({}, {"estimated_age": 14, "age_basis": "claimed"})
    assert draft["estimated_age"] == 14
    assert draft["age_basis"] == "claimed"
    assert draft["origin"] == "patrol"
    assert value_problems(require_type("recovery"), draft, vocabulary.codes) == []
