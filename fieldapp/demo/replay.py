"""Plays a year on open laptops: every act goes through ``fieldapp.actions``, as if somebody sat there and did it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from fieldapp.actions.session import Session
from fieldapp.demo.act import Act, Verb
from fieldapp.demo.deed import DEEDS, StoryError
from fieldapp.domain.problems import Refused

_ACTS_A_COMMIT: Final = 100


class ReplayClock:
    """Shows the time of the act that is being played; its seconds hand is the machine's own."""

    def __init__(self, start: datetime) -> None:
        self.moment = start
        self._runs_since: float | None = None

    def now(self) -> datetime:
        """Return the wall time in the story, in whole milliseconds."""
        if self._runs_since is None:
            return self.moment
        return self.moment + timedelta(milliseconds=int(1000 * (time.monotonic() - self._runs_since)))

    def run_on(self) -> None:
        """Go on from here as clocks do: the story is told, and somebody may sit down in it."""
        self._runs_since = time.monotonic()

    def monotonic(self) -> float:
        """Return real seconds, so that what takes long can be measured."""
        return time.monotonic()


@dataclass
class Tally:
    """What was played: acts of each verb, and how many were refused as they should be."""

    acts: dict[Verb, int] = field(default_factory=dict)
    refused: int = 0

    def note(self, verb: Verb) -> None:
        """Count an act."""
        self.acts[verb] = self.acts.get(verb, 0) + 1

    @property
    def total(self) -> int:
        """All acts, meetings with headquarters left out."""
        return sum(count for verb, count in self.acts.items() if verb is not Verb.SYNC)


class Replay:
    """Plays acts. What a laptop does between two meetings with headquarters is played in one go: nobody sees it before.

    ``meet`` is called with a handle when that person's laptop meets headquarters.
    """

    def __init__(self, sessions: Mapping[str, Session], clock: ReplayClock, meet: Callable[[str], object]) -> None:
        self._sessions = sessions
        self._clock = clock
        self._meet = meet
        self._authors: dict[str, str] = {}
        self.tally = Tally()

    def play(self, acts: Iterable[Act]) -> Tally:
        """Play every act, those of the last offline span too. Raises StoryError, StoreError, SyncError."""
        waiting: dict[str, list[Act]] = {who: [] for who in self._sessions}
        for act in acts:
            if act.verb is not Verb.SYNC:
                waiting[act.who].append(act)
                continue
            self._play_offline(act.who, waiting[act.who])
            waiting[act.who] = []
            self._clock.moment = act.at
            self._meet(act.who)
            self.tally.note(Verb.SYNC)
        for who, rest in waiting.items():
            self._play_offline(who, rest)
        return self.tally

    def _play_offline(self, who: str, acts: list[Act]) -> None:
        session = self._sessions[who]
        for start in range(0, len(acts), _ACTS_A_COMMIT):
            with session.store.transaction():
                for act in acts[start : start + _ACTS_A_COMMIT]:
                    self._clock.moment = act.at
                    try:
                        self._play(session, act)
                    except Refused as error:
                        msg = f"{act.verb.value} of a {act.record_type} was refused: {error}"
                        raise StoryError(msg) from error
                    self.tally.note(act.verb)

    def _play(self, session: Session, act: Act) -> None:
        author = self._authors.setdefault(act.record_id, act.who) if act.record_id else act.who
        if author != act.who and session.store.load(act.record_type, act.record_id) is None:
            msg = f"a {act.record_type} is edited on a laptop that does not hold it"
            raise StoryError(msg)
        DEEDS[act.verb](session, act)
        self.tally.refused += act.verb is Verb.CHARGE_MINOR
