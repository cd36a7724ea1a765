"""Reading XForms: what is written in many ways, what is left out, what is refused."""

from __future__ import annotations

import pytest

from fieldapp.forms.model import Control, Group, Output, Repeat
from fieldapp.forms.xform_reader import FormError, read_form
from tests.forms.session.filled import a_form, asked, bind, repeat, run

HEAD = '<html xmlns="http://www.w3.org/1999/xhtml"><head><title>T</title><model>'


def test_paths_are_kept_without_spaces_positions_and_prefixes() -> None:
    form = a_form("<a/><g><b/></g>", '<bind nodeset=" /data/ x:a "/>', '<group ref="/data/g"><input ref="b"/></group>')
    assert "/data/a" in form.binds
    assert [control.path for control in form.controls()] == ["/data/g/b"]


def test_group_around_a_repeat_is_the_heading_of_its_rows() -> None:
    form = a_form("<r jr:template=''><a/></r>", body=repeat("r", asked("r/a"), count=" /data/n "))
    (rows,) = form.body
    assert isinstance(rows, Repeat)
    assert rows.count == "/data/n"
    assert rows.label is not None
    assert isinstance(rows.children[0], Control)


def test_texts_hold_what_they_compute_and_media_stand_apart() -> None:
    model = (
        '<itext><translation lang="en"><text id="q"><value>Hello <output value=" /data/a "/>!</value>'
        '<value form="image">jr://images/a.png</value><value form="guidance">Slowly</value></text></translation>'
        "</itext>"
    )
    body = '<input ref="/data/a"><label ref="jr:itext(\'q\')"/><hint ref="jr:itext(\'q\')"/></input>'
    (control,) = a_form("<a/>", body=body, model=model).controls()
    assert control.label is not None
    assert control.label.versions["en"] == ("Hello ", Output(" /data/a "), "!")
    assert control.label.media["en"] == {"image": "jr://images/a.png"}
    assert control.guidance is not None
    assert control.guidance.versions["en"] == ("Slowly",)


def test_kinds_of_questions_keep_their_parameters() -> None:
    body = '<range ref="/data/a" start="1" end="5" step="2" appearance="Vertical NO-ticks"/><odk:rank ref="/data/b"/>'
    first, second = a_form("<a/><b/>", body=body).controls()
    assert (first.kind, first.parameters["end"]) == ("range", "5")
    assert first.appearance == {"vertical", "no-ticks"}
    assert second.kind == "rank"


def test_lists_say_where_they_come_from_and_bring_what_is_written_out() -> None:
    model = '<instance id="file" src="jr://file-csv/places.csv"/><instance id="own"><root><item/></root></instance>'
    form = a_form("<a/>", model=model)
    assert dict(form.sources) == {"file": "jr://file-csv/places.csv"}
    assert list(form.instances) == ["own"]


def test_actions_keep_their_events_and_what_sets_them_off() -> None:
    body = '<input ref="/data/a"><setvalue ref="/data/b" event="xforms-value-changed">word</setvalue></input>'
    body += repeat("r", '<setvalue ref="/data/r/c" event="odk-instance-first-load odk-new-repeat" value="1"/>')
    form = a_form("<a/><b/><r jr:template=''><c/></r>", body=body)
    assert {(action.event, action.trigger, action.value) for action in form.actions} == {
        ("xforms-value-changed", "/data/a", '"word"'),
        ("odk-instance-first-load", None, "1"),
        ("odk-new-repeat", None, "1"),
    }


def test_what_nobody_knows_is_passed_over() -> None:
    body = '<wizard ref="/data/a"/><group><label>G</label><input ref="/data/a"/></group><osm:thing xmlns:osm="urn:x"/>'
    form = a_form("<a/><meta><entity dataset='people' id=''><label/></entity></meta>", bind("meta/entity/@id"), body)
    assert [type(part) for part in form.body] == [Group]
    assert run(form).violations() == ()


@pytest.mark.parametrize(
    ("xml", "says"),
    [
        ("", "not XML"),
        ("no form", "not XML"),
        (f"{HEAD}</model></head></html>", "no primary instance"),
        ("<html><body/></html>", "no model"),
        ('<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>', "document type or entities"),
        (f"{HEAD}<instance>{'<a>' * 150}{'</a>' * 150}</instance></model></head></html>", "levels deep"),
    ],
)
def test_what_is_no_form_is_refused_with_a_sentence(xml: str, says: str) -> None:
    with pytest.raises(FormError, match=says):
        read_form(xml)
