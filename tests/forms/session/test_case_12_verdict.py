"""Hard case 12, and required answers: what a form holds against its answers, as they are now."""

from __future__ import annotations

from tests.forms.session.filled import a_form, asked, at, bind, put, run

JUDGED = a_form(
    "<least/><a/><b/><c/>",
    bind("a", constraint=". >= /data/least", **{"jr:constraintMsg": "Too small"})
    + bind("b", required="/data/a != ''", **{"jr:requiredMsg": "Needed"})
    + bind("c", relevant="/data/a = '9'", constraint="false()"),
    asked("least", "a", "b", "c"),
)


def test_constraint_is_asked_of_an_answer_and_never_of_a_blank() -> None:
    session = run(JUDGED)
    put(session, "least", "5")
    assert not session.violations()
    put(session, "a", "3")
    assert [(each.kind, each.message) for each in session.violations() if each.ref == "/data/a"] == [
        ("constraint", "Too small")
    ]
    assert at(session, "a").value == "3", "held against, and kept"


def test_constraint_is_judged_again_when_what_it_reads_changes() -> None:
    session = run(JUDGED)
    put(session, "a", "3")
    assert session.problem(at(session, "a")) is None or session.problem(at(session, "a")).kind == "constraint"
    changes = session.answer(at(session, "least"), "2")
    assert at(session, "a") in changes.states
    assert session.problem(at(session, "a")) is None
    session.answer(at(session, "least"), "4")
    assert session.problem(at(session, "a")).kind == "constraint"


def test_answer_is_needed_while_its_condition_holds_unless_somebody_says_why_not() -> None:
    session = run(JUDGED)
    put(session, "least", "1")
    changes = session.answer(at(session, "a"), "5")
    assert at(session, "b") in changes.states
    assert [(each.kind, each.message) for each in session.violations()] == [("required", "Needed")]
    session.answer(at(session, "b"), "", "declined")
    assert not session.violations()
    session.answer(at(session, "b"), "", "")
    put(session, "a", "")
    assert not session.violations()


def test_nothing_is_held_against_what_is_hidden() -> None:
    session = run(JUDGED)
    for path, answer in (("least", "1"), ("b", "x"), ("a", "9"), ("c", "x")):
        put(session, path, answer)
    assert [each.ref for each in session.violations()] == ["/data/c"]
    put(session, "a", "8")
    assert not session.violations()


def test_verdicts_come_in_the_order_of_the_form() -> None:
    session = run(JUDGED)
    for path, answer in (("least", "9"), ("a", "9"), ("c", "x"), ("least", "10")):
        put(session, path, answer)
    assert [each.ref for each in session.violations()] == ["/data/a", "/data/b", "/data/c"]


def test_condition_that_cannot_be_read_forbids_and_hides_nothing() -> None:
    form = a_form(
        "<a/><b/>",
        bind("a", constraint="nonsense(", relevant="unknown-function()", required="also(") + bind("b", calculate="(("),
        asked("a", "b"),
    )
    session = run(form)
    put(session, "a", "x")
    assert at(session, "a").is_relevant
    assert not session.violations()
    assert at(session, "b").value == ""
