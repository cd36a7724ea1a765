"""Ages and what they rest on."""

from __future__ import annotations

import enum
from datetime import date
from typing import Final

ADULT_AT: Final = 18


class AgeBasis(enum.Enum):
    """How an age is known, weakest first."""

    CLAIMED = "claimed"
    APPARENT = "apparent"
    DOCUMENTED = "documented"
    VERIFIED = "verified"


def age_on(born_on: date, day: date) -> int:
    """Return the completed years on a day. Somebody born on 29 February completes a year on 1 March."""
    return day.year - born_on.year - ((day.month, day.day) < (born_on.month, born_on.day))


def is_minor(born_on: date | None, day: date, other_age: int | None = None) -> bool | None:
    """Say whether a person was under 18 on a day; None when nothing is known.

    The date of birth decides; ``other_age`` (apparent or claimed, in years) only stands in for a missing one.
    """
    if born_on is not None:
        return age_on(born_on, day) < ADULT_AT
    return None if other_age is None else other_age < ADULT_AT
