"""An evening two days after the year, with an operation under way: what somebody sees who sits down at a laptop."""

from __future__ import annotations

from datetime import timedelta
from random import Random
from typing import Final

from fieldapp.demo import arrest_story, custody_story, lead_story, recovery_story, service_story, warrant_story
from fieldapp.demo.act import Act, Verb
from fieldapp.demo.arrest_story import BUYER, HT, Counted
from fieldapp.demo.operation_story import begin_operation
from fieldapp.demo.scenario import DETECTIVE, LAST_DAY, RESPONDER, Scenario, name_of
from fieldapp.demo.schedule import Schedule
from fieldapp.demo.script import ENROLLED_AT, Script, local, wire
from fieldapp.demo.somebody import Age
from fieldapp.domain.wire import Json

_TODAY: Final = LAST_DAY + timedelta(days=2)
_FIRST_CODE: Final = 900  # well above what the year gave out
STARTS_AT: Final = local(_TODAY, 17)
NOW: Final = local(_TODAY, 19, 15)


def write_evening(scenario: Scenario | None = None) -> list[Act]:
    """Return the acts of the evening in the order of time; the last of them have not reached headquarters."""
    wanted = scenario or Scenario()
    random = Random(wanted.seed + 1)  # noqa: S311 - a fixed story, no secret
    script = Script(wanted, Schedule(ENROLLED_AT, NOW), random, first_code=_FIRST_CODE)
    operation = begin_operation(script, local(_TODAY, 11), STARTS_AT)
    moment = local(_TODAY, 17, 20)
    person, recovery = recovery_story.begin(script, DETECTIVE, moment, Age(None, 16, "apparent"), operation)
    recovery_story.screen(script, person, recovery, moment, operation, minor=True)
    service_story.ask_partner(script, person, recovery, moment, minor=True, to="CAST")
    recovery_story.begin(script, DETECTIVE, local(_TODAY, 18, 5), Age(None, 24, "claimed"), operation)
    arrest_story.arrest(script, local(_TODAY, 17, 40), Counted(bucket=BUYER), operation, DETECTIVE)
    arrest_story.arrest(script, local(_TODAY, 17, 55), Counted(bucket=HT), operation, DETECTIVE)
    warrant_story.serve(script, local(_TODAY, 18, 10), operation, issued_before=120)
    custody_story.pass_on_tonight(script, NOW)
    for hour, minute in ((12, 40), (15, 10), (18, 30)):
        lead_story.note_tip(script, DETECTIVE, local(_TODAY, hour, minute))
    for what, hour in (("Call the placement about the room", 20), ("Copy of the register from the front desk", 22)):
        due_at = wire(local(_TODAY, hour))
        task: dict[str, Json] = {"what": what, "assigned_to": name_of(DETECTIVE), "due_at": due_at, "priority": "high"}
        script.create(DETECTIVE, local(_TODAY, 16, 30), "task", task)
    for who, minute in ((DETECTIVE, 30), (RESPONDER, 32)):
        script.acts.append(Act(at=local(_TODAY, 18, minute), who=who, verb=Verb.SYNC))
    return sorted(script.acts, key=lambda act: act.at)
