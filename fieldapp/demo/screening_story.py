"""Somebody is screened by the statutory indicators: victims, and adults taken for selling (PC 236.2)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from fieldapp.demo.act import Verb
from fieldapp.demo.scenario import LAST_DAY, SUPERVISOR, name_of
from fieldapp.demo.screened import AGE_GROUP
from fieldapp.demo.script import Script, Written, local, wire
from fieldapp.domain.ids import derive_record_id
from fieldapp.domain.wire import Json
from fieldapp.records.screening import INDICATORS

_UNDONE_EACH: Final = 4
# What a supervisor has to confirm is confirmed before the year is over.
_UNDONE_UNTIL: Final = local(LAST_DAY - timedelta(days=75))
_ADULT_DECLINED: Final = "declined_by_person_adult"


def screen_victim(
    script: Script,
    person: Written,
    recovery: Written,
    first_contact: datetime,
    operation: Written | None,
    *,
    minor: bool,
) -> None:
    """Write down the screening of somebody who was recovered; now and then an adult declines what it asks for."""
    random = script.random
    started_at = first_contact + timedelta(minutes=random.randrange(20, 50))
    answers: dict[str, Json] = {
        name: random.choice(("present", "present", "not_present", "not_observed")) for name in INDICATORS
    }
    values: dict[str, Json] = {
        "recovery": recovery.record_id,
        "reason": "minor_commercial_sex" if minor else random.choice(("deprived_of_liberty", "solicitation_contact")),
        "location": random.choice(("scene", "station", "roadside")),
        "stopped_at": wire(started_at + timedelta(minutes=random.randrange(6, 35))),
        AGE_GROUP: "under_18" if minor else "adult",
        **_header(person, recovery.author, started_at, operation),
        **answers,
    }
    screening = script.create(recovery.author, script.after(recovery.at, 5, 60), "screening", values, verb=Verb.SCREEN)
    is_undone = not minor and _number(recovery) % _UNDONE_EACH == 0 and recovery.at < _UNDONE_UNTIL
    undone: dict[str, Json] = {"not_done": _ADULT_DECLINED, "asked": name_of(SUPERVISOR)} if is_undone else {}
    script.do(Verb.FINALISE, screening.author, script.after(recovery.at, 70, 90), screening, undone)


def screen_arrestee(
    script: Script, person: Written, arrest: Written, arrested_at: datetime, operation: Written | None
) -> datetime:
    """Write down the screening of an adult who was taken for selling, which found nothing; return when it was locked.

    Nothing here is drawn by lot: what is told of the year besides stays as it is.
    """
    started_at = arrested_at + timedelta(minutes=12)
    values: dict[str, Json] = {
        "reason": "solicitation_contact",
        "location": "station",
        "stopped_at": wire(started_at + timedelta(minutes=14)),
        AGE_GROUP: "adult",
        **_header(person, arrest.author, started_at, operation),
        **dict.fromkeys(INDICATORS, "not_present"),
    }
    record_id = derive_record_id(arrest.record_id, "screening", "arrestee")
    screening = Written("screening", record_id, arrest.author, arrest.at + timedelta(minutes=30))
    script.do(Verb.SCREEN, screening.author, screening.at, screening, values)
    locked_at = screening.at + timedelta(minutes=20)
    script.finalise(locked_at, screening)
    return locked_at


def _header(person: Written, author: str, started_at: datetime, operation: Written | None) -> dict[str, Json]:
    header: dict[str, Json] = {
        "person": person.record_id,
        "screener": name_of(author),
        "mode": "conversation",
        "others_present": "Nobody",
        "language": "en",
        "started_at": wire(started_at),
    }
    return header | ({"operation": operation.record_id} if operation else {})


def _number(written: Written) -> int:
    return int(written.record_id.replace("-", "")[-4:], 16)
