"""The indicators of Penal Code 236.2: all seven, each in its own field, and blank is never "not present"."""

from __future__ import annotations

from pathlib import Path

import pytest

from fieldapp.records import vocabulary
from fieldapp.records.screening import INDICATORS
from tests.forms.running import ENGLISH, Run, bundled, form_of

FORM = "pc_236_2"
NONE_SEEN = dict.fromkeys(INDICATORS, "not_present")
YOUTH = {"report_phone": 0, "report_written": 2160, "advocate_call": 90, "bureau_notification": 60}
DOMAIN = Path(__file__).parents[3] / "shared" / "domain.md"


def test_all_seven_are_there_each_in_the_field_of_its_name() -> None:
    package = bundled(FORM)
    assert len(INDICATORS) == 7
    assert sorted(package.save_to.values()) == sorted(INDICATORS)
    assert all(path.endswith(f"/{name}") for path, name in package.save_to.items())


def test_each_can_be_present_not_present_or_not_observed() -> None:
    run = Run(FORM)
    for name in INDICATORS:
        offered = [option.value for option in run.session.choices(run.item(name))]
        assert offered == ["present", "not_present", "not_observed"]
        assert set(offered) <= vocabulary.codes("indicator_answer")


@pytest.mark.skipif(not DOMAIN.exists(), reason="the domain reference lies beside the repository")
def test_their_order_is_that_of_the_statute() -> None:
    row = next(line for line in DOMAIN.read_text(encoding="utf-8").splitlines() if "PC 236.2 indicators" in line)
    words = ("injury", "withdrawn", "freedom of movement", "works in one place", "debt", "security measures", "papers")
    assert sorted(words, key=row.index) == list(words)
    asked = [control.path.rpartition("/")[2] for control in form_of(bundled(FORM).sha256).controls()]
    assert [name for name in asked if name in INDICATORS] == list(INDICATORS)


@pytest.mark.parametrize("name", INDICATORS)
@pytest.mark.parametrize("answer", ["present", "not_present", "not_observed"])
def test_an_answer_fills_its_field_and_leaves_the_others_blank(name: str, answer: str) -> None:
    values = Run(FORM).answer(**{name: answer}).summary().values
    assert {each: values[each] for each in INDICATORS} == {**dict.fromkeys(INDICATORS), name: answer}


@pytest.mark.parametrize("known", ["declined", "not_asked"])
def test_blank_stays_blank_and_may_be_left_so_with_its_reason(known: str) -> None:
    run = Run(FORM)
    assert len(run.summary().violations) == 8
    run.answer(known, **dict.fromkeys((*INDICATORS, "age_group"), ""))
    summary = run.summary()
    assert summary.violations == ()
    assert {summary.values[name] for name in INDICATORS} == {None}
    assert summary.duties == ()


def test_what_is_missing_is_asked_for_by_saying_that_not_observed_is_an_answer() -> None:
    messages = {violation.message for violation in Run(FORM).summary().violations}
    assert messages == {
        'Choose one. "Not observed" is an answer.',
        'Choose one. "Not known" is an answer.',
    }


def test_law_knows_no_score_so_there_is_none() -> None:
    run = Run(FORM).answer(**dict.fromkeys(INDICATORS, "present"))
    assert bundled(FORM).scale.items == ()
    summary = run.summary()
    assert summary.score is None
    assert {summary.values[name] for name in ("score", "score_highest", "band", "band_highest", "band_label")} == {None}
    assert "not a finding" in bundled(FORM).scale.caution[ENGLISH]


@pytest.mark.parametrize("name", INDICATORS)
def test_any_one_indicator_of_a_youth_brings_reports_advocate_and_bureau(name: str) -> None:
    run = Run(FORM).answer(age_group="under_18", **{**NONE_SEEN, name: "present"})
    assert run.duties() == YOUTH


@pytest.mark.parametrize("age", ["not_known", ""])
def test_who_may_be_a_youth_has_the_duties_of_a_youth(age: str) -> None:
    assert Run(FORM).answer(age_group=age, silenced="present").duties() == YOUTH


def test_an_adult_brings_no_child_abuse_report() -> None:
    run = Run(FORM).answer(age_group="adult", owes_debt="present")
    assert run.duties() == {"advocate_call": 90, "bureau_notification": 60}


@pytest.mark.parametrize("answer", ["not_present", "not_observed"])
def test_nothing_present_brings_no_duty(answer: str) -> None:
    run = Run(FORM).answer(age_group="under_18", **dict.fromkeys(INDICATORS, answer))
    assert run.duties() == {}


def test_disclosure_brings_its_duties_with_nothing_observed() -> None:
    assert Run(FORM).duties(is_disclosed=True) == {**YOUTH, "immediate_needs": 0, "hotline": 90}


def test_disclosure_of_an_adult_brings_no_child_abuse_report() -> None:
    duties = Run(FORM).answer(age_group="adult").duties(is_disclosed=True)
    assert duties == {"advocate_call": 90, "bureau_notification": 60, "immediate_needs": 0, "hotline": 90}
