"""The operations of the year: approved by a supervisor, told to partners, called off, under way, debriefed."""

from __future__ import annotations

from collections import Counter, defaultdict

import pytest

from fieldapp.demo.act import Act, Verb
from fieldapp.demo.scenario import DETECTIVE, SUPERVISOR, Scenario
from fieldapp.rules.operation_guard import LIFE


@pytest.fixture(scope="module")
def steps(year) -> dict[str, list[Act]]:
    """The steps of each operation, in their order."""
    found = defaultdict(list)
    for act in year:
        if act.verb is Verb.STEP:
            found[act.record_id].append(act)
    return found


def test_every_operation_takes_its_steps_in_order_and_ends(steps, shown):
    assert steps.keys() == shown["operation"].keys()
    assert len(steps) == Scenario().operations == 60
    for taken in steps.values():
        statuses = [act.values["status"] for act in taken]
        assert statuses in ([*LIFE[1:]], [*LIFE[1:3], "cancelled"])
    ends = Counter(taken[-1].values["status"] for taken in steps.values())
    assert ends == {"debriefed": 57, "cancelled": 3}


def test_supervisor_reviews_and_approves_what_the_detective_planned(steps):
    for taken in steps.values():
        assert {act.who for act in taken if act.values["status"] in {"reviewed", "approved"}} == {SUPERVISOR}
        assert {act.who for act in taken if act.values["status"] not in {"reviewed", "approved"}} == {DETECTIVE}


def test_partners_are_told_and_half_of_them_the_exact_times_as_well(year):
    given = {act.record_id for act in year if act.verb is Verb.GIVE_NOTICE and act.reason}
    released = [act for act in year if act.verb is Verb.RELEASE_NOTICE]
    assert len(given) == 60
    assert {act.who for act in released} == {SUPERVISOR}
    assert len({act.record_id for act in released} & given) == 30


def test_outreach_carries_places_people_and_signs(shown):
    done = [each for each in shown["operation"].values() if each["kind"] == "outreach"]
    assert len(done) == 6
    for operation in done:
        assert operation["status"] == "debriefed"
        assert operation["places_visited"] >= 8
        assert operation["people_reached"] >= 30
        assert operation["signs_posted"] >= 10
        assert operation["materials"]


def test_nobody_is_met_at_an_outreach_or_where_it_was_called_off(shown):
    for kind in ("recovery", "arrest", "search_warrant"):
        for record in shown[kind].values():
            operation = shown["operation"].get(record.get("operation"), {"kind": "", "status": ""})
            assert operation["kind"] != "outreach"
            assert operation["status"] != "cancelled"


def test_who_is_expected_every_half_hour_is_heard_of_and_some_come_late(year, evening):
    heard = defaultdict(list)
    for act in (act for act in [*year, *evening] if act.verb is Verb.MARK):
        heard[act.record_id].append(act.values["act"])
    late = [marks for marks in heard.values() if "safe" in marks]
    assert len(heard) == 13
    assert len(late) >= 3
    assert all(marks[0] == "on_site" for marks in heard.values())


def test_calls_for_help_turned_out_to_be_false_alarms(year):
    calls = [act for act in year if act.verb is Verb.HELP]
    ends = {act.record_id: act for act in year if act.verb is Verb.FALSE_ALARM}
    assert len(calls) == 3
    for call in calls:
        assert ends[call.record_id].at > call.at
        assert ends[call.record_id].reason


def test_plan_of_high_risk_waits_tonight_for_a_second_supervisor(shown_tonight):
    waiting = [each for each in shown_tonight["operation"].values() if each.get("status") == "reviewed"]
    assert [each["risk_class"] for each in waiting] == ["high"]
