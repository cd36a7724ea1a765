"""I8 for past days: what a full replica reckons as of an instant is what headquarters' log says of it."""

from __future__ import annotations

from typing import Any, Final

from fieldapp.domain.access import may_read
from fieldapp.reports.moment import LaptopPast, Past, moment_of
from fieldapp.store.arrival import NoReachError, frontier_before
from sync.hq import past as log
from tests.simulation.replica import Replica, require
from tests.simulation.world import World

_READING: Final = {
    "person": ("born_on", "code_name", "estimated_age"),
    "arrest": ("arrested_at", "person", "report_bucket", "role"),
    "charge": ("arrest", "disposition", "offence"),
}
_INSTANTS: Final = 3

Rows = dict[tuple[str, str], tuple[Any, ...]]


def check_past(world: World, full: Replica) -> int:
    """Compare a full replica with headquarters at a few instants; return at how many the replica reaches back."""
    with world.office.database.read() as work:
        found = work.rows("SELECT DISTINCT received_at FROM change_log WHERE workspace = ?", work.workspace)
    instants = sorted(row[0] for row in found)
    step = max(1, len(instants) // (_INSTANTS + 1))
    reached = 0
    for instant in instants[step::step][:_INSTANTS]:
        try:
            frontier = frontier_before(full.store, instant, tuple(_READING))
        except NoReachError:
            continue
        reached += 1
        mine = _rows(LaptopPast(full.store, frontier))
        with world.office.database.read() as work:
            projection = world.office.database.projection
            theirs = _rows(log.LogPast(work, projection, log.frontier_before(work, instant)))
        held = _readable(world, full)
        theirs = {key: row for key, row in theirs.items() if key in held}
        wrong = sorted(key for key in mine.keys() | theirs.keys() if mine.get(key) != theirs.get(key))
        told = [(key, mine.get(key), theirs.get(key)) for key in wrong[:2]]
        require(not wrong, "I8", f"{full.name} as of {instant} ({frontier}): {told}")
    return reached


def _rows(past: Past) -> Rows:
    found: Rows = {}
    with moment_of(past, _READING) as moment:
        for name in _READING:
            for row in moment.connection.execute(moment.tables.table(name).select()):
                found[name, row[0]] = tuple(row)
    return found


def _readable(world: World, replica: Replica) -> set[tuple[str, str]]:
    """Return what headquarters lets this person read now: of then they see no more."""
    scopes = world.office.member(replica.name).scopes
    found = set()
    with world.office.database.read() as work:
        for name in _READING:
            for record_id, zone, audience in work.rows(
                f'SELECT id, zone, audience FROM "{name}" WHERE workspace = ?', work.workspace
            ):
                if may_read(scopes, zone, audience):
                    found.add((name, record_id))
    return found
