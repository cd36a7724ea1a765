"""Planning and starting a talk with a victim: the right to an advocate comes first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from fieldapp.actions.capture import save_record
from fieldapp.actions.session import Session
from fieldapp.domain.clock import to_wire
from fieldapp.domain.problems import Problem, Refused
from fieldapp.domain.wire import Json
from fieldapp.rules.interview_guard import DECLINED, interview_from_recovery, interview_problems

INTERVIEW: Final = "interview"


@dataclass(frozen=True, repr=False)
class InterviewState:
    """How an interview stands: what would stop it from starting now (rule R8), and what can be pressed.

    ``acts`` of: tell, start, end, revoke.
    """

    problems: tuple[Problem, ...]
    acts: tuple[str, ...]


def plan_interview(session: Session, recovery_id: str, kind: str, **values: Json) -> str:
    """Write down an interview that is to come, with what the recovery says of the advocate; return its id.

    Raises Refused RECOVERY_MISSING.
    """
    recovery = session.store.record("recovery", recovery_id)
    if recovery is None:
        raise Refused([Problem("RECOVERY_MISSING")])
    facts: dict[str, Json] = {
        "recovery": recovery_id,
        "kind": kind,
        "interviewer": session.profile.name or session.profile.handle,
        **interview_from_recovery(recovery),
        **values,
    }
    return save_record(session, INTERVIEW, facts)


def load_interview(session: Session, interview_id: str) -> InterviewState | None:
    """Return how an interview stands now; None when it is not here."""
    values = session.store.record(INTERVIEW, interview_id)
    if values is None:
        return None
    acts = []
    if not values.get("advocate_notice_at"):
        acts.append("tell")
    if not values.get("started_at"):
        acts.append("start")
    elif not values.get("ended_at"):
        acts.append("end")
    if values.get("advocate_answer") in DECLINED and not values.get("waiver_revoked_at"):
        acts.append("revoke")
    recovery_id = values.get("recovery")
    recovery = session.store.record("recovery", str(recovery_id)) if recovery_id else None
    started = values.get("started_at") or to_wire(session.clock.now())
    return InterviewState(tuple(interview_problems({**values, "started_at": started}, recovery)), tuple(acts))


def tell_right(session: Session, interview_id: str) -> None:
    """Write down that the victim was told, now, of the right to an advocate and a support person."""
    save_record(session, INTERVIEW, {"advocate_notice_at": to_wire(session.clock.now())}, record_id=interview_id)


def end_interview(session: Session, interview_id: str) -> None:
    """Write down that an interview ends now."""
    save_record(session, INTERVIEW, {"ended_at": to_wire(session.clock.now())}, record_id=interview_id)


def start_interview(session: Session, interview_id: str) -> None:
    """Write down that an interview starts now. Raises Refused by rule R8 (``rules/interview_guard``)."""
    save_record(session, INTERVIEW, {"started_at": to_wire(session.clock.now())}, record_id=interview_id)


def revoke_waiver(session: Session, interview_id: str) -> None:
    """Write down that the victim takes back, now, that they do without an advocate."""
    now = to_wire(session.clock.now())
    save_record(session, INTERVIEW, {"waiver_revoked_at": now}, record_id=interview_id, reason="Waiver revoked")
