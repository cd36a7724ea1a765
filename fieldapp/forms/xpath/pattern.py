"""Regular expressions of forms: written for Java, anchored at both ends, and never allowed to run away."""

from __future__ import annotations

import functools
import re
from typing import Final

from fieldapp.forms.xpath.error import ExpressionError

MAX_PATTERN: Final = 2_000
MAX_TEXT: Final = 5_000
_CLASSES: Final = {
    "Alpha": "a-zA-Z",
    "Digit": "0-9",
    "Alnum": "a-zA-Z0-9",
    "Upper": "A-Z",
    "Lower": "a-z",
    "Punct": "!-/:-@\\[-`{-~",
    "Space": r"\s",
    "L": "^\\W\\d_",
    "IsAlphabetic": "^\\W\\d_",
    "N": "0-9",
    "Nd": "0-9",
    "Lu": "A-Z\u00c0-\u00d6\u00d8-\u00de",
    "Ll": "a-z\u00df-\u00f6\u00f8-\u00ff",
}
_PROPERTY: Final = re.compile(r"\\p\{(\w+)\}")
_NESTED: Final = re.compile(r"\((?:[^()\\]|\\.)*[+*](?:[^()\\]|\\.)*\)(?:[+*]|\{\d+,\d*\})")
_POSIX: Final = re.compile(r"\[:(\w+):\]")


def matches(text: str, pattern: str) -> bool:
    """Say whether the whole of a text matches. Raises ExpressionError for a pattern that cannot be used."""
    return compile_pattern(pattern).fullmatch(text[:MAX_TEXT]) is not None and len(text) <= MAX_TEXT


@functools.lru_cache(maxsize=512)
def compile_pattern(pattern: str) -> re.Pattern[str]:
    """Return a Java pattern as one of ours. Raises ExpressionError; also for one that could take for ever."""
    if len(pattern) > MAX_PATTERN:
        raise ExpressionError(f"The pattern of regex() is longer than {MAX_PATTERN:,} characters.")
    if _NESTED.search(pattern):
        raise ExpressionError("The pattern of regex() repeats a repetition, which can take for ever: write it flat.")
    translated = _PROPERTY.sub(lambda found: f"[{_CLASSES.get(found.group(1), '')}]", pattern)
    translated = translated.replace(r"\Z", r"\Z").replace(r"\z", r"\Z").replace(r"\h", r"[ \t]")
    try:
        return re.compile(translated, re.ASCII)
    except (re.error, OverflowError, RecursionError) as error:
        raise ExpressionError(f"The pattern of regex() cannot be read: {error}.") from error
