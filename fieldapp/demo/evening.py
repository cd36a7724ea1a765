"""An evening two days after the year, with an operation under way: what somebody sees who sits down at a laptop."""

from __future__ import annotations

from datetime import timedelta
from random import Random
from typing import Final

from fieldapp.demo import arrest_story, custody_story, lead_story, recovery_story, service_story, warrant_story
from fieldapp.demo.act import Act, Verb
from fieldapp.demo.arrest_story import BUYER, HT, Counted, Victim
from fieldapp.demo.operation_story import begin_operation, propose_operation
from fieldapp.demo.scenario import DETECTIVE, LAST_DAY, RESPONDER, SUPERVISOR, Scenario, name_of
from fieldapp.demo.schedule import Schedule
from fieldapp.demo.screening_story import screen_victim
from fieldapp.demo.script import ENROLLED_AT, Script, local, wire
from fieldapp.demo.somebody import Age
from fieldapp.domain.wire import Json

_TODAY: Final = LAST_DAY + timedelta(days=2)
_FIRST_CODE: Final = 900  # well above what the year gave out
# The plan goes to the supervisor and comes back approved before the briefing.
_MEETINGS: Final = (
    (13, 10, DETECTIVE),
    (13, 20, SUPERVISOR),
    (14, 50, SUPERVISOR),
    (14, 55, DETECTIVE),
    (18, 30, DETECTIVE),
    (18, 32, RESPONDER),
    (18, 34, SUPERVISOR),
)
STARTS_AT: Final = local(_TODAY, 17)
NOW: Final = local(_TODAY, 19, 15)


def write_evening(scenario: Scenario | None = None) -> list[Act]:
    """Return the acts of the evening in the order of time; the last of them have not reached headquarters."""
    wanted = scenario or Scenario()
    random = Random(wanted.seed + 1)  # noqa: S311 - a fixed story, no secret
    schedule = Schedule(ENROLLED_AT, NOW)
    for hour, minute, who in _MEETINGS:
        schedule.add(who, local(_TODAY, hour, minute))
    script = Script(wanted, schedule, random, first_code=_FIRST_CODE)
    operation = begin_operation(script, local(_TODAY, 11), STARTS_AT)
    propose_operation(script, local(_TODAY, 11, 30), local(_TODAY + timedelta(days=6), 5))
    moment = local(_TODAY, 17, 20)
    person, recovery = recovery_story.begin(script, DETECTIVE, moment, Age(None, 16, "apparent"), operation)
    screen_victim(script, person, recovery, moment, operation, minor=True)
    service_story.ask_partner(script, person, recovery, moment, minor=True, to="CAST")
    recovery_story.begin(script, DETECTIVE, local(_TODAY, 18, 5), Age(None, 24, "claimed"), operation)
    arrest_story.arrest(script, local(_TODAY, 17, 40), Counted(bucket=BUYER), operation, DETECTIVE)
    victim = Victim(person, minor=True)
    arrest_story.arrest(script, local(_TODAY, 17, 55), Counted(bucket=HT), operation, DETECTIVE, victim)
    warrant_story.serve(script, local(_TODAY, 18, 10), operation, issued_before=120)
    custody_story.pass_on_tonight(script, NOW)
    for hour, minute in ((12, 40), (15, 10), (18, 30)):
        lead_story.note_tip(script, DETECTIVE, local(_TODAY, hour, minute))
    for what, hour in (("Call the placement about the room", 20), ("Copy of the register from the front desk", 22)):
        due_at = wire(local(_TODAY, hour))
        task: dict[str, Json] = {"what": what, "assigned_to": name_of(DETECTIVE), "due_at": due_at, "priority": "high"}
        script.create(DETECTIVE, local(_TODAY, 16, 30), "task", task)
    script.acts += [Act(at=local(_TODAY, hour, minute), who=who, verb=Verb.SYNC) for hour, minute, who in _MEETINGS]
    return sorted(script.acts, key=lambda act: act.at)
