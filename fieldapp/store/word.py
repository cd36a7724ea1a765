"""How text becomes the words that are indexed and looked for; the index and the query must agree, so both ask here."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_WORD: Final = re.compile(r"[^\W_]+")
_ACCENTS: Final = re.compile("[\u0300-\u036f]")  # marks of other scripts part words, as in the tokenizer
_PHONE: Final = re.compile(r"[\d\s()+.\-/]+\Z", re.ASCII)
_NOT_DIGIT: Final = re.compile(r"\D", re.ASCII)
SHORTEST_PHONE: Final = 7
_NATIONAL: Final = 10


def fold(text: str) -> str:
    """Return the text in lower case and without accents, as the full-text tokenizer folds it."""
    if text.isascii():
        return text.lower()
    return unicodedata.normalize("NFC", _ACCENTS.sub("", unicodedata.normalize("NFD", text))).lower()


def words_of(text: str) -> list[str]:
    """Return the words of a text, folded, in order."""
    return _WORD.findall(fold(text))


def compact(text: str) -> str:
    """Return letters and digits only, folded: a plate, a handle or a code as people compare them."""
    return "".join(words_of(text))


def phone_digits(text: str) -> str | None:
    """Return the digits of what looks like a phone number, without the country's 1; None for anything else."""
    if not _PHONE.match(text.strip()):
        return None
    digits = _NOT_DIGIT.sub("", text)
    if len(digits) < SHORTEST_PHONE:
        return None
    return digits[1:] if len(digits) == _NATIONAL + 1 and digits[0] == "1" else digits


def identifier_words(*values: object) -> str:
    """Return what is indexed of identifiers: each as one word, its parts, and of a phone its last seven and four."""
    found: dict[str, None] = {}
    for value in values:
        if not isinstance(value, str):
            continue
        parts = words_of(value)
        found["".join(parts)] = None
        found.update(dict.fromkeys(parts))
        digits = phone_digits(value)
        if digits:
            found.update(dict.fromkeys((digits, digits[-7:], digits[-4:])))
    return " ".join(found)
