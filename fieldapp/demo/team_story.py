"""What goes on in the team itself: trainings that count, run out and are taken again; one who leaves hands on the work.

Nothing here is drawn by lot: what is told of the year besides stays as it is.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Final

from fieldapp.demo.people import OFFICER_NAMES
from fieldapp.demo.scenario import DEPUTY, DETECTIVE, FIRST_DAY, LAST_DAY, name_of
from fieldapp.demo.script import Script, Written, local, wire
from fieldapp.domain.ids import derive_record_id
from fieldapp.domain.wire import Json
from fieldapp.records.seed import agency_id

LEAVER: Final = "Det. Fictionbury"
REASON: Final = "Det. Fictionbury left the bureau"
_COUNTS_FOR: Final = timedelta(days=2 * 365)
_HELD_ON: Final = FIRST_DAY + timedelta(days=20)
_LEFT_ON: Final = FIRST_DAY + timedelta(days=200)
_LEFT_BEHIND: Final = (
    "Ask the provider for the second half of the records",
    "Show the line-up to the night clerk",
    "Return the borrowed recorder",
)


def tell_of_team(script: Script) -> None:
    """Write down the trainings of the team, and the departure of one of it."""
    for number, who in enumerate(OFFICER_NAMES):
        # Some run out in the weeks after the year, one has before, and the last has none.
        end = LAST_DAY + timedelta(days=(400, 30, 300, -20)[number % 4])
        if who != OFFICER_NAMES[-1]:
            _train(script, number, who, "", "csec_patrol", end)
    for number, handle in enumerate((DETECTIVE, DEPUTY), start=len(OFFICER_NAMES)):
        end = LAST_DAY + timedelta(days=25 if handle == DEPUTY else 500)
        _train(script, number, name_of(handle), handle, "csec_patrol", end)
        _train(script, number, name_of(handle), handle, "cjis_security", LAST_DAY + timedelta(days=200))
    _leave(script)


def _train(script: Script, number: int, who: str, handle: str, course: str, end: date) -> None:
    completed = end - _COUNTS_FOR
    facts: dict[str, Json] = {
        "who": who,
        "handle": handle or None,
        "agency": agency_id("LASD"),
        "course": course,
        "completed_on": completed.isoformat(),
        "expires_on": str(end),
        "hours": 8,
        "provider": "Demo Training Bureau",
    }
    _write(script, "training", f"{number} {course}", local(_HELD_ON, 10, number), facts)


def _leave(script: Script) -> None:
    for number, what in enumerate(_LEFT_BEHIND):
        due_at = wire(local(_LEFT_ON + timedelta(days=20 + number)))
        facts: dict[str, Json] = {"what": what, "assigned_to": LEAVER, "due_at": due_at, "priority": "normal"}
        at = local(_LEFT_ON - timedelta(days=5), 9, number)
        _write(script, "task", str(number), at, facts)
        heir = name_of(DETECTIVE) if number % 2 else name_of(DEPUTY)
        given: dict[str, Json] = {"assigned_to": heir, "reassigned_reason": REASON}
        _write(script, "task", str(number), local(_LEFT_ON, 9, number), given, REASON)
        done_at = local(_LEFT_ON + timedelta(days=10 + number), 15)
        done: dict[str, Json] = {"status": "done", "done_at": wire(done_at), "done_by": heir}
        _write(script, "task", str(number), done_at, done, "Done")


def _write(
    script: Script, kind: str, key: str, at: datetime, facts: dict[str, Json], reason: str | None = None
) -> None:
    record_id = derive_record_id(agency_id("LASD"), f"team {kind}", key)
    script.edit(DETECTIVE, at, Written(kind, record_id, DETECTIVE, at), facts, reason)
