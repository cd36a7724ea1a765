"""The exam after an assault, and times of a recovery that cannot be right."""

from __future__ import annotations

from datetime import timedelta

import pytest

from fieldapp.domain.clock import to_wire
from fieldapp.rules.event_time import early_problems, future_problems
from fieldapp.rules.exam import Decides, ExamKind, exam_advice
from fieldapp.rules.recovery_guard import recovery_problems
from tests.fakes.clock import START


@pytest.mark.parametrize(
    ("hours", "kind"),
    [
        (0, ExamKind.ACUTE),
        (95.9, ExamKind.ACUTE),
        (96, ExamKind.ACUTE),
        (96.1, ExamKind.NON_ACUTE),
        (-1, ExamKind.UNSURE),
    ],
)
def test_exam_is_acute_within_96_hours(hours, kind):
    assault = {"assaulted_at": to_wire(START - timedelta(hours=hours))}
    assert exam_advice(assault, 15, START).kind is kind


def test_nothing_is_said_without_an_assault():
    assert exam_advice({}, 15, START) is None


@pytest.mark.parametrize(("age", "who"), [(11, Decides.GUARDIAN), (12, Decides.SELF), (None, Decides.UNKNOWN)])
def test_from_twelve_the_minor_decides(age, who):
    assert exam_advice({"assaulted_at": to_wire(START)}, age, START).decides is who


@pytest.mark.parametrize(("age", "is_refused"), [(11, False), (12, True), (17, True)])
def test_guardian_does_not_decide_for_somebody_of_twelve(age, is_refused):
    recovery = {"first_contact_at": to_wire(START), "estimated_age": age, "exam_consent": "guardian"}
    codes = [problem.code for problem in recovery_problems(recovery, None)]
    assert ("EXAM_CONSENT_OWN" in codes) is is_refused


def test_time_to_come_is_named_and_a_clock_that_is_a_little_off_is_not():
    recovery = {
        "first_contact_at": to_wire(START + timedelta(minutes=2)),
        "hotline_called_at": to_wire(START + timedelta(hours=2)),
    }
    assert [problem.field for problem in future_problems("recovery", recovery, START)] == ["hotline_called_at"]


@pytest.mark.parametrize(
    ("record_type", "happened", "planned"),
    [
        ("arrest", "arrested_at", None),
        ("search_warrant", "served_at", "extended_until"),
        ("evidence_item", "seized_at", None),
        ("interview", "started_at", "scheduled_for"),
    ],
)
def test_what_happened_does_not_lie_ahead_and_what_is_planned_may(record_type, happened, planned):
    ahead = {name: to_wire(START + timedelta(days=1)) for name in (happened, planned) if name}
    assert [problem.field for problem in future_problems(record_type, ahead, START)] == [happened]


def test_time_before_first_contact_is_asked_about():
    recovery = {
        "first_contact_at": to_wire(START),
        "assaulted_at": to_wire(START - timedelta(days=2)),
        "advocate_arrived_at": to_wire(START - timedelta(minutes=20)),
    }
    assert [problem.field for problem in early_problems(recovery)] == ["advocate_arrived_at"]
    assert early_problems({"advocate_arrived_at": to_wire(START)}) == []
