"""What a screening brings must be done, or somebody answers for it, before the screening is final; then it is locked.

A duty is a task whose id follows from the screening and the duty, so that both ends look it up and neither makes two.
What is learned after a screening was final is an addendum; whatever else would change it is refused at either end.
Source: the county response protocol for exploited children; PC 11165.7 and 11166: nobody declines a mandated report for
a minor, no supervisor impedes it (i), and of a team that knows together one member may report for all (h).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import date
from typing import Final, TypeAlias

from fieldapp.domain.change import VOID_FIELD
from fieldapp.domain.clock import from_wire
from fieldapp.domain.ids import derive_record_id
from fieldapp.domain.people import is_minor
from fieldapp.domain.problems import Problem
from fieldapp.domain.record import FINAL
from fieldapp.domain.wire import Json
from fieldapp.records import vocabulary
from fieldapp.rules.offence import OffenceTable, load_offences

Wire: TypeAlias = Mapping[str, Json]

DUTY: Final = "duty"
NOT_DONE: Final = "not_needed"
DECLINED: Final = "declined_by_person_adult"
MANDATED: Final = frozenset({"report_phone", "report_written"})
REPORTED: Final = "reported_by_team"
CORRECTED: Final = "answer_corrected"
_DONE: Final = "done"
_FIXED: Final = ("duty", "screening")
_WAIVER: Final = ("duty", "screening", "not_done_reason", "details")
_LATER: Final = frozenset({"determination", "determined_by", VOID_FIELD})
"""What is said of a screening after it was final."""
_BELONGS: Final = frozenset({"person", "recovery", "operation"})
"""What a screening may come to belong to when that is known only later."""


def duty_id(screening_id: str, duty: str) -> str:
    """Return the id of the task that is this duty of this screening."""
    return derive_record_id(screening_id, DUTY, duty)


def is_closed(task: Wire) -> bool:
    """Say whether a duty is done, or closed with a reason that a named supervisor agreed to, or was asked about."""
    if task.get("status") == _DONE:
        return True
    is_named = bool(task.get("approved_by") or task.get("asked_supervisor"))
    return task.get("status") == NOT_DONE and bool(task.get("not_done_reason")) and is_named


def open_duty_problems(screening: Wire, tasks: Mapping[str, Wire]) -> Iterator[Problem]:
    """Yield what stops a screening from being final: each duty of ``tasks`` (by its code) that is still open."""
    if screening.get("state") != FINAL:
        return
    for duty, task in tasks.items():
        if not is_closed(task):
            yield Problem("DUTY_OPEN", "state", {"label": vocabulary.label(DUTY, duty)})


def locked_problems(before: Wire | None, after: Wire, disputed: Collection[str] = ()) -> Iterator[Problem]:
    """Yield what forbids a final screening to become what it would be; ``before`` is None for a new one.

    To settle a field on which two people disagree (``disputed``) alters nothing that was not open.
    """
    if before is None or not is_locked(before):
        return
    for name in sorted(before.keys() | after.keys()):
        is_found_out = name in _BELONGS and not before.get(name)
        if before.get(name) != after.get(name) and name not in _LATER and name not in disputed and not is_found_out:
            yield Problem("SCREENING_LOCKED", name)
            return


def answer_problems(
    before: Wire | None, after: Wire, screening: Wire | None, disputed: Collection[str] = ()
) -> Iterator[Problem]:
    """Yield what forbids an answer of ``screening`` to become what it would be: when that is final, everything."""
    if screening is None or not is_locked(screening):
        return
    changed = [name for name in after if before is None or before.get(name) != after.get(name)]
    if any(name not in disputed for name in changed):
        yield Problem("SCREENING_LOCKED", "value")


def is_locked(screening: Wire) -> bool:
    """Say whether a screening is final and was made with a checklist; older ones are corrected like any record."""
    return screening.get("state") == FINAL and bool(screening.get("checklist"))


def duty_problems(before: Wire | None, after: Wire, screening: Wire | None) -> Iterator[Problem]:
    """Yield what forbids a duty to become another task, or none, while there is the screening that brought it."""
    if before is None or not before.get(DUTY) or screening is None:
        return
    if after.get(VOID_FIELD):
        yield Problem("DUTY_NOT_STRUCK", "status")
    for name in _FIXED:
        if before.get(name) != after.get(name):
            yield Problem("DUTY_FIXED", name)
            return


def waiver_reasons(task: Wire, screening: Wire | None, person: Wire | None) -> tuple[str, ...]:
    """Return the reasons (vocabulary duty_not_done) for which a duty may stay undone.

    A mandated report for a minor, or for somebody whose age nobody knows, leaves two: another mandated reporter of the
    team made it, or it rested on an answer that was wrong, so that the result does not bring it any more.
    """
    every = tuple(choice.code for choice in vocabulary.choices("duty_not_done"))
    if task.get(DUTY) not in MANDATED:
        return tuple(code for code in every if code != REPORTED)
    if is_minor_at_screening(screening or {}, person or {}) is False:
        return every
    return (REPORTED, CORRECTED) if task.get("raised_earlier") is True else (REPORTED,)


def closing_problems(
    task: Wire, screening: Wire | None, person: Wire | None, before: Wire | None = None
) -> Iterator[Problem]:
    """Yield what forbids leaving a duty undone for this reason; ``before`` is the task as it stood, where it did.

    What a screening was locked with stays as it was. Who leaves a mandated report of a minor to another names them and
    the report's reference in the details.
    """
    reason = task.get("not_done_reason")
    if not reason or task.get(DUTY) not in MANDATED:
        return
    if before is not None and all(before.get(name) == task.get(name) for name in _WAIVER):
        return
    if is_minor_at_screening(screening or {}, person or {}) is False:
        return
    if reason == DECLINED:
        yield Problem("DUTY_NOT_DECLINED", "not_done_reason")
    elif reason not in waiver_reasons(task, screening, person):
        yield Problem("DUTY_NOT_WAIVED", "not_done_reason")
    elif not task.get("details"):
        yield Problem("DUTY_REFERENCE_MISSING", "details")


def is_minor_at_screening(screening: Wire, person: Wire, table: OffenceTable | None = None) -> bool | None:
    """Say whether the person was under age when the screening began, on its local day; None when nothing is known."""
    age = person.get("estimated_age")
    born_on = person.get("born_on")
    started = screening.get("started_at")
    known_age = age if isinstance(age, int) else None
    if not started:
        return is_minor(None, date.max, known_age)
    day = from_wire(str(started)).astimezone((table or load_offences()).zone).date()
    return is_minor(date.fromisoformat(str(born_on)) if born_on else None, day, known_age)
