"""The protocol runs of the synthetic year: steps, responders and talks with those who were recovered."""

from __future__ import annotations

from collections import Counter

from fieldapp.domain.ids import derive_record_id
from fieldapp.rules.interview_guard import interview_problems


def test_steps_of_the_year_are_on_the_ids_that_every_laptop_makes(shown):
    steps = shown["protocol_step"]
    assert len(steps) > 50
    for record_id, step in steps.items():
        assert record_id == derive_record_id(step["recovery"], "protocol_step", step["step"])


def test_some_steps_could_not_be_completed_and_say_why(shown):
    states = Counter(step["status"] for step in shown["protocol_step"].values())
    assert states["done"] > states["unable"] > 0
    assert all(step["reason"] for step in shown["protocol_step"].values() if step["status"] == "unable")


def test_talks_of_the_year_keep_to_the_right_to_an_advocate(shown):
    assert Counter(talk["kind"] for talk in shown["interview"].values()).keys() == {
        "minimal_facts",
        "forensic",
        "investigative",
    }
    assert [p for talk in shown["interview"].values() for p in interview_problems(talk)] == []


def test_adults_who_talk_alone_have_signed_that_they_want_no_advocate(shown):
    alone = [talk for talk in shown["interview"].values() if talk.get("advocate_answer") == "declined"]
    assert alone
    assert all(talk["waiver_reference"] and talk["waiver_signed_at"] < talk["started_at"] for talk in alone)


def test_responders_came_or_said_why_not(shown):
    assert {"advocate", "child_services", "probation"} <= {each["kind"] for each in shown["responder"].values()}
    declined = [each for each in shown["responder"].values() if "declined_at" in each]
    assert len(declined) > 5
    assert all(each["declined_reason"] and "arrived_at" not in each for each in declined)


def test_nothing_of_a_protocol_is_written_down_before_it_happened(year):
    for act in year:
        for name in ("written_report_at", "arrived_at", "started_at"):
            if act.record_type in {"recovery", "responder", "interview"} and name in act.values:
                assert act.values[name] <= act.at.strftime("%Y-%m-%dT%H:%M:%S.999Z")
