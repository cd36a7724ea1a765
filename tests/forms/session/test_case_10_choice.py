"""Hard cases 10 and 11: choices that a filter takes away from under an answer, and answers of several codes."""

from __future__ import annotations

import pytest

from fieldapp.forms.form_session import FormSession
from tests.forms.session.filled import a_form, asked, at, bind, put, repeat, run, value

LIST = (
    '<instance id="c"><root><item><name>la</name><label>Los Angeles</label><s>ca</s></item><item><name>sf</name>'
    "<label>San Francisco</label><s>ca</s></item><item><name>nyc</name><label>New York</label><s>ny</s></item></root>"
    "</instance>"
)
ITEMS = '<value ref="name"/><label ref="label"/></itemset>'
CITIES = "instance('c')/root/item"


def choosing(kind: str, path: str, nodeset: str) -> str:
    return f'<{kind} ref="/data/{path}"><label>{path}</label><itemset nodeset="{nodeset}">{ITEMS}</{kind}>'


@pytest.fixture
def session() -> FormSession:
    body = asked("s") + choosing("select1", "city", f"{CITIES}[s = /data/s]")
    body += choosing("select", "many", CITIES) + choosing("select1", "mixed", f"randomize({CITIES})")
    binds = bind("named", calculate="jr:choice-name(/data/city, ' /data/city ')")
    binds += bind("lots", calculate="count-selected(/data/many)") + bind("has", calculate="selected(/data/many, 'sf')")
    return run(a_form("<s/><city/><many/><mixed/><named/><lots/><has/>", binds, body, LIST))


def test_answer_that_is_no_choice_any_more_is_kept_and_held_against(session: FormSession) -> None:
    put(session, "s", "ca")
    put(session, "city", "la")
    assert not session.violations()
    changes = session.answer(at(session, "s"), "ny")
    assert at(session, "city") in changes.choices
    assert [option.value for option in session.choices(at(session, "city"))] == ["nyc"]
    assert value(session, "city") == "la"
    assert [(each.ref, each.kind) for each in session.violations()] == [("/data/city", "choice")]
    put(session, "s", "ca")
    assert not session.violations()


def test_name_of_a_choice_follows_the_filter(session: FormSession) -> None:
    put(session, "s", "ca")
    put(session, "city", "sf")
    assert value(session, "named") == "San Francisco"
    put(session, "s", "ny")
    assert value(session, "named") == ""


def test_answers_of_several_codes_are_told_apart(session: FormSession) -> None:
    put(session, "many", "la sf")
    assert (value(session, "lots"), value(session, "has")) == ("2", "1")
    put(session, "many", "sf2  la")
    assert (value(session, "lots"), value(session, "has")) == ("2", "0")
    assert session.violations()[0].kind == "choice"


def test_order_drawn_for_choices_stays_as_it_was_drawn(session: FormSession) -> None:
    drawn = session.choices(at(session, "mixed"))
    put(session, "s", "ca")
    session.set_language("other")
    assert session.choices(at(session, "mixed")) == drawn


def test_filter_in_a_row_asks_about_its_own_row() -> None:
    for own in ("current()/../s", "/data/r/s"):
        body = repeat("r", asked("r/s") + choosing("select1", "r/city", f"{CITIES}[s = {own}]"))
        session = run(a_form("<r jr:template=''><s/><city/></r>", body=body, model=LIST))
        for number, state in ((1, "ca"), (2, "ny")):
            session.add_row("/data/r", session.root)
            put(session, f"r[{number}]/s", state)
        offered = [len(session.choices(at(session, f"r[{number}]/city"))) for number in (1, 2)]
        assert offered == [2, 1]
        changes = session.answer(at(session, "r[2]/s"), "ca")
        assert changes.choices == (at(session, "r[2]/city"),)


def test_rows_of_the_form_are_offered_as_choices_by_what_they_hold() -> None:
    body = repeat("p", asked("p/name")) + choosing("select1", "who", "/data/p[name != '']").replace('"label"', '"name"')
    session = run(a_form("<p jr:template=''><name/></p><who/>", body=body))
    for number, name in ((1, "Ana"), (2, "Luz")):
        session.add_row("/data/p", session.root)
        put(session, f"p[{number}]/name", name)
    assert [option.label for option in session.choices(at(session, "who"))] == ["Ana", "Luz"]
    put(session, "who", "Luz")
    put(session, "p[2]/name", "Lu")
    assert session.violations()[0].kind == "choice"


def test_table_beside_the_form_offers_choices_and_is_asked_for_values() -> None:
    source = '<instance id="places" src="jr://file-csv/cities.csv"/>'
    binds = bind("county", calculate="pulldata('cities', 'county', 'name', /data/city)")
    body = asked("s") + choosing("select1", "city", "instance('places')/root/item[s = /data/s]")
    table = [
        {"name": "la", "label": "Los Angeles", "s": "ca", "county": "LA"},
        {"name": "nyc", "label": "NY", "s": "ny"},
    ]
    session = run(a_form("<s/><city/><county/>", binds, body, source), tables={"cities": table})
    put(session, "s", "ca")
    assert [option.label for option in session.choices(at(session, "city"))] == ["Los Angeles"]
    put(session, "city", "la")
    assert value(session, "county") == "LA"


def test_nothing_is_taken_over_from_what_was_saved_last() -> None:
    source = '<instance id="__last-saved" src="jr://instance/last-saved"/>'
    binds = bind("b", calculate="concat('<', instance('__last-saved')/data/a, '>')")
    assert value(run(a_form("<a/><b/>", binds, asked("a"), source)), "b") == "<>"
