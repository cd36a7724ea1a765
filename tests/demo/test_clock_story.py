"""The clocks of the synthetic year: mostly kept, some late, some stopped or moved with a reason."""

from __future__ import annotations

from collections import Counter, defaultdict

import pytest

from fieldapp.demo.evening import NOW
from fieldapp.rules.deadline import ClockState, Deadline, deadlines
from fieldapp.rules.law import load_law

WRITTEN_AFTERWARDS = {
    *("cross_reported_at", "hub_visited_at", "review_72h_at", "mdt_at", "endorsement_given_at"),
    *("missing_entered_at", "located_notice_at", "hhs_notified_at"),
    *("certification_requested_at", "certification_answered_at"),
}


@pytest.fixture(scope="module")
def clocks(shown_tonight) -> list[Deadline]:
    changes = defaultdict(list)
    for change_id, change in shown_tonight["clock_change"].items():
        changes[change["recovery"]].append(change | {"id": change_id})
    return [
        deadline
        for record_id, values in shown_tonight["recovery"].items()
        for deadline in deadlines(load_law(), "recovery", values, NOW, changes=changes[record_id])
    ]


def test_clocks_of_the_year_are_mostly_kept_and_some_late(clocks):
    for code in ("review_72h", "endorsement"):
        states = Counter(each.state for each in clocks if each.code == code)
        assert states[ClockState.DONE] > 100
        assert states[ClockState.OVERDUE] <= 2
    assert 5 < sum(each.state is ClockState.DONE_LATE for each in clocks if each.code == "review_72h") < 30


def test_clocks_are_stopped_and_moved_now_and_then_with_a_reason(shown_tonight, clocks):
    assert sum(bool(each.changes.pauses) for each in clocks) >= 5
    assert sum(each.changes.new_start is not None for each in clocks) >= 5
    assert all(change["reason"] and not change.get("approved_by") for change in shown_tonight["clock_change"].values())
    assert not [each for each in clocks if each.state is ClockState.PAUSED]


def test_every_clock_of_a_recovery_runs_somewhere_in_the_year(clocks):
    met = {each.code for each in clocks}
    assert {"responders", "review_72h", "endorsement", "missing_entry", "hhs_notice", "found_notice"} <= met
    late = [each for each in clocks if each.code == "missing_entry" and each.state is ClockState.DONE_LATE]
    assert late


def test_nothing_of_a_clock_is_written_down_before_it_happened(year):
    for act in year:
        for name in act.values.keys() & WRITTEN_AFTERWARDS:
            if act.record_type == "recovery":
                assert act.values[name] <= act.at.isoformat()
