"""TVIT and AHTST by their topics, and the list of needs: counted at most, never judged by a number."""

from __future__ import annotations

import pytest
from openpyxl import load_workbook

from fieldapp.forms.bundle import folder
from fieldapp.forms.package import plain_words
from tests.forms.running import ENGLISH, SPANISH, Run, bundled

TOPICS = (
    *("migration", "recruitment", "work and living conditions", "pay and debt"),
    *("documents", "isolation", "force and threat", "commercial sex"),
)
OF_AHTST = (
    *("deceived_about_work", "debt_used", "stayed_for_fear", "papers_kept"),
    *("kept_apart", "housing_decided", "asked_to_lie", "made_to_earn"),
)
CORE = {"tvit_short": 16, "tvit_long": 32}
ABROAD = {"tvit_short": 4, "tvit_long": 6}


def topics_of(form_id: str) -> list[str]:
    """Return the topic of each question, from the workbook that authors see."""
    rows = list(load_workbook(folder() / f"{form_id}.xlsx")["survey"].values)
    kinds, topics = rows[0].index("type"), rows[0].index("topic")
    return [str(row[topics]) for row in rows[1:] if row[topics] and str(row[kinds]) == "select_one told"]


@pytest.mark.parametrize("form_id", ["tvit_short", "tvit_long", "ahtst_2018"])
def test_borrowed_topics_are_marked_as_not_the_official_text(form_id: str) -> None:
    package = bundled(form_id)
    assert "not the official text" in package.title[ENGLISH]
    assert "no es el texto oficial" in package.title[SPANISH]
    assert package.licence.terms.startswith("Not the official text")
    assert package.licence.holder.startswith("Fieldbook (wording)")
    first = Run(form_id).questions() or []
    note = Run(form_id).item("not_official")
    assert note.control is not None
    assert note.path not in {item.path for item in first}, "it is told, not asked"


@pytest.mark.parametrize("form_id", ["tvit_short", "tvit_long", "ahtst_2018"])
def test_topics_have_no_cut_score(form_id: str) -> None:
    scale = bundled(form_id).scale
    assert scale.bands == ()
    assert {tuple(sorted(item.points.items())) for item in scale.items} == {(("no", 0), ("yes", 1))}
    assert all((item.unknown, item.declined) == (("not_known",), ("declined",)) for item in scale.items)
    assert "no cut score" in plain_words(scale.caution)


@pytest.mark.parametrize("form_id", ["tvit_short", "tvit_long"])
def test_tvit_covers_every_topic_of_its_publisher(form_id: str) -> None:
    topics = topics_of(form_id)
    assert tuple(dict.fromkeys(topics)) == TOPICS
    assert topics.count("migration") == ABROAD[form_id]
    assert len(topics) == CORE[form_id] + ABROAD[form_id]


@pytest.mark.parametrize("form_id", ["tvit_short", "tvit_long"])
def test_questions_on_the_journey_are_for_people_from_abroad(form_id: str) -> None:
    run = Run(form_id)
    for answer in ("", "no", "not_known", "declined"):
        run.answer(from_abroad=answer)
        assert not run.item("journey_arranged").is_relevant
    hidden = run.summary().values["asked"]
    run.answer(from_abroad="yes", journey_arranged="yes")
    assert run.summary().values["score"] == 1
    assert isinstance(hidden, int)
    assert run.summary().values["asked"] == hidden + ABROAD[form_id] - 1, "one more waits for a debt"
    run.answer(journey_debt="yes")
    assert run.item("journey_pressed").is_relevant


@pytest.mark.parametrize("form_id", ["tvit_short", "tvit_long"])
def test_nothing_but_the_age_group_must_be_answered(form_id: str) -> None:
    run = Run(form_id)
    assert [violation.ref for violation in run.summary().violations] == ["/data/start/age_group"]
    run.answer(age_group="not_known")
    values = run.summary().values
    assert (values["score"], values["answered"]) == (0, 0)
    assert isinstance(values["score_highest"], int)
    assert values["score_highest"] > 10, "blank is not no"


@pytest.mark.parametrize("form_id", ["tvit_short", "tvit_long"])
def test_any_yes_is_gone_through_with_somebody_trained(form_id: str) -> None:
    run = Run(form_id).answer(age_group="under_18", pay_kept="yes")
    assert run.duties() == {"supervisor_review": 1440}


@pytest.mark.parametrize("form_id", ["tvit_short", "tvit_long"])
def test_force_brings_an_advocate_and_for_a_youth_the_reports(form_id: str) -> None:
    run = Run(form_id).answer(age_group="adult", threatened="yes")
    adult = {"supervisor_review": 1440, "advocate_call": 90, "safety_plan": 120}
    assert run.duties() == adult
    for age in ("under_18", "not_known", ""):
        run.answer(age_group=age)
        assert run.duties() == {**adult, "report_phone": 0, "report_written": 2160}


@pytest.mark.parametrize("name", OF_AHTST)
def test_any_yes_to_ahtst_brings_help_and_a_referral(name: str) -> None:
    duties = Run("ahtst_2018").answer(**{name: "yes"}).duties()
    assert duties.items() >= {"advocate_call": 60, "hotline": 60}.items()
    assert ("safety_plan" in duties) is (name in {"stayed_for_fear", "made_to_earn"})


@pytest.mark.parametrize("answer", ["no", "not_known", "declined", ""])
def test_no_yes_to_ahtst_brings_nothing(answer: str) -> None:
    run = Run("ahtst_2018").answer(**dict.fromkeys(OF_AHTST, answer))
    assert run.duties() == {}
    assert run.summary().values["answered"] == (8 if answer == "no" else 0)
    assert run.summary().values["score_highest"] == (0 if answer == "no" else 8)


def test_ahtst_asks_its_eight_questions_and_says_that_it_is_not_validated() -> None:
    package = bundled("ahtst_2018")
    assert [item.path.rpartition("/")[2] for item in package.scale.items] == list(OF_AHTST)
    assert len(topics_of("ahtst_2018")) == 8
    note = Run("ahtst_2018").item("not_validated")
    assert note.control is not None
    assert "Not validated" in package.scale.caution[ENGLISH]


@pytest.mark.parametrize(
    ("answers", "duties"),
    [
        ({}, {}),
        ({"immediate_danger": "yes"}, {"safety_plan": 0}),
        ({"injury": "yes"}, {"medical": 30}),
        ({"withdrawal": "yes", "food": "yes"}, {"medical": 30, "immediate_needs": 60}),
        ({"interpreter": "yes"}, {"immediate_needs": 60}),
        (dict.fromkeys(("immediate_danger", "injury", "food", "sleep"), "not_known"), {}),
    ],
)
def test_needs_bring_what_answers_them(answers: dict[str, str], duties: dict[str, int]) -> None:
    run = Run("field_needs").answer(**answers)
    assert run.duties() == duties
    assert run.summary().score is None


def test_list_of_needs_asks_further_only_where_there_is_a_need() -> None:
    run = Run("field_needs")
    asked = {item.name for item in run.questions()}
    expected = {"injury", "pain", "food", "clothing", "sleep", "medicine", "pregnancy", "withdrawal", "interpreter"}
    assert expected | {"immediate_danger"} <= asked
    assert asked.isdisjoint({"pain_level", "medicine_which", "interpreter_language"})
    run.answer(pain="yes", medicine="yes", interpreter="yes", pain_level="11")
    assert {item.name for item in run.questions()} >= {"pain_level", "medicine_which", "interpreter_language"}
    assert [each.kind for each in run.session.violations() if each.ref.endswith("pain_level")] == ["constraint"]
