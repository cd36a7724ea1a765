"""What goes on in the team itself: trainings that run out, the supervisor's desk, and the work of one who leaves.

Nothing here is drawn by lot: what is told of the year besides stays as it is.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from fieldapp.demo.act import Act, Verb
from fieldapp.demo.people import OFFICER_NAMES
from fieldapp.demo.scenario import DEPUTY, DETECTIVE, FIRST_DAY, LAST_DAY, SUPERVISOR, name_of
from fieldapp.demo.script import Script, Written, local, wire
from fieldapp.domain.ids import derive_record_id
from fieldapp.domain.wire import Json
from fieldapp.records.seed import agency_id

LEAVER: Final = "Det. Fictionbury"
REASON: Final = "Det. Fictionbury left the bureau"
# The supervisor's desk: every other week in the office, but not in the last weeks of the year.
_REVIEWED_EACH: Final = 2
_LAST_WEEKS: Final = timedelta(days=16)
_COUNTS_FOR: Final = timedelta(days=2 * 365)
_HELD_ON: Final = FIRST_DAY + timedelta(days=20)
LEFT_ON: Final = FIRST_DAY + timedelta(days=200)
_LEFT_BEHIND: Final = (
    "Ask the provider for the second half of the records",
    "Show the line-up to the night clerk",
    "Return the borrowed recorder",
)


def tell_of_team(script: Script) -> None:
    """Write down the trainings of the team, and the departure of one of it."""
    for number, who in enumerate(OFFICER_NAMES):
        # Some run out in the weeks after the year, one has before, and the last has none.
        end = LAST_DAY + timedelta(days=(400, 30, 300, -20)[number % 4])
        if who != OFFICER_NAMES[-1]:
            _train(script, number, who, "", "csec_patrol", end)
    for number, handle in enumerate((DETECTIVE, DEPUTY, SUPERVISOR), start=len(OFFICER_NAMES)):
        end = LAST_DAY + timedelta(days=25 if handle == DEPUTY else 500)
        _train(script, number, name_of(handle), handle, "csec_patrol", end)
        _train(script, number, name_of(handle), handle, "cjis_security", LAST_DAY + timedelta(days=200))
    _leave(script)


def _train(script: Script, number: int, who: str, handle: str, course: str, end: date) -> None:
    completed = end - _COUNTS_FOR
    facts: dict[str, Json] = {
        "who": who,
        "handle": handle or None,
        "agency": agency_id("LASD"),
        "course": course,
        "completed_on": completed.isoformat(),
        "expires_on": str(end),
        "hours": 8,
        "provider": "Demo Training Bureau",
    }
    at = local(_HELD_ON, 10, number)
    script.edit(DETECTIVE, at, Written("training", _id("training", f"{number} {course}"), DETECTIVE, at), facts)


def tell_of_desk(script: Script) -> None:
    """Write down when the supervisor goes through what waits, and when it is mended that came back.

    The last weeks are left for whoever sits down at the laptop when the year is over.
    """
    meetings = script.schedule.meetings
    for at in meetings[SUPERVISOR][:: 2 * _REVIEWED_EACH]:
        if at < local(LAST_DAY - _LAST_WEEKS):
            script.acts.append(Act(at=at + timedelta(hours=2), who=SUPERVISOR, verb=Verb.REVIEW))
    _keep_directory(script)
    for who in (DETECTIVE, DEPUTY):
        script.acts += [Act(at=at + timedelta(hours=3), who=who, verb=Verb.MEND) for at in meetings[who][1:-1]]


def _keep_directory(script: Script) -> None:
    """The supervisor writes down a hospital that examines at any hour, and who answers at night."""
    at = local(FIRST_DAY + timedelta(days=4), 10)
    hospital: dict[str, Json] = {
        "name": "Demo Valley Hospital",
        "kind": "county",
        "acute_exam": True,
        "on_call_phone": "213-555-0100",
        "address": "100 Demo Avenue",
        "city": "Pomona",
    }
    script.edit(SUPERVISOR, at, Written("agency", _id("agency", "hospital"), SUPERVISOR, at), hospital)
    answers: dict[str, Json] = {"on_call_phone": "213-555-0101"}
    partner = Written("agency", agency_id("CAST"), SUPERVISOR, at)
    script.edit(SUPERVISOR, at + timedelta(minutes=9), partner, answers, "Who answers at night")


def _leave(script: Script) -> None:
    told = local(LEFT_ON - timedelta(days=5), 9)
    left_at = script.supervised(DETECTIVE, told + timedelta(hours=1))
    heirs = [name_of(DEPUTY), name_of(DETECTIVE)]
    handed: dict[str, Json] = {"who": LEAVER, "owners": [*heirs]}
    script.acts.append(Act(at=left_at, who=SUPERVISOR, verb=Verb.REASSIGN, values=handed, reason=REASON))
    for number, what in enumerate(_LEFT_BEHIND):
        due_at = wire(local(LEFT_ON + timedelta(days=20 + number)))
        facts: dict[str, Json] = {"what": what, "assigned_to": LEAVER, "due_at": due_at, "priority": "normal"}
        task = Written("task", _id("task", str(number)), DETECTIVE, told + timedelta(minutes=number))
        script.edit(DETECTIVE, task.at, task, facts)
        # What is due first is handed on first, to each in turn.
        heir = (DEPUTY, DETECTIVE)[number % 2]
        done_at = script.schedule.known_from(SUPERVISOR, heir, left_at) + timedelta(days=2, hours=number)
        done: dict[str, Json] = {"status": "done", "done_at": wire(done_at), "done_by": name_of(heir)}
        script.edit(heir, done_at, task, done, "Done")


def _id(kind: str, key: str) -> str:
    return derive_record_id(agency_id("LASD"), f"team {kind}", key)
