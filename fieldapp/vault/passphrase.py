"""What a passphrase must be: long or many words, and not one that everybody tries first.

NIST SP 800-63B asks for length and a blocklist rather than for kinds of characters; agencies under the CJIS
policy may hand in a stricter policy of their own.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from fieldapp.domain.problems import Problem

_FIELD: Final = "passphrase"
_LONGEST: Final = 1024
_RUNS: Final = ("abcdefghijklmnopqrstuvwxyz", "01234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm")
_RUN_LENGTH: Final = 4
# Beginnings of passphrases that everybody tries first. Words of the trade are among them on purpose.
_COMMON: Final = (
    "correcthorsebatterystaple",
    "password",
    "passphrase",
    "letmein",
    "iloveyou",
    "welcome",
    "administrator",
    "changeme",
    "opensesame",
    "thequickbrownfox",
    "tobeornottobe",
    "maytheforcebewithyou",
    "trustno1",
    "taskforce",
    "fieldbook",
    "fieldapp",
    "sheriff",
    "detective",
    "police",
)


@dataclass(frozen=True, slots=True)
class PassphrasePolicy:
    """Lengths an agency may raise, and kinds of characters it may ask for (CJIS 5.6.2.1 asks for four)."""

    min_characters: int = 15
    min_words: int = 6
    min_distinct: int = 6
    min_kinds: int = 1


def problems(passphrase: str, policy: PassphrasePolicy | None = None, user: str = "") -> list[Problem]:
    """Return what is wrong with a new passphrase; empty when it may be used. Values hold limits, never the text."""
    asked = policy or PassphrasePolicy()
    text = unicodedata.normalize("NFKC", passphrase)
    if _is_unusable(text):
        return [Problem("PASSPHRASE_UNUSABLE", _FIELD, {"longest": _LONGEST})]
    plain = re.sub(r"[^\w]|_", "", text.casefold())
    found = []
    # As typed: one key that NFKC spells out as three characters is one character to whoever guesses.
    length = min(len(text), len(unicodedata.normalize("NFC", passphrase)))
    if length < asked.min_characters and _count_words(text) < asked.min_words:
        limits: dict[str, str | int] = {"characters": asked.min_characters, "words": asked.min_words}
        found.append(Problem("PASSPHRASE_SHORT", _FIELD, limits))
    if len(set(text.casefold())) < asked.min_distinct or _is_repetition(plain):
        found.append(Problem("PASSPHRASE_REPEATED", _FIELD))
    if _is_mostly_runs(plain):
        found.append(Problem("PASSPHRASE_SEQUENCE", _FIELD))
    if _is_common(plain, asked.min_characters, user):
        found.append(Problem("PASSPHRASE_COMMON", _FIELD))
    if _count_kinds(text) < asked.min_kinds:
        found.append(Problem("PASSPHRASE_KINDS", _FIELD, {"kinds": asked.min_kinds}))
    return found


def _is_unusable(text: str) -> bool:
    """Control characters and lone surrogates cannot be typed again; an endless text is no passphrase."""
    return len(text) > _LONGEST or any(unicodedata.category(character) in {"Cc", "Cs", "Cn"} for character in text)


def _count_words(text: str) -> int:
    return len({word for word in re.split(r"[\W\d_]+", text.casefold()) if len(word) >= 2})


def _count_kinds(text: str) -> int:
    claims: tuple[Callable[[str], bool], ...] = (
        str.islower,
        str.isupper,
        str.isdigit,
        lambda character: not character.isalnum(),
    )
    return sum(any(claim(character) for character in text) for claim in claims)


def _is_repetition(plain: str) -> bool:
    """``abcabcabc``: one short piece said again and again."""
    return re.fullmatch(r"(.{1,8}?)\1{2,}.{0,7}", plain, re.DOTALL) is not None


def _is_mostly_runs(plain: str) -> bool:
    """Keyboard and alphabet runs, either way, taken out: what is left would be too little."""
    left = plain
    for run in _RUNS:
        for way in (run, run[::-1]):
            for length in range(len(way), _RUN_LENGTH - 1, -1):
                for start in range(len(way) - length + 1):
                    left = left.replace(way[start : start + length], "")
    return len(left) < len(plain) / 2


def _is_common(plain: str, min_characters: int, user: str) -> bool:
    """A common beginning or the user's own name, padded with little."""
    name = re.sub(r"[^\w]|_", "", user.casefold())
    known = (*_COMMON, name) if len(name) >= 3 else _COMMON
    left = plain
    for word in sorted(known, key=len, reverse=True):
        left = left.replace(word, "")
    return left != plain and len(left) < min_characters / 2
