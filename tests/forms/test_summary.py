"""What the answers of a screening come to: its values, its duties, the same at headquarters."""

from __future__ import annotations

from datetime import UTC, datetime

from fieldapp.forms.package import DISCLOSURE, Band, DutyRule, Licence, Package, Scale, Scored
from fieldapp.forms.summary import differences, recompute, standing_setting, summarise
from tests.forms.session.filled import a_form, asked, at, bind, put, run

FORM = a_form(
    "<a/><b/><note/><total/>",
    bind("note", readonly="true()") + bind("total", calculate="coalesce(/data/a, 0)") + bind("b", required="true()"),
    asked("a", "b", "note"),
)
SCALE = Scale((Scored("/data/a", {"1": 1, "5": 5}),), (Band("clear", 5, {"en": "Clear concern"}),))
DUTIES = (
    DutyRule("report", {"en": "Report"}, bands=("clear",)),
    DutyRule("call", {"en": "Call"}, condition="/data/total = 1"),
    DutyRule("advocate", {"en": "Advocate"}, on_disclosure=True),
)
PACKAGE = Package("t", "1", {"en": "T"}, "", Licence("x", "y"), scale=SCALE, duties=DUTIES)
END = datetime(2026, 3, 2, 13, tzinfo=UTC)


def test_result_tells_points_level_and_completeness() -> None:
    session = run(FORM)
    put(session, "a", "5")
    values = summarise(session, PACKAGE).values
    assert (values["score"], values["band"], values["band_label"]) == (5, "clear", "Clear concern")
    assert (values["answered"], values["asked"]) == (1, 1)


def test_duties_come_with_the_level_the_condition_or_the_disclosure() -> None:
    session = run(FORM)
    assert summarise(session, PACKAGE).duties == ()
    put(session, "a", "5")
    assert [rule.duty for rule in summarise(session, PACKAGE).duties] == ["report"]
    put(session, "a", "1")
    assert [rule.duty for rule in summarise(session, PACKAGE).duties] == ["call"]
    assert [rule.duty for rule in summarise(session, PACKAGE, is_disclosed=True).duties] == ["call", "advocate"]


def test_duty_of_a_disclosure_may_have_a_condition_as_well() -> None:
    rule = DutyRule("report", {"en": "Report"}, bands=(DISCLOSURE,), condition="/data/a = 'yes'")
    package = Package("t", "1", {}, "", Licence("x", "y"), duties=(rule,))
    session = run(a_form("<a/>", asked("a")))
    assert summarise(session, package, is_disclosed=True).duties == ()
    put(session, "a", "yes")
    assert summarise(session, package).duties == ()
    assert summarise(session, package, is_disclosed=True).duties == (rule,)


def test_unscored_form_counts_its_questions_and_has_no_level() -> None:
    session = run(FORM)
    put(session, "b", "x")
    values = summarise(session, Package("t", "1", {}, "", Licence("x", "y"))).values
    assert (values["score"], values["band"]) == (None, None)
    assert (values["answered"], values["asked"]) == (1, 2), "what is only shown or calculated is not asked"


def test_result_follows_every_answer() -> None:
    session = run(FORM)
    assert [each.kind for each in summarise(session, PACKAGE).violations] == ["required"]
    put(session, "b", "x")
    assert summarise(session, PACKAGE).violations == ()
    session.undo()
    assert [each.kind for each in summarise(session, PACKAGE).violations] == ["required"]


def test_stored_answers_come_to_the_same_at_headquarters() -> None:
    session = run(FORM)
    for path, answer in (("a", "5"), ("b", "x")):
        put(session, path, answer)
    here = summarise(session, PACKAGE)
    there = recompute(PACKAGE, session.stored(), standing_setting(PACKAGE, "id", END, UTC), form=FORM)
    assert differences(there, here.values) == ()
    assert differences(there, {**here.values, "score": 4}) == ("score",)


def test_indicator_that_was_answered_is_blank_when_its_question_is_hidden() -> None:
    form = a_form("<a/><b/>", bind("b", relevant="/data/a = 'yes'"), asked("a", "b"))
    package = saving({"/data/b": "owes_debt"})
    session = run(form)
    put(session, "a", "yes")
    put(session, "b", "present")
    assert summarise(session, package).values["owes_debt"] == "present"
    put(session, "a", "no")
    assert at(session, "b").value == "present"
    assert summarise(session, package).values["owes_debt"] is None


def test_blank_answer_takes_away_nothing_that_people_wrote_in_a_field() -> None:
    package = saving({"/data/b": "observations"})
    session = run(a_form("<b/>", asked("b")))
    assert "observations" not in summarise(session, package).values
    put(session, "b", "Enough")
    assert summarise(session, package).values["observations"] == "Enough"


def saving(save_to: dict[str, str]) -> Package:
    return Package("t", "1", {}, "", Licence("x", "y"), save_to=save_to)
