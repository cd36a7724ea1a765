"""Random expressions over the questions of forms/expression.md, each of a kind: number, text, boolean or date.

Left out is what JavaRosa is known to answer oddly: max() of numbers below nought, min() of infinity, "1,5" read as one,
a double space taken for a chosen blank; also text taken as a day (expectations.toml), and numbers made text where it
would write an exponent.
"""

from __future__ import annotations

import random

_NUMBERS = (
    *(
        "/data/i",
        "/data/j",
        "/data/d",
        "0",
        "1",
        "2.5",
        "-3",
        "10",
        "sum(/data/r/n)",
        "count(/data/r)",
        "min(/data/r/n)",
    ),
    *("number(/data/s)", "number(/data/on)", "today()", "count-selected(/data/m)", "count-non-empty(/data/r/w)"),
    *("string-length(/data/s)", "string-length(/data/t)", "int(/data/d)", "count(/data/r[n > 5])", "pow(/data/d, 2)"),
)
_TEXTS = (
    *("/data/s", "/data/t", "/data/m", "'a'", "''", "'5'", "'ab'", "'true'", "selected-at(/data/m, 1)"),
    *("string(/data/i)", "string(/data/d)", "join('/', /data/r/w)", "format-date(/data/on, '%e %b')"),
)
_DATES = ("/data/on", "today()", "date('2020-02-29')", "date(/data/on + 1)")
_TRUTHS = (
    "true()",
    "false()",
    "selected(/data/m, 'a')",
    "/data/i",
    "/data/s",
    "/data/d > 1",
    "regex(/data/s, '[a-c]+')",
)
_OF_NUMBERS = (
    *("(N + N)", "(N - N)", "(N * N)", "(N div N)", "(N mod N)", "round(N)", "round(N, 2)", "if(B, N, N)", "int(N)"),
    *("coalesce(N, N)", "abs(N)", "-N", "(D - D)", "number(B)"),
)
_OF_TEXTS = (
    *(
        "concat(T, T)",
        "substr(T, 1)",
        "substr(T, -2)",
        "substr(T, 0, 2)",
        "if(B, T, T)",
        "coalesce(T, T)",
        "join('-', T, T)",
    ),
    *("translate(T, 'ab', 'AB')", "substring-before(T, T)", "substring-after(T, T)", "normalize-space(T)", "string(B)"),
)
_OF_TRUTHS = (
    *(
        "N = N",
        "N != N",
        "N < N",
        "N >= N",
        "T = T",
        "T != T",
        "N = T",
        "T < N",
        "D < D",
        "D = D",
        "not(B)",
        "(B and B)",
    ),
    *(
        "(B or B)",
        "contains(T, T)",
        "starts-with(T, T)",
        "ends-with(T, T)",
        "boolean(N)",
        "boolean(T)",
        "selected(/data/m, T)",
    ),
)
_OF_DATES = ("date(D + 1)", "date(D - 40)", "date(D + /data/i)")
_LEAVES = {"N": _NUMBERS, "T": _TEXTS, "B": _TRUTHS, "D": _DATES}
_BRANCHES = {"N": _OF_NUMBERS, "T": _OF_TEXTS, "B": _OF_TRUTHS, "D": _OF_DATES}
KINDS = {"N": "number", "T": "text", "B": "boolean"}


def draw_expression(draw: random.Random, kind: str, depth: int) -> str:
    """Return an expression of a kind (N, T, B or D) with at most so many levels."""
    if depth <= 0:
        return draw.choice(_LEAVES[kind])
    pattern = draw.choice(_BRANCHES[kind])
    return "".join(
        draw_expression(draw, letter, depth - 1) if _stands_alone(pattern, place) else letter
        for place, letter in enumerate(pattern)
    )


def _stands_alone(pattern: str, place: int) -> bool:
    """Say whether a letter stands for an expression: capital, with no other letter nor a quotation mark beside it."""
    beside = pattern[max(place - 1, 0) : place] + pattern[place + 1 : place + 2]
    return pattern[place] in _LEAVES and not any(each.isalpha() or each == "'" for each in beside)
