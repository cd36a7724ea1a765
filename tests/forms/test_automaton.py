"""Patterns of forms: held against Python's own matcher, and against the clock of a hostile author."""

from __future__ import annotations

import re
import time
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fieldapp.forms.xpath.automaton import Automaton
from fieldapp.forms.xpath.error import ExpressionError
from fieldapp.forms.xpath.pattern import matches

_ATOMS = ["a", "b", "[ab]", "[^a]", ".", r"\d", r"\w", r"\s", "(a|aa)", "(?:ab)", "[a-c]", "A", r"[^\d]"]
_PLACES = ["^", "$", r"\b", r"\B", "(?=a)", "(?!b)", "(?=.*b)", ""]
_TIMES = ["", "", "*", "+", "?", "{2}", "{1,3}", "{2,}", "*?", "+?"]
_PIECE = st.one_of(st.tuples(st.sampled_from(_ATOMS), st.sampled_from(_TIMES)).map("".join), st.sampled_from(_PLACES))
_FLAT = st.lists(_PIECE, min_size=1, max_size=4).map("".join)
_NESTED = st.recursive(
    _FLAT,
    lambda inner: st.tuples(inner, inner, st.sampled_from(_TIMES)).map(lambda t: f"({t[0]}|{t[1]}){t[2]}"),
    max_leaves=4,  # beyond that Python's own matcher can take for ever, be the text ever so short
)


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(["", "(?i)", "(?s)"]), _NESTED, st.text("abcA1\n B", max_size=6))
def test_verdict_is_that_of_pythons_own_matcher(mode: str, pattern: str, text: str) -> None:
    expected = re.compile(mode + pattern, re.ASCII).fullmatch(text) is not None  # of six letters at most
    assert Automaton(mode + pattern).fullmatch(text) is expected


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        ("(a|aa)*b", "a" * 60),
        ("(a*)*b", "a" * 5_000),
        ("a*a*a*a*a*a*b", "a" * 500),
        ("(.*.*.*)*=x", "a" * 3_000),
        ("(a|a)*(a|a)*(a|a)*b", "a" * 4_000),
        ("((a{0,9}){0,9}){0,9}b", "a" * 200),
        ("((?=.*b)|a)*", "a" * 5_000),
        ("((a{0,60}){0,60}){0,60}", "a" * 50),
        ("(" * 500 + "a" + ")*" * 500, "a" * 50 + "!"),
    ],
)
def test_pattern_that_would_run_away_is_worked_out_or_refused_at_once(pattern: str, text: str) -> None:
    began = time.process_time()
    with suppress(ExpressionError):
        assert not matches(text, pattern)
    assert time.process_time() - began < 3


@pytest.mark.parametrize(
    ("pattern", "text", "expected"),
    [
        (r"[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+\.[A-Za-z]{2,}", "cora@example.org", True),
        (r"[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+\.[A-Za-z]{2,}", "cora@example", False),
        (r"^(\d{3}-)?\d{3}-\d{4}$", "800-540-4000", True),
        (r"\d{19}", "1234567890123456789", True),
        (r"\p{L}+ \p{L}+", "José Núñez", True),
        (r"(?i)[a-z]+\s[a-z]+", "Dana ALVAREZ", True),
        (r"(?=.*\d)(?=.*[a-z]).{6,}", "abc123", True),
        (r"\d+", "12", True),
        (r"(ab|a){2}b", "abab", True),
        (r"[\p{L}' -]+", "José O'Núñez-Pérez", True),
        (r"[\p{L}' -]+", "José 1", False),
        (r"a++b", "aab", True),
        (r"(a+)(b+)\1", "aba", None),
    ],
)
def test_patterns_as_authors_write_them(pattern: str, text: str, expected: bool | None) -> None:
    if expected is None:
        with pytest.raises(ExpressionError, match=r"regex\(\)"):
            matches(text, pattern)
    else:
        assert matches(text, pattern) is expected
