"""Planning and starting a talk with a victim: the right to an advocate comes first."""

from __future__ import annotations

from typing import Final

from fieldapp.actions.capture import save_record
from fieldapp.actions.session import Session
from fieldapp.domain.clock import to_wire
from fieldapp.domain.problems import Problem, Refused
from fieldapp.domain.wire import Json
from fieldapp.rules.interview_guard import interview_from_recovery

INTERVIEW: Final = "interview"


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


def start_interview(session: Session, interview_id: str) -> None:
    """Write down that an interview starts now. Raises Refused by rule R8 (``rules/interview_guard``)."""
    save_record(session, INTERVIEW, {"started_at": to_wire(session.clock.now())}, record_id=interview_id)


def revoke_waiver(session: Session, interview_id: str) -> None:
    """Write down that the victim takes back, now, that they do without an advocate."""
    now = to_wire(session.clock.now())
    save_record(session, INTERVIEW, {"waiver_revoked_at": now}, record_id=interview_id, reason="Waiver revoked")
