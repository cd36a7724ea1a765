"""The protocol run of a recovery: how each step stands, and saying what became of one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from fieldapp.actions.capture import save_record, void_record
from fieldapp.actions.clock import is_minor_recovered, record_clocks
from fieldapp.actions.laptop import require_writable
from fieldapp.actions.session import Session
from fieldapp.domain.change import RESTORE, VOID_FIELD
from fieldapp.domain.clock import to_wire
from fieldapp.domain.fields import Kind
from fieldapp.domain.ids import derive_record_id
from fieldapp.domain.problems import Problem, Refused
from fieldapp.domain.wire import Json
from fieldapp.records import require_type
from fieldapp.records.protocol_step import UNDONE
from fieldapp.rules.protocol import STEP, Protocol, TemplateStep, load_protocol
from fieldapp.rules.protocol_run import RunStep, StepState, run_steps

RECOVERY: Final = "recovery"
_BESIDE: Final = ("responder", "interview")
_STAMPED: Final = "Stamped on the protocol"
_TAKEN_BACK: Final = "Taken back"


@dataclass(frozen=True, repr=False)
class ProtocolRun:
    """The steps of one recovery in order, under which template, and how old the victim is taken to be."""

    protocol: Protocol
    steps: tuple[RunStep, ...]
    is_minor: bool | None

    @property
    def answered(self) -> int:
        """How many steps nobody has to do anything about."""
        return sum(step.is_answered for step in self.steps)

    @property
    def unable(self) -> tuple[RunStep, ...]:
        """The steps that could not be completed, each with its reason."""
        return tuple(step for step in self.steps if step.state is StepState.UNABLE)


def step_id(recovery_id: str, code: str) -> str:
    """Return the id of the record that says what became of a step: the same one on every laptop."""
    return derive_record_id(recovery_id, STEP, code)


def load_run(session: Session, recovery_id: str) -> ProtocolRun | None:
    """Return how the protocol stands in a recovery; None when this laptop does not hold it."""
    values = session.store.record(RECOVERY, recovery_id)
    if values is None:
        return None
    protocol, is_minor = load_protocol(), is_minor_recovered(session, values)
    steps = run_steps(
        protocol,
        values,
        is_minor=is_minor,
        said=session.store.linked(STEP, RECOVERY, recovery_id),
        children={name: session.store.linked(name, RECOVERY, recovery_id) for name in _BESIDE},
        clocks=record_clocks(session, RECOVERY, recovery_id),
    )
    return ProtocolRun(protocol, tuple(steps), is_minor)


def stamp_field(step: TemplateStep) -> str:
    """Return the time of the recovery that one press writes down for a step; blank where it takes more than that."""
    if len(step.done) != 1 or require_type(RECOVERY).fields[step.done[0]].kind is not Kind.INSTANT:
        return ""
    return step.done[0]


def answer_step(
    session: Session, recovery_id: str, code: str, status: str, *, reason: str = "", contact: str = "", note: str = ""
) -> str:
    """Write down what became of a step now; return the id of its record, the same one on every laptop.

    A step whose field is a time gets that time when it is done. Raises Refused STEP_UNKNOWN, STEP_REASON_MISSING,
    STEP_HAS_FIELD (its field answers it), STEP_MANDATED (the law asks it for a minor).
    """
    require_writable(session)
    protocol = load_protocol()
    step = protocol.find(code)
    if step is None:
        raise Refused([Problem("STEP_UNKNOWN", "step")])
    if status in UNDONE and not reason.strip():
        raise Refused([Problem("STEP_REASON_MISSING", "reason")])
    now = to_wire(session.clock.now())
    if status == "done" and step.is_bound():
        name = stamp_field(step)
        if not name:
            raise Refused([Problem("STEP_HAS_FIELD", "status")])
        return save_record(session, RECOVERY, {name: now}, record_id=recovery_id, reason=_STAMPED)
    values: dict[str, Json] = {
        "recovery": recovery_id,
        "step": code,
        "status": status,
        "at": now,
        "by": session.profile.name or session.profile.handle,
        "owner": step.owner(),
        "reason": reason.strip() or None,
        "template": protocol.name,
    }
    values |= {name: text.strip() for name, text in (("contact", contact), ("note", note)) if text.strip()}
    return _write(session, step_id(recovery_id, code), values)


def take_step_back(session: Session, recovery_id: str, code: str) -> None:
    """Open a step again that somebody answered by mistake; the journal keeps what was said."""
    void_record(session, STEP, step_id(recovery_id, code), _TAKEN_BACK)


def _write(session: Session, record_id: str, values: Mapping[str, Json]) -> str:
    row = session.store.load(STEP, record_id)
    with session.store.transaction():
        if row is not None and row.state.voided:
            session.store.save(session.author, STEP, {VOID_FIELD: False}, record_id=record_id, kind=RESTORE)
        return save_record(session, STEP, values, record_id=record_id, reason=_reason(row is not None))


def _reason(is_known: bool) -> str | None:
    return "Answered anew" if is_known else None
