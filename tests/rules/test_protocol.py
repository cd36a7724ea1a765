"""The template of the first-responder protocol, and how its steps stand in a recovery."""

from __future__ import annotations

import copy
from datetime import timedelta

import pytest

import resources
from fieldapp.domain.clock import to_wire
from fieldapp.records import vocabulary
from fieldapp.rules.deadline import deadlines
from fieldapp.rules.law import load_law
from fieldapp.rules.pack import RulesPackError
from fieldapp.rules.protocol import FIRST_RESPONDER, load_protocol, read_protocol
from fieldapp.rules.protocol_run import StepState, excused_fields, run_steps
from tests.fakes.clock import START

CONTACT = {"first_contact_at": to_wire(START)}
PROTOCOL = load_protocol()


def states(values, after=timedelta(0), *, is_minor=True, said=(), children=None):
    clocks = deadlines(load_law(), "recovery", values, START + after, is_minor=is_minor)
    steps = run_steps(PROTOCOL, values, is_minor=is_minor, said=said, children=children, clocks=clocks)
    return {step.code: step.state for step in steps}


def test_template_has_every_step_of_the_vocabulary_in_its_order():
    assert [step.code for step in PROTOCOL.steps] == [choice.code for choice in vocabulary.choices("protocol_step")]
    assert PROTOCOL.name == "csec_first_responder 2026.1"


def test_every_step_says_its_owner_in_both_languages_and_where_it_stands():
    for step in PROTOCOL.steps:
        assert step.owner("en")
        assert step.owner("es")
        assert step.label("en") != step.label("es")
        assert step.citation


def pack_with(number=0, **changes):
    pack = copy.deepcopy(resources.load_toml(FIRST_RESPONDER))
    pack["step"][number] |= changes
    return pack


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"code": "dance"}, "unknown step dance"),
        ({"code": "hotline_call"}, "given twice"),
        ({"who": "adult"}, "who is one of"),
        ({"clock": "sundial"}, "unknown clock sundial"),
        ({"clock": "presentation"}, "unknown clock presentation"),
        ({"done": ["shoe_size"]}, "recovery has no shoe_size"),
        ({"evidence": "needs"}, "evidence is a list"),
        ({"child": ["charge.seller.offence"]}, "child is one such as"),
        ({"child": ["interview.chat.started_at"]}, "of no kind chat"),
        ({"not_done": {"exam_consent": {"maybe": "declined"}}}, "no answer maybe"),
        ({"not_done": {"exam_consent": {"refused": "lost"}}}, "declined or not_applicable"),
        ({"citation": " "}, "no citation"),
        ({"confirmed": "yes"}, "confirmed is true or false"),
        ({"owner": "me"}, "unknown owner"),
    ],
)
def test_broken_template_is_refused_with_its_row(changes, says):
    with pytest.raises(RulesPackError, match=says) as caught:
        read_protocol(pack_with(**changes), load_law().clocks)
    assert "protocol, row" in str(caught.value)


@pytest.mark.parametrize(
    ("code", "after", "state"),
    [
        ("responders", timedelta(minutes=74), StepState.OPEN),
        ("responders", timedelta(minutes=75), StepState.SOON),
        ("responders", timedelta(minutes=90), StepState.OVERDUE),
        ("written_report", timedelta(hours=24), StepState.SOON),
        ("written_report", timedelta(hours=36), StepState.OVERDUE),
        ("medical_hub", timedelta(hours=72), StepState.OVERDUE),
        ("hotline_call", timedelta(hours=500), StepState.OPEN),
    ],
)
def test_step_turns_with_its_clock(code, after, state):
    assert states(CONTACT, after)[code] is state


def test_field_answers_a_step_and_late_is_said():
    in_time = CONTACT | {"advocate_arrived_at": to_wire(START + timedelta(minutes=89))}
    late = CONTACT | {"advocate_arrived_at": to_wire(START + timedelta(minutes=91))}
    assert states(in_time, timedelta(hours=5))["responders"] is StepState.DONE
    assert states(late, timedelta(hours=5))["responders"] is StepState.LATE


