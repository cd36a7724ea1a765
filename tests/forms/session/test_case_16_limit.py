"""Hard case 16: large lists, deep and long expressions, lists within lists, and what an answer costs."""

from __future__ import annotations

import pytest

from fieldapp.forms.form_session import FormSession
from fieldapp.forms.tree import Document, Node
from fieldapp.forms.xpath import Context, ExpressionError, compile_expression
from tests.forms.session.filled import a_form, asked, at, bind, put, run, value

MANY = 100_000


class Counting(Node):
    """A choice that counts how often anybody looks through its columns."""

    looks = 0

    def named(self, name: str) -> list[Node]:
        Counting.looks += 1
        return super().named(name)


def a_list(length: int) -> Document:
    document = Document()
    root = document.add(Node("root"))
    for number in range(length):
        item = root.add(Counting("item"))
        item.add(Node("name", f"c{number}"))
        item.add(Node("k", str(number % 1000)))
    return document


def choosing_from(length: int) -> FormSession:
    nodeset = "instance('c')/root/item[k = /data/a]"
    body = asked("a") + f'<select1 ref="/data/b"><itemset nodeset="{nodeset}"><value ref="name"/></itemset></select1>'
    form = a_form("<a/><b/>", body=body, model='<instance id="c"><root><item/></root></instance>')
    form.instances["c"] = a_list(length)
    return run(form)


def test_list_of_a_hundred_thousand_choices_is_looked_through_once() -> None:
    session = choosing_from(MANY)
    put(session, "a", "7")
    assert len(session.choices(at(session, "b"))) == MANY // 1000
    Counting.looks = 0
    put(session, "a", "8")
    offered = session.choices(at(session, "b"))
    assert [option.value for option in offered][:2] == ["c8", "c1008"]
    assert Counting.looks == 0


@pytest.mark.parametrize(
    "condition",
    [
        "k = 7",
        "k = '7'",
        "/data/a = k",
        "k = /data/r/x",
        "k = 0 div 0",
        "k = ''",
        "k = true()",
        "absent = ''",
        "k = /data/no",
    ],
)
def test_choices_looked_up_are_those_that_looking_through_all_finds(condition: str) -> None:
    session = choosing_from(2_000)
    put(session, "a", "7")
    session.form.instances["c"].children[0].children[3].children.pop()
    found = [
        [node.string_value() for node in compile_expression(text).nodes(Context(session.root, session._world))]
        for text in (f"instance('c')/root/item[{condition}]", f"instance('c')/root/item[{condition} and true()]")
    ]
    assert found[0] == found[1]


def test_sum_of_two_thousand_answers_is_worked_out() -> None:
    context = Context(run(a_form("<a/>")).root, run(a_form("<a/>"))._world)
    assert compile_expression(" + ".join(["1"] * 2000)).number(context) == 2000
    assert compile_expression(" or ".join(["false()"] * 1999 + ["true()"])).boolean(context)
    assert len(compile_expression(" - ".join(["/data/a"] * 2000)).reads) == 1


@pytest.mark.parametrize(
    "text", ["(" * 500 + "1" + ")" * 500, " = ".join(["1"] * 1900), "not(" * 200 + "1" + ")" * 200]
)
def test_what_is_nested_without_end_is_refused_or_worked_out_but_never_breaks(text: str) -> None:
    session = run(a_form("<a/><b/>", bind("b", calculate=text), asked("a")))
    put(session, "a", "1")
    assert value(session, "b") in {"", "0", "1"}


def test_lists_within_lists_within_lists_are_given_up() -> None:
    session = run(a_form("<a/>"))
    document = Document()
    root = document.add(Node("root"))
    for _ in range(300):
        root.add(Node("item", "x"))
    deep = "count(/root/item[count(/root/item[count(/root/item[. = 'x']) > 1]) > 1])"
    with pytest.raises(ExpressionError, match="looks at more than"):
        compile_expression(deep).value(Context(document, _Bare(session)))


class _Bare:
    """The world of a session, with no paths of its own."""

    def __init__(self, session: FormSession) -> None:
        self.zone = session._world.zone

    def resolve(self, steps: tuple[str, ...], node: Node) -> None:
        return None


def test_answer_works_out_what_follows_from_it_and_nothing_else() -> None:
    names = [f"q{number}" for number in range(500)]
    binds = "".join(
        bind(name, relevant=f"/data/{names[number - 1]} != 'no'") for number, name in enumerate(names) if number % 10
    )
    binds += "".join(
        bind(
            f"s{part}", calculate=" + ".join(f"coalesce(/data/{name}, 0)" for name in names[part * 50 : part * 50 + 50])
        )
        for part in range(10)
    )
    binds += bind("total", calculate=" + ".join(f"/data/s{part}" for part in range(10)))
    nodes = "".join(f"<{name}/>" for name in [*names, *(f"s{part}" for part in range(10)), "total"])
    session = run(a_form(nodes, binds, asked(*names)))
    before = session.evaluated
    put(session, "q250", "3")
    assert value(session, "total") == "3"
    assert session.evaluated - before == 3, "the next question, the score of its part, the total"


def test_rules_in_a_circle_come_to_an_end_and_always_to_the_same() -> None:
    binds = bind("a", calculate="/data/b + 1") + bind("b", calculate="/data/a + 1 + /data/q")
    binds += bind("c", relevant="/data/d = ''") + bind("d", relevant="/data/c = ''")
    form = a_form("<q>1</q><a>0</a><b>0</b><c>x</c><d>y</d>", binds, asked("q", "c", "d"))
    ends = []
    for _ in range(2):
        session = run(form)
        put(session, "q", "2")
        ends.append([(item.ref, item.value, item.is_relevant) for item in session.root.items()])
        assert session.evaluated < 200
    assert ends[0] == ends[1]
