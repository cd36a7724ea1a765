"""Rule R8: nobody is interviewed before being told of the right to an advocate, nor without one unless that is signed.

Both ends run it over the record as it would be, so that an interview that breaks it is not written down as held.
Source: Penal Code 236.21 (advocate and support person, told before the initial interview); Welfare and Institutions
Code 23020 to 23026 (refusal only by a written waiver, which may be revoked at any time).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final, TypeAlias

from fieldapp.domain.change import VOID_FIELD
from fieldapp.domain.clock import from_wire
from fieldapp.domain.problems import Problem
from fieldapp.domain.wire import Json

Wire: TypeAlias = Mapping[str, Json]

DECLINED: Final = frozenset({"declined", "declined_unsigned"})
_CARRIED: Final = (
    *("person", "advocate_notice_at", "advocate_answer", "support_person_answer"),
    *("advocate_called_at", "advocate_arrived_at", "waiver_reference", "waiver_revoked_at"),
)


def interview_problems(interview: Wire, recovery: Wire | None = None) -> Iterator[Problem]:
    """Yield what forbids an interview to have started; nothing for one that is only planned, or struck out.

    ``recovery`` is the one it belongs to, whose waiver may have been revoked meanwhile; None when not at hand.
    """
    started = interview.get("started_at")
    if not started or interview.get(VOID_FIELD):
        return
    if not _is_before(interview.get("advocate_notice_at"), started):
        yield Problem("INTERVIEW_WITHOUT_NOTICE", "advocate_notice_at")
        return
    answer = interview.get("advocate_answer")
    if answer is None or answer == "undecided":
        yield Problem("INTERVIEW_WITHOUT_ANSWER", "advocate_answer")
    elif answer in DECLINED and not (interview.get("waiver_reference") or interview.get("waiver_signed_at")):
        yield Problem("WAIVER_MISSING", "waiver_reference")
    elif answer in DECLINED and _is_revoked(interview, recovery or {}):
        yield Problem("WAIVER_REVOKED", "waiver_revoked_at")
    elif answer == "wanted" and not _is_before(_called(interview, recovery or {}), started):
        yield Problem("INTERVIEW_ADVOCATE_NOT_CALLED", "advocate_called_at")


def interview_from_recovery(recovery: Wire) -> dict[str, Json]:
    """Return what a new interview takes over: who it is with, and what was said and answered about an advocate."""
    return {name: recovery[name] for name in _CARRIED if recovery.get(name) is not None}


def _called(interview: Wire, recovery: Wire) -> Json:
    return interview.get("advocate_called_at") or recovery.get("advocate_called_at")


def _is_revoked(interview: Wire, recovery: Wire) -> bool:
    """Whether the waiver was taken back before the start, with no newer one signed and no advocate there."""
    started = interview.get("started_at")
    if _is_before(interview.get("advocate_arrived_at"), started):
        return False
    moments = (interview.get("waiver_revoked_at"), recovery.get("waiver_revoked_at"))
    revoked = max((str(moment) for moment in moments if _is_before(moment, started)), default=None)
    if revoked is None:
        return False
    signed = interview.get("waiver_signed_at")
    return not (signed and from_wire(str(signed)) > from_wire(revoked) and _is_before(signed, started))


def _is_before(moment: Json, limit: Json) -> bool:
    return moment is not None and limit is not None and from_wire(str(moment)) <= from_wire(str(limit))
