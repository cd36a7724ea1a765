"""Regular expressions of forms: written for Java, anchored at both ends, and never allowed to run away."""

from __future__ import annotations

import functools
import re
from typing import Final, Protocol

from fieldapp.forms.xpath.automaton import Automaton, PatternError, is_plain
from fieldapp.forms.xpath.error import ExpressionError

MAX_PATTERN: Final = 2_000
MAX_TEXT: Final = 5_000
_LETTERS: Final = (
    r"a-zA-Z\u00aa\u00b5\u00ba\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02c1\u0370-\u037d\u0386-\u0481"
    r"\u048a-\u1fff\u2c00-\u2dff\u3040-\ud7a3\uf900-\ufdff"
)
"""Letters of the scripts that people write with, near enough: ``re`` knows no ``\\p{L}``."""
_CLASSES: Final = {
    "Alpha": "a-zA-Z",
    "Digit": "0-9",
    "Alnum": "a-zA-Z0-9",
    "Upper": "A-Z",
    "Lower": "a-z",
    "Punct": "!-/:-@\\[-`{-~",
    "Space": r"\s",
    "L": _LETTERS,
    "IsAlphabetic": _LETTERS,
    "N": "0-9",
    "Nd": "0-9",
    "Lu": "A-Z\u00c0-\u00d6\u00d8-\u00de",
    "Ll": "a-z\u00df-\u00f6\u00f8-\u00ff",
}
_SPELT: Final = re.compile(r"\\p\{(\w+)\}|\\.", re.DOTALL)
_PLACES: Final = {r"\z": r"\Z", r"\Z": r"\Z"}


def matches(text: str, pattern: str) -> bool:
    """Say whether the whole of a text matches. Raises ExpressionError for a pattern that cannot be used."""
    if len(text) > MAX_TEXT:
        return False
    try:
        return bool(compile_pattern(pattern).fullmatch(text))
    except PatternError as error:
        raise ExpressionError(str(error)) from error


class Matcher(Protocol):
    """What a text is held against."""

    def fullmatch(self, text: str, /) -> object:
        """Return something true when the whole text matches."""


@functools.lru_cache(maxsize=512)
def compile_pattern(pattern: str) -> Matcher:
    """Return a Java pattern as one of ours. Raises ExpressionError; also for one that could take for ever.

    Where one letter repeats nothing can run away, and Python's own matcher is the faster one.
    """
    if len(pattern) > MAX_PATTERN:
        raise ExpressionError(f"The pattern of regex() is longer than {MAX_PATTERN:,} characters.")
    translated = _translate(pattern)
    try:
        return re.compile(translated, re.ASCII) if is_plain(translated) else Automaton(translated)
    except PatternError as error:
        raise ExpressionError(str(error)) from error
    except (re.error, OverflowError, RecursionError) as error:
        raise ExpressionError(f"The pattern of regex() cannot be read: {error}.") from error


def _translate(pattern: str) -> str:
    """Return a pattern of Java with what ``re`` spells otherwise spelt so, also between square brackets."""
    pieces: list[str] = []
    place, is_inside = 0, False
    while place < len(pattern):
        found = _SPELT.match(pattern, place)
        piece = found.group() if found else pattern[place]
        if found and piece in _PLACES:
            pieces.append(_PLACES[piece])
        elif found and (letters := " \\t" if piece == r"\h" else _CLASSES.get(found.group(1) or "")):
            pieces.append(letters if is_inside else f"[{letters}]")
        else:
            pieces.append(piece)
            is_inside = {"[": True, "]": False}.get(piece, is_inside)
        place += len(piece)
    return "".join(pieces)
