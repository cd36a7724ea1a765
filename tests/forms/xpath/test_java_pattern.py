r"""Patterns of Java. Each verdict was asked of JavaRosa 5.1.0: ``regex(text, pattern)``."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldapp.forms.xpath.error import ExpressionError
from fieldapp.forms.xpath.letter_set import complement, intersection, join, named, of
from fieldapp.forms.xpath.pattern import matches

TRUE = [
    ("\u00e9", r"\p{L}"),
    ("\u00c9", r"\p{Lu}"),
    ("a", r"\pL"),
    ("\u00e91", r"[\p{L}0-9]+"),
    ("1", r"\P{L}"),
    ("\u044f", r"\p{IsCyrillic}"),
    ("A", r"\p{javaUpperCase}"),
    ("!", r"\p{Punct}"),
    ("a.b", r"\Qa.b\E"),
    ("ab", "(?<x>a)b"),
    ("abab", r"(ab)\1"),
    ("acd", "[a-z&&[^b]]+"),
    ("d", "[a-z&&def]+"),
    ("a", "[a-z&&]"),
    ("x", "[a-c[x-z]]"),
    ("-", r"[\w-]"),
    ("]", r"[\]]"),
    ("a", "[]a]"),
    ("a&b", "[a-z&]+"),
    ("a", r"\x61"),
    ("a", r"\x{61}"),
    ("a", r"\0141"),
    ("aBC", "a(?i)bc"),
    ("C", "a(?i)b|c"),
    ("aa", "a{2}"),
    ("aaa", "a++"),
    ("\u00a0", r"\h"),
    ("\n", r"\R"),
    ("ab", r"^ab\Z"),
    ("", "x*"),
]
FALSE = [
    ("12345", "[0-9]{3}"),
    ("aXc", "[a-z&&[^b]]+"),
    ("abc", "[a-z&&[^b]]+"),
    ("b", r"[a\-c]"),
    ("5", r"[\d&&[^5]]"),
    ("\u00e9", r"\w"),
    ("\u00e9", r"\p{Lu}"),
    ("\u0663", r"\d"),
    ("\u00a0", r"\s"),
    ("ABC", "a(?i)bc"),
    ("a\nb", "a.b"),
]
REFUSED = ["[a-z", r"\y", r"\p{Foo}", r"\p{", "(a", "a)", "a{2", "a{,3}", "*a", "[z-a]", "\\", r"[\d-", "[" * 30]


@pytest.mark.parametrize(("text", "pattern"), TRUE)
def test_text_matches_as_in_java(text: str, pattern: str) -> None:
    assert matches(text, pattern)


@pytest.mark.parametrize(("text", "pattern"), FALSE)
def test_text_does_not_match_as_in_java(text: str, pattern: str) -> None:
    assert not matches(text, pattern)


@pytest.mark.parametrize("pattern", REFUSED)
def test_what_java_does_not_read_is_refused_with_a_sentence(pattern: str) -> None:
    with pytest.raises(ExpressionError, match="regex"):
        matches("a", pattern)


@given(st.text("ab[]^&-\\pLQE(?<>i:x)|{}1,0*+.$dw", max_size=14), st.text("ab1-", max_size=4))
def test_any_pattern_gives_a_verdict_or_a_sentence(pattern: str, text: str) -> None:
    with suppress(ExpressionError):
        assert matches(text, pattern) in {True, False}


_CODES = st.integers(0, 300)
_RANGES = st.lists(st.tuples(_CODES, _CODES).map(lambda pair: (min(pair), max(pair))), max_size=6).map(join)


@given(_RANGES, _RANGES, _CODES)
def test_sets_of_letters_are_sets(
    first: tuple[tuple[int, int], ...], second: tuple[tuple[int, int], ...], code: int
) -> None:
    def holds(ranges: tuple[tuple[int, int], ...]) -> bool:
        return any(low <= code <= high for low, high in ranges)

    assert holds(join(first + second)) is (holds(first) or holds(second))
    assert holds(intersection(first, second)) is (holds(first) and holds(second))
    assert holds(complement(first)) is not holds(first)
    assert complement(complement(first)) == first


def test_names_of_letters_are_known_by_category_property_and_script() -> None:
    assert named("L") == named("IsL") == named("general_category=L")
    assert named("Digit") == of("0-9")
    assert named("Nope") is None
