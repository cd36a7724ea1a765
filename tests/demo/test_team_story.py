"""The team in the year: trainings, what a supervisor goes through, and one who leaves and hands on the work."""

from __future__ import annotations

from fieldapp.demo.act import Verb
from fieldapp.demo.scenario import DEPUTY, DETECTIVE, SUPERVISOR, name_of
from fieldapp.demo.script import local_day
from fieldapp.demo.team_story import LEAVER, LEFT_ON


def test_team_has_trainings_that_run_out_before_and_after_the_year(shown):
    ends = sorted(training["expires_on"] for training in shown["training"].values())
    assert len(ends) > 10
    assert ends[0] < "2016-11-16" < ends[-1]
    assert {DETECTIVE, DEPUTY, SUPERVISOR} <= {training["handle"] for training in shown["training"].values()}


def test_supervisor_hands_on_the_work_of_who_leaves_and_the_heirs_do_it(year):
    (handed,) = (act for act in year if act.verb is Verb.REASSIGN)
    assert (handed.who, handed.values["who"]) == (SUPERVISOR, LEAVER)
    assert handed.values["owners"] == [name_of(DEPUTY), name_of(DETECTIVE)]
    assert handed.reason
    tasks = [act for act in year if act.record_type == "task"]
    left = {act.record_id for act in tasks if act.values.get("assigned_to") == LEAVER}
    done = {act.record_id: act for act in tasks if act.values.get("status") == "done"}
    assert len(left) == 3
    assert all(done[task].at > handed.at for task in left)


def test_nobody_gives_work_to_who_has_left(shown):
    for operation in shown["operation"].values():
        assert operation["case_agent"] != LEAVER or operation["starts_at"] < str(LEFT_ON)
    for member in shown["roster_member"].values():
        day = shown["operation"][member["operation"]]["starts_at"]
        assert member.get("name") != LEAVER or day < str(LEFT_ON)
    for lead in shown["lead"].values():
        assert lead.get("assigned_to") != LEAVER or lead["received_at"] < str(LEFT_ON)


def test_supervisor_goes_through_what_waits_every_other_week_but_not_in_the_last(year):
    sittings = [act for act in year if act.verb is Verb.REVIEW]
    assert {act.who for act in sittings} == {SUPERVISOR}
    assert len(sittings) > 20
    assert 14 <= (local_day(year[-1].at) - local_day(sittings[-1].at)).days < 42


def test_each_mends_what_came_back(year):
    assert {act.who for act in year if act.verb is Verb.MEND} == {DETECTIVE, DEPUTY}
