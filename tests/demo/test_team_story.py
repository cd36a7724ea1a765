"""The team in the year: trainings, and one who leaves hands on the work with the reason."""

from __future__ import annotations

from fieldapp.demo.team_story import LEAVER, REASON
from fieldapp.demo.year import write_year


def test_team_has_trainings_that_run_out_before_and_after_the_year():
    ends = sorted(str(act.values["expires_on"]) for act in write_year() if act.record_type == "training")
    assert len(ends) > 10
    assert ends[0] < "2016-11-16" < ends[-1]


def test_work_of_who_leaves_is_handed_on_with_the_reason_and_done():
    acts = [act for act in write_year() if act.record_type == "task"]
    left = {act.record_id for act in acts if act.values.get("assigned_to") == LEAVER}
    given = {act.record_id for act in acts if act.reason == REASON}
    done = {act.record_id for act in acts if act.values.get("status") == "done"}
    assert left
    assert left == given <= done
