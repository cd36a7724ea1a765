"""Ages that papers corrected, and what was left undone of a screening with a supervisor's word."""

from __future__ import annotations

from datetime import timedelta

from fieldapp.demo.act import Verb
from fieldapp.demo.scenario import DEPUTY, SUPERVISOR, Scenario, name_of
from fieldapp.domain.clock import from_wire
from fieldapp.domain.record import final_problems
from fieldapp.records import require_type
from fieldapp.rules.offence import load_offences
from fieldapp.rules.recovery_guard import is_minor_at_recovery


def test_papers_turn_some_victims_into_minors_and_some_into_adults(year, shown):
    corrected = {act.record_id: act for act in year if act.verb is Verb.CORRECT_AGE}
    assert len(corrected) == Scenario().ages_corrected == 4
    turned = []
    for recovery in (each for each in shown["recovery"].values() if each["person"] in corrected):
        person, act = shown["person"][recovery["person"]], corrected[recovery["person"]]
        looked = {name: value for name, value in person.items() if name not in act.values}
        was, now = (is_minor_at_recovery(recovery, each, load_offences()) for each in (looked, person))
        assert act.at > from_wire(recovery["first_contact_at"]) + timedelta(days=3)
        assert was is not now
        assert not now or recovery["hotline_called_at"] > act.at.isoformat()[:16]
        turned.append(now)
    assert sorted(turned) == [False, False, True, True]


def test_adults_sometimes_decline_what_a_screening_asks_for_and_a_supervisor_is_named(year):
    undone = [act for act in year if act.verb is Verb.FINALISE and act.values.get("not_done")]
    assert len(undone) > 2
    assert {act.values["asked"] for act in undone} == {name_of(SUPERVISOR)}


def test_exams_missing_youths_and_letters_are_told_of_and_break_no_rule(shown):
    recoveries = shown["recovery"].values()
    exams = [each for each in recoveries if "assaulted_at" in each]
    assert {each["medical_decision"] for each in exams} == {"acute_exam", "non_acute_exam"}
    assert {each["exam_consent"] for each in exams} >= {"consented"}
    for name in ("was_missing", "foreign_national_minor", "certification_answered_at"):
        assert sum(name in each for each in recoveries) > 2
    for each in recoveries:
        found = [problem.code for problem in final_problems(require_type("recovery"), each)]
        assert {code for code in found if code not in {"REQUIRED", "NAME_ADVICE_MISSING"}} == set()


def test_labour_inspections_recover_people_made_to_work_and_adults_among_them_ask_for_certification(shown):
    inspections = {key for key, each in shown["operation"].items() if each["kind"] == "labour_inspection"}
    recovered = [each for each in shown["recovery"].values() if each.get("operation") in inspections]
    assert len(recovered) > 2
    assert {each["exploitation_type"] for each in recovered} == {"labour"}
    adults = [each for each in recovered if not each.get("hotline_called_at")]
    assert adults
    for each in adults:
        assert each["certification_requested_at"] < each["certification_answered_at"]


def test_work_goes_on_into_operations_that_another_laptop_has_closed(year):
    closed = {act.record_id: act.at for act in year if act.verb is Verb.STEP and act.values.get("status") == "closed"}
    late = [
        act
        for act in year
        if act.verb is Verb.SAVE
        and act.who == DEPUTY
        and act.record_type in {"recovery", "arrest", "search_warrant"}
        and act.values.get("operation") in closed
        and act.at > closed[str(act.values["operation"])]
    ]
    assert len(late) > 2
