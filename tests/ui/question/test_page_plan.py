"""How a form is cut into pages."""

from __future__ import annotations

from fieldapp.forms.model import Body, Control, Form, Group, Repeat, Text
from fieldapp.forms.tree import Node
from ui.forms.question.page_plan import MOST_QUESTIONS, PagePlan, controls_in, plan_pages


def questions(prefix: str, count: int, *appearance: str) -> tuple[Control, ...]:
    return tuple(Control("input", f"{prefix}/q{at}", appearance=frozenset(appearance)) for at in range(count))


def a_group(path: str, *children: Body, appearance: str = "", label: str = "x") -> Group:
    return Group(path, Text({"": (label,)}), frozenset(filter(None, [appearance])), tuple(children))


def pages(*body: Body) -> tuple[PagePlan, ...]:
    return plan_pages(Form("t", "1", "t", Node("data"), {}, body))


def sizes(*body: Body) -> list[int]:
    return [sum(1 for _ in controls_in(plan.bodies)) for plan in pages(*body)]


def test_every_section_is_a_page_and_what_lies_between_is_one_too():
    assert sizes(*questions("/d", 2), a_group("/d/a", *questions("/d/a", 3)), *questions("/e", 1)) == [2, 3, 1]


def test_field_list_is_one_page_however_long():
    assert sizes(a_group("/d/a", *questions("/d/a", 60), appearance="field-list")) == [60]


def test_long_section_is_cut_into_about_equal_parts():
    assert sizes(a_group("/d/a", *questions("/d/a", 70))) == [23, 24, 23]
    assert [(plan.part, plan.parts) for plan in pages(*questions("/d", 30))] == [(1, 2), (2, 2)]


def test_group_around_everything_is_no_page_of_its_own():
    inner = [a_group(f"/d/{name}", *questions(f"/d/{name}", 2)) for name in "ab"]
    assert sizes(a_group("/d", *inner)) == [2, 2]


def test_small_group_stays_with_its_section_and_a_large_one_gets_its_page():
    small = a_group("/d/a/s", *questions("/d/a/s", 2))
    large = a_group("/d/a/l", *questions("/d/a/l", MOST_QUESTIONS))
    found = pages(*questions("/x", 1), a_group("/d/a", *questions("/d/a", 1), small, large))
    assert [sum(1 for _ in controls_in(plan.bodies)) for plan in found] == [1, 3, MOST_QUESTIONS]
    assert len(found[2].titles) == 2


def test_repeat_keeps_its_rows_together():
    repeat = Repeat("/d/r", children=questions("/d/r", 3))
    assert sizes(*questions("/d", 1), repeat) == [1, 3]
    assert sizes(a_group("/d/g", Repeat("/d/g/r", children=questions("/d/g/r", 3)))) == [3]


def test_table_is_never_torn_apart():
    table = a_group("/d/t", *questions("/d/t", 1, "label"), *questions("/d/u", 40, "list-nolabel"))
    assert sizes(table) == [41]
    assert sizes(a_group("/d", *questions("/d", 1), table)) == [1, 41]
    assert sizes(*questions("/e", 1), a_group("/d", *questions("/d", 1), table)) == [1, 1, 41]


def test_form_without_questions_has_no_pages():
    assert pages() == ()
