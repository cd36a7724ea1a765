r"""Patterns as Java writes them, rewritten for Python: the forms of the field were made for ODK Collect.

Sets of letters are worked out (unions, intersections, ``\p{L}``) and written as ranges, so that both languages agree
on them. What is left out: modes for lines and comments are passed on as they are.
"""

from __future__ import annotations

import functools
import re
from typing import Final

from fieldapp.forms.sentence import sentence
from fieldapp.forms.xpath import letter_set
from fieldapp.forms.xpath.error import ExpressionError
from fieldapp.forms.xpath.letter_set import Ranges

_DIGITS: Final = letter_set.of("0-9")
_WORDS: Final = letter_set.of("0-9A-Z_a-z")
_SPACES: Final = letter_set.of(" \t-\r")
_LEVEL_SPACES: Final = letter_set.of(" \t\xa0\u1680\u180e\u2000-\u200a\u202f\u205f\u3000")
_LINE_ENDS: Final = letter_set.of("\n-\r\x85\u2028\u2029")
_SETS: Final = {"d": _DIGITS, "w": _WORDS, "s": _SPACES, "h": _LEVEL_SPACES, "v": _LINE_ENDS}
_LETTERS: Final = {"t": "\t", "n": "\n", "r": "\r", "f": "\f", "a": "\x07", "e": "\x1b"}
_PLACES: Final = {"b": r"\b", "B": r"\B", "A": r"\A", "G": r"\A", "z": r"\Z", "Z": r"(?=\n?\Z)"}
_ENDS: Final = r"(?:\r\n|[\n-\r\x85\u2028\u2029])"
_CODE: Final = re.compile(r"x\{([0-9A-Fa-f]{1,6})\}|x([0-9A-Fa-f]{2})|u([0-9A-Fa-f]{4})|0([0-3]?[0-7]{1,2})")
_PROPERTY: Final = re.compile(r"\{(\^?)(\w+(?:=\w+)?)\}|()([A-Z])")
_MODE: Final = re.compile(r"\(\?([a-zA-Z]*)(-[a-zA-Z]+)?([:)])")
_NAME: Final = re.compile(r"<([A-Za-z][A-Za-z0-9]*)>")
_TIMES: Final = re.compile(r"[0-9]+(?:,[0-9]*)?\}")
_MOST_NESTED: Final = 20


def to_python(pattern: str) -> str:
    """Return the pattern in Python's writing. Raises ExpressionError for one that Java would not read."""
    return _Rewriting(pattern).whole()


