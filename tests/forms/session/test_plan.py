"""What follows from what, as a form is compiled: in which order, once, whom it concerns, and which circles are none."""

from __future__ import annotations

import gc
import weakref

from hypothesis import given
from hypothesis import strategies as st

from fieldapp.forms.model import Form
from fieldapp.forms.order import find_order
from fieldapp.forms.plan import Plan, plan_of
from fieldapp.forms.rule import Kind
from tests.forms.session.filled import a_form, asked, bind, repeat

EDGES = st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=25)


@given(EDGES)
def test_everything_comes_before_its_followers_and_circles_stand_together(edges: list[tuple[int, int]]) -> None:
    followers: dict[int, list[int]] = {}
    for first, second in edges:
        followers.setdefault(first, []).append(second)
    order = find_order(followers, 10)
    place = {node: number for number, circle in enumerate(order) for node in circle}
    assert sorted(place) == list(range(10))
    reached = {node: _reached(followers, node) for node in range(10)}
    for first, second in edges:
        assert place[first] <= place[second]
        assert (place[first] == place[second]) == (first == second or first in reached[second])


def _reached(followers: dict[int, list[int]], start: int) -> set[int]:
    found: set[int] = set()
    waiting = [start]
    while waiting:
        for node in followers.get(waiting.pop(), ()):
            if node not in found:
                found.add(node)
                waiting.append(node)
    return found


def circles(form: Form) -> int:
    """How many components of a form's plan hold more than one rule."""
    components = [rule.component for rule in Plan(form).rules]
    return sum(components.count(each) > 1 for each in set(components))


def test_form_is_compiled_once_and_forgotten_with_it() -> None:
    form = a_form("<a/>")
    plan = plan_of(form)
    assert plan_of(form) is plan
    held = weakref.ref(plan)
    del form, plan
    gc.collect()
    assert held() is None


def test_rules_come_after_what_they_read_and_after_whether_their_group_matters() -> None:
    binds = (
        bind("g/c", calculate="/data/b + 1") + bind("b", calculate="/data/a + 1") + bind("g", relevant="/data/b > 1")
    )
    plan = Plan(a_form("<g><c/></g><b/><a/>", binds, asked("a")))
    place = {(rule.kind, rule.path): rule.component for rule in plan.rules}
    b, g, c = place[Kind.CALCULATE, "/data/b"], place[Kind.RELEVANT, "/data/g"], place[Kind.CALCULATE, "/data/g/c"]
    assert b < g < c


def test_places_of_rows_and_a_question_about_itself_are_no_circles() -> None:
    binds = bind("r/a", relevant="position(..) > 1") + bind("r/b", calculate="count(../../r) + position(..)")
    binds += bind("r/c", calculate="if(. = '', ../a, .)") + bind("r/d", calculate="once(../c)")
    assert circles(a_form("<r jr:template=''><a/><b/><c/><d/></r>", binds, repeat("r", asked("r/a")))) == 0


def test_questions_that_hang_on_one_another_are_a_circle() -> None:
    binds = bind("a", relevant="/data/b = ''") + bind("b", relevant="/data/a = ''")
    assert circles(a_form("<a/><b/>", binds, asked("a", "b"))) == 1, "what is hidden reads as blank"
