"""What headquarters has for a laptop: changes made elsewhere, in order, of what its person may hold now.

The zone is part of the query. Where a record of the shared zone went over from one agency to another, the one it left
is told to put it away, and the one it came to gets all of it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from fieldapp.domain.access import SHARED, may_read
from fieldapp.domain.clock import from_wire, to_ms
from fieldapp.store.projection import Projection
from sync.hq.clock_run import clock_runs
from sync.hq.database import Transaction
from sync.hq.scope import scope_condition
from sync.hq.state_page import load_states
from sync.protocol import PAGE_ITEMS, ChangeItem, ClockRun, Item, StateItem, Withdrawal

MAX_PAGE_BYTES: Final = 3 << 20
_STEP: Final = 250
_OVERHEAD_BYTES: Final = 400


@dataclass(frozen=True, slots=True)
class Page:
    """``cursor`` is where the laptop stands after these items; ``more`` says that the log goes on.

    ``arrivals``: runs (last seq, ms since 1970) of the changes among the items that were taken in at once.
    ``clocks``: those of them that were dated by a clock that was off.
    """

    items: list[Item]
    cursor: int
    more: bool
    arrivals: list[tuple[int, int]]
    clocks: list[ClockRun]


@dataclass(frozen=True, slots=True)
class _Line:
    seq: int
    record_type: str
    record_id: str
    zone: str
    audience: str | None
    audience_before: str | None
    entry: bytes
    payload: bytes
    salt: bytes
    received_at: str
    device: str
    counter: int
    clock_ahead_ms: int | None


def load_page(
    work: Transaction, projection: Projection, device: str, scopes: Collection[str], after: int, head: int
) -> Page:
    """Return the next page for a laptop that stands at ``after``; the log ends at ``head``."""
    lines, cursor = _load_lines(work, device, scopes, after, head)
    items = _to_items(work, projection, scopes, lines)
    seqs = {item.seq for item in items if isinstance(item, ChangeItem)}
    told = [line for line in lines if line.seq in seqs]
    clocks = clock_runs((line.device, line.counter, line.clock_ahead_ms) for line in told)
    return Page(items, cursor, more=cursor < head, arrivals=_arrivals(told), clocks=clocks)


def _arrivals(lines: list[_Line]) -> list[tuple[int, int]]:
    runs: dict[str, int] = {line.received_at: line.seq for line in lines}
    return [(seq, to_ms(from_wire(at))) for at, seq in runs.items()]


def _load_lines(
    work: Transaction, device: str, scopes: Collection[str], after: int, head: int
) -> tuple[list[_Line], int]:
    now, now_values = scope_condition(scopes)
    then, then_values = scope_condition(scopes, "audience_before")
    sql = (
        "SELECT seq, record_type, record_id, zone, audience, audience_before, entry, payload, salt, received_at, "
        "device, counter, clock_ahead_ms FROM change_log "
        f"WHERE workspace = ? AND seq > ? AND seq <= ? AND device <> ? AND quarantined IS NULL AND ({now} OR {then}) "
        f"ORDER BY seq LIMIT {_STEP}"
    )
    lines: list[_Line] = []
    size, cursor = 0, after
    while len(lines) < PAGE_ITEMS:
        found = work.rows(sql, work.workspace, cursor, head, device, *now_values, *then_values)
        for row in found:
            line = _Line(*row)
            size += len(line.payload) + _OVERHEAD_BYTES
            if size > MAX_PAGE_BYTES and lines:
                return lines, cursor
            lines.append(line)
            cursor = line.seq
        if len(found) < _STEP:
            return lines, head
    return lines, cursor


def _to_items(work: Transaction, projection: Projection, scopes: Collection[str], lines: list[_Line]) -> list[Item]:
    away = _no_longer_readable(work, projection, scopes, lines)
    arrived: dict[str, list[str]] = defaultdict(list)
    for line in lines:
        if line.record_id not in away and _came(scopes, line):
            arrived[line.record_type].append(line.record_id)
    whole: dict[str, StateItem] = {}
    for record_type, ids in arrived.items():
        whole |= {item.record_id: item for item in load_states(work, projection, record_type, ids)}
    items: list[Item] = []
    for line in lines:
        if not may_read(scopes, line.zone, line.audience):
            items.append(Withdrawal(line.seq, line.record_type, line.record_id))
        elif line.record_id in away:
            continue  # a later line, on this page or another, says that it went
        elif line.record_id in whole and _came(scopes, line):
            items.append(whole[line.record_id])
        else:
            items.append(ChangeItem(line.seq, line.entry, line.payload, line.salt))
    return items


def _came(scopes: Collection[str], line: _Line) -> bool:
    if line.audience == line.audience_before:
        return False
    return may_read(scopes, line.zone, line.audience) and not may_read(scopes, line.zone, line.audience_before)


def load_gone(work: Transaction, projection: Projection, scopes: Collection[str]) -> list[Withdrawal]:
    """Return the records that once were this person's and are not now, for a laptop that begins anew.

    It may hold them from before, and goes on behind the lines that tell of it.
    """
    if SHARED in scopes:
        return []
    then, values = scope_condition(scopes, "audience_before")
    rows = work.rows(
        "SELECT max(seq), record_type, record_id FROM change_log WHERE workspace = ? AND quarantined IS NULL "
        f"AND zone = ? AND coalesce(audience, '') <> coalesce(audience_before, '') AND {then} "
        "GROUP BY record_type, record_id ORDER BY 1",
        *(work.workspace, SHARED, *values),
    )
    by_type: dict[str, list[str]] = defaultdict(list)
    for _, record_type, record_id in rows:
        by_type[record_type].append(record_id)
    audiences: dict[str, str | None] = {}
    for record_type, ids in by_type.items():
        found = projection.digests(work.connection, record_type, ids)
        audiences |= {key: audience for key, (_, audience) in found.items()}
    return [Withdrawal(*row) for row in rows if not may_read(scopes, SHARED, audiences.get(row[2]))]


def _no_longer_readable(
    work: Transaction, projection: Projection, scopes: Collection[str], lines: list[_Line]
) -> set[str]:
    """Return the records of these lines that were this person's then and are not now."""
    by_type: dict[str, dict[str, None]] = defaultdict(dict)
    for line in lines:
        if line.zone == SHARED and SHARED not in scopes:
            by_type[line.record_type][line.record_id] = None
    away: set[str] = set()
    for record_type, ids in by_type.items():
        found = projection.digests(work.connection, record_type, list(ids))
        away |= {key for key, (_, audience) in found.items() if not may_read(scopes, SHARED, audience)}
    return away
