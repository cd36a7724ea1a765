"""Regular expressions of forms: written for Java, anchored at both ends, and never allowed to run away."""

from __future__ import annotations

import functools
import re
from typing import Final, Protocol

from fieldapp.forms.sentence import sentence
from fieldapp.forms.xpath.automaton import Automaton, PatternError, is_plain
from fieldapp.forms.xpath.error import ExpressionError
from fieldapp.forms.xpath.java_pattern import to_python

MAX_PATTERN: Final = 2_000
MAX_TEXT: Final = 5_000


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
        raise ExpressionError(sentence("The pattern of regex() is longer than {0:,} characters.", MAX_PATTERN))
    translated = to_python(pattern)
    try:
        return re.compile(translated, re.ASCII) if is_plain(translated) else Automaton(translated)
    except PatternError as error:
        raise ExpressionError(str(error)) from error
    except (re.error, OverflowError, RecursionError) as error:
        raise ExpressionError(sentence("The pattern of regex() cannot be read: {0}.", error)) from error
