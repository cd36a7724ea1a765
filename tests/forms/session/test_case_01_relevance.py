"""Hard cases 1 and 2: what is hidden reads as blank and keeps its answer; calculations in hidden groups."""

from __future__ import annotations

from tests.forms.session.filled import a_form, asked, at, bind, matters, put, repeat, run, value

HIDING = a_form(
    "<show/><g><a/><inner><b/></inner><c/></g><reader/><counter/><same/>",
    bind("g", relevant="/data/show = 'yes'")
    + bind("g/inner/b", relevant="/data/g/a != ''")
    + bind("g/c", calculate="concat('c', /data/g/a)")
    + bind("reader", calculate="concat(/data/g/a, '-', /data/g/inner/b)")
    + bind("counter", calculate="count(/data/g/a)")
    + bind("same", calculate="if(/data/g/a != 'yes', 1, 0)"),
    asked("show", "g/a", "g/inner/b"),
)


def test_hidden_answer_reads_as_blank_and_is_back_when_it_matters_again() -> None:
    session = run(HIDING)
    for path, answer in (("show", "yes"), ("g/a", "x"), ("g/inner/b", "y")):
        put(session, path, answer)
    assert value(session, "reader") == "x-y"
    put(session, "show", "no")
    assert value(session, "reader") == "-"
    assert at(session, "g/inner/b").value == "y", "kept while hidden"
    put(session, "show", "yes")
    assert value(session, "reader") == "x-y"


def test_group_that_is_hidden_feeds_every_reader_of_what_lies_in_it() -> None:
    session = run(HIDING)
    put(session, "show", "yes")
    assert value(session, "counter") == "1"
    changes = session.answer(at(session, "show"), "no")
    assert {item.path for item in changes.relevance} == {f"/data/g{end}" for end in ("", "/a", "/inner", "/c")}
    assert value(session, "counter") == "0"


def test_hidden_question_is_not_yes_as_a_blank_one_is_not() -> None:
    session = run(HIDING)
    assert value(session, "same") == "1"
    put(session, "show", "yes")
    assert value(session, "same") == "1"
    put(session, "g/a", "yes")
    assert value(session, "same") == "0"
    put(session, "show", "")
    assert value(session, "same") == "1", "hidden again, though the answer is kept"


def test_own_condition_counts_only_within_a_group_that_matters() -> None:
    session = run(HIDING)
    put(session, "show", "yes")
    assert not matters(session, "g/inner/b")
    put(session, "g/a", "x")
    assert matters(session, "g/inner/b")
    put(session, "show", "no")
    assert not matters(session, "g/inner/b")
    put(session, "show", "yes")
    assert matters(session, "g/inner/b")


def test_calculation_in_a_hidden_group_is_up_to_date_when_the_group_is_shown() -> None:
    session = run(HIDING)
    put(session, "g/a", "early")
    assert value(session, "g/c") == ""
    put(session, "show", "yes")
    assert value(session, "g/c") == "cearly"


def test_what_is_hidden_is_left_out_of_the_submission_and_kept_for_resuming() -> None:
    session = run(HIDING)
    for path, answer in (("show", "yes"), ("g/a", "x"), ("show", "no")):
        put(session, path, answer)
    assert "<g>" not in session.instance_xml()
    assert session.stored()["/data/g/a"].value == "x"
    resumed = run(HIDING, stored=session.stored())
    put(resumed, "show", "yes")
    assert value(resumed, "g/a") == "x"


def test_hidden_row_is_not_counted_nor_added_up() -> None:
    form = a_form(
        "<keep/><r jr:template=''><n/></r><sum/><count/>",
        bind("r", relevant="position(.) = 1 or /data/keep = 'all'")
        + bind("sum", calculate="sum(/data/r/n)")
        + bind("count", calculate="count(/data/r)"),
        asked("keep") + repeat("r", asked("r/n")),
    )
    session = run(form)
    for number in (1, 2):
        session.add_row("/data/r", session.root)
        put(session, f"r[{number}]/n", str(number))
    assert (value(session, "sum"), value(session, "count")) == ("1", "1")
    put(session, "keep", "all")
    assert (value(session, "sum"), value(session, "count")) == ("3", "2")


def test_read_only_group_locks_all_that_lies_in_it() -> None:
    form = a_form("<lock/><g><a/></g>", bind("g", readonly="/data/lock = 'yes'"), asked("lock", "g/a"))
    session = run(form)
    changes = session.answer(at(session, "lock"), "yes")
    assert at(session, "g/a").is_readonly
    assert at(session, "g/a") in changes.states
