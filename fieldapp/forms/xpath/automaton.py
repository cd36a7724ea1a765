"""Matching a whole text in time that grows with its length, not beyond all measure as backtracking does.

Python's ``re`` reads the pattern; what it read becomes a program that is run over the text with all its branches at
once (R. Cox, "Regular Expression Matching: the Virtual Machine Approach", 2009, after Thompson 1968 and Pike). A
pattern cannot hold a laptop or headquarters up, and whoever runs it can be interrupted.
"""

from __future__ import annotations

import bisect
import re
import re._constants as codes  # type: ignore[import-not-found]
import re._parser as reader  # type: ignore[import-not-found]
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Final

from fieldapp.forms.sentence import sentence

MAX_STATES: Final = 20_000
MAX_STEPS: Final = 500_000
_MANY: Final = 8

Test = Callable[[str], bool]

_WORD: Final = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_")
_DIGIT: Final = frozenset("0123456789")
_SPACE: Final = frozenset(" \t\n\r\f\v")
_KNOWN_FLAGS: Final = re.ASCII | re.IGNORECASE | re.DOTALL | re.UNICODE
_LETTERS: Final = frozenset({codes.LITERAL, codes.NOT_LITERAL, codes.ANY, codes.IN})
_CATEGORIES: Final[dict[Any, Test]] = {
    codes.CATEGORY_DIGIT: _DIGIT.__contains__,
    codes.CATEGORY_NOT_DIGIT: lambda letter: letter not in _DIGIT,
    codes.CATEGORY_SPACE: _SPACE.__contains__,
    codes.CATEGORY_NOT_SPACE: lambda letter: letter not in _SPACE,
    codes.CATEGORY_WORD: _WORD.__contains__,
    codes.CATEGORY_NOT_WORD: lambda letter: letter not in _WORD,
}


class PatternError(ValueError):
    """A pattern that is not worked out here; the message is a sentence for whoever wrote it."""


@dataclass(slots=True)
class _State:
    """One step of the program: letters that ``test`` lets pass lead to ``then``; without it all of ``then`` is next.

    ``holds`` is a condition on the place in the text.
    """

    then: tuple[int, ...] = ()
    test: Test | None = None
    holds: Callable[[str, int], bool] | None = None


def is_plain(pattern: str) -> bool:
    """Say whether backtracking cannot run away with a pattern: one letter at most repeats. Raises ``re.error``."""
    repeats = 0
    waiting: list[Any] = list(reader.parse(pattern, re.ASCII))
    while waiting:
        part = waiting.pop()
        if isinstance(part, tuple):
            if part[0] in {codes.MAX_REPEAT, codes.MIN_REPEAT}:
                repeats += 1
                inside = part[1][2]
                if len(inside) != 1 or inside[0][0] not in _LETTERS:
                    return False
            waiting += part
        elif isinstance(part, list | reader.SubPattern):
            waiting += list(part)
    return repeats < 2


class Automaton:
    """A pattern, ready to be held against texts. Raises PatternError, and ``re.error`` for what is no pattern."""

    def __init__(self, pattern: str) -> None:
        parsed = reader.parse(pattern, re.ASCII)
        flags = parsed.state.flags
        if flags & ~_KNOWN_FLAGS:
            raise PatternError(sentence("The pattern of regex() asks for a mode that is not worked out here."))
        self._states: list[_State] = [_State()]
        self._steps = 0
        self._start = self._sequence(parsed, flags, (0,))

    def fullmatch(self, text: str) -> bool:
        """Say whether the whole text matches. Raises PatternError when that takes too long."""
        self._steps = 0
        return self._run(self._start, text, 0, is_whole=True)

    def _run(self, start: tuple[int, ...], text: str, begin: int, *, is_whole: bool) -> bool:
        """Run from a place on, to the end of the text or, for what only looks ahead, to the first match."""
        current = self._close(start, text, begin)
        for place in range(begin, len(text)):
            if not is_whole and 0 in current:
                return True
            letter = text[place]
            following: dict[int, None] = {}
            for number in current:
                state = self._states[number]
                if state.test is not None and state.test(letter):
                    following.update(dict.fromkeys(state.then))
            if not following:
                return False
            current = self._close(following, text, place + 1)
        return 0 in current

    def _close(self, numbers: Iterable[int], text: str, place: int) -> set[int]:
        """Return all states that are reached without a letter."""
        found: set[int] = set()
        waiting = list(numbers)
        while waiting:
            number = waiting.pop()
            if number in found:
                continue
            found.add(number)
            self._steps += 1
            if self._steps > MAX_STEPS:
                raise PatternError(sentence("The pattern of regex() takes too long to be worked out: make it simpler."))
            state = self._states[number]
            if state.test is None and (state.holds is None or state.holds(text, place)):
                waiting += state.then
        return found

    def _add(self, state: _State) -> int:
        if len(self._states) >= MAX_STATES:
            raise PatternError(sentence("The pattern of regex() repeats too much: make its numbers smaller."))
        self._states.append(state)
        return len(self._states) - 1

    def _sequence(self, parts: Any, flags: int, then: tuple[int, ...]) -> tuple[int, ...]:
        for operation, argument in reversed(list(parts)):
            then = self._part(operation, argument, flags, then)
        return then

    def _part(self, operation: Any, argument: Any, flags: int, then: tuple[int, ...]) -> tuple[int, ...]:
        if operation in {codes.MAX_REPEAT, codes.MIN_REPEAT}:
            least, most, inside = argument
            return self._repeat(least, most, inside, flags, then)
        if operation is codes.BRANCH:
            return tuple(number for way in argument[1] for number in self._sequence(way, flags, then))
        if operation is codes.SUBPATTERN:
            _, added, removed, inside = argument
            return self._sequence(inside, (flags | added) & ~removed, then)
        if operation is codes.AT:
            return (self._add(_State(then, holds=_PLACES[argument])),)
        if operation in {codes.ASSERT, codes.ASSERT_NOT} and argument[0] == 1:
            return self._look_ahead(argument[1], flags, then, wanted=operation is codes.ASSERT)
        return (self._add(_State(then, test=_test(operation, argument, flags))),)

    def _look_ahead(self, inside: Any, flags: int, then: tuple[int, ...], *, wanted: bool) -> tuple[int, ...]:
        start = self._sequence(inside, flags, (0,))

        def holds(text: str, place: int) -> bool:
            return self._run(start, text, place, is_whole=False) is wanted

        return (self._add(_State(then, holds=holds)),)

    def _repeat(self, least: int, most: Any, inside: Any, flags: int, then: tuple[int, ...]) -> tuple[int, ...]:
        if most is codes.MAXREPEAT:
            loop = self._add(_State())
            self._states[loop].then = (*self._sequence(inside, flags, (loop,)), *then)
            after: tuple[int, ...] = (loop,)
        else:
            after = then
            for _ in range(int(most) - least):
                after = (self._add(_State((*self._sequence(inside, flags, after), *then))),)
        for _ in range(least):
            after = self._sequence(inside, flags, after)
        return after


