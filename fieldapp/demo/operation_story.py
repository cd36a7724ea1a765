"""An operation from its plan to its debriefing, step by step as its page takes them."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from fieldapp.demo import people, place
from fieldapp.demo.act import Verb
from fieldapp.demo.narrative import write_objective, write_sentence
from fieldapp.demo.scenario import DETECTIVE, SUPERVISOR, name_of
from fieldapp.demo.scene_story import call_for_help, check_in, staff
from fieldapp.demo.script import Script, Written, local_day, wire
from fieldapp.demo.team_story import LEAVER, LEFT_ON
from fieldapp.domain.wire import Json
from fieldapp.records.seed import agency_id

OUTREACH: Final = "outreach"
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
    OUTREACH,
)
_CHECK_IN_MINUTES: Final = 30
_CHECKED_IN: Final = frozenset({"online_sting", "purchaser"})
_MISSED_EACH: Final = 4
_ALARM_EACH: Final = 20
_CALLED_OFF_EACH, _CALLED_OFF = 20, 13
_WHY_CALLED_OFF: Final = "The site stood empty"
# A plan goes to the supervisor and comes back approved, each way at the next meeting with headquarters.
_AHEAD_DAYS: Final = (17, 28)
_NOTICE_TO: Final = "CAST, the desk that answers at night"
_NAMES: Final = ("Paper Lantern", "Quiet Harbor", "Glass Door", "North Star", "Open Window", "Second Step", "Daybreak")
_AGENTS: Final = tuple(name for name in people.OFFICER_NAMES if name not in people.SUPERVISORS)
"""Whoever leads a plan does not approve it."""
_LEGAL: Final = {"warrant_service": "search_warrant", "compliance_search": "probation_terms"}


def plan_operation(script: Script, number: int) -> Written | None:
    """Write down one operation of the detective's; return it with the moment it starts as ``at``.

    None stands for one at which nobody is met: it was called off, or carried leaflets and signs from door to door.
    """
    starts_at = script.moment()
    planned_at = starts_at - timedelta(days=script.random.randrange(*_AHEAD_DAYS))
    planned_at = max(planned_at, script.entered(script.schedule.start))
    starts_at = max(starts_at, planned_at + timedelta(days=_AHEAD_DAYS[0]))
    kind = KINDS[number % len(KINDS)]
    plan = _plan(script, kind, number, starts_at)
    operation = script.create(DETECTIVE, planned_at, "operation", plan)
    undercover = staff(script, operation, planned_at, starts_at)
    approved_at = _approve(script, operation, is_told=number % 2 == 0)
    is_off = number % _CALLED_OFF_EACH == _CALLED_OFF
    if is_off:
        at = approved_at + timedelta(hours=2)
        script.do(Verb.STEP, DETECTIVE, at, operation, {"status": "cancelled"}, _WHY_CALLED_OFF)
    else:
        _set_out(script, operation, starts_at)
        if plan.get("check_in_minutes"):
            check_in(script, undercover, starts_at, misses=number % _MISSED_EACH == 1)
            if number % _ALARM_EACH == 1:
                call_for_help(script, operation, undercover, starts_at + timedelta(minutes=50))
        _stand_down(script, operation, starts_at, kind)
    return None if is_off or kind == OUTREACH else Written("operation", operation.record_id, DETECTIVE, starts_at)


def begin_operation(script: Script, planned_at: datetime, starts_at: datetime) -> Written:
    """Write down an operation of the detective's that is under way; somebody is on site and missed a check-in."""
    plan = _plan(script, "online_sting", 0, starts_at)
    plan |= {"name": "Paper Lantern, second night", "check_in_minutes": _CHECK_IN_MINUTES}
    operation = script.create(DETECTIVE, planned_at, "operation", plan)
    undercover = staff(script, operation, planned_at, starts_at)
    _approve(script, operation, is_told=True)
    _set_out(script, operation, starts_at)
    check_in(script, undercover, starts_at, misses=True, leaves=False)
    return Written("operation", operation.record_id, DETECTIVE, starts_at)


def propose_operation(script: Script, planned_at: datetime, starts_at: datetime) -> None:
    """Write down a plan of high risk that one supervisor has reviewed; a second has to approve it."""
    plan = _plan(script, "warrant_service", 1, starts_at) | {
        "name": "Quiet Harbor, the warehouse",
        "risk_class": "high",
    }
    operation = script.create(DETECTIVE, planned_at, "operation", plan)
    _review(script, operation)


