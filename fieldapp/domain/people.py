"""Ages and what they rest on; and what somebody's name in this program looks like."""

from __future__ import annotations

import enum
import re
from collections.abc import Mapping
from datetime import date
from typing import Final

ADULT_AT: Final = 18
_HANDLE: Final = re.compile(r"[a-z][a-z0-9._-]{1,39}\Z", re.ASCII)


class AgeBasis(enum.Enum):
    """How an age is known, weakest first."""

    CLAIMED = "claimed"
    APPARENT = "apparent"
    DOCUMENTED = "documented"
    VERIFIED = "verified"


_RANK: Final = {AgeBasis.DOCUMENTED.value: 1, AgeBasis.VERIFIED.value: 2}


def age_rank(basis: object) -> int:
    """Return how far an age is trusted: 2 verified, 1 from a document, 0 claimed or apparent (also a basis unknown)."""
    return _RANK.get(basis, 0) if isinstance(basis, str) else 0


def age_on(born_on: date, day: date) -> int:
    """Return the completed years on a day. Somebody born on 29 February completes a year on 1 March."""
    return day.year - born_on.year - ((day.month, day.day) < (born_on.month, born_on.day))


def age_then(age: int, stated_on: date | None, day: date | None) -> int:
    """Move an age in years by the whole years between its day and another; it is not exact to the day."""
    if stated_on is None or day is None:
        return age
    return age + age_on(stated_on, day) if stated_on <= day else age - age_on(day, stated_on)


def noted_age(event: Mapping[str, object], person: Mapping[str, object], day: date | None) -> tuple[int | None, bool]:
    """Return the years by which somebody is judged on a day where no date of birth decides; and whether the event's.

    What was noted at the event (wire values) goes before what stands on the person, unless that rests on more.
    """
    own, known = event.get("estimated_age"), person.get("estimated_age")
    outranks = age_rank(person.get("age_basis")) > age_rank(event.get("age_basis"))
    if isinstance(own, int) and not (isinstance(known, int) and outranks):
        return own, True
    if not isinstance(known, int):
        return None, False
    stated_on = person.get("estimated_on")
    return age_then(known, date.fromisoformat(str(stated_on)) if stated_on else None, day), False


def is_minor(born_on: date | None, day: date, other_age: int | None = None) -> bool | None:
    """Say whether a person was under 18 on a day; None when nothing is known.

    The date of birth decides; ``other_age`` (apparent or claimed, in years) only stands in for a missing one.
    """
    if born_on is not None:
        return age_on(born_on, day) < ADULT_AT
    return None if other_age is None else other_age < ADULT_AT


def is_handle(text: str) -> bool:
    """Say whether this could be somebody's handle: their name in this program."""
    return _HANDLE.match(text) is not None
