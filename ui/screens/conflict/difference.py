"""Where two texts differ, word by word."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

_WORD: Final = re.compile(r"\s+|[^\s]+")


@dataclass(frozen=True, repr=False)
class Piece:
    """A run of text; ``differs`` says that the other side has something else here."""

    text: str
    differs: bool


def mark_differences(ours: str, theirs: str) -> tuple[list[Piece], list[Piece]]:
    """Return both texts in pieces; joined they give the texts again."""
    left, right = _WORD.findall(ours), _WORD.findall(theirs)
    matcher = difflib.SequenceMatcher(a=left, b=right, autojunk=False)
    sides: tuple[list[Piece], list[Piece]] = ([], [])
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        for side, part in zip(sides, ("".join(left[i1:i2]), "".join(right[j1:j2])), strict=True):
            if part:
                side.append(Piece(part, tag != "equal"))
    return sides


def runs(pieces: list[Piece]) -> Iterator[tuple[int, int]]:
    """Yield start and length of every run that differs, in characters."""
    at = 0
    for piece in pieces:
        if piece.differs:
            yield at, len(piece.text)
        at += len(piece.text)
