"""NIBRS codes: suggested by the table, asked about where they cannot be, and never a victim charged with selling."""

import pytest

from fieldapp.rules.nibrs import code_problems, suggested_code, victim_problems

OPERATION, OTHER = "01504b0a-0000-7000-8000-000000000001", "01504b0a-0000-7000-8000-000000000002"


def codes(charge, **about):
    return [problem.code for problem in code_problems(charge, **about)]


@pytest.mark.parametrize(
    ("offence", "adult", "minor"),
    [
        ("pc_236_1_a", "64B", "64B"),
        ("pc_236_1_c", "64A", "64A"),
        ("pc_266h", "40B", "64A"),
        ("pc_647_b_2", "40C", "40C"),
        ("pc_647_b_3", "40C", "64A"),
        ("pc_647_b_1", "40A", "40A"),
        ("pc_311_11", "370", "370"),
        ("of_tomorrow", None, None),
    ],
)
def test_code_is_the_tables(offence, adult, minor):
    assert suggested_code({"offence": offence}, victim_is_minor=False) == adult
    assert suggested_code({"offence": offence}, victim_is_minor=True) == minor


def test_commercial_sex_with_a_minor_asks_for_64a_and_236_1_c():
    charge = {"offence": "pc_647_b_2"}
    assert codes(charge, victim_is_minor=True) == ["NIBRS_MINOR_IS_64A", "CHARGE_236_1_C_SUGGESTED"]
    fixed = charge | {"nibrs": "64A"}
    assert codes(fixed, victim_is_minor=True, others=[{"offence": "pc_236_1_c"}]) == []


def test_seller_code_on_a_minor_victim_is_warned_of():
    charge = {"offence": "pc_266h", "nibrs": "40A"}
    assert codes(charge, victim_is_minor=True, others=[{"offence": "pc_236_1_c"}]) == ["NIBRS_MINOR_IS_64A"]


def test_code_that_nobody_uses_or_that_is_another_offences_is_asked_about():
    assert codes({"offence": "pc_266h", "nibrs": "99Z"}, victim_is_minor=False) == ["NIBRS_UNKNOWN"]
    assert codes({"offence": "pc_266h", "nibrs": "370"}, victim_is_minor=False) == ["NIBRS_UNUSUAL"]
    assert codes({"offence": "pc_266h", "nibrs": "40B"}, victim_is_minor=False) == []
    assert codes({"offence": "of_tomorrow", "nibrs": "99Z"}, victim_is_minor=True) == []


@pytest.mark.parametrize(
    ("recovery", "found"),
    [
        ({"operation": OPERATION, "first_contact_at": "2026-01-01T20:00:00.000Z"}, ["CHARGE_ON_VICTIM"]),
        ({"operation": OTHER, "first_contact_at": "2026-03-02T07:30:00.000Z"}, ["CHARGE_ON_VICTIM"]),  # 23:30 there
        ({"operation": OTHER, "first_contact_at": "2026-03-02T08:30:00.000Z"}, []),
        ({"operation": OPERATION, "victim_status": "not_trafficking"}, []),
        ({}, []),
    ],
)
def test_who_was_recovered_in_the_same_event_is_not_charged_with_selling(recovery, found):
    arrest = {"operation": OPERATION, "arrested_at": "2026-03-01T20:00:00.000Z"}
    for offence, wanted in (("pc_647_b_1", found), ("pc_148_a_1", [])):
        assert [p.code for p in victim_problems(arrest, [{"offence": offence}], [recovery])] == wanted
