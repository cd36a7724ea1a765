"""The XML of a submission, read back as a form server reads it."""

from __future__ import annotations

import pytest

from fieldapp.forms.xml_tree import read_tree
from tests.fakes.clock import FakeClock
from tests.forms.session.filled import NOON, a_form, asked, bind, put, repeat, run

FORM = a_form(
    "<a/><hidden/><r jr:template=''><b/></r><g><c/></g><meta><instanceID/></meta>",
    bind("hidden", relevant="/data/a = 'show'") + bind("g", relevant="/data/a != 'none'"),
    asked("a", "hidden", "g/c") + repeat("r", asked("r/b")),
)


def test_what_is_relevant_is_written_in_the_order_of_the_form() -> None:
    session = run(FORM)
    put(session, "a", "x")
    for number in (1, 2):
        session.add_row("/data/r", session.root)
        put(session, f"r[{number}]/b", str(number))
    written = read_tree(session.instance_xml("uuid:1"))
    assert [child.name for child in written.children] == ["a", "r", "r", "g", "meta"]
    assert [child.string_value() for child in written.children] == ["x", "1", "2", "", "uuid:1"]
    assert {each.name: each.text for each in written.attributes} == {"@id": "t", "@version": "1"}


def test_group_that_is_hidden_is_left_out_whole() -> None:
    session = run(FORM)
    put(session, "g/c", "kept")
    put(session, "a", "none")
    assert "kept" not in session.instance_xml()


def test_name_of_the_instance_is_added_where_the_form_has_no_place_for_it() -> None:
    session = run(a_form("<a/>", body=asked("a")))
    assert read_tree(session.instance_xml("uuid:7")).children[-1].string_value() == "uuid:7"
    assert "meta" not in session.instance_xml()


@pytest.mark.parametrize("answer", ["<b>&amp;\"'", "niño 🙂 عربي", "two\nlines\ttabbed", "a\r\nb", "]]>"])
def test_any_answer_comes_back_as_it_was_given(answer: str) -> None:
    session = run(FORM)
    put(session, "a", answer)
    assert read_tree(session.instance_xml()).children[0].text == answer


def test_characters_that_xml_cannot_hold_do_not_spoil_the_rest() -> None:
    session = run(FORM)
    put(session, "a", "a\x00b\x0bc\ud800d\uffffe")
    assert read_tree(session.instance_xml()).children[0].text == "a\ufffdb\ufffdc\ufffdd\ufffde"


def test_form_that_asks_for_it_is_told_when_it_was_begun_and_ended() -> None:
    binds = "".join(
        f'<bind nodeset="/data/{name}" type="dateTime" jr:preload="timestamp" jr:preloadParams="{name}"/>'
        for name in ("start", "end")
    )
    clock = FakeClock(NOON)
    session = run(a_form("<start/><end/><a/>", binds, asked("a")), clock=clock)
    clock.advance(3600)
    put(session, "a", "x")
    written = read_tree(session.instance_xml("uuid:1"))
    assert [child.text[:16] for child in written.children[:2]] == ["2026-03-02T12:00", "2026-03-02T13:00"]
    assert "/data/end" not in session.stored()
