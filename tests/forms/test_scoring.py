"""Points with and without what nobody knows, and the levels that they reach."""

from __future__ import annotations

from fieldapp.forms.package import Band, Scale, Scored
from fieldapp.forms.scoring import Score, band_of, score
from tests.forms.session.filled import a_form, asked, at, bind, put, repeat, run

FORM = a_form(
    "<a/><b/><many/><r jr:template=''><c/></r>",
    bind("b", relevant="/data/a != 'no'"),
    asked("a", "b")
    + '<select ref="/data/many"><item><value>x</value></item><item><value>y</value></item></select>'
    + repeat("r", asked("r/c")),
)
POINTS = {"yes": 2, "maybe": 1, "no": 0}
SCALE = Scale(
    (
        Scored("/data/a", POINTS, unknown=("dk",), declined=("refused",)),
        Scored("/data/b", POINTS, weight=3),
        Scored("/data/many", {"x": 1, "y": 4, "z": -2}),
        Scored("/data/r/c", POINTS),
    ),
    (Band("low", 0, {"": "Low"}), Band("some", 3, {"": "Some"}), Band("high", 8, {"": "High"})),
)


def scored(**answers: str) -> Score:
    session = run(FORM)
    for path, answer in answers.items():
        put(session, path, answer)
    return score(session, SCALE)


def test_blank_is_never_no_it_is_unknown() -> None:
    found = scored()
    assert (found.points, found.highest) == (0, 2 + 6 + 5)
    assert (found.answered, found.asked) == (0, 3)
    assert set(found.unanswered) == {"/data/a", "/data/b", "/data/many"}
    assert found.band is not None
    assert found.highest_band is not None
    assert (found.band.code, found.highest_band.code) == ("low", "high")


def test_answers_count_by_their_weight_and_several_codes_add_up() -> None:
    found = scored(a="yes", b="maybe", many="x y")
    assert (found.points, found.highest) == (2 + 3 + 5, 10)
    assert dict(found.counted) == {"/data/a": 2, "/data/b": 3, "/data/many": 5}


def test_hidden_questions_count_neither_way() -> None:
    assert scored(b="yes", a="no", many="x").points == 1
    assert scored(b="yes", a="no", many="x").asked == 2


def test_choices_that_say_nobody_knows_are_open() -> None:
    for answer in ("dk", "refused"):
        found = scored(a=answer, b="no", many="x")
        assert (found.points, found.highest, found.unanswered) == (1, 3, ("/data/a",))


def test_declined_question_is_open_whatever_it_held() -> None:
    session = run(FORM)
    session.answer(at(session, "a"), "yes", "declined")
    assert "/data/a" in score(session, SCALE).unanswered


def test_each_row_counts_for_itself() -> None:
    session = run(FORM)
    for number, answer in ((1, "yes"), (2, ""), (3, "maybe")):
        session.add_row("/data/r", session.root)
        put(session, f"r[{number}]/c", answer)
    assert score(session, SCALE).points == 3
    session.remove_row(at(session, "r[1]"))
    assert score(session, SCALE).points == 1


def test_level_is_the_highest_reached_and_none_below_the_lowest() -> None:
    reached = [band_of(SCALE, points) for points in (-1, 0, 2, 3, 7, 8, 99)]
    assert [band.code if band else None for band in reached] == [None, "low", "low", "some", "some", "high", "high"]
    assert band_of(Scale(), 5) is None
