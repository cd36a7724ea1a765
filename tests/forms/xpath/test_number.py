"""Numbers as text and text as numbers: XPath 1.0, sections 3.7 and 4.4, as JavaRosa reads them."""

from __future__ import annotations

import math
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldapp.forms.tree import Node
from fieldapp.forms.xpath import to_boolean, to_number, to_text
from fieldapp.forms.xpath.value import compare, number_text


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("5", 5),
        (" 5 ", 5),
        ("-5", -5),
        ("5.", 5),
        (".5", 0.5),
        ("05", 5),
        ("", math.nan),
        ("+5", math.nan),
        ("- 5", math.nan),
        ("1e3", math.nan),
        ("0x10", math.nan),
        ("Infinity", math.nan),
        ("1_000", math.nan),
        ("\u0665", math.nan),  # an Arabic five
        ("five", math.nan),
    ],
)
def test_text_is_a_number_only_as_xpath_writes_them(text: str, number: float) -> None:
    assert to_number(text) == pytest.approx(number, nan_ok=True)


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (5.0, "5"),
        (-0.0, "0"),
        (0.1, "0.1"),
        (1e16, "10000000000000000"),
        (1e-7, "0.0000001"),
        (123456789.125, "123456789.125"),
        (math.nan, "NaN"),
        (math.inf, "Infinity"),
        (-math.inf, "-Infinity"),
    ],
)
def test_a_number_is_written_without_exponent_and_without_a_needless_point(number: float, text: str) -> None:
    assert number_text(number) == text


@given(st.floats(allow_nan=False, allow_infinity=False, min_value=-1e15, max_value=1e15))
def test_a_number_survives_becoming_text(number: float) -> None:
    text = number_text(number)
    assert re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", text)
    assert to_number(text) == pytest.approx(number, rel=1e-12, abs=1e-20)


@given(st.integers(-(10**15), 10**15))
def test_a_whole_number_survives_exactly(number: int) -> None:
    assert number_text(float(number)) == str(number)
    assert to_number(str(number)) == number


@given(st.text(max_size=20))
def test_any_text_is_some_number_and_some_truth(text: str) -> None:
    assert isinstance(to_number(text), float)
    assert to_boolean(text) is (text != "")
    assert to_text(text) == text


_VALUES = st.one_of(st.text("05a.-", max_size=4), st.floats(), st.booleans())


@given(_VALUES, _VALUES)
def test_equal_and_unequal_exclude_one_another(left: str | float | bool, right: str | float | bool) -> None:
    assert compare("=", left, right) is not compare("!=", left, right)
    assert compare("=", left, right) is compare("=", right, left)
    assert compare("<", left, right) is compare(">", right, left)


@given(st.lists(st.text("05a", max_size=2), max_size=4), st.text("05a", max_size=2))
def test_nodes_compare_when_any_of_them_does(texts: list[str], other: str) -> None:
    nodes = [Node("n", text) for text in texts]
    assert compare("=", nodes, other) is any(text == other for text in texts)
    assert compare("!=", nodes, other) is any(text != other for text in texts)
