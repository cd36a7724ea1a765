"""The life of an operation: which step comes next, and what a plan must hold before it is taken.

A step is judged when the status changes, at either end; what a plan lacks never blocks saving anything else. The
order of steps is the screen's to keep: two laptops that took different steps disagree in one field, which a person
settles. Source: the domain reference, §5.1 (who signs), §5.7 (what "active" needs).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final, TypeAlias

from fieldapp.domain.problems import Problem
from fieldapp.domain.wire import Json
from fieldapp.records.operation import NEEDED_UNDER_WAY, Operation

Wire: TypeAlias = Mapping[str, Json]

LIFE: Final = ("draft", "reviewed", "approved", "briefed", "active", "closed", "debriefed")
CANCELLED: Final = "cancelled"
HIGH_RISK: Final = frozenset({"high", "highest"})
"""Classes of risk whose plan is approved by somebody other than whoever reviewed it."""

_PLANNED: Final = ("risk_class", "medical_plan", "abort_signal", "victim_services_lead")
_NEEDS: Final[Mapping[str, tuple[str, ...]]] = {
    "reviewed": ("objective", "risk_class", "reviewed_by", "reviewed_at"),
    "approved": (*_PLANNED, "approved_by", "approved_at"),
    "briefed": (*_PLANNED, "approved_by", "approved_at", "briefed_at"),
    "active": NEEDED_UNDER_WAY,
    "closed": (*NEEDED_UNDER_WAY, "closed_at"),
    "debriefed": (*NEEDED_UNDER_WAY, "debriefed_at", "outcome"),
}
_WITH_LIAISON: Final = frozenset({"approved", "briefed", "active", "closed", "debriefed"})
_CLEARED: Final = frozenset({"active", "closed", "debriefed"})
_STAMPED: Final = frozenset(
    {"reviewed_by", "reviewed_at", "approved_by", "approved_at", "briefed_at", "closed_at", "debriefed_at"}
)
"""What taking a step writes by itself, so that nobody is asked for it beforehand."""


def operation_problems(before: Wire | None, after: Wire, *, approves_own: bool = False) -> list[Problem]:
    """Return what forbids an operation to change its status as it would; nothing while the status stays.

    ``approves_own``: whoever makes the change also began the plan. That it is a supervisor who signs is the
    supervisor guard's to say.
    """
    status = str(after.get("status") or "")
    if before is not None and before.get("status") == status:
        return []
    signs = (before or {}).get("approved_by") != after.get("approved_by")
    return [*_needs(status, after), *_signatures(status, after, is_own=approves_own and signs)]


def missing_for(status: str, operation: Wire) -> list[Problem]:
    """Return what a person still has to fill in before this step: what the step writes by itself is not asked for."""
    return [problem for problem in _needs(status, operation) if problem.field not in _STAMPED]


def step_after(status: str) -> str | None:
    """Return the step that follows a status; None at the end, and for an operation that was called off."""
    at = LIFE.index(status) + 1 if status in LIFE else len(LIFE)
    return LIFE[at] if at < len(LIFE) else None


def _needs(status: str, operation: Wire) -> Iterator[Problem]:
    if status == CANCELLED and not operation.get("cancelled_reason"):
        yield Problem("CANCEL_REASON_MISSING", "cancelled_reason")
    for name in _NEEDS.get(status, ()):
        if not operation.get(name):
            yield _need(name)
    if status in _WITH_LIAISON and operation.get("minors_expected") and not operation.get("cps_liaison"):
        yield _need("cps_liaison")
    if status in _CLEARED:
        result = operation.get("deconfliction_result")
        if result == "pending":
            yield Problem("DECONFLICTION_PENDING", "deconfliction_result")
        if result in {"conflict", "exigent"} and not operation.get("deconfliction_contact"):
            yield Problem("DECONFLICTION_UNEXPLAINED", "deconfliction_contact")


def _signatures(status: str, operation: Wire, *, is_own: bool) -> Iterator[Problem]:
    """Nobody approves the plan that they lead; nor, at high risk, one that they alone wrote or reviewed."""
    approved_by = _plain(operation.get("approved_by"))
    if status not in _WITH_LIAISON or not approved_by:
        return
    if approved_by == _plain(operation.get("case_agent")):
        yield Problem("APPROVAL_OF_OWN_PLAN", "approved_by")
    elif operation.get("risk_class") in HIGH_RISK and (is_own or approved_by == _plain(operation.get("reviewed_by"))):
        yield Problem("APPROVAL_BY_A_SECOND", "approved_by")


def _need(name: str) -> Problem:
    return Problem("OPERATION_STEP_NEEDS", name, {"label": Operation.fields[name].label})


def _plain(name: Json) -> str:
    return " ".join(str(name or "").split()).casefold()