class _Rewriting:
    def __init__(self, pattern: str) -> None:
        self._text = pattern
        self._at = 0
        self._found: list[str] = []
        self._modes: list[list[str]] = [[]]
        """For each group that is open, the modes switched on inside it: each is a group of its own in Python."""

    def whole(self) -> str:
        """Rewrite all of it."""
        while self._at < len(self._text):
            self._found.append(self._piece())
        return "".join(self._found) + ")" * sum(map(len, self._modes))

    def _piece(self) -> str:
        letter = self._take()
        if letter == "\\":
            return self._escape()
        if letter == "[":
            return letter_set.spelt(self._set(0))
        if letter == "(":
            return self._group()
        if letter == ")":
            inside = self._modes.pop() if len(self._modes) > 1 else []
            return ")" * (len(inside) + 1)
        if letter == "|":
            modes = self._modes[-1]
            return f"{')' * len(modes)}|{''.join(modes)}"
        if letter == "{" and not _TIMES.match(self._text, self._at):
            raise ExpressionError(
                sentence("The pattern of regex() cannot be read: after {{ stands no number of times.")
            )
        return letter

    def _group(self) -> str:
        mode = _MODE.match(self._text, self._at - 1)
        if mode and mode[0] != "(?:":
            self._at = mode.end()
            on, off = ("".join(each for each in part or "" if each not in "udU") for part in mode.group(1, 2))
            opening = f"(?{on}{off if off != '-' else ''}:"
            self._modes[-1].append(opening) if mode[3] == ")" else self._modes.append([])
            return opening
        self._modes.append([])
        if self._text.startswith("?<", self._at) and self._text[self._at + 2 : self._at + 3] not in {"=", "!"}:
            self._at += 1
            return "(?P"
        return "("

    def _escape(self) -> str:
        letter = self._take()
        if letter == "Q":
            return re.escape(self._quoted())
        if letter in _PLACES:
            return _PLACES[letter]
        if letter == "R":
            return _ENDS
        if letter in "123456789":
            return f"\\{letter}"
        if letter == "k" and (name := _NAME.match(self._text, self._at)):
            self._at = name.end()
            return f"(?P={name[1]})"
        found = self._member(letter)
        return re.escape(found) if isinstance(found, str) else letter_set.spelt(found)

    def _quoted(self) -> str:
        end = self._text.find("\\E", self._at)
        found = self._text[self._at : end if end >= 0 else None]
        self._at = end + 2 if end >= 0 else len(self._text)
        return found

    def _member(self, letter: str) -> str | Ranges:
        """Return what an escape stands for that may also stand in a set: a letter, or a set of them."""
        if letter.lower() in _SETS:
            found = _SETS[letter.lower()]
            return found if letter.islower() else letter_set.complement(found)
        if letter in {"p", "P"}:
            return self._property(is_negated=letter == "P")
        if letter in _LETTERS:
            return _LETTERS[letter]
        if code := _CODE.match(self._text, self._at - 1):
            self._at = code.end()
            number = int(code[4], 8) if code[4] else int(code[1] or code[2] or code[3], 16)
            return chr(min(number, letter_set.LAST))
        if letter == "c":
            return chr(ord(self._take()) ^ 64)
        if letter.isascii() and letter.isalpha():
            raise ExpressionError(sentence("The pattern of regex() cannot be read: nothing is written \\{0}.", letter))
        return letter

    def _property(self, *, is_negated: bool) -> Ranges:
        found = _PROPERTY.match(self._text, self._at)
        ranges = letter_set.named(found[2] or found[4]) if found else None
        if found is None or ranges is None:
            raise ExpressionError(
                sentence("The pattern of regex() cannot be read: no letters are called as \\p{{…}} says.")
            )
        self._at = found.end()
        return letter_set.complement(ranges) if is_negated is not bool(found[1]) else ranges

    def _set(self, depth: int) -> Ranges:
        """Read a set, its opening bracket being taken."""
        if depth > _MOST_NESTED:
            raise ExpressionError(sentence("The pattern of regex() nests too many sets in one another."))
        is_negated = self._text.startswith("^", self._at)
        self._at += is_negated
        parts: list[Ranges] = []
        ranges, is_first = letter_set.of(""), True
        while is_first or not self._text.startswith("]", self._at):
            is_first = False
            if self._text.startswith("&&", self._at):
                self._at += 2
                parts.append(ranges)
                ranges = ()
                continue
            ranges = letter_set.join(ranges + self._element(depth))
        self._at += 1
        parts = [*parts, ranges] if ranges or not parts else parts  # nothing after && is no condition
        ranges = functools.reduce(letter_set.intersection, parts)
        return letter_set.complement(ranges) if is_negated else ranges

    def _element(self, depth: int) -> Ranges:
        low = self._one(depth)
        is_range = self._text.startswith("-", self._at) and self._text[self._at + 1 : self._at + 2] not in {
            "]",
            "[",
            "",
        }
        if not isinstance(low, str) or not is_range:
            return letter_set.join((ord(each), ord(each)) for each in low) if isinstance(low, str) else low
        self._at += 1
        high = self._one(depth)
        if not isinstance(high, str) or len(low) != 1 or len(high) != 1 or high < low:
            raise ExpressionError(sentence("The pattern of regex() cannot be read: a range of letters runs backwards."))
        return ((ord(low), ord(high)),)

    def _one(self, depth: int) -> str | Ranges:
        letter = self._take()
        if letter == "[":
            return self._set(depth + 1)
        if letter != "\\":
            return letter
        escaped = self._take()
        return self._quoted() if escaped == "Q" else self._member(escaped)

    def _take(self) -> str:
        if self._at >= len(self._text):
            raise ExpressionError(sentence("The pattern of regex() cannot be read: it ends too early."))
        self._at += 1
        return self._text[self._at - 1]
