"""Rule R8: the right to an advocate comes before the first interview."""

from __future__ import annotations

import pytest

from fieldapp.domain.change import VOID_FIELD
from fieldapp.rules.interview_guard import interview_from_recovery, interview_problems

NOON, LATER, LATEST = (f"2026-03-01T{hour}:00:00.000Z" for hour in ("12", "13", "14"))
TOLD = {"started_at": LATER, "advocate_notice_at": NOON}
WANTED = TOLD | {"advocate_answer": "wanted", "advocate_called_at": NOON}
WAIVED = TOLD | {"advocate_answer": "declined", "waiver_reference": "Form 12"}


def codes(interview, recovery=None):
    return [problem.code for problem in interview_problems(interview, recovery)]


@pytest.mark.parametrize(
    "interview", [{}, {"scheduled_for": NOON}, {"started_at": LATER, VOID_FIELD: True}, WANTED, WAIVED]
)
def test_planned_told_waived_or_struck_out_interview_passes(interview):
    assert codes(interview) == []


@pytest.mark.parametrize(
    ("interview", "code"),
    [
        ({"started_at": NOON}, "INTERVIEW_WITHOUT_NOTICE"),
        ({"started_at": NOON, "advocate_notice_at": LATER}, "INTERVIEW_WITHOUT_NOTICE"),
        (TOLD, "INTERVIEW_WITHOUT_ANSWER"),
        (TOLD | {"advocate_answer": "undecided"}, "INTERVIEW_WITHOUT_ANSWER"),
        (TOLD | {"advocate_answer": "wanted"}, "INTERVIEW_ADVOCATE_NOT_CALLED"),
        (WANTED | {"advocate_called_at": LATEST}, "INTERVIEW_ADVOCATE_NOT_CALLED"),
        (TOLD | {"advocate_answer": "declined"}, "WAIVER_MISSING"),
        (TOLD | {"advocate_answer": "declined_unsigned"}, "WAIVER_MISSING"),
        (WAIVED | {"waiver_revoked_at": NOON}, "WAIVER_REVOKED"),
    ],
)
def test_interview_is_not_started_so(interview, code):
    assert codes(interview) == [code]


def test_waiver_revoked_on_the_recovery_holds_for_its_interviews():
    assert codes(WAIVED, {"waiver_revoked_at": NOON}) == ["WAIVER_REVOKED"]


@pytest.mark.parametrize(
    "more",
    [{"waiver_revoked_at": LATEST}, {"advocate_arrived_at": NOON}, {"waiver_signed_at": "2026-03-01T12:30:00.000Z"}],
)
def test_revoked_later_or_signed_anew_or_with_the_advocate_there_it_may_go_on(more):
    assert codes(WAIVED | {"waiver_revoked_at": NOON} | more) == []


def test_interview_takes_over_what_was_said_of_the_advocate():
    recovery = {"person": "p", "advocate_notice_at": NOON, "advocate_answer": "wanted", "place": "Motel"}
    assert interview_from_recovery(recovery) == {
        "person": "p",
        "advocate_notice_at": NOON,
        "advocate_answer": "wanted",
    }
