"""Rule R6 for whoever is recovered: the indicators are considered before the recovery is final (PC 236.2)."""

import pytest

from fieldapp.records.screening import INDICATORS
from fieldapp.rules.victim_screening import recovery_screening_problems, recovery_trigger

RECOVERY = {"id": "r", "person": "p", "first_contact_at": "2016-03-02T06:30:00.000Z"}  # the evening of 1 March
SCREENED = {
    "state": "final",
    "started_at": "2016-03-02T06:50:00.000Z",
    **dict.fromkeys(INDICATORS, "not_present"),
}
SIGNED = {"unscreened_reason": "In hospital", "unscreened_by": "Lena", "unscreened_at": "2016-03-02T08:00:00.000Z"}


def is_refused(recovery, screenings=()):
    found = [(problem.code, problem.field) for problem in recovery_screening_problems(recovery, screenings)]
    return found == [("VICTIM_SCREENED_FIRST", "unscreened_reason")]


@pytest.mark.parametrize(
    ("values", "is_minor", "trigger"),
    [
        ({"exploitation_type": "sex"}, True, "minor_commercial_sex"),
        ({"exploitation_type": "both"}, True, "minor_commercial_sex"),
        ({"exploitation_type": "sex", "assaulted_at": "2016-03-02T01:00:00.000Z"}, True, "minor_commercial_sex"),
        ({"exploitation_type": "labour"}, True, "deprived_of_liberty"),
        ({"exploitation_type": "labour", "assaulted_at": "2016-03-02T01:00:00.000Z"}, True, "sexual_assault"),
        ({"exploitation_type": "sex", "assaulted_at": "2016-03-02T01:00:00.000Z"}, False, "sexual_assault"),
        ({"exploitation_type": "sex"}, False, "deprived_of_liberty"),
        ({"exploitation_type": "labour"}, False, "deprived_of_liberty"),
        ({"exploitation_type": "sex"}, None, "deprived_of_liberty"),
        ({"exploitation_type": "unsure"}, False, "deprived_of_liberty"),
        ({}, None, "deprived_of_liberty"),
    ],
)
def test_each_recovery_is_one_of_the_contacts_that_the_statute_names(values, is_minor, trigger):
    assert recovery_trigger(values, is_minor=is_minor) == trigger


@pytest.mark.parametrize(
    ("change", "counts"),
    [
        ({}, True),
        ({"recovery": "r"}, True),
        ({"recovery": "another"}, False),  # of another time that the same person was recovered
        ({"state": "draft"}, False),
        ({"silenced": None}, False),
        ({"silenced": None, "disclosure_made": True}, True),  # whoever has told is not asked again
        ({"started_at": "2016-03-01T08:30:00.000Z"}, True),  # half past midnight of the same day
        ({"started_at": "2016-02-28T08:30:00.000Z"}, False),  # another contact
    ],
)
def test_what_counts_is_a_final_screening_of_this_contact(change, counts):
    assert is_refused(RECOVERY, [{**SCREENED, **change}]) is not counts


def test_a_supervisor_signs_why_not_and_half_a_signature_is_none():
    assert is_refused(RECOVERY)
    assert not is_refused({**RECOVERY, **SIGNED})
    for name in SIGNED:
        assert is_refused({**RECOVERY, **SIGNED, name: None})
