"""The demonstration: every level can be reached, what is hidden does not count, and each level brings its duties."""

from __future__ import annotations

import pytest

from fieldapp.forms.package import plain_words
from tests.forms.running import SPANISH, Run

NOTHING = {
    **dict.fromkeys(("missing", "debt", "earning", "tired", "injuries", "guarded", "belongings", "afraid"), "no"),
    "accompanied": "no",
}
CLEAR = {"missing": "yes", "afraid": "clearly", "earning": "yes"}
PRESSING = {"report_phone": 0, "report_written": 2160, "advocate_call": 90, "safety_plan": 240}
COMPANION = "/data/people/companion"


def a_run(**answers: str) -> Run:
    return Run("demo_concern").answer(**answers)


def result(run: Run) -> tuple[int, str, int, str]:
    found = run.summary().score
    assert found is not None
    assert found.band is not None
    assert found.highest_band is not None
    return found.points, found.band.code, found.highest, found.highest_band.code


def test_it_says_at_every_turn_that_it_is_a_demonstration() -> None:
    run = Run("demo_concern", SPANISH)
    package = run.package
    assert plain_words(package.title).startswith("Demonstration")
    assert "invented" in package.licence.terms
    assert all("invent" in text for text in package.scale.caution.values())
    first = run.item("demonstration")
    assert first.control is not None
    assert run.session.words(first.control.label, first).startswith("**Demostración.**")


@pytest.mark.parametrize(
    ("answers", "points", "band"),
    [
        ({}, 0, "no_concern"),
        ({"tired": "clearly", "missing": "yes"}, 4, "no_concern"),
        ({"tired": "clearly", "missing": "yes", "guarded": "somewhat"}, 5, "possible_concern"),
        ({"afraid": "clearly", "earning": "yes", "guarded": "somewhat"}, 11, "possible_concern"),
        (CLEAR, 12, "clear_concern"),
    ],
)
def test_each_level_begins_where_the_workbook_says(answers: dict[str, str], points: int, band: str) -> None:
    run = a_run(**{**NOTHING, **answers})
    assert result(run) == (points, band, points, band)
    summary = run.summary()
    assert (summary.values["answered"], summary.values["asked"]) == (8, 8)


def test_unknown_and_declined_are_not_no() -> None:
    run = a_run(**{**NOTHING, "missing": "yes", "tired": "clearly", "earning": "not_known", "afraid": "declined"})
    assert result(run) == (4, "no_concern", 14, "clear_concern")
    assert run.summary().values["answered"] == 6
    run.put("afraid", "no")
    assert result(run)[2:] == (10, "possible_concern")


def test_blank_counts_as_unknown_and_is_asked_for() -> None:
    run = a_run()
    assert result(run) == (0, "no_concern", 22, "clear_concern")
    assert len(run.summary().violations) == 8
    run.answer("not_asked", **dict.fromkeys(NOTHING, ""))
    assert run.summary().violations == ()
    assert result(run) == (0, "no_concern", 22, "clear_concern")


def test_weights_multiply_what_an_answer_counts() -> None:
    for name, answer, points in (("missing", "yes", 2), ("afraid", "somewhat", 2), ("earning", "yes", 6)):
        assert result(a_run(**{**NOTHING, name: answer}))[0] == points


def test_hidden_question_drops_its_points_and_gives_them_back() -> None:
    run = a_run(**{**NOTHING, "debt": "yes"}).answer(debt_pressed="yes")
    assert result(run)[0] == 6
    run.answer(debt="no")
    assert not run.item("debt_pressed").is_relevant
    assert result(run)[0] == 0
    run.answer(debt="yes")
    assert result(run)[0] == 6


def test_every_person_around_the_youth_counts_once() -> None:
    run = a_run(**NOTHING).answer(accompanied="yes")
    assert len(run.session.rows(COMPANION, run.session.root)) == 1
    for _ in range(2):
        run.session.add_row(COMPANION, run.session.root)
    for number, (age, answer) in enumerate((("41", "yes"), ("19", "no"), ("", "yes")), start=1):
        run.put(f"{number}.companion_age", age)
        run.put(f"{number}.speaks_for", answer)
    assert result(run)[0] == 4
    assert (run.item("companions").value, run.item("oldest_companion").value) == ("3", "41")
    told = run.item("companions_told")
    assert told.control is not None
    assert run.session.words(told.control.label, told).strip() == "People noted: 3. The oldest: 41."
    assert run.item("1.holds").is_relevant
    assert not run.item("2.holds").is_relevant
    run.session.remove_row(run.session.rows(COMPANION, run.session.root)[0])
    assert result(run)[0] == 2
    assert (run.item("companions").value, run.item("oldest_companion").value) == ("2", "19")
    run.answer(accompanied="no")
    assert result(run)[0] == 0


def test_row_that_is_added_after_the_last_was_taken_away_stands_where_it_stood() -> None:
    run = a_run(accompanied="yes")
    before = [item.name for item in run.session.root.items()]
    run.session.remove_row(run.session.rows(COMPANION, run.session.root)[0])
    run.session.add_row(COMPANION, run.session.root)
    assert [item.name for item in run.session.root.items()] == before
    assert [item.name for item in run.resumed().root.items()] == before


def test_place_is_chosen_among_those_of_its_kind() -> None:
    run = a_run()
    assert not run.item("found_spot").is_relevant
    run.answer(found_setting="lodging")
    spot = run.item("found_spot")
    assert [option.value for option in run.session.choices(spot)] == ["hotel_room", "hotel_lobby", "apartment"]
    run.answer(found_spot="apartment", found_setting="outdoors")
    assert [violation.kind for violation in run.session.violations() if violation.ref == spot.ref] == ["choice"]


def test_impossible_numbers_are_refused_in_the_language_shown() -> None:
    run = Run("demo_concern", SPANISH).answer(missing="yes", times_missing="61")
    [message] = [each.message for each in run.session.violations() if each.kind == "constraint"]
    assert message == "Escriba un número del 1 al 60."
    run.answer(times_missing="60")
    assert not [each for each in run.session.violations() if each.kind == "constraint"]


def test_each_level_brings_its_duties() -> None:
    assert a_run(**NOTHING).duties() == {}
    possible = a_run(**{**NOTHING, "earning": "yes"})
    assert possible.duties() == {"supervisor_review": 1440}
    assert a_run(**{**NOTHING, **CLEAR}).duties() == {**PRESSING, "bureau_notification": 60}


def test_injury_brings_medical_care_at_any_level() -> None:
    assert a_run(**{**NOTHING, "injuries": "somewhat"}).duties() == {"medical": 60}


def test_disclosure_brings_reports_advocate_and_needs_whatever_was_answered() -> None:
    expected = {**PRESSING, "bureau_notification": 60, "immediate_needs": 0, "hotline": 90}
    assert a_run().duties(is_disclosed=True) == expected
