"""The notebook in which the year is written: who does what when, with ids and chances that come from the seed alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Final

from fieldapp.demo.act import Act, Verb
from fieldapp.demo.scenario import DEPUTY, DETECTIVE, FIRST_DAY, LAST_DAY, SUPERVISOR, Scenario
from fieldapp.demo.schedule import Schedule
from fieldapp.domain.clock import to_wire
from fieldapp.domain.ids import IdSource
from fieldapp.domain.wire import Json
from fieldapp.rules.offence import load_offences

_CODE_LETTERS: Final = {DETECTIVE: "dx2", DEPUTY: "ps5"}
_LONGEST_FOLLOW_UP: Final = timedelta(days=3)


def local(day: date, hour: int = 12, minute: int = 0, second: int = 0) -> datetime:
    """Return an instant (UTC) by the bureau's own calendar and clock."""
    return datetime.combine(day, time(hour, minute, second), tzinfo=load_offences().zone).astimezone(UTC)


def local_day(moment: datetime) -> date:
    """Return the bureau's day of an instant."""
    return moment.astimezone(load_offences().zone).date()


FIRST_MOMENT: Final = local(FIRST_DAY, 0, 0, 30)
LAST_MOMENT: Final = local(LAST_DAY, 23, 59)
JUST_BEFORE: Final = local(FIRST_DAY - timedelta(days=1), 23, 59)
JUST_AFTER: Final = local(LAST_DAY + timedelta(days=1), 0, 1)
ENROLLED_AT: Final = local(FIRST_DAY - timedelta(days=2), 9)
YEAR_OVER_AT: Final = local(LAST_DAY + timedelta(days=2), 9)


@dataclass(frozen=True)
class _Frozen:
    moment: datetime

    def now(self) -> datetime:
        return self.moment

    def monotonic(self) -> float:
        return 0.0


@dataclass(frozen=True)
class Written:
    """A record that stands in the notebook, for those that come later to refer to."""

    record_type: str
    record_id: str
    author: str
    at: datetime
    code: str = ""


@dataclass
class Script:
    """Collects acts in whatever order the stories tell them; what would come after the year has not happened yet."""

    scenario: Scenario
    schedule: Schedule
    random: Random
    acts: list[Act] = field(default_factory=list)
    records: list[Written] = field(default_factory=list)
    last_touched: dict[str, datetime] = field(default_factory=dict)
    first_code: int = 1
    _codes: dict[str, int] = field(default_factory=dict)

    def create(
        self,
        who: str,
        at: datetime,
        record_type: str,
        values: Mapping[str, Json],
        code: str = "",
        verb: Verb = Verb.SAVE,
    ) -> Written:
        """Write down a new record."""
        record_id = IdSource(_Frozen(at), self.random.randbytes).new()
        written = Written(record_type, record_id, who, at, code)
        if self._add(Act(at=at, who=who, verb=verb, record_type=record_type, record_id=record_id, values=values)):
            self.records.append(written)
        return written

    def edit(
        self, who: str, at: datetime, what: Written, values: Mapping[str, Json], reason: str | None = None
    ) -> None:
        """Write down a change to a record."""
        self.do(Verb.SAVE, who, at, what, values, reason)

    def finalise(self, at: datetime, what: Written) -> None:
        """Write down that its author makes a record final."""
        self.do(Verb.FINALISE, what.author, at, what)

    def void(self, at: datetime, what: Written, reason: str) -> None:
        """Write down that its author strikes a record out; nobody edits it after that."""
        self.records.remove(what)
        self.do(Verb.VOID, what.author, at, what, reason=reason)

    def do(
        self,
        verb: Verb,
        who: str,
        at: datetime,
        what: Written,
        values: Mapping[str, Json] | None = None,
        reason: str | None = None,
    ) -> None:
        """Write down any other act on a record."""
        self._add(
            Act(
                at=at,
                who=who,
                verb=verb,
                record_type=what.record_type,
                record_id=what.record_id,
                values=values or {},
                reason=reason,
            )
        )

    def moment(self) -> datetime:
        """Return some moment of the year that leaves time for what follows from it."""
        days = (LAST_DAY - FIRST_DAY).days - _LONGEST_FOLLOW_UP.days
        day = FIRST_DAY + timedelta(days=1 + self.random.randrange(days))
        return local(day, self.random.choice((0, 1, 2, 6, 9, 11, 14, 16, 18, 19, 20, 21, 22, 23)), self.minutes(0, 59))

    def minutes(self, least: int, most: int) -> int:
        """Return a number of minutes."""
        return self.random.randint(least, most)

    def after(self, moment: datetime, least: int, most: int) -> datetime:
        """Return a moment so many minutes later, as somebody gets to it."""
        return moment + timedelta(minutes=self.minutes(least, most), seconds=self.random.randrange(60))

    def entered(self, moment: datetime) -> datetime:
        """Return when somebody writes down what happened at a moment: never before the laptop was theirs."""
        return max(self.after(moment, 5, 25), self.after(ENROLLED_AT, 60, 600))

    def police(self) -> str:
        """Return one of the two sworn people."""
        return DETECTIVE if self.random.random() < 0.6 else DEPUTY

    def supervised(self, author: str, written_at: datetime) -> datetime:
        """Return when the supervisor gets to what somebody wrote: an hour after it reached that laptop."""
        return self.schedule.known_from(author, SUPERVISOR, written_at) + timedelta(hours=1)

    def chance(self, share: float) -> bool:
        """Say whether it happens this time."""
        return self.random.random() < share

    def next_code(self, who: str, at: datetime) -> str:
        """Return the next code name of a person, in the form that a laptop gives."""
        letters = _CODE_LETTERS[who]
        number = self._codes.get(letters, self.first_code)
        self._codes[letters] = number + 1
        return f"Doe-{at.year}-{letters}-{number:04d}"

    def _add(self, act: Act) -> bool:
        if act.at >= self.schedule.end:
            return False
        self.acts.append(act)
        self.last_touched[act.record_id] = max(act.at, self.last_touched.get(act.record_id, act.at))
        return True


def wire(moment: datetime) -> str:
    """Return an instant as records hold it, cut to whole minutes as people write it down."""
    return to_wire(moment.replace(second=0, microsecond=0))
