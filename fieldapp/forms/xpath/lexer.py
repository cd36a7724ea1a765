"""Cutting an expression into tokens (XPath 1.0, section 3.7, the rule that tells a name from an operator included)."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from fieldapp.forms.sentence import sentence
from fieldapp.forms.xpath.error import ExpressionError

MAX_LENGTH: Final = 100_000

NUMBER: Final = "number"
LITERAL: Final = "literal"
NAME: Final = "name"
OPERATOR: Final = "operator"
MARK: Final = "mark"
END: Final = "end"

_TOKEN: Final = re.compile(
    r"""
    (?P<space>\s+)
  | (?P<number>\d+(?:\.\d*)?|\.\d+)
  | (?P<literal>"[^"]*"|'[^']*')
  | (?P<name>[^\W\d][\w.\-\u00b7]*(?::(?:[^\W\d][\w.\-\u00b7]*|\*))?(?!:[^:]))
  | (?P<plain>[^\W\d][\w.\-\u00b7]*)
  | (?P<mark>::|//|\.\.|!=|<=|>=|[()\[\].@,/|+\-=<>*])
    """,
    re.VERBOSE,
)
_SYMBOLS: Final = frozenset({"=", "!=", "<", "<=", ">", ">=", "+", "-", "|"})
_NAMES: Final = frozenset({"name", "plain"})
_WORDS: Final = frozenset({"and", "or", "div", "mod"})
_STUCK: Final = re.compile(r"(and|or|div|mod)[0-9.]+\Z")
_BEFORE_OPERAND: Final = frozenset({"", "@", "::", "(", "[", ",", "/", "//"})


class Token(NamedTuple):
    """A piece of an expression and where it stands."""

    kind: str
    text: str
    offset: int


def cut(text: str) -> list[Token]:
    """Return the tokens of an expression, END last. Raises ExpressionError."""
    if len(text) > MAX_LENGTH:
        raise ExpressionError(sentence("The expression is longer than {0:,} characters.", MAX_LENGTH))
    tokens: list[Token] = []
    match, at, wants_operator = _TOKEN.match, 0, False
    while at < len(text):
        found = match(text, at)
        if found is None:
            raise ExpressionError(_unreadable(text, at), at)
        start, kind, piece = at, str(found.lastgroup), found.group()
        at += len(piece)
        if kind == "space":
            continue
        if kind in _NAMES:
            if wants_operator and (stuck := _STUCK.match(piece)):
                piece = stuck.group(1)
                at = start + len(piece)
            kind = OPERATOR if wants_operator and piece in _WORDS else NAME
        elif piece in _SYMBOLS or (piece == "*" and wants_operator):
            kind = OPERATOR
        elif piece == "*":
            kind = NAME
        tokens.append(Token(kind, piece, start))
        wants_operator = kind != OPERATOR and not (kind == MARK and piece in _BEFORE_OPERAND)
    tokens.append(Token(END, "", len(text)))
    return tokens


def _unreadable(text: str, at: int) -> str:
    character = text[at]
    if character in "\"'":
        return sentence("The quotation mark {0} is never closed.", character)
    if character in "\u2018\u2019\u201c\u201d":
        return sentence("The curly quotation mark {0} is not understood: use a straight one, ' or \".", character)
    if character == "$":
        return sentence("A ${{…}} was not replaced by the path of a question: there is no question of that name.")
    return sentence("The character {0!r} is not understood here.", character)
