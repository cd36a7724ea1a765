"""Who and where an operation is: its sites, its roster, and the signs of life of whoever is on site."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from fieldapp.demo import people, place
from fieldapp.demo.act import Verb
from fieldapp.demo.script import Script, Written, local_day, wire
from fieldapp.demo.team_story import LEAVER, LEFT_ON
from fieldapp.domain.wire import Json
from fieldapp.records.seed import agency_id

_ROLES: Final = ("incident_commander", "case_agent", "cover", "arrest", "evidence", "victim_services")
_PURPOSES: Final = ("target", "command_post", "advocate_staging")
# Minutes after the start at which somebody was heard of who is expected every half hour; once it came late.
_HEARD: Final = (10, 38, 62, 90, 116)
_HEARD_LATE: Final = (10, 38, 75, 100, 125)
_FALSE_ALARM: Final = "Pressed in the pocket; heard on the radio at once"
_LEFT_AFTER: Final = timedelta(minutes=140)


def staff(script: Script, operation: Written, planned_at: datetime, starts_at: datetime) -> Written:
    """Write down sites and roster; return the undercover officer's place on it."""
    for purpose in _PURPOSES:
        at = script.after(planned_at, 20, 90)
        script.create(operation.author, at, "site", _site(script, operation, purpose))
    here = [name for name in people.OFFICER_NAMES if name != LEAVER or local_day(starts_at) < LEFT_ON]
    names = script.random.sample(here, len(_ROLES))
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


def check_in(script: Script, member: Written, starts_at: datetime, *, misses: bool, leaves: bool = True) -> None:
    """Write down somebody's signs of life; with ``misses`` one came late, when others said that they were safe."""
    moments = [starts_at + timedelta(minutes=minutes) for minutes in (_HEARD_LATE if misses else _HEARD)]
    for number, at in enumerate(moments):
        is_late = number > 0 and at - moments[number - 1] > timedelta(minutes=30)
        act = "safe" if is_late else "checked_in" if number else "on_site"
        script.do(Verb.MARK, member.author, at, member, {"act": act})
    if leaves:
        script.do(Verb.MARK, member.author, starts_at + _LEFT_AFTER, member, {"act": "off_site"})


def call_for_help(script: Script, operation: Written, member: Written, at: datetime) -> None:
    """Write down that somebody on site asked for help, which was a false alarm."""
    script.do(Verb.HELP, operation.author, at, operation, {"member": member.record_id})
    script.do(Verb.FALSE_ALARM, operation.author, at + timedelta(minutes=3), operation, reason=_FALSE_ALARM)


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
