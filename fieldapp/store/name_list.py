"""The words that names are made of, held in memory so that a misspelt one can be matched in a few milliseconds."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable
from typing import Final

import jellyfish
from rapidfuzz import process
from rapidfuzz.distance import OSA

from fieldapp.store.word import words_of

_SHORTEST: Final = 3
_LONGER: Final = 6
_MOST_NEAR: Final = 40


class NameList:
    """Distinct name words, by length for edit distance and by sound.

    A word that has left every record may stay until the list is read again; it then simply finds nothing.
    """

    def __init__(self) -> None:
        self._known: set[str] = set()
        self._by_length: dict[int, list[str]] = defaultdict(list)
        self._by_sound: dict[str, list[str]] = defaultdict(list)
        self._sorted: list[str] = []

    def __len__(self) -> int:
        return len(self._known)

    def add(self, names: Iterable[str]) -> None:
        """Take in the words of these names."""
        for name in names:
            for word in words_of(name):
                if word in self._known or len(word) < _SHORTEST:
                    continue
                self._known.add(word)
                self._by_length[len(word)].append(word)
                self._by_sound[_sound(word)].append(word)

    def may_begin(self, word: str) -> bool:
        """Say whether some name may begin with this; of one or two letters nothing is known."""
        if len(word) < _SHORTEST:
            return True
        if len(self._sorted) != len(self._known):
            self._sorted = sorted(self._known)
        place = bisect_left(self._sorted, word)
        return place < len(self._sorted) and self._sorted[place].startswith(word)

    def near(self, word: str) -> list[str]:
        """Return the known words that this one may have been meant for, nearest first, itself included if known."""
        reach = _reach(len(word))
        if len(word) < _SHORTEST:
            return []
        found: dict[str, float] = {}
        for length in range(len(word) - reach, len(word) + reach + 1):
            bucket = self._by_length.get(length, [])
            matches = process.extract(word, bucket, scorer=OSA.distance, score_cutoff=reach, limit=_MOST_NEAR)
            found |= {near: distance for near, distance, _ in matches}
        alike = self._by_sound.get(_sound(word), [])
        for near, distance, _ in process.extract(word, alike, scorer=OSA.distance, limit=_MOST_NEAR):
            found.setdefault(near, distance)
        return sorted(found, key=lambda near: (found[near], near))[:_MOST_NEAR]


def _reach(length: int) -> int:
    """Return how many slips of the finger a word of this length may hold: one up to five letters, then two."""
    return 1 if length < _LONGER else 2


def _sound(word: str) -> str:
    return str(jellyfish.metaphone(word)) or word
