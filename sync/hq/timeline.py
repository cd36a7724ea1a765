"""What was done about a record and all that hangs on it, in the order it happened, whatever the laptops' clocks.

A laptop stamps each act with its own clock. When it hands the act in, headquarters sees how far that clock is ahead and
writes this down beside the act, which is never touched. The corrected time is the laptop's less that much; it is never
later than the act's arrival, nor than the next act on the same laptop's chain, for that order is proved.
A clock that was set between the act and its arrival is corrected by what it was at the arrival: an estimate, and said
as one.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final

from fieldapp.domain.change import MalformedChangeError, Sealed, read_entry, unseal
from fieldapp.domain.clock import TOLERATED_MS, from_wire, to_wire
from sync.hq.database import Database, Transaction

_CHUNK: Final = 400
_SELECT: Final = (
    "SELECT l.seq, d.handle, l.record_id, l.received_at, l.clock_ahead_ms, l.entry, l.payload, l.salt "
    "FROM change_log l JOIN device d ON d.workspace = l.workspace AND d.id = l.device "
)


@dataclass(frozen=True, slots=True, repr=False)
class Event:
    """One act. ``made_at`` is the time as the laptop had it, ``corrected_at`` as it was by headquarters' clock.

    Both are wire text. ``ahead_ms``: how far the laptop's clock was ahead at the arrival; None where nobody knows.
    ``fields`` names what was written, never a value.
    """

    seq: int
    device: str
    counter: int
    handle: str
    kind: str
    record_type: str
    record_id: str
    made_at: str
    corrected_at: str
    received_at: str
    ahead_ms: int | None
    fields: tuple[str, ...]

    @property
    def is_doubtful(self) -> bool:
        """Whether the laptop's own time is off by more than anybody would overlook."""
        return self.ahead_ms is None or abs(self.ahead_ms) > TOLERATED_MS


def load_timeline(database: Database, record_id: str) -> list[Event]:
    """Return every accepted act on a record and on the records that link to it, by corrected time, oldest first.

    Empty where no such record is known.
    """
    with database.read() as work:
        events = _load_events(work, _around(work, database, record_id))
    followed_at: dict[str, str] = {}
    in_order: list[Event] = []
    for event in sorted(events, key=lambda event: (event.device, -event.counter)):
        at = min(event.corrected_at, followed_at.get(event.device, event.corrected_at))
        followed_at[event.device] = at
        in_order.append(replace(event, corrected_at=at))
    return sorted(in_order, key=lambda event: (event.corrected_at, event.device, event.counter))


def spell_ahead(ahead_ms: int | None) -> str:
    """Say in words how a laptop's clock stood: ``3 h 7 min ahead``; "" when it was right."""
    if ahead_ms is None:
        return "clock not known"
    minutes = round(abs(ahead_ms) / 60_000)
    if abs(ahead_ms) <= TOLERATED_MS:
        return ""
    hours = f"{minutes // 60} h " if minutes >= 60 else ""
    return f"clock {hours}{minutes % 60} min {'ahead' if ahead_ms > 0 else 'behind'}"


def _around(work: Transaction, database: Database, record_id: str) -> list[str]:
    """Return the record and those that link to it."""
    found = work.rows(
        "SELECT min(record_type) FROM change_log WHERE workspace = ? AND record_id = ? AND quarantined IS NULL",
        *(work.workspace, record_id),
    )
    ids = {record_id: None}
    for name, record in database.records.types.items():
        for field_name, field in record.fields.items():
            if field.link and field.link == found[0][0]:
                sql = f'SELECT id FROM "{name}" WHERE workspace = ? AND "{field_name}" = ?'
                ids |= dict.fromkeys(row[0] for row in work.rows(sql, work.workspace, record_id))
    return list(ids)


def _load_events(work: Transaction, ids: list[str]) -> list[Event]:
    events: list[Event] = []
    for start in range(0, len(ids), _CHUNK):
        chunk = ids[start : start + _CHUNK]
        where = f"WHERE l.workspace = ? AND l.record_id IN ({work.mark_list(chunk)}) AND l.quarantined IS NULL"
        events += [_event(*row) for row in work.rows(_SELECT + where, work.workspace, *chunk)]
    return events


def _event(seq: int, handle: str, record_id: str, received_at: str, ahead_ms: int | None, *sealed: bytes) -> Event:
    entry, payload, salt = (bytes(part) for part in sealed)
    envelope = read_entry(entry)
    try:
        fields = tuple(unseal(Sealed(entry, payload, salt)).fields)
    except MalformedChangeError:
        fields = ()  # a court had the payload destroyed; that something was done stays on record
    device, counter, kind, record_type, made_at = envelope[1], envelope[2], envelope[4], envelope[5], envelope[10]
    corrected_at = min(_earlier(made_at, ahead_ms or 0), received_at)
    return Event(
        *(seq, device, counter, handle, kind, record_type, record_id),
        *(made_at, corrected_at, received_at, ahead_ms, fields),
    )


def _earlier(wire: str, ms: int) -> str:
    try:
        return to_wire(from_wire(wire) - timedelta(milliseconds=ms))
    except (ValueError, OverflowError):  # a clock at the end of time
        return wire
