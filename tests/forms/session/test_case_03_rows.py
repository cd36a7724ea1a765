"""Hard cases 3, 4, 6 and 7: rows come and go, readers of all rows and of their own, positions, absolute paths."""

from __future__ import annotations

import pytest

from fieldapp.forms.form_session import FormSession
from tests.forms.session.filled import a_form, asked, at, bind, put, repeat, run, value

ROWS = a_form(
    "<r jr:template=''><n/><own/><relative/><all/><place/><before/><running/><in jr:template=''><m/><up/></in></r>"
    "<sum/><nested/><first/><picked/><big/>",
    bind("r/n", kind="int")
    + bind("r/own", calculate="/data/r/n * 10")
    + bind("r/relative", calculate="../n * 100")
    + bind("r/all", calculate="sum(../../r/n)")
    + bind("r/place", calculate="position(..)")
    + bind("r/before", calculate="indexed-repeat(/data/r/n, /data/r, position(..) - 1)")
    + bind("r/running", calculate="../n + coalesce(/data/r[position() = position(current()/..) - 1]/running, 0)")
    + bind("r/in/up", calculate="concat(/data/r/n, ':', ../m, ':', count(/data/r/in))")
    + bind("sum", calculate="sum(/data/r/n)")
    + bind("nested", calculate="sum(/data/r/in/m)")
    + bind("first", calculate="indexed-repeat(/data/r/n, /data/r, 1)")
    + bind("picked", calculate="/data/r[n > 5]/n")
    + bind("big", calculate="count(/data/r[n > 5])"),
    repeat("r", asked("r/n") + repeat("r/in", asked("r/in/m"))),
)


@pytest.fixture
def session() -> FormSession:
    made = run(ROWS)
    for number in (1, 2, 3):
        made.add_row("/data/r", made.root)
        put(made, f"r[{number}]/n", str(number * 3))
    return made


def test_adding_and_removing_a_row_is_followed_by_readers_of_what_lies_in_it(session: FormSession) -> None:
    assert value(session, "sum") == "18"
    session.remove_row(at(session, "r[2]"))
    assert value(session, "sum") == "12"
    assert value(session, "r[2]/all") == "12"
    session.undo()
    assert value(session, "sum") == "18"


def test_absolute_path_means_the_own_row_and_a_relative_one_from_above_all_rows(session: FormSession) -> None:
    assert [value(session, f"r[{number}]/own") for number in (1, 2, 3)] == ["30", "60", "90"]
    assert [value(session, f"r[{number}]/relative") for number in (1, 2, 3)] == ["300", "600", "900"]
    assert [value(session, f"r[{number}]/all") for number in (1, 2, 3)] == ["18", "18", "18"]


def test_answer_in_a_row_works_out_that_row_and_the_readers_of_all_rows_only(session: FormSession) -> None:
    before = session.evaluated
    changes = session.answer(at(session, "r[3]/n"), "10")
    assert {item.ref for item in changes.values if item.name in {"own", "relative"}} == {
        at(session, "r[3]/own").ref,
        at(session, "r[3]/relative").ref,
    }
    assert session.evaluated - before < 20


def test_positions_follow_when_a_row_goes(session: FormSession) -> None:
    third = at(session, "r[3]/place")
    assert third.value == "3"
    session.remove_row(at(session, "r[1]"))
    assert third.value == "2"


def test_row_reads_the_row_before_it_and_follows_when_that_changes(session: FormSession) -> None:
    assert [value(session, f"r[{number}]/before") for number in (1, 2, 3)] == ["", "3", "6"]
    session.remove_row(at(session, "r[1]"))
    assert [value(session, f"r[{number}]/before") for number in (1, 2)] == ["", "6"]


def test_running_total_settles_whatever_the_number_of_rows(session: FormSession) -> None:
    for number in range(4, 41):
        session.add_row("/data/r", session.root)
        put(session, f"r[{number}]/n", str(number * 3))
    put(session, "r[1]/n", "1003")
    assert value(session, "r[40]/running") == str(1000 + 3 * sum(range(41)))


def test_condition_on_rows_is_asked_again_when_any_row_changes(session: FormSession) -> None:
    assert (value(session, "picked"), value(session, "big"), value(session, "first")) == ("6", "2", "3")
    put(session, "r[1]/n", "7")
    assert (value(session, "picked"), value(session, "big"), value(session, "first")) == ("7", "3", "7")


def test_rows_within_rows_read_their_own_rows_and_are_added_up(session: FormSession) -> None:
    for number in (1, 2):
        session.add_row("/data/r/in", at(session, f"r[{number}]"))
        put(session, f"r[{number}]/in[1]/m", str(number))
    session.add_row("/data/r/in", at(session, "r[2]"))
    put(session, "r[2]/in[2]/m", "40")
    assert value(session, "nested") == "43"
    assert value(session, "r[2]/in[2]/up") == "6:40:1", "within a row of its own, it is the only one (JavaRosa)"
    put(session, "r[2]/n", "8")
    assert value(session, "r[2]/in[2]/up") == "8:40:1"
    session.remove_row(at(session, "r[2]"))
    assert value(session, "nested") == "1"


def test_rows_of_a_count_are_worked_out_together() -> None:
    form = a_form(
        "<n/><r jr:template=''><a/><b/><c/></r><total/>",
        bind("r/b", calculate="../a + position(..)")
        + bind("r/c", calculate="../b + 1")
        + bind("total", calculate="sum(/data/r/c)"),
        asked("n") + repeat("r", asked("r/a"), count="/data/n"),
    )
    session = run(form)
    before = session.evaluated
    changes = session.answer(at(session, "n"), "30")
    assert len(changes.added) == 30
    assert session.evaluated - before <= 30 * 2 + 5, "each calculation once, the total once"


def test_position_of_rows_is_no_circle_with_what_the_rows_hold() -> None:
    form = a_form(
        "<r jr:template=''><a/><b/></r>",
        bind("r/a", relevant="position(..) > 1") + bind("r/b", calculate="count(../../r) + position(..)"),
        repeat("r", asked("r/a", "r/b")),
    )
    session = run(form)
    for _ in range(2):
        session.add_row("/data/r", session.root)
    assert [item.is_relevant for item in session.root.items() if item.path == "/data/r/a"] == [False, True]
    assert [item.value for item in session.root.items() if item.path == "/data/r/b"] == ["3", "4"]


def test_no_more_rows_are_made_than_a_form_may_have() -> None:
    form = a_form("<n/><r jr:template=''><a/></r>", body=asked("n") + repeat("r", asked("r/a"), count="/data/n"))
    session = run(form)
    put(session, "n", "1000000000")
    assert len(session.rows("/data/r", session.root)) == 500


def test_rows_within_rows_within_rows_are_bounded_all_together() -> None:
    inner = repeat("r/s", asked("r/s/a"), count="/data/n")
    form = a_form(
        "<n/><r jr:template=''><s jr:template=''><a/></s></r>", body=asked("n") + repeat("r", inner, count="/data/n")
    )
    session = run(form)
    put(session, "n", "400")
    assert sum(bool(item.row) for item in session.root.items()) == 5_000
    put(session, "n", "2")
    assert sum(bool(item.row) for item in session.root.items()) == 6
    put(session, "n", "3")
    assert sum(bool(item.row) for item in session.root.items()) == 12
