"""How the steps of the first-responder protocol stand in one recovery: answered by its fields, its records, or open.

A field of the recovery, or a record beside it, answers a step by itself; for the others somebody says what became of
it. What a field says counts before what somebody said. Pure: wire values in, states out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, TypeAlias

from fieldapp.domain.wire import Json
from fieldapp.rules.deadline import ClockState, Deadline
from fieldapp.rules.protocol import Protocol, TemplateStep

Wire: TypeAlias = Mapping[str, Json]

UNABLE: Final = "unable"


class StepState(StrEnum):
    """How a step stands."""

    OPEN = "open"
    SOON = "soon"
    OVERDUE = "overdue"
    PAUSED = "paused"
    DONE = "done"
    LATE = "late"
    DECLINED = "declined"
    NOT_APPLICABLE = "not_applicable"
    UNABLE = "unable"


ANSWERED: Final = frozenset(
    {StepState.DONE, StepState.LATE, StepState.DECLINED, StepState.NOT_APPLICABLE, StepState.UNABLE}
)
WAIVED: Final = frozenset({StepState.DECLINED, StepState.NOT_APPLICABLE})
_CLOCKED: Final = {
    ClockState.SOON: StepState.SOON,
    ClockState.OVERDUE: StepState.OVERDUE,
    ClockState.PAUSED: StepState.PAUSED,
}


@dataclass(frozen=True, kw_only=True)
class RunStep:
    """One step in one recovery. ``done_at`` is an instant's wire form or blank; ``record`` what somebody said of it.

    ``is_said``: its state is what somebody said, and can be taken back by them.
    """

    step: TemplateStep
    state: StepState
    deadline: Deadline | None = None
    done_at: str = ""
    record: Wire | None = None
    is_said: bool = False

    @property
    def code(self) -> str:
        """The step's stable code."""
        return self.step.code

    @property
    def is_answered(self) -> bool:
        """Whether nobody has to do anything about it. What the law asks stays to be done though it was impossible."""
        return self.state in ANSWERED and not (self.step.mandated and self.state is StepState.UNABLE)

    @property
    def reason(self) -> str:
        """Why it was not done, where somebody said so."""
        return str(self.record.get("reason") or "") if self.is_said and self.record is not None else ""


def run_steps(
    protocol: Protocol,
    values: Wire,
    *,
    is_minor: bool | None = None,
    said: Iterable[Wire] = (),
    children: Mapping[str, Iterable[Wire]] | None = None,
    clocks: Iterable[Deadline] = (),
) -> list[RunStep]:
    """Return the steps that apply to a recovery (``values``) in the order of the template.

    ``said`` are its records of steps, ``children`` the other records beside it by type, ``clocks`` its deadlines.
    Where the age is not known the steps for a minor are among them.
    """
    by_code = {str(record.get("step")): record for record in said}
    by_clock = {deadline.code: deadline for deadline in clocks}
    beside = {name: list(records) for name, records in (children or {}).items()}
    return [
        _run_step(step, values, by_code.get(step.code), beside, by_clock.get(step.clock))
        for step in protocol.steps
        if step.applies(values, is_minor=is_minor)
    ]


def excused_fields(protocol: Protocol, said: Iterable[Wire]) -> frozenset[str]:
    """Return the fields that need no answer, because somebody said why the step that asks for them is impossible."""
    found: set[str] = set()
    for record in said:
        step = protocol.find(str(record.get("step")))
        if step is not None and record.get("status") == UNABLE and record.get("reason"):
            found.update(step.done, step.evidence)
    return frozenset(found)


def _run_step(
    step: TemplateStep,
    values: Wire,
    record: Wire | None,
    beside: Mapping[str, list[Wire]],
    deadline: Deadline | None,
) -> RunStep:
    answered = _answered_at(step, values, beside)
    if answered is not None:
        is_late = deadline is not None and deadline.state is ClockState.DONE_LATE
        state = StepState.LATE if is_late else StepState.DONE
        return RunStep(step=step, state=state, deadline=deadline, done_at=answered, record=record)
    status = str(record.get("status") or "") if record is not None else ""
    if record is not None and status in ANSWERED and not (step.mandated and status in WAIVED):
        at = str(record.get("at") or "")
        return RunStep(step=step, state=StepState(status), deadline=deadline, done_at=at, record=record, is_said=True)
    otherwise = step.answered_otherwise(values)
    if otherwise:
        return RunStep(step=step, state=StepState(otherwise), deadline=deadline, record=record)
    state = _CLOCKED.get(deadline.state, StepState.OPEN) if deadline is not None else StepState.OPEN
    return RunStep(step=step, state=state, deadline=deadline, record=record)


def _answered_at(step: TemplateStep, values: Wire, beside: Mapping[str, list[Wire]]) -> str | None:
    """When a field or a record answered it: a time, blank at no known time, None when nothing does."""
    if step.done and all(values.get(name) is not None for name in step.done):
        return next((str(values[name]) for name in step.done if name.endswith("_at")), "")
    times = [
        str(record[wanted.field])
        for wanted in step.children
        for record in beside.get(wanted.record_type, ())
        if record.get("kind") == wanted.kind and record.get(wanted.field) is not None
    ]
    return min(times, default=None)
