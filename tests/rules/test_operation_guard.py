"""An operation takes no step for which its plan is not ready; what is missing is said all at once."""

import pytest

from fieldapp.rules.operation_guard import LIFE, missing_for, operation_problems, step_after

PLAN = {
    "objective": "Recover, not arrest",
    "risk_class": "moderate",
    "medical_plan": "Demo Hospital",
    "abort_signal": "Umbrella",
    "victim_services_lead": "Robin Demoson",
    "deconfliction_result": "clear",
}
APPROVED = {**PLAN, "approved_by": "Lieutenant Example", "approved_at": "2026-03-01T20:00:00.000Z"}


def codes(before, **after):
    return {(problem.code, problem.field) for problem in operation_problems(before, {**(before or {}), **after})}


@pytest.mark.parametrize(
    "name",
    ["approved_by", "approved_at", *(name for name in PLAN if name != "objective")],
)
def test_nobody_moves_without(name):
    before = {**APPROVED, "status": "briefed", name: None}
    assert codes(before, status="active") == {("OPERATION_STEP_NEEDS", name)}


def test_ready_plan_becomes_active():
    assert codes({**APPROVED, "status": "briefed"}, status="active") == set()


def test_minors_expected_need_a_liaison():
    before = {**APPROVED, "status": "briefed", "minors_expected": True}
    assert codes(before, status="active") == {("OPERATION_STEP_NEEDS", "cps_liaison")}
    assert codes({**before, "cps_liaison": "Sam Demo"}, status="active") == set()


@pytest.mark.parametrize("result", ["conflict", "exigent"])
def test_deconfliction_that_was_not_clear_needs_its_why(result):
    before = {**APPROVED, "status": "briefed", "deconfliction_result": result}
    assert codes(before, status="active") == {("DECONFLICTION_UNEXPLAINED", "deconfliction_contact")}
    assert codes(before, status="active", deconfliction_contact="Storm, decided by the watch") == set()
    assert codes({**before, "deconfliction_result": "pending"}, status="active") == {
        ("DECONFLICTION_PENDING", "deconfliction_result")
    }


def test_new_operation_that_says_it_is_active_is_judged_too():
    assert ("OPERATION_STEP_NEEDS", "approved_by") in codes(None, status="active")


def test_anything_else_is_saved_whatever_is_missing():
    assert codes({"status": "active"}, phase="contact") == set()
    assert codes({"status": "active"}, status="draft") == set()


def test_nobody_approves_the_plan_they_lead():
    before = {**APPROVED, "status": "reviewed", "case_agent": "lieutenant  example"}
    assert codes(before, status="approved") == {("APPROVAL_OF_OWN_PLAN", "approved_by")}


def test_a_reviewed_plan_says_who_reviewed_it():
    signed = {"reviewed_by": "Lieutenant Example", "reviewed_at": "2026-03-01T20:00:00.000Z"}
    assert codes({**PLAN, "status": "draft"}, status="reviewed") == {
        ("OPERATION_STEP_NEEDS", "reviewed_by"),
        ("OPERATION_STEP_NEEDS", "reviewed_at"),
    }
    assert codes({**PLAN, "status": "draft"}, status="reviewed", **signed) == set()


def test_whoever_began_a_plan_of_high_risk_does_not_approve_it():
    before = {**PLAN, "status": "reviewed", "risk_class": "high"}
    for already, refused in (({}, True), (APPROVED, False)):  # signed by somebody before, it is no approval of theirs
        after = {**before, **APPROVED, "risk_class": "high", "status": "approved"}
        found = operation_problems({**before, **already, "risk_class": "high"}, after, approves_own=True)
        assert bool(found) is refused


@pytest.mark.parametrize(("risk", "refused"), [("moderate", False), ("high", True), ("highest", True)])
def test_high_risk_takes_a_second_person(risk, refused):
    before = {**APPROVED, "status": "reviewed", "risk_class": risk, "reviewed_by": "Lieutenant Example"}
    assert bool(codes(before, status="approved")) is refused
    assert codes({**before, "reviewed_by": "Sergeant Sample"}, status="approved") == set()


def test_calling_off_and_debriefing_say_why():
    assert codes({"status": "draft"}, status="cancelled") == {("CANCEL_REASON_MISSING", "cancelled_reason")}
    before = {**APPROVED, "status": "closed"}
    assert codes(before, status="debriefed", debriefed_at="x") == {("OPERATION_STEP_NEEDS", "outcome")}


def test_steps_follow_each_other_and_end():
    assert [step_after(status) for status in LIFE] == [*LIFE[1:], None]
    assert step_after("cancelled") is None


def test_what_a_step_writes_by_itself_is_not_asked_for():
    assert {problem.field for problem in missing_for("approved", {})} == {
        "risk_class",
        "medical_plan",
        "abort_signal",
        "victim_services_lead",
    }
