"""An operation from its plan to its debriefing, with roster and sites."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from fieldapp.actions.operation_check_in import missed_id
from fieldapp.demo import people, place
from fieldapp.demo.narrative import write_objective, write_sentence
from fieldapp.demo.scenario import DETECTIVE, name_of
from fieldapp.demo.script import Script, Written, wire
from fieldapp.domain.wire import Json
from fieldapp.records.seed import agency_id

KINDS: Final = (
    "street",
    "online_sting",
    "purchaser",
    "warrant_service",
    "icac",
    "labour_inspection",
    "compliance_search",
    "surveillance",
    "recovery",
    "outreach",
)
_CHECK_IN: Final = timedelta(minutes=30)
_NAMES: Final = ("Paper Lantern", "Quiet Harbor", "Glass Door", "North Star", "Open Window", "Second Step", "Daybreak")
_CALLED_OFF: Final = {"status": "cancelled", "cancelled_reason": "The site stood empty"}
_AGENTS: Final = tuple(name for name in people.OFFICER_NAMES if name not in people.SUPERVISORS)
"""Whoever leads a plan does not approve it."""
_LEGAL: Final = {"warrant_service": "search_warrant", "compliance_search": "probation_terms"}
_ROLES: Final = ("incident_commander", "case_agent", "cover", "arrest", "evidence", "victim_services")


def plan_operation(script: Script, number: int) -> Written:
    """Write down one operation with all that belongs to it; return it with the moment it starts as ``at``."""
    starts_at = script.moment()
    who = script.police() if number % 3 else DETECTIVE
    planned_at = max(starts_at - timedelta(days=script.random.randrange(4, 15)), script.entered(script.schedule.start))
    starts_at = max(starts_at, planned_at + timedelta(days=1))
    kind = KINDS[number % len(KINDS)]
    operation = script.create(who, planned_at, "operation", _plan(script, kind, number, starts_at))
    _clear(script, operation, planned_at, starts_at)
    if number % 20 == 19:
        script.edit(who, planned_at + timedelta(hours=9), operation, _CALLED_OFF)
    else:
        _set_out(script, operation, planned_at, starts_at)
        _stand_down(script, operation, starts_at)
    _staff(script, operation, planned_at, starts_at)
    return Written("operation", operation.record_id, who, starts_at)


def begin_operation(script: Script, planned_at: datetime, starts_at: datetime) -> Written:
    """Write down an operation of the detective's that is under way."""
    minutes = int(_CHECK_IN.total_seconds()) // 60
    plan = _plan(script, "online_sting", 0, starts_at)
    plan |= {"name": "Paper Lantern, second night", "check_in_minutes": minutes}
    operation = script.create(DETECTIVE, planned_at, "operation", plan)
    _clear(script, operation, planned_at, starts_at)
    _set_out(script, operation, planned_at, starts_at)
    undercover = _staff(script, operation, planned_at, starts_at)
    _check_in(script, operation, undercover, starts_at)
    return Written("operation", operation.record_id, DETECTIVE, starts_at)


def _plan(script: Script, kind: str, number: int, starts_at: datetime) -> dict[str, Json]:
    random = script.random
    return {
        "name": f"{_NAMES[number % len(_NAMES)]} {number // len(_NAMES) + 1}",
        "kind": kind,
        "agency": agency_id("LASD"),
        "starts_at": wire(starts_at),
        "ends_at": wire(starts_at + timedelta(hours=random.randrange(3, 9))),
        "objective": write_objective(random),
        "legal_basis": _LEGAL.get(kind, "investigation"),
        "risk_class": random.choice(("lower", "moderate", "moderate", "high")),
        "incident_commander": random.choice(people.SUPERVISORS),
        "case_agent": random.choice(_AGENTS),
        "command_post": f"{place.station(random)}, {place.address(random)}",
        "rally_point": place.address(random),
        "radio_channel": f"TAC {random.randrange(1, 9)}",
        "arrest_signal": "Hand to the cap",
        "abort_signal": 'The word "umbrella"',
        "minors_expected": kind in {"online_sting", "recovery", "street"},
        "expected_victims": random.randrange(5),
        "victim_services_lead": random.choice(people.WORKERS),
        "cps_liaison": random.choice(people.WORKERS),
        "advocate_staging": place.address(random),
        "medical_plan": f"{random.choice(place.HOSPITALS)}, by the main road",
    }


def _clear(script: Script, operation: Written, planned_at: datetime, starts_at: datetime) -> None:
    who = operation.author
    reviewed_at = min(planned_at + timedelta(hours=3), starts_at - timedelta(hours=4))
    number = f"DEMO-{script.random.randrange(100_000):05d}"
    cleared: dict[str, Json] = {
        "status": "reviewed",
        "reviewed_by": name_of(who),
        "reviewed_at": wire(reviewed_at),
        "deconfliction_system": "la_clear",
        "deconfliction_number": number,
        "deconfliction_at": wire(planned_at),
        "deconfliction_by": name_of(who),
        "deconfliction_result": "clear",
    }
    script.edit(who, reviewed_at, operation, cleared)