def _test(operation: Any, argument: Any, flags: int) -> Test:
    """Return which letters one element lets pass."""
    test = _plain_test(operation, argument, flags)
    if flags & re.IGNORECASE and operation is not codes.ANY:
        if operation is codes.NOT_LITERAL:
            return lambda letter: all(test(each) for each in _cases(letter))
        if operation is codes.IN and argument[0][0] is codes.NEGATE:
            return lambda letter: all(test(each) for each in _cases(letter))
        return lambda letter: any(test(each) for each in _cases(letter))
    return test


def _plain_test(operation: Any, argument: Any, flags: int) -> Test:
    if operation is codes.ANY:
        return (lambda _: True) if flags & re.DOTALL else (lambda letter: letter != "\n")
    if operation is codes.LITERAL:
        return chr(argument).__eq__
    if operation is codes.NOT_LITERAL:
        return chr(argument).__ne__
    if operation is codes.RANGE:
        return lambda letter: argument[0] <= ord(letter) <= argument[1]
    if operation is codes.CATEGORY:
        return _CATEGORIES[argument]
    if operation is codes.IN:
        return _set_test(argument, flags)
    raise PatternError(sentence("The pattern of regex() refers back, or looks behind, which is not worked out here."))


def _set_test(parts: Any, flags: int) -> Test:
    if len(parts) > _MANY and {part for part, _ in parts} <= {codes.RANGE, codes.LITERAL}:
        return _among(parts)
    is_negated = parts[0][0] is codes.NEGATE
    tests = [_plain_test(part, of, flags) for part, of in parts if part is not codes.NEGATE]
    return lambda letter: any(test(letter) for test in tests) is not is_negated


def _among(parts: Any) -> Test:
    """Return the test of many ranges, by bisection: the letters of all scripts are some hundred of them."""
    ranges = sorted(of if part is codes.RANGE else (of, of) for part, of in parts)
    starts = [low for low, _ in ranges]

    def test(letter: str) -> bool:
        place = bisect.bisect_right(starts, ord(letter)) - 1
        return place >= 0 and ord(letter) <= ranges[place][1]

    return test


def _cases(letter: str) -> tuple[str, ...]:
    return (letter.lower(), letter.upper()) if letter.isascii() else (letter,)


def _is_boundary(text: str, place: int) -> bool:
    before = place > 0 and text[place - 1] in _WORD
    after = place < len(text) and text[place] in _WORD
    return before is not after


_PLACES: Final[dict[Any, Callable[[str, int], bool]]] = {
    codes.AT_BEGINNING: lambda _, place: place == 0,
    codes.AT_BEGINNING_STRING: lambda _, place: place == 0,
    codes.AT_END: lambda text, place: place == len(text) or (place == len(text) - 1 and text[place] == "\n"),
    codes.AT_END_STRING: lambda text, place: place == len(text),
    codes.AT_BOUNDARY: _is_boundary,
    codes.AT_NON_BOUNDARY: lambda text, place: bool(text) and not _is_boundary(text, place),  # as Python has it
}
