"""A mandated report of a minor is done, or was impossible with its reason; nobody declines it."""

import pytest

from fieldapp.rules.protocol import load_protocol
from fieldapp.rules.step_guard import step_problems

MINOR, ADULT, UNKNOWN = {"estimated_age": 15}, {"estimated_age": 30}, {}
MANDATED = [step.code for step in load_protocol().steps if step.mandated]


def codes(step, status, person, before=None, **more):
    after = {"step": step, "status": status, "reason": "No line for two hours", **more}
    return [problem.code for problem in step_problems(before, after, {"id": "r"}, person)]


def test_the_call_and_the_written_report_are_what_the_law_asks():
    assert MANDATED == ["hotline_call", "written_report"]


@pytest.mark.parametrize("step", MANDATED)
@pytest.mark.parametrize("person", [MINOR, UNKNOWN])
@pytest.mark.parametrize("status", ["declined", "not_applicable"])
def test_no_mandated_step_is_declined_for_a_minor_or_for_somebody_whose_age_nobody_knows(step, person, status):
    assert codes(step, status, person) == ["STEP_MANDATED"]
    assert codes(step, status, ADULT) == []
    assert codes("rights_card", status, person) == []


@pytest.mark.parametrize("step", MANDATED)
def test_it_is_done_or_was_impossible_with_its_reason(step):
    assert codes(step, "done", MINOR) == []
    assert codes(step, "unable", MINOR) == []
    assert codes(step, "unable", MINOR, reason="  ") == ["STEP_REASON_MISSING"]


def test_what_was_answered_before_the_rule_stays_until_it_is_written_anew():
    before = {"step": "hotline_call", "status": "declined", "reason": "No line for two hours"}
    assert codes("hotline_call", "declined", MINOR, before, note="Added later") == []
    assert codes("hotline_call", "not_applicable", MINOR, before) == ["STEP_MANDATED"]
    assert codes("hotline_call", "declined", MINOR, before, _void=True) == []
