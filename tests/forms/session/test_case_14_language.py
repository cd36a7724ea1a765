"""Hard case 14: a text in the language asked for, else in the form's own, else in any."""

from __future__ import annotations

from fieldapp.forms.form_session import FormSession
from tests.forms.session.filled import a_form, at, bind, put, run, value


def text(key: str, words: str) -> str:
    return f'<text id="{key}"><value>{words}</value></text>'


ITEXT = (
    '<itext><translation lang="English (en)" default="true()">'
    + text("q", 'You said <output value="/data/a"/>')
    + text("only", "Only in English")
    + text("y", "Yes")
    + '</translation><translation lang="Español (es)">'
    + text("q", 'Dijo <output value="/data/a"/>')
    + text("y", "Sí")
    + '</translation><translation lang="العربية (ar)">'
    + text("arabic", "بالعربية فقط")
    + "</translation></itext>"
    '<instance id="l"><root><item><itextId>y</itextId><name>yes</name></item></root></instance>'
)
BODY = (
    '<input ref="/data/a"><label>A</label></input><select1 ref="/data/q"><label ref="jr:itext(\'q\')"/>'
    '<itemset nodeset="instance(\'l\')/root/item"><value ref="name"/><label ref="jr:itext(itextId)"/></itemset>'
    "</select1>"
    '<input ref="/data/only"><label ref="jr:itext(\'only\')"/></input>'
    '<input ref="/data/arabic"><label ref="jr:itext(\'arabic\')"/></input>'
)
FORM = a_form(
    "<a/><q/><only/><arabic/><name/>", bind("name", calculate="jr:choice-name(/data/q, '/data/q')"), BODY, ITEXT
)


def label(session: FormSession, path: str) -> str:
    item = at(session, path)
    return session.words(item.control.label, item)


def test_text_falls_back_to_the_language_of_the_form_and_then_to_any() -> None:
    session = run(FORM, language="Español (es)")
    put(session, "a", "algo")
    assert label(session, "q") == "Dijo algo"
    assert label(session, "only") == "Only in English"
    assert label(session, "arabic") == "بالعربية فقط"
    session.set_language("العربية (ar)")
    assert label(session, "q") == "You said algo"


def test_act_names_the_questions_whose_words_are_others_now() -> None:
    session = run(FORM)
    assert session.answer(at(session, "a"), "x").texts == (at(session, "q"),)
    assert session.answer(at(session, "only"), "x").texts == ()


def test_choices_and_answers_made_of_words_follow_the_language() -> None:
    session = run(FORM)
    session.answer(at(session, "q"), "yes")
    assert value(session, "name") == "Yes"
    session.set_language("Español (es)")
    assert [option.label for option in session.choices(at(session, "q"))] == ["Sí"]
    assert value(session, "name") == "Sí"
    assert session.answer(at(session, "a"), "x").stored["/data/name"].value == "Sí"
