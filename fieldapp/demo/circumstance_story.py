"""What is so of some recoveries only: an exam in time, a missing child found, a youth from abroad, a visa letter.

Each starts a clock of the law. Nothing here is drawn by lot: what is told of the year besides stays as it is.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from fieldapp.demo import place
from fieldapp.demo.script import Script, Written, wire
from fieldapp.domain.wire import Json

_EXAM_EACH: Final = 7
_MISSING_EACH: Final = 6
_ABROAD_EACH: Final = 11
_CERTIFIED_EACH: Final = 4
# Hours before first contact: within the 96 of an acute exam, and beyond them.
_BEFORE: Final = (20, 70, 130)
_ACUTE_HOURS: Final = 96


def tell_circumstances(
    script: Script,
    recovery: Written,
    first_contact: datetime,
    *,
    minor: bool,
    goes_to_hub: bool,
    is_labour: bool = False,
) -> None:
    """Write down what one recovery asks for besides, and that it was done.

    Adults who were made to work ask for the certification that a visa takes.
    """
    number = int(recovery.record_id.replace("-", "")[-5:], 16)
    if number % _EXAM_EACH == 1 and not goes_to_hub:
        _examine(script, recovery, first_contact, number)
    if minor and number % _MISSING_EACH == 2:
        _find_missing(script, recovery, first_contact, is_late=number % 4 == 0)
    if minor and number % _ABROAD_EACH == 3:
        told = first_contact + timedelta(hours=9)
        _write(script, recovery, told, {"foreign_national_minor": True, "hhs_notified_at": wire(told)}, "Notified")
    if not minor and (is_labour or number % _CERTIFIED_EACH == 1):
        _certify(script, recovery, first_contact)


def _examine(script: Script, recovery: Written, first_contact: datetime, number: int) -> None:
    hours = _BEFORE[number % len(_BEFORE)]
    decided: dict[str, Json] = {
        "assaulted_at": wire(first_contact - timedelta(hours=hours)),
        "medical_decision": "acute_exam" if hours < _ACUTE_HOURS else "non_acute_exam",
        "exam_facility": place.HOSPITALS[number % 2],
        "exam_consent": "refused" if number % 5 == 0 else "consented",
    }
    if decided["exam_consent"] == "consented":
        decided["exam_kit"] = f"DEMO-K-{number % 100_000:05d}"
    _write(script, recovery, first_contact + timedelta(hours=3), decided, "The exam was decided on")


def _find_missing(script: Script, recovery: Written, first_contact: datetime, *, is_late: bool) -> None:
    reported = first_contact - timedelta(days=9)
    found: dict[str, Json] = {
        "was_missing": True,
        "missing_reported_at": wire(reported),
        "missing_entered_at": wire(reported + timedelta(minutes=190 if is_late else 80)),
        "located_notice_at": wire(first_contact + timedelta(hours=6)),
    }
    _write(script, recovery, first_contact + timedelta(hours=6), found, "The agency that asked was told")


def _certify(script: Script, recovery: Written, first_contact: datetime) -> None:
    requested, answered = first_contact + timedelta(days=30), first_contact + timedelta(days=51)
    _write(script, recovery, requested, {"certification_requested_at": wire(requested)}, "Request received")
    _write(script, recovery, answered, {"certification_answered_at": wire(answered)}, "Answered")


def _write(script: Script, recovery: Written, at: datetime, values: dict[str, Json], reason: str) -> None:
    # Once the record was there, however early the thing itself.
    when = max(at, recovery.at) + timedelta(minutes=25)
    script.edit(recovery.author, when, recovery, values, reason)
