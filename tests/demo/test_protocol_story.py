"""The protocol runs of the synthetic year: steps, responders and talks with those who were recovered."""

from __future__ import annotations

from collections import Counter, defaultdict

import pytest

from fieldapp.demo.act import Verb
from fieldapp.demo.year import write_year
from fieldapp.domain.ids import derive_record_id
from fieldapp.rules.interview_guard import interview_problems


@pytest.fixture(scope="module")
def told() -> dict[str, dict[str, dict]]:
    """The steps, responders and talks of the year, by type and id."""
    found: dict[str, dict[str, dict]] = defaultdict(dict)
    for act in write_year():
        if act.verb is Verb.SAVE and act.record_type in {"protocol_step", "responder", "interview"}:
            found[act.record_type].setdefault(act.record_id, {}).update(act.values)
    return found


def test_steps_of_the_year_are_on_the_ids_that_every_laptop_makes(told):
    steps = told["protocol_step"]
    assert len(steps) > 50
    for record_id, step in steps.items():
        assert record_id == derive_record_id(step["recovery"], "protocol_step", step["step"])


def test_some_steps_could_not_be_completed_and_say_why(told):
    states = Counter(step["status"] for step in told["protocol_step"].values())
    assert states["done"] > states["unable"] > 0
    assert all(step["reason"] for step in told["protocol_step"].values() if step["status"] == "unable")


def test_talks_of_the_year_keep_to_the_right_to_an_advocate(told):
    assert len(told["interview"]) > 5
    assert [p for talk in told["interview"].values() for p in interview_problems(talk)] == []


def test_nothing_of_a_protocol_is_written_down_before_it_happened():
    for act in write_year():
        for name in ("written_report_at", "arrived_at", "started_at"):
            if act.record_type in {"recovery", "responder", "interview"} and name in act.values:
                assert act.values[name] <= act.at.strftime("%Y-%m-%dT%H:%M:%S.999Z")
