"""Cutting an expression into tokens (XPath 1.0, section 3.7, the rule that tells a name from an operator included)."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

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
        raise ExpressionError(f"The expression is longer than {MAX_LENGTH:,} characters.")
    tokens: list[Token] = []
    at = 0
    while at < len(text):
        found = _TOKEN.match(text, at)
        if found is None:
            raise ExpressionError(_unreadable(text, at), at)
        if found.lastgroup != "space":
            tokens.append(_token(found, tokens))
        at = found.end() if found.lastgroup == "space" else tokens[-1].offset + len(tokens[-1].text)
    tokens.append(Token(END, "", len(text)))
    return tokens


def _token(found: re.Match[str], before: list[Token]) -> Token:
    kind, text, offset = str(found.lastgroup), found.group(), found.start()
    previous = before[-1] if before else Token(MARK, "", 0)
    wants_operator = previous.kind != OPERATOR and not (previous.kind == MARK and previous.text in _BEFORE_OPERAND)
    if kind in {"name", "plain"}:
        if wants_operator and (stuck := _STUCK.match(text)):
            text = stuck.group(1)
        return Token(OPERATOR if wants_operator and text in _WORDS else NAME, text, offset)
    if kind == "mark":
        if text in _SYMBOLS or (text == "*" and wants_operator):
            return Token(OPERATOR, text, offset)
        return Token(NAME if text == "*" else MARK, text, offset)
    return Token(kind, text, offset)


def _unreadable(text: str, at: int) -> str:
    character = text[at]
    if character in "\"'":
        return f"The quotation mark {character} is never closed."
    if character in "\u2018\u2019\u201c\u201d":
        return f"The curly quotation mark {character} is not understood: use a straight one, ' or \"."
    if character == "$":
        return "A ${…} was not replaced by the path of a question: there is no question of that name."
    return f"The character {character!r} is not understood here."
