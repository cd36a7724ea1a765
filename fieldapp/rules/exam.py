"""After an assault: an acute exam within 96 hours, else one that is arranged; and who decides about it.

Source: LASD Bureau Order 4-01 (9 January 2023): within 96 hours the nearest county-contracted hospital, later a
non-acute exam at the hub. Family Code 6927: from 12 the minor consents or refuses.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final, TypeAlias

from fieldapp.domain.clock import from_wire
from fieldapp.domain.wire import Json

Wire: TypeAlias = Mapping[str, Json]

ACUTE_WITHIN: Final = timedelta(hours=96)
CONSENTS_AT: Final = 12


class ExamKind(StrEnum):
    """What the time of an assault asks for. UNSURE: the time written down is still to come."""

    ACUTE = "acute"
    NON_ACUTE = "non_acute"
    UNSURE = "unsure"


class Decides(StrEnum):
    """Who says yes or no to an exam."""

    SELF = "self"
    GUARDIAN = "guardian"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class ExamAdvice:
    """``until`` is UTC: the end of the 96 hours. ``decides`` goes by the age on the day of first contact."""

    kind: ExamKind
    until: datetime
    decides: Decides


def exam_advice(recovery: Wire, age: int | None, now: datetime) -> ExamAdvice | None:
    """Return what to do about an exam; None while no assault is on record. ``age`` is in years, None where unknown.

    An exam that was decided on is judged by now all the same: what counts is whether there is still time.
    """
    assaulted_at = recovery.get("assaulted_at")
    if not assaulted_at:
        return None
    moment = from_wire(str(assaulted_at))
    until = moment + ACUTE_WITHIN
    kind = ExamKind.UNSURE if moment > now else ExamKind.ACUTE if now <= until else ExamKind.NON_ACUTE
    return ExamAdvice(kind, until, decides(age))


def decides(age: int | None) -> Decides:
    """Return who decides about an exam at an age in years."""
    if age is None:
        return Decides.UNKNOWN
    return Decides.SELF if age >= CONSENTS_AT else Decides.GUARDIAN
