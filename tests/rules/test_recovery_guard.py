"""What a minor's recovery needs before it is final."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldapp.rules.offence import load_offences
from fieldapp.rules.recovery_guard import MINOR_NEEDS, is_minor_at_recovery, recovery_problems

TABLE = load_offences()
CONTACT = {"first_contact_at": "2016-03-01T20:00:00.000Z"}
COMPLETE = CONTACT | dict.fromkeys(MINOR_NEEDS, "said")


def fields(recovery, person) -> list[str | None]:
    return [problem.field for problem in recovery_problems(recovery, person)]


def test_minors_recovery_needs_the_hotline_and_the_advocate():
    assert fields(CONTACT, {"born_on": "2001-05-05"}) == list(MINOR_NEEDS)
    assert fields(COMPLETE, {"born_on": "2001-05-05"}) == []


def test_adults_recovery_needs_neither():
    assert fields(CONTACT, {"born_on": "1980-05-05"}) == []


def test_recovery_without_any_age_is_not_final():
    assert [problem.code for problem in recovery_problems(CONTACT, None)] == ["RECOVERY_AGE_UNKNOWN"]


@given(st.integers(0, 120))
def test_estimate_stands_in_for_a_missing_date_of_birth(age):
    assert is_minor_at_recovery(CONTACT | {"estimated_age": age}, {}, TABLE) is (age < 18)
    assert is_minor_at_recovery(CONTACT, {"estimated_age": age}, TABLE) is (age < 18)
    assert is_minor_at_recovery({"estimated_age": age}, {"born_on": "1980-01-01"}, TABLE) is (age < 18)


def test_date_of_birth_decides_over_an_estimate():
    assert is_minor_at_recovery(CONTACT | {"estimated_age": 25}, {"born_on": "2001-05-05"}, TABLE) is True
    assert is_minor_at_recovery(CONTACT | {"estimated_age": 15}, {"born_on": "1990-05-05"}, TABLE) is False


@pytest.mark.parametrize(("hour", "minor"), [("07:59", True), ("08:00", False)])
def test_eighteenth_birthday_begins_at_local_midnight(hour, minor):
    recovery = {"first_contact_at": f"2016-03-01T{hour}:00.000Z"}
    assert is_minor_at_recovery(recovery, {"born_on": date(1998, 3, 1).isoformat()}, TABLE) is minor
