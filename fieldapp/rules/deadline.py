"""The clocks that run from an event, reckoned offline from the times that were written down for it.

What starts, stops and bounds them is the table in ``resources/rules/clocks.toml`` with the law that says so. Every
clock counts from when something happened, never from when it was typed or synced.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from fieldapp.domain.record import FINAL
from fieldapp.domain.wire import Json
from fieldapp.rules.calendar import Calendars
from fieldapp.rules.clock_change import Changes, moved_on, read_changes, read_moment
from fieldapp.rules.clock_table import Citation, ClockRule, ClockTable
from fieldapp.rules.pack import is_in_force
from fieldapp.rules.span import end_of

FUTURE: Final = timedelta(days=1)


class ClockState(StrEnum):
    """How a clock stands. NO_CALENDAR: the days it counts by are not known, so nobody can say when it runs out."""

    RUNNING = "running"
    SOON = "soon"
    OVERDUE = "overdue"
    PAUSED = "paused"
    NO_CALENDAR = "no_calendar"
    DONE = "done"
    DONE_LATE = "done_late"


LIVE: Final = frozenset({ClockState.RUNNING, ClockState.SOON, ClockState.OVERDUE, ClockState.NO_CALENDAR})


class Doubt(StrEnum):
    """What is odd about the times a clock was reckoned from; it is shown, and the clock runs all the same."""

    FUTURE = "future"
    LONG_AGO = "long_ago"
    DONE_BEFORE_START = "done_before_start"
    CHANGE_IGNORED = "change_ignored"


@dataclass(frozen=True, kw_only=True)
class Deadline:
    """One clock of one record. Instants are aware, UTC; ``due_at`` and ``soon_at`` are None without a calendar.

    ``source`` is the field that started it, or the code of the clock that did. While it stands still ``due_at`` is
    what it would be if it ran again now. ``done_at`` is None for what is done at no known time.
    """

    rule: ClockRule
    state: ClockState
    source: str
    starts_at: datetime
    due_at: datetime | None
    soon_at: datetime | None
    done_at: datetime | None = None
    is_extended: bool = False
    changes: Changes = field(default_factory=Changes)
    doubts: tuple[Doubt, ...] = ()

    @property
    def code(self) -> str:
        """The clock's stable code."""
        return self.rule.code

    @property
    def citation(self) -> Citation:
        """The law that says so."""
        return self.rule.citation

    @property
    def ends_a_day(self) -> bool:
        """Whether it runs out with the end of a local day and not within it."""
        return self.rule.due.ends_a_day and not self.changes.pauses and not self.is_extended

    @property
    def earliest(self) -> datetime:
        """Return what it is put in order by: when it is due, else the soonest that it could be."""
        return self.due_at if self.due_at is not None else self.starts_at + self.rule.due.least()


@dataclass(frozen=True)
class Law:
    """What clocks are reckoned by: their table and the calendars."""

    clocks: ClockTable
    calendars: Calendars


def deadlines(
    law: Law,
    record_type: str,
    values: Mapping[str, Json],
    now: datetime,
    *,
    changes: Iterable[Mapping[str, Json]] = (),
    is_minor: bool | None = None,
    skip_done: bool = False,
) -> list[Deadline]:
    """Return every clock that has begun on a record, done ones included, in the order of the table.

    ``skip_done`` spares the reckoning of what is done, unless another clock starts with its end.

    ``values`` and ``changes`` (rows of ``clock_change`` about this record) are wire values. None knows whether the
    person is a minor: then the clocks of a minor run. An advocate who was declined is not waited for, and so on: the
    table says which answers stop which clock.
    """
    rows = tuple(changes)
    found: dict[str, Deadline] = {}
    for rule in law.clocks.rules_of(record_type):
        begun = _start(rule, values, now, found)
        if begun is None or rule.code in found or not rule.applies(values, is_minor=is_minor):
            continue
        done = _done(rule, values)
        if skip_done and done[0] and rule.code not in law.clocks.starters:
            continue
        deadline = _deadline(law, rule, values, now, rows, begun, done)
        if deadline is not None:
            found[rule.code] = deadline
    return sorted(found.values(), key=lambda deadline: law.clocks.place_of(deadline.code))


def live_deadlines(found: Iterable[Deadline]) -> list[Deadline]:
    """Return those that somebody has to do something about."""
    return [deadline for deadline in found if deadline.state in LIVE]


def longest_days(table: ClockTable, record_type: str) -> int:
    """Return a bound, in days, on how long after its start a clock of this type may run when nobody changed it."""
    spans = [rule.due.least() for rule in table.rules_of(record_type)]
    # Twice: a week has five open days at the most, and a clock may begin when another ends.
    return 2 * max((span.days + 1 for span in spans), default=0)


