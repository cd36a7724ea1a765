"""Sets of letters as ranges of code points, and the names that Java's patterns have for some.

Source: java.util.regex.Pattern, "Summary of regular-expression constructs".
"""

from __future__ import annotations

import functools
import unicodedata
from collections.abc import Callable, Iterable
from typing import Final

Ranges = tuple[tuple[int, int], ...]
"""Disjoint, in order, both ends included."""

LAST: Final = 0x10FFFF
_SCANNED: Final = 0x1FFFF  # beyond it lie rare Han letters and nothing that is asked for


def join(ranges: Iterable[tuple[int, int]]) -> Ranges:
    """Return what lies in any of the ranges."""
    found: list[tuple[int, int]] = []
    for low, high in sorted(ranges):
        if found and low <= found[-1][1] + 1:
            found[-1] = (found[-1][0], max(found[-1][1], high))
        else:
            found.append((low, high))
    return tuple(found)


def complement(ranges: Ranges) -> Ranges:
    """Return what lies in none of the ranges."""
    found, start = [], 0
    for low, high in ranges:
        if start < low:
            found.append((start, low - 1))
        start = high + 1
    return tuple([*found, (start, LAST)] if start <= LAST else found)


def intersection(first: Ranges, second: Ranges) -> Ranges:
    """Return what lies in both."""
    return complement(join(complement(first) + complement(second)))


def of(letters: str) -> Ranges:
    """Return the set of some letters; ``a-z`` is a range, a hyphen at the end itself."""
    found, at = [], 0
    while at < len(letters):
        is_range = letters[at + 1 : at + 2] == "-" and at + 2 < len(letters)
        found.append((ord(letters[at]), ord(letters[at + 2 if is_range else at])))
        at += 3 if is_range else 1
    return join(found)


def spelt(ranges: Ranges) -> str:
    """Return a set as Python's patterns write it."""
    if not ranges:
        return "(?!)"  # what never matches
    return f"[{''.join(_escaped(low) + (f'-{_escaped(high)}' if high > low else '') for low, high in ranges)}]"


_POSIX: Final = {
    "Lower": "a-z",
    "Upper": "A-Z",
    "ASCII": "\x00-\x7f",
    "Alpha": "A-Za-z",
    "Digit": "0-9",
    "Alnum": "0-9A-Za-z",
    "Punct": "!-/:-@[-`{-~",
    "Graph": "!-~",
    "Print": " -~",
    "Blank": " \t",
    "Cntrl": "\x00-\x1f\x7f",
    "XDigit": "0-9A-Fa-f",
    "Space": " \t-\r",
}
_OF_UNICODE: Final[dict[str, Callable[[str], bool]]] = {
    "alphabetic": str.isalpha,
    "letter": str.isalpha,
    "digit": str.isdecimal,
    "uppercase": str.isupper,
    "lowercase": str.islower,
    "white_space": str.isspace,
    "whitespace": str.isspace,
    "punctuation": lambda letter: unicodedata.category(letter).startswith("P"),
    "control": lambda letter: unicodedata.category(letter) == "Cc",
}


@functools.lru_cache(maxsize=128)
def named(name: str) -> Ranges | None:
    r"""Return the set of ``\p{name}``; None for a name that nothing has.

    Scripts and blocks go by how the letters are called, which is near enough: LATIN SMALL LETTER A is Latin.
    """
    if name in _POSIX:
        return of(_POSIX[name])
    key = name.partition("=")[2] or name
    plain = key.removeprefix("java").removeprefix("Is").removeprefix("In").removesuffix("Case")
    test = _OF_UNICODE.get(plain.lower()) or _OF_UNICODE.get(f"{plain.lower()}case")
    if test is not None:
        return _scan(test)
    found = _scan(lambda letter: unicodedata.category(letter).startswith(plain)) if 0 < len(plain) <= 2 else ()
    if found or len(plain) < 3:
        return found or None
    start = plain.upper().replace("_", " ") + " "
    return _scan(lambda letter: unicodedata.name(letter, "").startswith(start)) or None


def _scan(test: Callable[[str], bool]) -> Ranges:
    return join((code, code) for code in range(_SCANNED + 1) if test(chr(code)))


def _escaped(code: int) -> str:
    letter = chr(code)
    if letter.isascii() and letter.isalnum():
        return letter
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
