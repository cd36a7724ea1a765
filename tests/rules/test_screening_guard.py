"""A screening is final when its duties are done or answered for."""

import pytest

from fieldapp.domain.ids import derive_record_id, is_record_id
from fieldapp.rules.screening_guard import (
    DECLINED,
    MANDATED,
    closing_problems,
    duty_id,
    is_closed,
    is_minor_at_screening,
    open_duty_problems,
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
        ({"duty": "report_phone", "not_done_reason": "duplicate"}, {"estimated_age": 15}),
        ({"duty": "medical", "not_done_reason": DECLINED}, {"estimated_age": 15}),
        ({"duty": "report_phone"}, {"estimated_age": 15}),
    ],
)
def test_other_ways_of_closing_are_the_supervisors_to_judge(task, person):
    assert list(closing_problems(task, STARTED, person)) == []


def test_age_counts_on_the_local_day_of_the_screening():
    born = {"born_on": "2008-03-02"}
    assert is_minor_at_screening({"started_at": "2026-03-02T07:59:00.000Z"}, born) is True
    assert is_minor_at_screening({"started_at": "2026-03-02T08:01:00.000Z"}, born) is False
    assert is_minor_at_screening({}, {}) is None


def test_each_duty_of_a_screening_has_one_id():
    assert len({duty_id(SCREENING, code) for code in ("report_phone", "report_written")}) == 2
