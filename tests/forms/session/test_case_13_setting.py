"""Hard case 13: defaults, what is drawn once, and what a form sets by itself, in which order."""

from __future__ import annotations

from tests.forms.session.filled import a_form, asked, at, bind, matters, put, repeat, run, value


def test_draws_are_made_once_and_kept() -> None:
    binds = bind("one", calculate="random()") + bind("two", calculate="once(random())") + bind("id", calculate="uuid()")
    form = a_form("<a/><one/><two/><id/>", binds + bind("three", calculate="concat(/data/a, uuid())"), asked("a"))
    session = run(form)
    drawn = [value(session, path) for path in ("one", "two", "id")]
    assert all(drawn)
    put(session, "a", "x")
    session.revalidate()
    resumed = run(form, stored=session.stored(), seed=99)
    for each in (session, resumed):
        assert [value(each, path) for path in ("one", "two", "id")] == drawn


def test_defaults_stand_and_an_answer_that_is_cleared_stays_cleared() -> None:
    form = a_form("<a>seven</a><b/>", bind("b", calculate="concat(/data/a, '!')"), asked("a"))
    session = run(form)
    assert value(session, "b") == "seven!"
    put(session, "a", "")
    resumed = run(form, stored=session.stored())
    assert (value(resumed, "a"), value(resumed, "b")) == ("", "!")


def test_defaults_are_set_in_turn_before_anything_is_hidden_and_never_again() -> None:
    model = "".join(
        f'<setvalue ref="/data/{path}" event="odk-instance-first-load" value="{text}"/>'
        for path, text in (("a", "1 + 1"), ("b", "/data/a * 10"), ("c", "/data/twice + 1"))
    )
    binds = bind("twice", calculate="/data/a * 2") + bind("b", relevant="/data/a = 3") + bind("a", kind="int")
    form = a_form("<a/><b/><c/><twice/>", binds, asked("a", "b", "c"), model)
    session = run(form)
    assert [at(session, path).value for path in ("a", "b", "c")] == ["2", "20", "5"]
    assert not matters(session, "b")
    put(session, "a", "3")
    assert value(session, "b") == "20"
    put(session, "b", "")
    assert value(run(form, stored=session.stored()), "b") == ""


def test_each_new_row_is_begun_with_what_the_form_sets_in_it() -> None:
    action = '<setvalue ref="/data/r/a" event="odk-new-repeat" value="concat(/data/q, position(..))"/>'
    form = a_form(
        "<q>n</q><r jr:template=''><a/><b/></r>", bind("r/b", calculate="../a"), repeat("r", asked("r/a") + action)
    )
    session = run(form)
    session.add_row("/data/r", session.root)
    session.add_row("/data/r", session.root)
    assert [item.value for item in session.root.items() if item.path == "/data/r/b"] == ["n1", "n2"]
    put(session, "r[1]/a", "mine")
    assert value(run(form, stored=session.stored(), first_key=9), "r[1]/b") == "mine"


def triggering(path: str, *actions: tuple[str, str]) -> str:
    inside = "".join(f'<setvalue ref="/data/{to}" event="xforms-value-changed" value="{v}"/>' for to, v in actions)
    return f'<input ref="/data/{path}"><label>{path}</label>{inside}</input>'


def test_what_hangs_on_an_answer_sees_what_follows_from_it_and_goes_on() -> None:
    body = triggering("a", ("b", "/data/twice")) + triggering("b", ("c", "concat('b is ', /data/b)")) + asked("c")
    session = run(a_form("<a/><b/><c/><twice/>", bind("twice", calculate="/data/a * 2"), body))
    changes = session.answer(at(session, "a"), "4")
    assert (value(session, "b"), value(session, "c")) == ("8", "b is 8")
    assert {item.name for item in changes.values} == {"a", "b", "c", "twice"}
    put(session, "b", "mine")
    put(session, "a", "4")
    assert value(session, "b") == "mine", "the same answer once more changes nothing"
    session.undo()
    session.undo()
    session.undo()
    assert session.stored() == {}


def test_actions_that_set_one_another_off_come_to_an_end() -> None:
    body = triggering("a", ("b", "/data/a + 1")) + triggering("b", ("a", "/data/b + 1"))
    session = run(a_form("<a/><b/>", body=body))
    put(session, "a", "1")
    assert float(value(session, "a")) < 40


def test_action_in_a_row_sets_its_own_row() -> None:
    body = repeat("r", triggering("r/a", ("r/b", "concat('set ', ../a)")) + asked("r/b"))
    session = run(a_form("<r jr:template=''><a/><b/></r>", body=body))
    for _ in range(2):
        session.add_row("/data/r", session.root)
    put(session, "r[2]/a", "x")
    assert [item.value for item in session.root.items() if item.path == "/data/r/b"] == ["", "set x"]


def test_result_is_kept_as_its_type_is_written() -> None:
    kinds = {"int": "7 div 2", "decimal": "7 div 2", "string": "1 = 1", "date": "now()", "dateTime": "today()"}
    binds = "".join(bind(kind, kind=kind, calculate=text) for kind, text in kinds.items()) + bind(
        "nan", calculate="0 div 0"
    )
    session = run(a_form("".join(f"<{kind}/>" for kind in kinds) + "<nan/>", binds))
    assert value(session, "int") == "3"
    assert value(session, "decimal") == "3.5"
    assert value(session, "string") == "1"
    assert value(session, "date") == "2026-03-02"
    assert value(session, "dateTime") == "2026-03-02T00:00:00.000+00:00"
    assert value(session, "nan") == ""
