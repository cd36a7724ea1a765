"""When each laptop meets headquarters: between two meetings it is offline and knows nothing of the others."""

from __future__ import annotations

from bisect import bisect_right
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Final

from fieldapp.demo.scenario import DEPUTY, DETECTIVE, RESPONDER

_EVERY: Final = {DETECTIVE: timedelta(days=7), DEPUTY: timedelta(days=30), RESPONDER: timedelta(days=14)}
# Nobody meets headquarters in the same minute as somebody else.
_MINUTE: Final = {DETECTIVE: 10, DEPUTY: 20, RESPONDER: 30}


class Schedule:
    """The meetings of every laptop with headquarters, the first of which fetches the directory of partners."""

    def __init__(self, start: datetime, end: datetime) -> None:
        self.start, self.end = start, end
        self.meetings: dict[str, list[datetime]] = {}
        for who, every in _EVERY.items():
            first = start.replace(minute=_MINUTE[who])
            count = (end - first) // every + 1
            self.meetings[who] = [first + number * every for number in range(count)]

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
