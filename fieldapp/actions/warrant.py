"""The life of a search warrant: each step with one press, at its time, held back where the law holds it back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from fieldapp.actions.capture import save_record
from fieldapp.actions.clock import record_clocks
from fieldapp.actions.session import Session
from fieldapp.domain.clock import to_wire
from fieldapp.domain.problems import Problem, Refused
from fieldapp.records import require_type
from fieldapp.rules.deadline import LIVE, ClockState, Deadline
from fieldapp.rules.warrant_life import Life, step_problems, step_values, warrant_life

WARRANT: Final = "search_warrant"
_SERVED_BY: Final = frozenset({"warrant_return", "tracking_use"})
_WITH_REASON: Final = frozenset({"expired", "recalled"})
_STEPPED: Final = "Stamped on the warrant"


@dataclass(frozen=True, repr=False)
class WarrantView:
    """A warrant's life, and the clocks that run on it."""

    life: Life
    clocks: tuple[Deadline, ...]


def load_life(session: Session, warrant_id: str) -> WarrantView | None:
    """Return the life of a warrant; None when it is not here or struck out."""
    values = session.store.record(WARRANT, warrant_id)
    if values is None:
        return None
    clocks = record_clocks(session, WARRANT, warrant_id)
    running = tuple(clock for clock in clocks if clock.state in LIVE or clock.state is ClockState.PAUSED)
    return WarrantView(warrant_life(values, session.clock.now(), _due_at(clocks)), running)


def take_step(session: Session, warrant_id: str, step: str, at: datetime | None = None, *, reason: str = "") -> None:
    """Take a step (affidavit, issued, served, returned, denied, expired, recalled, notice) at a moment, now by default.

    ``reason`` is why it is void, for one that expired or was recalled. Raises Refused; then nothing was written.
    """
    values = session.store.record(WARRANT, warrant_id) or {}
    now = session.clock.now()
    moment = at or now
    clocks = record_clocks(session, WARRANT, warrant_id)
    life = warrant_life(values, now, _due_at(clocks))
    problems = list(step_problems(values, step, moment, _due_at(clocks)))
    if moment > now:
        problems.append(Problem("WARRANT_STEP_TO_COME"))
    if not problems and step not in life.moves:
        problems.append(Problem("WARRANT_STEP_NOT_NOW"))
    if step in _WITH_REASON and not reason.strip():
        problems.append(
            Problem("REASON_REQUIRED", "void_reason", {"label": require_type(WARRANT).fields["void_reason"].label})
        )
    if problems:
        raise Refused(problems)
    written = step_values(step, to_wire(moment))
    if step in _WITH_REASON:
        written["void_reason"] = reason.strip()
    if step == "served" and not values.get("served_by"):
        written["served_by"] = session.profile.name or session.profile.handle
    save_record(session, WARRANT, written, record_id=warrant_id, reason=_STEPPED)


def _due_at(clocks: list[Deadline]) -> datetime | None:
    return next((clock.due_at for clock in clocks if clock.code in _SERVED_BY), None)
