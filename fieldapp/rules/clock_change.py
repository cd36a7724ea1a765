"""What people made of a clock: stopped it for a time, started it from another moment, gave it more time.

Every change is a record of its own (``clock_change``) with its reason; the clock is reckoned from all of them, so that
two laptops which changed it without knowing of each other come to the same answer.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from typing import Final

from fieldapp.domain.clock import from_wire
from fieldapp.domain.wire import Json
from fieldapp.rules.clock_table import ClockRule

_FIRST: Final = datetime(1000, 1, 1, tzinfo=UTC)
_LAST: Final = datetime(9000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Pause:
    """From when to when a clock stood still; ``ended_at`` None while it does."""

    began_at: datetime
    ended_at: datetime | None


@dataclass(frozen=True)
class Changes:
    """All that was made of one clock. ``ignored`` counts the changes that its row does not allow."""

    new_start: datetime | None = None
    pauses: tuple[Pause, ...] = ()
    until: datetime | None = None
    ignored: int = 0

    @property
    def paused_since(self) -> datetime | None:
        """Since when the clock stands still, None while it runs."""
        return self.pauses[-1].began_at if self.pauses and self.pauses[-1].ended_at is None else None


_NONE: Final = Changes()


def read_changes(rule: ClockRule, rows: Iterable[Mapping[str, Json]]) -> Changes:
    """Put the changes of one record's clocks that are about this one in the order of when they were made.

    ``rows`` are wire values with their ``id``; those that were struck out are not among them.
    """
    rows = tuple(rows)
    if not rows:
        return _NONE
    mine = sorted(
        (row for row in rows if row.get("clock") == rule.code and row.get("at")),
        key=lambda row: (str(row["at"]), str(row.get("id", ""))),
    )
    allowed = [row for row in mine if row.get("kind") in {"rebase", "resume"} or row.get("kind") in rule.changes]
    return Changes(
        _last(allowed, "rebase", "new_start"),
        _pauses(allowed) if "pause" in rule.changes else (),
        _last(allowed, "extend", "until"),
        len(mine) - len(allowed),
    )


def read_moment(text: Json) -> datetime:
    """Read an instant as written down, kept within the years that a calendar can count in. Raises ValueError."""
    return _read(str(text))


# The clocks of one record, looked at one after the other, all start and end with the same few times.
@lru_cache(maxsize=8)
def _read(text: str) -> datetime:
    return min(max(from_wire(text), _FIRST), _LAST)


def moved_on(moment: datetime, start: datetime, pauses: Sequence[Pause], now: datetime) -> datetime:
    """Return when an instant comes, once every pause that began before it has been added, since the start.

    A pause that still lasts is added up to ``now``: the instant moves on as long as the clock stands still.
    """
    for pause in pauses:
        began = max(pause.began_at, start)
        ended = pause.ended_at if pause.ended_at is not None else max(now, began)
        if began < moment and ended > began:
            moment += ended - began
    return moment


def _last(rows: Sequence[Mapping[str, Json]], kind: str, name: str) -> datetime | None:
    found = [row[name] for row in rows if row.get("kind") == kind and row.get(name)]
    return read_moment(found[-1]) if found else None


def _pauses(rows: Sequence[Mapping[str, Json]]) -> tuple[Pause, ...]:
    found: list[Pause] = []
    for row in rows:
        at = read_moment(row["at"])
        is_paused = bool(found) and found[-1].ended_at is None
        if row.get("kind") == "pause" and not is_paused:
            found.append(Pause(at, None))
        elif row.get("kind") == "resume" and is_paused:
            found[-1] = Pause(found[-1].began_at, at)
    return tuple(found)
