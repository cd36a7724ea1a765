"""Hard case 5: a count that falls below rows which hold answers takes none of them away by itself."""

from __future__ import annotations

import pytest

from fieldapp.forms.form_session import FormSession, Stored
from tests.forms.session.filled import a_form, a_setting, asked, at, bind, put, repeat, run, value

COUNTED = a_form(
    "<n/><r jr:template=''><a/><b/><k/></r><sum/>",
    bind("r/k", calculate="position(..)") + bind("sum", calculate="concat(count(/data/r), join(',', /data/r/a))"),
    asked("n") + repeat("r", asked("r/a", "r/b"), count="/data/n"),
)


@pytest.fixture
def session() -> FormSession:
    made = run(COUNTED)
    put(made, "n", "4")
    put(made, "r[3]/a", "third")
    put(made, "r[3]/b", "more")
    return made


def test_blank_rows_go_and_filled_ones_are_put_aside(session: FormSession) -> None:
    changes = session.answer(at(session, "n"), "1")
    assert [row.name for row in session.refused_rows()] == ["r"]
    assert len(changes.removed) == 2
    assert value(session, "sum") == "1", "what is put aside does not count"
    assert "third" not in session.instance_xml()
    assert "third" in {each.value for each in session.stored().values()}, "and is not lost"


def test_rows_put_aside_count_again_when_the_number_grows(session: FormSession) -> None:
    put(session, "n", "1")
    put(session, "n", "2")
    assert not session.refused_rows()
    assert value(session, "sum") == "2,third"


def test_taking_the_number_back_brings_every_row_back_with_all_answers(session: FormSession) -> None:
    before = session.stored()
    put(session, "n", "1")
    session.undo()
    assert session.stored().keys() == before.keys()
    assert value(session, "r[3]/b") == "more"


def test_confirmed_rows_go_and_taking_that_back_brings_them_back(session: FormSession) -> None:
    put(session, "n", "1")
    changes = session.confirm_shrink()
    assert len(changes.removed) == 1
    assert "third" not in {each.value for each in session.stored().values()}
    assert None in changes.stored.values()
    session.undo()
    assert [row.name for row in session.refused_rows()] == ["r"]
    session.undo()
    assert value(session, "r[3]/a") == "third"


def test_rows_put_aside_are_still_aside_after_resuming(session: FormSession) -> None:
    put(session, "n", "1")
    resumed = run(COUNTED, stored=session.stored(), first_key=100)
    assert len(resumed.refused_rows()) == 1
    put(resumed, "n", "4")
    assert "third" in value(resumed, "sum")


def test_number_that_is_cleared_asks_for_no_rows(session: FormSession) -> None:
    put(session, "n", "")
    assert len(session.refused_rows()) == 1
    assert value(session, "sum") == "0"


def test_rows_that_are_missing_from_what_is_stored_are_made_though_all_keys_are_the_same() -> None:
    session = FormSession(COUNTED, a_setting(lambda: "same"), stored={"/data/n": Stored("30")})
    assert len({item.ref for item in session.root.items()}) == sum(1 for _ in session.root.items())
    put(session, "n", "0")
    assert session.rows("/data/r", session.root) == ()
    session.undo()
    assert value(session, "sum").startswith("30")