def _plan(script: Script, kind: str, number: int, starts_at: datetime) -> dict[str, Json]:
    random = script.random
    left = local_day(starts_at) >= LEFT_ON
    plan: dict[str, Json] = {
        "name": f"{_NAMES[number % len(_NAMES)]} {number // len(_NAMES) + 1}",
        "kind": kind,
        "agency": agency_id("LASD"),
        "starts_at": wire(starts_at),
        "ends_at": wire(starts_at + timedelta(hours=random.randrange(3, 9))),
        "objective": write_objective(random, outreach=kind == OUTREACH),
        "legal_basis": _LEGAL.get(kind, "investigation"),
        "risk_class": random.choice(("lower", "moderate", "moderate")),
        "incident_commander": random.choice(people.SUPERVISORS),
        "case_agent": random.choice([name for name in _AGENTS if name != LEAVER or not left]),
        "command_post": f"{place.station(random)}, {place.address(random)}",
        "rally_point": place.address(random),
        "radio_channel": f"TAC {random.randrange(1, 9)}",
        "arrest_signal": "Hand to the cap",
        "abort_signal": 'The word "umbrella"',
        "minors_expected": kind in {"online_sting", "recovery", "street"},
        "expected_victims": 0 if kind == OUTREACH else random.randrange(5),
        "victim_services_lead": random.choice(people.WORKERS),
        "cps_liaison": random.choice(people.WORKERS),
        "advocate_staging": place.address(random),
        "medical_plan": f"{random.choice(place.HOSPITALS)}, by the main road",
    }
    if kind in _CHECKED_IN:
        plan["check_in_minutes"] = _CHECK_IN_MINUTES
    return plan


def _review(script: Script, operation: Written) -> datetime:
    """The plan is looked up against those of others, and a supervisor reviews it on their own laptop; return when."""
    who, planned_at = operation.author, operation.at
    cleared: dict[str, Json] = {
        "deconfliction_system": "la_clear",
        "deconfliction_number": f"DEMO-{script.random.randrange(100_000):05d}",
        "deconfliction_at": wire(planned_at),
        "deconfliction_by": name_of(who),
        "deconfliction_result": "clear",
    }
    cleared_at = planned_at + timedelta(hours=1)
    script.edit(who, cleared_at, operation, cleared)
    reviewed_at = script.supervised(who, cleared_at)
    script.do(Verb.STEP, SUPERVISOR, reviewed_at, operation, {"status": "reviewed"})
    return reviewed_at


def _approve(script: Script, operation: Written, *, is_told: bool) -> datetime:
    """The plan is reviewed and approved, and a partner told what may be told; return when its author knows of it.

    With ``is_told`` the supervisor lets partners know the exact times as well.
    """
    approved_at = _review(script, operation) + timedelta(minutes=10)
    script.do(Verb.STEP, SUPERVISOR, approved_at, operation, {"status": "approved"})
    if is_told:
        script.do(Verb.RELEASE_NOTICE, SUPERVISOR, approved_at + timedelta(minutes=5), operation)
    known_at = script.schedule.known_from(SUPERVISOR, operation.author, approved_at + timedelta(minutes=5))
    script.do(Verb.GIVE_NOTICE, operation.author, known_at + timedelta(minutes=15), operation, reason=_NOTICE_TO)
    return known_at


def _set_out(script: Script, operation: Written, starts_at: datetime) -> None:
    who = operation.author
    script.do(Verb.STEP, who, starts_at - timedelta(hours=2), operation, {"status": "briefed"})
    script.do(Verb.STEP, who, starts_at, operation, {"status": "active"})
    script.edit(who, starts_at + timedelta(minutes=5), operation, {"phase": "contact"})


def _stand_down(script: Script, operation: Written, starts_at: datetime, kind: str) -> None:
    who, random = operation.author, script.random
    script.do(Verb.STEP, who, starts_at + timedelta(hours=4), operation, {"status": "closed"})
    debriefed_at = starts_at + timedelta(hours=26)
    learned: dict[str, Json] = {"outcome": write_sentence(random)}
    if kind == OUTREACH:
        learned |= {
            "outcome": "Two managers asked for the training; one desk wants signs in three more languages.",
            "places_visited": random.randrange(8, 25),
            "people_reached": random.randrange(30, 160),
            "signs_posted": random.randrange(10, 45),
            "materials": "Cards with the hotline in six languages; the sign that the law asks hotels to post",
        }
    script.edit(who, debriefed_at - timedelta(minutes=10), operation, learned)
    script.do(Verb.STEP, who, debriefed_at, operation, {"status": "debriefed"})
    script.finalise(debriefed_at + timedelta(minutes=20), operation)
