"""What a partner may be told before an operation: only the permitted fields, the time coarse until it is released.

Source: the domain reference, §5.1 (a general timeline, not the exact time; estimated number, languages, minors or
not) and §5.7. Giving it out is an act of its own, written into the operation's history.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from fieldapp.actions.disclosure import disclose
from fieldapp.actions.laptop import require_writable
from fieldapp.actions.lookup import words_of
from fieldapp.actions.operation import OPERATION
from fieldapp.actions.session import Session
from fieldapp.domain.clock import from_wire
from fieldapp.domain.problems import Problem, Refused
from fieldapp.domain.wire import Json
from fieldapp.records import require_type
from fieldapp.rules.offence import load_offences

PERMITTED: Final = ("number", "agency", "expected_victims", "minors_expected", "languages", "victim_services_lead")
"""Fields that a notice carries whenever it is made. No name of the operation, no place, no officer, no suspect."""
WHEN_RELEASED: Final = ("starts_at", "ends_at", "advocate_staging")
"""Fields that it carries once the incident commander has released the exact times."""
# The first hour of each part of the day, on the bureau's own clock.
_PARTS: Final = ((5, "morning"), (12, "afternoon"), (17, "evening"), (21, "night"))


@dataclass(frozen=True, repr=False)
class Line:
    """One line: the field's name, its wire value, and the value in words where it is a choice or a link."""

    name: str
    value: Json
    words: str


@dataclass(frozen=True, repr=False)
class Notice:
    """``day`` is the bureau's day as YYYY-MM-DD, ``part`` one of morning, afternoon, evening, night."""

    day: str
    part: str
    is_released: bool
    lines: tuple[Line, ...]


def provider_notice(session: Session, operation_id: str) -> Notice:
    """Return the notice as it may be given out now. Raises Refused where the operation is not here."""
    values = session.store.record(OPERATION, operation_id)
    if values is None:
        raise Refused([Problem("OPERATION_NOT_HERE")])
    is_released = bool(values.get("notice_released_at"))
    day, part = _coarse(values)
    names = PERMITTED + (WHEN_RELEASED if is_released else ())
    record = require_type(OPERATION)
    lines = (
        Line(name, values.get(name), words_of(session, record, name, values.get(name)))
        for name in names
        if values.get(name) is not None
    )
    return Notice(day, part, is_released, tuple(lines))


def note_given(session: Session, operation_id: str, to_whom: str) -> Notice:
    """Write into the history to whom the notice is given, then return it. Raises Refused without a recipient."""
    require_writable(session)
    if not to_whom.strip():
        raise Refused([Problem("REASON_REQUIRED", None, {"label": require_type(OPERATION).title})])
    notice = provider_notice(session, operation_id)
    noted = f"Provider notice given to: {to_whom.strip()}"
    disclose(session, OPERATION, operation_id, "Provider notice", recipient=to_whom, basis="agreement", noted=noted)
    return notice


def part_of_day(moment: datetime) -> str:
    """Return the part of the day of an aware instant in its own zone; the small hours belong to the night."""
    return next((part for hour, part in reversed(_PARTS) if moment.hour >= hour), "night")


def _coarse(values: Mapping[str, Json]) -> tuple[str, str]:
    starts_at = values.get("starts_at")
    if not starts_at:
        return "", ""
    moment = from_wire(str(starts_at)).astimezone(load_offences().zone)
    return moment.date().isoformat(), part_of_day(moment)
