"""What is looked at first of all that runs out: people in danger, then what ran out last, then what is to come."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final, Protocol, TypeVar

_FIRST: Final = {"help": 0, "check_in": 1}
_COMING: Final = 3
"""One row in so many is kept for what is to come."""


class RunsOut(Protocol):
    """Something with a clock; ``code`` says what is to be done."""

    @property
    def code(self) -> str: ...

    @property
    def due_at(self) -> datetime: ...


R = TypeVar("R", bound=RunsOut)


def nearness(due_at: datetime, now: datetime) -> tuple[bool, timedelta]:
    """What ran out before what is to come; of both, what is nearest to this moment first.

    A responder who is half an hour late can still be called; a paper that is late by a month waits one more hour.
    """
    return due_at > now, abs(due_at - now)


def most_urgent(rows: Iterable[R], now: datetime, limit: int) -> list[R]:
    """Return the rows to look at, in their order: who calls for help, who is not heard from, then by ``nearness``.

    However much ran out, a few of those that are to come are among them.
    """
    others = len(_FIRST)
    ordered = sorted(rows, key=lambda row: (_FIRST.get(row.code, others), *nearness(row.due_at, now)))
    coming = [row for row in ordered if row.due_at > now]
    over = [row for row in ordered if row.due_at <= now]
    kept = over[: limit - min(len(coming), limit // _COMING)]
    return [*kept, *coming[: limit - len(kept)]]
