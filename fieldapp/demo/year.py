"""The whole year as a list of acts in the order of time, the same for the same scenario."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Final

from fieldapp.demo import arrest_story, recovery_story, warrant_story
from fieldapp.demo.act import Act, Verb
from fieldapp.demo.arrest_story import BUYER, HT, ICAC, MISC, Counted, Victim
from fieldapp.demo.clash_plan import plan_clashes
from fieldapp.demo.custody_story import copy_from_book
from fieldapp.demo.lead_story import receive
from fieldapp.demo.operation_story import plan_operation
from fieldapp.demo.people import born_for_age
from fieldapp.demo.scenario import DEPUTY, DETECTIVE, FIRST_DAY, RESPONDER, SUPERVISOR, Scenario
from fieldapp.demo.schedule import Schedule
from fieldapp.demo.script import (
    ENROLLED_AT,
    FIRST_MOMENT,
    JUST_AFTER,
    JUST_BEFORE,
    LAST_MOMENT,
    YEAR_OVER_AT,
    Script,
    Written,
    local,
    local_day,
)
from fieldapp.demo.somebody import Age, some_age
from fieldapp.demo.team_story import tell_of_desk, tell_of_team
from fieldapp.domain.people import ADULT_AT

# Twice around, so that each learns what the last to come brought along.
_LAST_ROUNDS: Final = 2 * (DETECTIVE, DEPUTY, RESPONDER, SUPERVISOR)
_YOUNGEST, _OLDEST_CHILD = 12, 17
_BIRTHDAYS_FROM: Final = FIRST_DAY + timedelta(days=60)  # in January, far from 29 February
_EDGES: Final = (FIRST_MOMENT, LAST_MOMENT)
_AT_THE_EDGES: Final = len(_EDGES)
_OUTSIDE: Final = (JUST_BEFORE, JUST_AFTER)


@dataclass(frozen=True)
class _Victim:
    """``years`` is the age when met (None: nobody knows); ``of_age_in`` counts the days until somebody turns 18.

    ``looked`` is the age that was noted at first, where papers said another later.
    """

    years: int | None
    is_minor: bool
    of_age_in: int | None = None
    looked: int | None = None


# What papers say later on either side of 18, and what was noted at first.
_CORRECTED: Final = (_Victim(17, is_minor=True, looked=19), _Victim(19, is_minor=False, looked=17))
# The third turns 18 on the local day after the recovery, when it is that day already in UTC; the fourth on the day.
_SPECIAL: Final = (
    _Victim(16, is_minor=True),
    _Victim(24, is_minor=False),
    _Victim(17, is_minor=True, of_age_in=1),
    _Victim(18, is_minor=False, of_age_in=0),
    _Victim(None, is_minor=False),
)


def write_year(scenario: Scenario | None = None) -> list[Act]:
    """Return every act of the year, meetings with headquarters among them."""
    wanted = scenario or Scenario()
    script = Script(wanted, Schedule(ENROLLED_AT, YEAR_OVER_AT), Random(wanted.seed))  # noqa: S311 - a fixed story, no secret
    planned = [plan_operation(script, number) for number in range(wanted.operations)]
    operations = [operation for operation in planned if operation is not None]
    victims = _recoveries(script, operations)
    _arrests(script, operations, victims)
    _warrants(script, operations)
    copy_from_book(script)
    for _ in range(wanted.leads):
        receive(script)
    plan_clashes(script)
    tell_of_team(script)
    tell_of_desk(script)
    _meetings(script)
    return sorted(script.acts, key=lambda act: act.at)


def _when(script: Script, operations: list[Written], number: int) -> tuple[datetime, Written | None]:
    """Return the moment of the number-th event of a kind: the edges of the period first, then operations or not."""
    if number < len(_EDGES):
        return _EDGES[number], None
    if script.chance(0.7):
        operation = script.random.choice(operations)
        return script.after(operation.at, 10, 200), operation
    return script.moment(), None


def _recoveries(script: Script, operations: list[Written]) -> dict[str, Victim]:
    """Write down every recovery; return the last victim of each operation, by the operation's id."""
    scenario = script.scenario
    recovered: list[tuple[Written, datetime, Age, bool]] = []
    found: dict[str, Victim] = {}
    for number, victim in enumerate(_victims(scenario)):
        moment, operation = _when(script, operations, number)
        if victim.of_age_in is not None:
            moment, operation = local(_BIRTHDAYS_FROM + timedelta(days=number), 22, 30), None
        if victim.looked is not None:
            _recover_corrected(script, script.moment(), victim)
            continue
        age, minor = _age_of(script, victim, moment), victim.is_minor
        person, _ = recovery_story.recover(script, moment, age, operation, minor=minor)
        recovered.append((person, moment, age, minor))
        if operation is not None:
            found[operation.record_id] = Victim(person, minor)
    half_way = local_day(FIRST_MOMENT + timedelta(days=200))
    early = [entry for entry in recovered[4:] if local_day(entry[1]) < half_way and entry[2].basis]
    for person, moment, age, minor in early[: scenario.victims_again]:
        again = script.after(moment + timedelta(days=30), 0, 60_000)
        recovery_story.recover(script, again, age, None, minor=minor, person=person)
    for number in range(scenario.recoveries_outside):
        moment = _OUTSIDE[number % 2]
        recovery_story.recover(script, moment, some_age(script, 15, local_day(moment)), None, minor=True)
    for _ in range(scenario.found_otherwise):
        recovery_story.find_otherwise(script, script.moment())
    for _ in range(scenario.recoveries_void):
        recovery_story.strike_out(script, script.moment())
    for _ in range(scenario.minors_charged):
        recovery_story.charge_minor(script, script.moment())
    return found


