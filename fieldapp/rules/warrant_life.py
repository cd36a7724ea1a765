"""Where a search warrant stands between its affidavit and its return to court, and what is wrong with where it stands.

What happened is never refused: a warrant that was served when it was void is written down and said to be so. Only the
press that would make it happen now is held back. Sources: Penal Code 1534 (executed and returned within 10 days of
issuance, else void), 1546.2 (notice with the execution of a warrant for electronic records; a court delays it for at
most 90 days, renewably); domain.md 3.7.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, TypeAlias

from fieldapp.domain.clock import from_wire
from fieldapp.domain.problems import Problem
from fieldapp.domain.wire import Json

Wire: TypeAlias = Mapping[str, Json]

STAGES: Final = (
    ("affidavit", "affidavit_at"),
    ("issued", "issued_at"),
    ("served", "served_at"),
    ("returned", "returned_at"),
)
ENDED: Final = frozenset({"denied", "expired", "recalled"})
ELECTRONIC: Final = frozenset({"account", "device"})
"""The kinds whose target is notified (CalECPA)."""
LONGEST_DELAY: Final = timedelta(days=90)
_STATUS: Final = {"affidavit": "submitted"}
_MOVES: Final[dict[str, tuple[str, ...]]] = {
    "drafting": ("affidavit",),
    "submitted": ("issued", "denied"),
    "issued": ("served", "recalled"),
    "served": ("returned",),
}


@dataclass(frozen=True)
class Stage:
    """One station of a warrant's life. ``at``: its time (UTC), None while it has none; ``is_next``: what comes now."""

    code: str
    field: str
    at: datetime | None
    is_next: bool


@dataclass(frozen=True)
class Life:
    """A warrant's life so far. ``moves``: the steps that can be taken now; ``ended``: denied, expired or recalled."""

    stages: tuple[Stage, ...]
    moves: tuple[str, ...]
    ended: str
    problems: tuple[Problem, ...]


def warrant_life(values: Wire, now: datetime, due_at: datetime | None) -> Life:
    """Return where a warrant stands. ``due_at``: until when it may be served, as the clock of the law says."""
    status = str(values.get("status") or "drafting")
    moves = _MOVES.get(status, ())
    if status == "issued" and _is_over(now, due_at):
        moves = ("expired", "recalled")
    stages = tuple(Stage(code, field, _moment(values, field), is_next=code in moves) for code, field in STAGES)
    ended = status if status in ENDED else ""
    return Life(stages, (*moves, *_notice_moves(values)), ended, tuple(life_problems(values, now, due_at)))


def step_values(step: str, at: str) -> dict[str, Json]:
    """Return the wire values that a step writes, ``at`` being an instant."""
    if step == "notice":
        return {"notice_given_at": at}
    field = dict(STAGES).get(step)
    return {"status": _STATUS.get(step, step), **({field: at} if field else {})}


def step_problems(values: Wire, step: str, at: datetime, due_at: datetime | None) -> Iterator[Problem]:
    """Yield what holds a step back at a moment."""
    before = {"issued": "affidavit_at", "served": "issued_at", "returned": "served_at", "notice": "served_at"}.get(step)
    if before is not None and _moment(values, before) is None:
        yield Problem("WARRANT_STEP_BEFORE", before, {})
    elif before is not None and (earlier := _moment(values, before)) is not None and at < earlier:
        yield Problem("WARRANT_STEP_EARLY", before)
    if step == "served" and _is_over(at, due_at):
        yield Problem("WARRANT_VOID_UNSERVED", "served_at")


def life_problems(values: Wire, now: datetime, due_at: datetime | None) -> Iterator[Problem]:
    """Yield what is wrong with where a warrant stands now."""
    status, served = values.get("status"), _moment(values, "served_at")
    if status == "issued" and served is None and _is_over(now, due_at):
        yield Problem("WARRANT_VOID_UNSERVED", "served_at")
    if served is not None and _is_over(served, due_at):
        yield Problem("WARRANT_SERVED_VOID", "served_at")
    if status == "served" and _is_over(now, due_at):
        yield Problem("WARRANT_RETURN_LATE", "returned_at")
    yield from _notice_problems(values, now, served)


def _notice_problems(values: Wire, now: datetime, served: datetime | None) -> Iterator[Problem]:
    delayed = _moment(values, "notice_delayed_until")
    if delayed is not None and delayed > now + LONGEST_DELAY:
        yield Problem("WARRANT_DELAY_LONG", "notice_delayed_until")
    if values.get("kind") not in ELECTRONIC or served is None or values.get("notice_given_at"):
        return
    if delayed is None:
        yield Problem("WARRANT_NOTICE_DUE", "notice_given_at")
    elif delayed <= now:
        yield Problem("WARRANT_DELAY_OVER", "notice_given_at")


def _notice_moves(values: Wire) -> tuple[str, ...]:
    is_due = values.get("kind") in ELECTRONIC and values.get("served_at") and not values.get("notice_given_at")
    return ("notice",) if is_due else ()


def _moment(values: Wire, name: str) -> datetime | None:
    value = values.get(name)
    return from_wire(str(value)) if value else None


def _is_over(moment: datetime, due_at: datetime | None) -> bool:
    return due_at is not None and moment >= due_at
