"""An undercover officer on a roster is an alias number: no name comes to stand beside it, now or in its history.

Both ends ask, at every save: who they are is never in the general tables, which every laptop of the police holds.
Source: domain.md 5.2 and 5.7 (true identity of undercovers never in synced tables; the roster stores the alias only).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final, TypeAlias

from fieldapp.domain.problems import Problem
from fieldapp.domain.wire import Json

Wire: TypeAlias = Mapping[str, Json]

UNDERCOVER: Final = "undercover"
_NAMES: Final = ("name", "handle")


def roster_problems(before: Wire | None, after: Wire) -> Iterator[Problem]:
    """Yield what forbids a place on a roster to become what it would be: a name where an alias stands or stood."""
    shown = before or {}
    named = next((name for name in _NAMES if after.get(name)), None)
    if named is not None and (_is_alias(after) or _is_alias(shown)):
        yield Problem("UNDERCOVER_NAMED", named)
    elif named is None and _is_alias(after) and not _is_alias(shown) and any(shown.get(name) for name in _NAMES):
        # What was written stays in the history: the alias would stand beside the name there.
        yield Problem("UNDERCOVER_NAMED_BEFORE", "role")


def _is_alias(place: Wire) -> bool:
    return place.get("role") == UNDERCOVER or bool(place.get("alias_number"))
