"""The steps of the first hours, read off a recovery's own fields, with the clocks that run from first contact.

Responders within 90 minutes, a minor's written report within 36 hours, a medical decision within 72 hours, or an acute
exam within 96 hours of an assault. Every clock counts from what happened, never from when it was written down.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from fieldapp.domain.clock import from_wire
from fieldapp.domain.wire import Json


class StepState(StrEnum):
    """How a step stands."""

    OPEN = "open"
    SOON = "soon"
    OVERDUE = "overdue"
    DONE = "done"
    SKIPPED = "skipped"


@dataclass(frozen=True)
class Step:
    """One step: ``code`` names its sentence, ``field`` is where it is answered, ``due_at`` is UTC or None."""

    code: str
    field: str
    state: StepState
    due_at: datetime | None = None
    done_at: str = ""


@dataclass(frozen=True)
class _Rule:
    code: str
    done: str
    since: str = ""
    limit: timedelta | None = None
    soon_after: timedelta | None = None
    skipped_by: tuple[tuple[str, frozenset[str]], ...] = ()
    minors_only: bool = False


_DECLINED: Final = frozenset({"declined", "declined_unsigned"})
_RULES: Final = (
    _Rule("needs", "needs"),
    _Rule("hotline", "hotline_called_at", minors_only=True),
    _Rule("advocate_notice", "advocate_notice_at"),
    _Rule(
        "responders",
        "advocate_arrived_at",
        "first_contact_at",
        timedelta(minutes=90),
        timedelta(minutes=75),
        (("advocate_answer", _DECLINED),),
    ),
    _Rule("name_advice", "name_advice_given"),
    _Rule("exam", "medical_decision", "assaulted_at", timedelta(hours=96), timedelta(hours=0)),
    _Rule("medical", "medical_decision", "first_contact_at", timedelta(hours=72), timedelta(hours=48)),
    _Rule("placement", "taken_into"),
    _Rule(
        "written_report",
        "written_report_at",
        "first_contact_at",
        timedelta(hours=36),
        timedelta(hours=24),
        minors_only=True,
    ),
)


def protocol_steps(values: Mapping[str, Json], now: datetime, *, is_minor: bool | None = None) -> list[Step]:
    """Return the steps in order. Where the age is not known those for a minor are among them.

    One step asks for the medical decision: the exam once an assault is on record, with its own clock, else the hub.
    """
    left_out = "medical" if values.get("assaulted_at") is not None else "exam"
    rules = (rule for rule in _RULES if rule.code != left_out and not (rule.minors_only and is_minor is False))
    return [_step(rule, values, now) for rule in rules]


def time_left(due_at: datetime, now: datetime) -> tuple[bool, str]:
    """Return whether a moment has passed, and the distance to it: ``45 min``, ``7 h 05``, ``2 d 4 h``."""
    span = due_at - now
    minutes = int(abs(span).total_seconds() // 60)
    hours, rest = divmod(minutes, 60)
    days, day_hours = divmod(hours, 24)
    if days >= 2:
        words = f"{days} d {day_hours} h"
    elif hours:
        words = f"{hours} h {rest:02}"
    else:
        words = f"{rest} min"
    return span <= timedelta(0), words


def _step(rule: _Rule, values: Mapping[str, Json], now: datetime) -> Step:
    since = values.get(rule.since) if rule.since else None
    due = from_wire(str(since)) + rule.limit if since is not None and rule.limit is not None else None
    answer = values.get(rule.done)
    if answer is not None:
        at = str(answer) if rule.done.endswith("_at") else ""
        return Step(rule.code, rule.done, StepState.DONE, due, at)
    if any(values.get(name) in answers for name, answers in rule.skipped_by):
        return Step(rule.code, rule.done, StepState.SKIPPED, due)
    if due is None or rule.limit is None or rule.soon_after is None:
        return Step(rule.code, rule.done, StepState.OPEN)
    if now >= due:
        return Step(rule.code, rule.done, StepState.OVERDUE, due)
    soon = now >= due - rule.limit + rule.soon_after
    return Step(rule.code, rule.done, StepState.SOON if soon else StepState.OPEN, due)
