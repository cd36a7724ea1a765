"""When each laptop meets headquarters: between two meetings it is offline and knows nothing of the others."""

from __future__ import annotations

from bisect import bisect_right, insort
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Final

from fieldapp.demo.scenario import DEPUTY, DETECTIVE, RESPONDER, SUPERVISOR

_EVERY: Final = {
    DETECTIVE: timedelta(days=7),
    DEPUTY: timedelta(days=30),
    RESPONDER: timedelta(days=14),
    SUPERVISOR: timedelta(days=7),
}
# Nobody meets headquarters in the same minute as somebody else.
_MINUTE: Final = {DETECTIVE: 10, DEPUTY: 20, RESPONDER: 30, SUPERVISOR: 40}
# What a supervisor does on a day in the office leaves the laptop on the same day.
_SITTING: Final = {SUPERVISOR: timedelta(hours=6)}


class Schedule:
    """The meetings of every laptop with headquarters, the first of which fetches the directory of partners."""

    def __init__(self, start: datetime, end: datetime) -> None:
        self.start, self.end = start, end
        self.meetings: dict[str, list[datetime]] = {}
        for who, every in _EVERY.items():
            first = start.replace(minute=_MINUTE[who])
            count = (end - first) // every + 1
            days = [first + number * every for number in range(count)]
            again = [day + _SITTING[who] for day in days] if who in _SITTING else []
            self.meetings[who] = sorted([*days, *(at for at in again if at < end)])

    def add(self, who: str, at: datetime) -> None:
        """Let somebody meet headquarters at one more instant."""
        insort(self.meetings[who], at)

    def next_meeting(self, who: str, after: datetime) -> datetime:
        """Return when somebody next meets headquarters after an instant; the end of the year when never."""
        meetings = self.meetings[who]
        place = bisect_right(meetings, after)
        return meetings[place] if place < len(meetings) else self.end

    def known_from(self, author: str, reader: str, written_at: datetime) -> datetime:
        """Return from when a reader holds what an author wrote at an instant."""
        if author == reader:
            return written_at
        return self.next_meeting(reader, self.next_meeting(author, written_at))

    def offline_spans(self, who: str) -> list[tuple[datetime, datetime]]:
        """Return the spans between somebody's meetings, in order."""
        return list(pairwise(self.meetings[who]))
