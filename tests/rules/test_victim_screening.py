"""Rule R6: who is taken for selling is screened for trafficking first, or a supervisor signs why not."""

import pytest

from fieldapp.records.screening import INDICATORS
from fieldapp.rules.offence import load_offences
from fieldapp.rules.victim_screening import (
    counts_for,
    is_on_sellers_side,
    screening_problems,
    tells_of_trafficking,
)

ARREST = {"person": "p", "role": "seller", "arrested_at": "2016-03-02T06:30:00.000Z"}  # the evening of 1 March
SELLER = {"offence": "pc_647_b_seller"}
SIGNED = {"unscreened_reason": "In hospital", "unscreened_by": "Lena", "unscreened_at": "2016-03-02T08:00:00.000Z"}
SCREENED = {
    "state": "final",
    "started_at": "2016-03-02T06:50:00.000Z",
    **dict.fromkeys(INDICATORS, "not_present"),
}


def is_refused(arrest, charges=(), screenings=()):
    return [problem.code for problem in screening_problems(arrest, charges, screenings)] == ["SCREENING_FIRST"]


@pytest.mark.parametrize("row", load_offences().offences, ids=lambda row: row.code)
def test_every_offence_of_the_sellers_side_asks_for_a_screening_and_no_other(row):
    assert is_on_sellers_side({"role": "other"}, [{"offence": row.code}]) is (row.group == "prostitution_seller")


@pytest.mark.parametrize("role", ["purchaser", "trafficker", "facilitator", "other", None])
def test_whoever_sells_by_the_part_played_or_by_any_charge_is_screened(role):
    assert is_refused(ARREST)
    assert is_refused({**ARREST, "role": role}, [{"offence": "pc_148_a_1"}, SELLER])
    assert not is_refused({**ARREST, "role": role}, [{"offence": "pc_647_b_purchaser"}, {}])


@pytest.mark.parametrize(
    ("change", "counts"),
    [
        ({}, True),
        ({"state": "draft"}, False),
        ({"silenced": None}, False),
        ({"silenced": "not_observed"}, True),  # considered all the same
        ({"silenced": None, "disclosure_made": True}, True),  # a disclosure ends the questions
        (dict.fromkeys(INDICATORS), False),  # a list of needs is no screening
        ({"started_at": "2016-03-02T09:00:00.000Z"}, True),
        ({"started_at": "2016-05-02T09:00:00.000Z"}, True),  # late, but before it is final
        ({"started_at": "2016-03-01T08:30:00.000Z"}, True),  # half past midnight of the same day
        ({"started_at": "2016-02-29T08:30:00.000Z"}, True),  # the day before
        ({"started_at": "2016-02-28T08:30:00.000Z"}, False),  # another contact
        ({"started_at": None}, True),
    ],
)
def test_what_counts_is_final_of_this_contact_and_considered_every_indicator(change, counts):
    screening = {**SCREENED, **change}
    assert counts_for(screening, ARREST) is counts
    assert is_refused(ARREST, [SELLER], [screening]) is not counts
    assert not is_refused(ARREST, [SELLER], [screening, SCREENED])


def test_a_supervisor_signs_why_not_and_half_a_signature_is_none():
    assert not is_refused({**ARREST, **SIGNED}, [SELLER])
    for name in SIGNED:
        assert is_refused({**ARREST, **SIGNED, name: None}, [SELLER])


@pytest.mark.parametrize(
    ("change", "tells"),
    [
        ({}, False),
        ({"silenced": "present"}, True),
        ({"silenced": "not_observed"}, False),
        ({"disclosure_made": True}, True),
        ({"determination": "clear_concern"}, True),
        ({"determination": "none_seen"}, False),
    ],
)
def test_a_result_that_tells_of_trafficking_is_advice_and_refuses_nothing(change, tells):
    assert tells_of_trafficking({**SCREENED, **change}) is tells
    assert not is_refused(ARREST, [SELLER], [{**SCREENED, **change}])
