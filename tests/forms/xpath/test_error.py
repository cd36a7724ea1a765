"""What is no expression: a sentence, at its place, for any text whatever; and bounds on what is worked out."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldapp.forms.conformance import BareEnvironment
from fieldapp.forms.xpath import Context, ExpressionError, compile_expression
from fieldapp.forms.xpath.ast import Tree
from fieldapp.forms.xpath.lexer import MAX_LENGTH
from fieldapp.forms.xpath.parser import MAX_DEPTH, parse, print_tree
from fieldapp.forms.xpath.value import Value
from tests.forms.xpath.conftest import DOCUMENT, NOW, ZONE

ENVIRONMENT = BareEnvironment(NOW, ZONE)


@pytest.mark.parametrize(
    ("expression", "offset", "said"),
    [
        ("", 0, "missing at the end"),
        ("1 +", 3, "missing at the end"),
        ("(1", 2, "but the expression ends"),
        ("if(1, 2", 7, "of if()"),
        ("a[1", 3, "but the expression ends"),
        ("1 2", 2, "follows"),
        ("a b", 2, "follows"),
        ("'abc", 0, "never closed"),
        ("\u2018abc\u2019", 0, "curly"),
        ("${q} + 1", 0, "no question of that name"),
        ("a # b", 2, "not understood"),
        ("/data/", 6, "slash"),
        ("sideways::a", 0, "direction"),
        ("1 = = 2", 4, "missing before"),
        (")", 0, "missing before"),
    ],
)
def test_an_error_is_a_sentence_at_its_place(expression: str, offset: int, said: str) -> None:
    with pytest.raises(ExpressionError) as refusal:
        compile_expression(expression)
    assert said in refusal.value.message
    assert refusal.value.offset == offset


@pytest.mark.parametrize("expression", ["1 + nope(2)", "1 + true(2)"])
def test_a_call_that_cannot_be_made_says_where_it_stands(expression: str) -> None:
    assert [fault.offset for fault in compile_expression(expression).faults] == [4]


@pytest.mark.parametrize(
    "expression",
    [
        "(" * 5_000 + "1" + ")" * 5_000,
        "a[" * 5_000,
        "-" * 5_000 + "1",
        "not(" * (MAX_DEPTH + 1) + "1" + ")" * (MAX_DEPTH + 1),
        "1" + "+1" * 5_000,
        "1" * (MAX_LENGTH + 1),
        "a/" * 40_000,
    ],
    ids=["parentheses", "predicates", "minus", "calls", "operators", "length", "steps"],
)
def test_an_expression_without_bounds_is_refused_at_once(expression: str) -> None:
    began = time.process_time()
    with pytest.raises(ExpressionError):
        compile_expression(expression)
    assert time.process_time() - began < 2


def test_an_expression_as_deep_as_is_allowed_is_worked_out(value: Callable[[str], Value]) -> None:
    depth = MAX_DEPTH - 2
    assert value("(" * depth + "1" + ")" * depth) == 1
    assert value("1" + " + 1" * 1_500) == 1_501


_WORDS = "a /data / // . .. @ * [ ] ( ) , 'x' \" 1 .5 + - | = != < >= and or div mod $ not( count( if( date( :: child::"
_PARTS = st.sampled_from([" ", *re.split(" ", _WORDS)])


@given(st.one_of(st.text(max_size=30), st.lists(_PARTS, max_size=12).map("".join)))
def test_any_text_is_an_expression_or_a_sentence(text: str) -> None:
    with suppress(ExpressionError):
        compile_expression(text).value(Context(DOCUMENT.children[0], ENVIRONMENT))


@given(st.lists(_PARTS, max_size=12).map("".join))
def test_an_expression_printed_reads_as_the_same(text: str) -> None:
    with suppress(ExpressionError):
        tree: Tree = parse(text)
        assert print_tree(parse(print_tree(tree))) == print_tree(tree)