def _set_out(script: Script, operation: Written, planned_at: datetime, starts_at: datetime) -> None:
    who = operation.author
    approved_at = min(planned_at + timedelta(hours=6), starts_at - timedelta(hours=3))
    approved: dict[str, Json] = {
        "status": "approved",
        "approved_by": script.random.choice(people.SUPERVISORS),
        "approved_at": wire(approved_at),
    }
    script.edit(who, approved_at, operation, approved)
    briefed_at = starts_at - timedelta(hours=2)
    script.edit(who, briefed_at, operation, {"status": "briefed", "briefed_at": wire(briefed_at)})
    script.edit(who, starts_at, operation, {"status": "active", "phase": "contact"})


def _stand_down(script: Script, operation: Written, starts_at: datetime) -> None:
    who = operation.author
    closed_at = starts_at + timedelta(hours=4)
    closed: dict[str, Json] = {
        "status": "closed",
        "phase": "demobilised",
        "closed_at": wire(closed_at),
        "closed_by": name_of(who),
    }
    script.edit(who, closed_at, operation, closed)
    debriefed_at = starts_at + timedelta(hours=26)
    debriefed: dict[str, Json] = {
        "status": "debriefed",
        "debriefed_at": wire(debriefed_at),
        "outcome": write_sentence(script.random),
    }
    script.edit(who, debriefed_at, operation, debriefed)
    script.finalise(debriefed_at + timedelta(minutes=20), operation)


def _check_in(script: Script, operation: Written, member: Written, starts_at: datetime) -> None:
    """Somebody on site, heard of every half hour but once, when another confirmed that they were safe."""
    who, here = operation.author, {"roster_member": member.record_id, "operation": operation.record_id}
    moments = [starts_at + timedelta(minutes=minutes) for minutes in (10, 38, 75, 100, 125)]
    due_at = moments[0] + _CHECK_IN
    for number, at in enumerate(moments):
        if at > due_at:
            missed: dict[str, Json] = {**here, "kind": "missed", "at": wire(due_at), "due_at": wire(due_at)}
            record_id = missed_id(member.record_id, wire(due_at))
            script.edit(who, due_at + timedelta(minutes=1), Written("check_in", record_id, who, due_at), missed)
        if number:
            kind = "safe" if at > due_at else "checked_in"
            script.create(who, at, "check_in", {**here, "kind": kind, "at": wire(at), "due_at": wire(due_at)})
        due_at = at + _CHECK_IN
        heard: dict[str, Json] = {"checked_in_at": wire(at), "next_check_in_at": wire(due_at)}
        script.edit(who, at, member, heard | ({"on_site_at": wire(at)} if number == 0 else {}))


def _staff(script: Script, operation: Written, planned_at: datetime, starts_at: datetime) -> Written:
    """Write down sites and roster; return the undercover officer's place on it."""
    for purpose in ("target", "command_post", "advocate_staging"):
        at = script.after(planned_at, 20, 90)
        script.create(operation.author, at, "site", _site(script, operation, purpose))
    names = script.random.sample(people.OFFICER_NAMES, len(_ROLES))
    signed_in = wire(starts_at - timedelta(hours=2))
    for role, name in zip(_ROLES, names, strict=True):
        place_on_roster: dict[str, Json] = {
            "operation": operation.record_id,
            "role": role,
            "name": name,
            "agency": agency_id("LASD"),
            "call_sign": f"{script.random.randrange(10, 99)}D{script.random.randrange(1, 9)}",
        }
        member = script.create(operation.author, script.after(planned_at, 30, 120), "roster_member", place_on_roster)
        script.edit(operation.author, starts_at - timedelta(minutes=90), member, {"signed_in_at": signed_in})
    undercover: dict[str, Json] = {
        "operation": operation.record_id,
        "role": "undercover",
        "alias_number": f"UC-{script.random.randrange(100, 999)}",
    }
    return script.create(operation.author, script.after(planned_at, 30, 120), "roster_member", undercover)


def _site(script: Script, operation: Written, purpose: str) -> dict[str, Json]:
    random = script.random
    kind = random.choice(("hotel", "street", "residence", "massage_business", "worksite"))
    return {
        "operation": operation.record_id,
        "purpose": purpose,
        "name": place.inn(random) if purpose == "target" else place.station(random),
        "kind": kind if purpose == "target" else "other",
        "address": place.address(random),
        "city": place.city(random),
    }