def test_declined_advocate_is_not_waited_for():
    found = states(CONTACT | {"advocate_answer": "declined"}, timedelta(hours=5))
    assert found["responders"] is StepState.DECLINED
    assert found["advocate_call"] is StepState.DECLINED


def test_adult_is_not_asked_for_what_a_minor_needs_and_unknown_age_is():
    minor, adult, unknown = (set(states(CONTACT, is_minor=is_minor)) for is_minor in (True, False, None))
    assert minor == unknown
    assert {"hotline_call", "written_report", "medical_hub", "mdt_initial"} <= minor - adult
    assert {"secure_scene", "responders", "name_advice"} <= adult


def test_step_that_hangs_on_an_answer_comes_with_it():
    assert "acute_exam" not in states(CONTACT)
    assaulted = CONTACT | {"assaulted_at": to_wire(START - timedelta(hours=90))}
    assert states(assaulted)["acute_exam"] is StepState.SOON
    assert states(assaulted, timedelta(hours=7))["acute_exam"] is StepState.OVERDUE
    assert states(assaulted | {"exam_consent": "refused"})["acute_exam"] is StepState.DECLINED
    assert "located_notice" not in states(CONTACT | {"was_missing": False})
    assert "located_notice" in states(CONTACT | {"was_missing": True})


def test_record_beside_the_recovery_answers_its_step():
    interview = {"kind": "minimal_facts", "started_at": to_wire(START)}
    assert states(CONTACT, children={"interview": [interview]})["minimal_facts"] is StepState.DONE
    planned = {"kind": "forensic", "scheduled_for": to_wire(START + timedelta(days=1))}
    found = states(CONTACT, children={"interview": [planned]})
    assert found["forensic_interview"] is StepState.DONE
    assert found["minimal_facts"] is StepState.OPEN


@pytest.mark.parametrize("status", ["done", "declined", "not_applicable", "unable"])
def test_what_somebody_said_answers_a_step(status):
    said = [{"step": "rights_card", "status": status, "at": to_wire(START), "reason": "Asleep"}]
    assert states(CONTACT, said=said)["rights_card"] == status


def test_field_counts_before_what_somebody_said():
    said = [{"step": "hotline_call", "status": "unable", "at": to_wire(START), "reason": "No line"}]
    assert states(CONTACT, said=said)["hotline_call"] is StepState.UNABLE
    called = CONTACT | {"hotline_called_at": to_wire(START)}
    assert states(called, said=said)["hotline_call"] is StepState.DONE


def test_only_a_step_that_was_impossible_for_a_reason_excuses_its_fields():
    unable = {"step": "hotline_call", "status": "unable", "reason": "No line"}
    assert {"hotline_called_at", "hotline_worker"} <= excused_fields(PROTOCOL, [unable])
    assert excused_fields(PROTOCOL, [unable | {"reason": None}]) == frozenset()
    assert excused_fields(PROTOCOL, [unable | {"status": "declined"}]) == frozenset()
    assert excused_fields(PROTOCOL, [{"step": "of_a_newer_template", "status": "unable", "reason": "?"}]) == frozenset()


@pytest.mark.parametrize("code", ["hotline_call", "written_report"])
def test_what_the_law_asks_stays_to_be_done_whatever_was_said_of_it(code):
    for status in ("declined", "not_applicable"):  # as it was said before nobody could
        said = {"step": code, "status": status, "reason": "No", "at": to_wire(START)}
        assert states(CONTACT, said=[said])[code] is StepState.OPEN
    said = {"step": code, "status": "unable", "reason": "No line", "at": to_wire(START)}
    steps = {step.code: step for step in run_steps(PROTOCOL, CONTACT, is_minor=True, said=[said])}
    assert (steps[code].state, steps[code].is_answered) == (StepState.UNABLE, False)
