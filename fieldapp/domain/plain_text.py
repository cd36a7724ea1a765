"""Text as it is, on paper: what is invisible or turns the direction of writing is written out, as ``[U+202E]``."""

from __future__ import annotations

import unicodedata
from typing import Final

_KEPT: Final = frozenset("\n\t")
_JOINERS: Final = frozenset("\u200c\u200d")  # Persian and the Indic scripts are written with them
_HIDDEN: Final = frozenset({"Cc", "Cf", "Co", "Cs", "Cn", "Zl", "Zp"})


def seen(text: str) -> str:
    """Return the text with every control, direction mark and unassigned character spelled out."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(f"[U+{ord(mark):04X}]" if _is_hidden(mark) else mark for mark in text.replace("\r\n", "\n"))


def _is_hidden(mark: str) -> bool:
    return mark not in _KEPT and mark not in _JOINERS and unicodedata.category(mark) in _HIDDEN