def _deadline(
    law: Law,
    rule: ClockRule,
    values: Mapping[str, Json],
    now: datetime,
    rows: Sequence[Mapping[str, Json]],
    begun: tuple[str, datetime],
    done: tuple[bool, datetime | None],
) -> Deadline | None:
    (source, started), (is_done, done_at) = begun, done
    changes = read_changes(rule, rows)
    start = changes.new_start or started
    day = start.astimezone(law.clocks.zone).date()
    # What is said to have begun before the table answers for anything is judged by its first rows, and doubted.
    if not is_in_force(rule, max(day, law.clocks.covers_from)):
        return None
    if rule.ends_when_final and values.get("state") == FINAL and not is_done:
        return None
    # What was done has stopped the clock: a pause that nobody ended does not go on after it.
    seen = min(done_at, now) if done_at is not None else now
    due, soon = _ends(law, rule, start, changes, seen)
    until = _put_off(rule, changes, values, due)
    if until is not None and due is not None:
        due, soon = until, until - (due - soon) if soon is not None else None
    return Deadline(
        rule=rule,
        state=_state(due, soon, done_at, changes, now, is_done=is_done),
        source=source,
        starts_at=start,
        due_at=due,
        soon_at=soon,
        done_at=done_at,
        is_extended=until is not None,
        changes=changes,
        doubts=_doubts(start, done_at, changes, now, is_long_ago=day < law.clocks.covers_from),
    )


def _start(
    rule: ClockRule, values: Mapping[str, Json], now: datetime, found: Mapping[str, Deadline]
) -> tuple[str, datetime] | None:
    if rule.after is not None:
        before = found.get(rule.after)
        ended = min((at for at in (before.done_at, before.due_at) if at is not None), default=None) if before else None
        return (rule.after, ended) if ended is not None and ended <= now else None
    for name in rule.start:
        if (written := values.get(name)) is not None:
            return name, read_moment(written)
    return None


def _done(rule: ClockRule, values: Mapping[str, Json]) -> tuple[bool, datetime | None]:
    """Whether it is done, and the earliest time that is known of it."""
    answers = [answer for name in rule.done if (answer := values.get(name)) is not None]
    if not answers:
        return rule.is_answered(values), None
    return True, min((time for answer in answers if (time := _instant(answer)) is not None), default=None)


def _instant(answer: Json) -> datetime | None:
    try:
        return read_moment(answer)
    except ValueError:
        return None


def _ends(
    law: Law, rule: ClockRule, start: datetime, changes: Changes, seen: datetime
) -> tuple[datetime | None, datetime | None]:
    zone = law.clocks.zone
    due, soon = end_of(start, rule.due, law.calendars, zone), end_of(start, rule.soon, law.calendars, zone)
    if due is None:
        return None, None
    due = moved_on(due, start, changes.pauses, seen)
    return due, min(moved_on(soon, start, changes.pauses, seen), due) if soon is not None else start


def _put_off(rule: ClockRule, changes: Changes, values: Mapping[str, Json], due: datetime | None) -> datetime | None:
    """The latest time that an order put the end off to; an order never makes a clock shorter."""
    if due is None or not (rule.until or changes.until):
        return None
    orders = [changes.until, *(_instant(values[name]) for name in rule.until if values.get(name) is not None)]
    return max((until for until in orders if until is not None and until > due), default=None)


def _state(
    due: datetime | None,
    soon: datetime | None,
    done_at: datetime | None,
    changes: Changes,
    now: datetime,
    *,
    is_done: bool,
) -> ClockState:
    if is_done:
        late = due is not None and done_at is not None and done_at > due
        return ClockState.DONE_LATE if late else ClockState.DONE
    if due is None:
        return ClockState.NO_CALENDAR
    since = changes.paused_since
    if since is not None and since <= now and since < due:
        return ClockState.PAUSED
    if now >= due:
        return ClockState.OVERDUE
    return ClockState.SOON if soon is not None and now >= soon else ClockState.RUNNING


def _doubts(
    start: datetime, done_at: datetime | None, changes: Changes, now: datetime, *, is_long_ago: bool
) -> tuple[Doubt, ...]:
    found = []
    if start > now + FUTURE:
        found.append(Doubt.FUTURE)
    if is_long_ago:
        found.append(Doubt.LONG_AGO)
    if done_at is not None and done_at < start:
        found.append(Doubt.DONE_BEFORE_START)
    if changes.ignored:
        found.append(Doubt.CHANGE_IGNORED)
    return tuple(found)
