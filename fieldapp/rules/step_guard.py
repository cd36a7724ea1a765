"""Nobody declines a mandated report of a minor: the protocol's step is done, or impossible with its reason.

Source: PC 11166(a) and (i); domain.md 2.3 ("unable to complete" is allowed with a reason, and flagged).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

from fieldapp.domain.change import VOID_FIELD
from fieldapp.domain.problems import Problem
from fieldapp.domain.wire import Json
from fieldapp.rules.offence import load_offences
from fieldapp.rules.protocol import load_protocol
from fieldapp.rules.protocol_run import WAIVED
from fieldapp.rules.recovery_guard import is_minor_at_recovery

Wire: TypeAlias = Mapping[str, Json]


def step_problems(before: Wire | None, after: Wire, recovery: Wire | None, person: Wire | None) -> list[Problem]:
    """Return what forbids a step of a minor's recovery, or of somebody's whose age nobody knows, to be answered so.

    What was answered before stays as it is, until it is written anew.
    """
    step = load_protocol().find(str(after.get("step")))
    if step is None or not step.mandated or after.get(VOID_FIELD):
        return []
    if before is not None and all(before.get(name) == after.get(name) for name in ("step", "status", "reason")):
        return []
    if is_minor_at_recovery(recovery or {}, person or {}, load_offences()) is False:
        return []
    if after.get("status") in WAIVED:
        return [Problem("STEP_MANDATED", "status")]
    is_bare = after.get("status") == "unable" and not str(after.get("reason") or "").strip()
    return [Problem("STEP_REASON_MISSING", "reason")] if is_bare else []
