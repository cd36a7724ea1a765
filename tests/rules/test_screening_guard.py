"""A screening is final when its duties are done or answered for."""

import pytest

from fieldapp.domain.ids import derive_record_id, is_record_id
from fieldapp.records import vocabulary
from fieldapp.rules.screening_guard import (
    CORRECTED,
    DECLINED,
    MANDATED,
    REPORTED,
    closing_problems,
    duty_id,
    is_closed,
    is_minor_at_screening,
    open_duty_problems,
    waiver_reasons,
)

SCREENING = "019b7cb3-2c1e-7000-82fa-e5efebeadf1d"
STARTED = {"started_at": "2026-03-01T20:00:00.000Z"}
APPROVED = {"status": "not_needed", "not_done_reason": "duplicate", "approved_by": "Lieutenant Example"}


def test_derived_id_is_a_record_id_that_keeps_the_time_of_its_whole():
    made = derive_record_id(SCREENING, "answer", "/data/q1")
    assert is_record_id(made)
    assert made[:13] == SCREENING[:13]
    assert made == derive_record_id(SCREENING, "answer", "/data/q1")


def test_derived_ids_differ_by_every_word():
    made = {
        derive_record_id(SCREENING, "answer", "/data/q1"),
        derive_record_id(SCREENING, "answer", "/data/q2"),
        derive_record_id(SCREENING, "duty", "/data/q1"),
        derive_record_id(SCREENING, "answer/data/q1"),
        derive_record_id(SCREENING.replace("82fa", "82fb"), "answer", "/data/q1"),
    }
    assert len(made) == 5


@pytest.mark.parametrize(
    ("task", "closed"),
    [
        ({"status": "open"}, False),
        ({"status": "started"}, False),
        ({}, False),
        ({"status": "done"}, True),
        (APPROVED, True),
        (APPROVED | {"approved_by": None}, False),
        (APPROVED | {"not_done_reason": None}, False),
    ],
)
def test_duty_is_closed_when_done_or_when_somebody_named_agreed(task, closed):
    assert is_closed(task) is closed


def test_final_screening_names_each_open_duty():
    tasks = {"report_phone": {"status": "open"}, "advocate_call": {"status": "done"}, "safety_plan": {"status": "open"}}
    found = list(open_duty_problems({"state": "final"}, tasks))
    assert [problem.code for problem in found] == ["DUTY_OPEN", "DUTY_OPEN"]
    assert {problem.values["label"] for problem in found} == {"Mandated report by phone", "Safety plan"}


def test_draft_may_have_open_duties():
    assert list(open_duty_problems({"state": "draft"}, {"report_phone": {"status": "open"}})) == []


@pytest.mark.parametrize("duty", sorted(MANDATED))
@pytest.mark.parametrize("person", [{"born_on": "2010-05-05"}, {"estimated_age": 15}, {}])
def test_mandated_report_is_not_declined_for_a_minor_or_when_the_age_is_not_known(duty, person):
    task = {"duty": duty, "not_done_reason": DECLINED}
    assert [problem.code for problem in closing_problems(task, STARTED, person)] == ["DUTY_NOT_DECLINED"]


@pytest.mark.parametrize(
    ("task", "person"),
    [
        ({"duty": "report_phone", "not_done_reason": DECLINED}, {"born_on": "1990-05-05"}),
        ({"duty": "report_phone", "not_done_reason": "duplicate"}, {"born_on": "1990-05-05"}),
        ({"duty": "medical", "not_done_reason": DECLINED}, {"estimated_age": 15}),
        ({"duty": "report_phone"}, {"estimated_age": 15}),
    ],
)
def test_other_ways_of_closing_are_the_supervisors_to_judge(task, person):
    assert list(closing_problems(task, STARTED, person)) == []


OTHERS = sorted({each.code for each in vocabulary.choices("duty_not_done")} - {DECLINED, REPORTED})
MINOR = {"estimated_age": 15}


def waived(reason: str, duty: str = "report_phone", **values: object) -> dict[str, object]:
    """A duty left undone for a reason, with a supervisor's name to it."""
    agreed = {"status": "not_needed", "approved_by": "Lieutenant Example", "details": "Ref 77"}
    return {"duty": duty, "screening": SCREENING, "not_done_reason": reason, **agreed, **values}


@pytest.mark.parametrize("duty", sorted(MANDATED))
@pytest.mark.parametrize("person", [{"born_on": "2010-05-05"}, MINOR, {}])
@pytest.mark.parametrize("reason", OTHERS)
def test_no_supervisor_holds_back_a_mandated_report_of_a_minor(duty, person, reason):
    problems = closing_problems(waived(reason, duty), STARTED, person)
    assert [problem.code for problem in problems] == ["DUTY_NOT_WAIVED"]


def test_one_of_the_team_reports_for_all_and_is_named_with_the_reference():
    assert list(closing_problems(waived(REPORTED), STARTED, MINOR)) == []
    unnamed = closing_problems(waived(REPORTED, details=None), STARTED, MINOR)
    assert [problem.code for problem in unnamed] == ["DUTY_REFERENCE_MISSING"]


def test_report_that_rested_on_a_wrong_answer_need_not_be_made_once_that_is_corrected():
    assert list(closing_problems(waived(CORRECTED, raised_earlier=True), STARTED, MINOR)) == []


def test_what_an_older_screening_was_locked_with_stays_as_it_was():
    before = waived("unsafe_now")
    confirmed = {**before, "approved_by": "Lieutenant Ortiz"}
    assert list(closing_problems(confirmed, STARTED, MINOR, before)) == []
    again = {**before, "not_done_reason": "duplicate"}
    assert [problem.code for problem in closing_problems(again, STARTED, MINOR, before)] == ["DUTY_NOT_WAIVED"]


def test_only_reasons_that_hold_are_offered():
    assert waiver_reasons({"duty": "report_phone"}, STARTED, MINOR) == (REPORTED,)
    assert waiver_reasons({"duty": "report_phone", "raised_earlier": True}, STARTED, {}) == (REPORTED, CORRECTED)
    assert set(waiver_reasons({"duty": "report_phone"}, STARTED, {"estimated_age": 30})) > {REPORTED, DECLINED}
    medical = waiver_reasons({"duty": "medical"}, STARTED, MINOR)
    assert REPORTED not in medical
    assert {DECLINED, "unsafe_now"} < set(medical)


def test_age_counts_on_the_local_day_of_the_screening():
    born = {"born_on": "2008-03-02"}
    assert is_minor_at_screening({"started_at": "2026-03-02T07:59:00.000Z"}, born) is True
    assert is_minor_at_screening({"started_at": "2026-03-02T08:01:00.000Z"}, born) is False
    assert is_minor_at_screening({}, {}) is None


def test_each_duty_of_a_screening_has_one_id():
    assert len({duty_id(SCREENING, code) for code in ("report_phone", "report_written")}) == 2
