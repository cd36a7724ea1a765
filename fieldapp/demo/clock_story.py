"""What the clocks of a recovery ask for in the weeks after it: reports, the review, the meeting, the endorsement.

Most of it is done in time, some of it late; now and then a clock is stopped or moved, with the reason. Nothing here is
drawn by lot: what is told of the year besides stays as it is.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from fieldapp.demo.script import Script, Written, wire
from fieldapp.domain.ids import derive_record_id
from fieldapp.domain.wire import Json

_AFTERWARDS = "Entered when it was done"
_STOPPED_EACH = 11
_MOVED_EACH = 13
_LATE_EACH = 9


def keep_clocks(script: Script, recovery: Written, first_contact: datetime, *, minor: bool, goes_to_hub: bool) -> None:
    """Write down what was done about the clocks of one recovery, and what was made of them."""
    number = int(recovery.record_id.replace("-", "")[-4:], 16)
    if minor:
        _report(script, recovery, first_contact + timedelta(hours=20 + number % 12), goes_to_hub=goes_to_hub)
    if number % _STOPPED_EACH == 0:
        _stop(script, recovery, first_contact)
    if number % _MOVED_EACH == 0:
        _move(script, recovery, first_contact)
    late = timedelta(hours=14) if number % _LATE_EACH == 0 else timedelta(0)
    _write(script, recovery, first_contact + timedelta(hours=60 + number % 11) + late, "review_72h_at")
    names = ("mdt_at", "endorsement_given_at") if minor else ("endorsement_given_at",)
    _write(script, recovery, first_contact + timedelta(days=6 + number % 4, hours=3), *names)


def _report(script: Script, recovery: Written, at: datetime, *, goes_to_hub: bool) -> None:
    _write(script, recovery, at, "cross_reported_at", *(("hub_visited_at",) if goes_to_hub else ()))


def _stop(script: Script, recovery: Written, first_contact: datetime) -> None:
    for kind, hours, reason in (("pause", 12, "In hospital, nobody may see the victim"), ("resume", 20, "Discharged")):
        _change(script, recovery, first_contact + timedelta(hours=hours), "review_72h", kind, reason)


def _move(script: Script, recovery: Written, first_contact: datetime) -> None:
    start = wire(first_contact - timedelta(minutes=10))
    at = first_contact + timedelta(hours=2)
    reason = "The first unit was with the victim ten minutes earlier"
    _change(script, recovery, at, "responders", "rebase", reason, new_start=start)


def _write(script: Script, recovery: Written, at: datetime, *names: str) -> None:
    done: dict[str, Json] = {name: wire(at) for name in names}
    script.edit(recovery.author, at + timedelta(minutes=15), recovery, done, _AFTERWARDS)


def _change(
    script: Script, recovery: Written, at: datetime, clock: str, kind: str, reason: str, **values: Json
) -> None:
    facts: dict[str, Json] = {
        "recovery": recovery.record_id,
        "clock": clock,
        "kind": kind,
        "at": wire(at),
        "reason": reason,
        **values,
    }
    change_id = derive_record_id(recovery.record_id, "clock_change", f"{clock} {kind}")
    script.edit(recovery.author, at, Written("clock_change", change_id, recovery.author, at), facts)