def _recover_corrected(script: Script, moment: datetime, victim: _Victim) -> None:
    """Somebody looks older or younger than the papers say that come days later."""
    looked = Age(None, victim.looked, "apparent")
    person, recovery = recovery_story.recover(script, moment, looked, None, minor=not victim.is_minor)
    born_on = born_for_age(script.random, victim.years or 0, local_day(moment))
    recovery_story.correct_age(script, person, recovery, born_on, minor=victim.is_minor)


def _victims(scenario: Scenario) -> Iterator[_Victim]:
    """Yield what is known of every victim of the period, special cases first."""
    minors = scenario.victims_minor - scenario.minors_charged
    adults = scenario.victims_adult
    for victim in _SPECIAL:
        if (minors if victim.is_minor else adults) > 0:
            minors, adults = minors - victim.is_minor, adults - (not victim.is_minor)
            yield victim
    for number in range(scenario.ages_corrected):
        victim = _CORRECTED[number % 2]
        if (minors if victim.is_minor else adults) > 0:
            minors, adults = minors - victim.is_minor, adults - (not victim.is_minor)
            yield victim
    for number in range(minors):
        yield _Victim(_OLDEST_CHILD - number % (_OLDEST_CHILD - _YOUNGEST + 1), is_minor=True)
    for number in range(adults):
        yield _Victim(19 + number % 21, is_minor=False)


def _age_of(script: Script, victim: _Victim, moment: datetime) -> Age:
    if victim.years is None:
        return Age()
    day = local_day(moment)
    if victim.of_age_in is not None:
        birthday = day + timedelta(days=victim.of_age_in)
        return Age(birthday.replace(year=birthday.year - ADULT_AT), None, "documented")
    return some_age(script, victim.years, day)


def _arrests(script: Script, operations: list[Written], victims: Mapping[str, Victim]) -> None:
    for number, counted in enumerate(_counted(script.scenario)):
        moment, operation = _when(script, operations, number)
        if counted.first:
            # Early enough that the supervisor hears of it, who moves it.
            moment, operation = local(FIRST_DAY + timedelta(days=20 + 9 * number), 21, number % 60), None
        victim = victims.get(operation.record_id) if operation and counted.bucket == HT else None
        arrest_story.arrest(script, moment, counted, operation, victim=victim)
    for number in range(script.scenario.arrests_outside):
        arrest_story.arrest(script, _OUTSIDE[number % 2], Counted(bucket=(BUYER, HT)[number // 2 % 2]), None)
    for _ in range(script.scenario.arrests_void):
        arrest_story.strike_out(script, script.moment())


def _counted(scenario: Scenario) -> list[Counted]:
    """Return how each arrest of the period is to count, some decided by precedence and some by a supervisor."""
    totals = {
        BUYER: scenario.purchasers,
        HT: scenario.trafficking,
        ICAC: scenario.internet,
        MISC: scenario.miscellaneous,
    }
    moves = ((ICAC, HT), (HT, ICAC), (MISC, HT))
    found: list[Counted] = []
    moved: list[Counted] = []
    for number in range(scenario.arrests_reassigned):
        bucket, first = moves[number % len(moves)]
        if totals[bucket]:
            totals[bucket] -= 1
            moved.append(Counted(bucket=bucket, first=first))
    mixed = scenario.arrests_mixed
    for bucket in (ICAC, HT, BUYER, MISC):
        share = min(totals[bucket] // 3, mixed) if bucket in {ICAC, HT} else 0
        mixed -= share
        found += [Counted(bucket=bucket, mixed=number < share) for number in range(totals[bucket])]
    return [*found[:_AT_THE_EDGES], *moved, *found[_AT_THE_EDGES:]]


def _warrants(script: Script, operations: list[Written]) -> None:
    scenario = script.scenario
    for number in range(scenario.warrants_served):
        warrant_story.serve(script, *_when(script, operations, number))
    for number in range(scenario.warrants_outside):
        warrant_story.serve(script, _OUTSIDE[number % 2], None)
    for number in range(scenario.warrants_unserved):
        warrant_story.leave_unserved(script, script.moment(), number)
    for _ in range(scenario.warrants_void):
        warrant_story.strike_out(script, script.moment())


def _meetings(script: Script) -> None:
    for who, meetings in script.schedule.meetings.items():
        script.acts += [Act(at=at, who=who, verb=Verb.SYNC) for at in meetings]
    for number, who in enumerate(_LAST_ROUNDS):
        at = script.schedule.end + timedelta(minutes=10 * (number + 1))
        script.acts.append(Act(at=at, who=who, verb=Verb.SYNC))
