"""Whoever is taken for selling is screened for trafficking first, or a supervisor signs why not (rule R6).

An arrest on the seller's side becomes final only beside a final screening of the same person in which the seven
statutory indicators were considered, whichever checklist asked for them: the checklist says so itself, by saving its
answers into those fields. A disclosure ends the questions and counts as well. Source: Penal Code 236.2 (a person
suspected under 647(a) or (b) is one of those with whom an officer considers the indicators); domain.md 3.8, R6.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from typing import Final, TypeAlias

from fieldapp.domain.clock import from_wire
from fieldapp.domain.problems import Problem
from fieldapp.domain.record import FINAL
from fieldapp.domain.wire import Json
from fieldapp.records.screening import INDICATORS
from fieldapp.rules.offence import OffenceTable, load_offences
from fieldapp.rules.supervisor_guard import UNSCREENED

Wire: TypeAlias = Mapping[str, Json]

SELLER: Final = "seller"
_PRESENT: Final = "present"
_SAME_CONTACT: Final = timedelta(days=1)
"""A screening of the day before, by the local calendar, is still of this contact: it may have been past midnight."""


def is_on_sellers_side(arrest: Wire, charges: Iterable[Wire], offences: OffenceTable | None = None) -> bool:
    """Say whether somebody was taken for selling: by the part they are said to have played, or by any charge."""
    table = offences or load_offences()
    if arrest.get("role") == SELLER:
        return True
    # The very groups that no minor is charged with: the seller's side, and loitering for it.
    return any(table.group_of(str(charge.get("offence"))) in table.minor_never_charged for charge in charges)


def screening_problems(
    arrest: Wire, charges: Iterable[Wire], screenings: Iterable[Wire], offences: OffenceTable | None = None
) -> list[Problem]:
    """Return ``SCREENING_FIRST`` when an arrest with these charges may not be final yet.

    ``screenings`` are those of its arrestee that are not struck out, drafts among them.
    """
    table = offences or load_offences()
    if not is_on_sellers_side(arrest, charges, table) or all(arrest.get(name) for name in UNSCREENED):
        return []
    if any(counts_for(screening, arrest, table) for screening in screenings):
        return []
    return [Problem("SCREENING_FIRST", UNSCREENED[0])]


def counts_for(screening: Wire, arrest: Wire, offences: OffenceTable | None = None) -> bool:
    """Say whether a screening is what an arrest waits for: final, of this contact, the indicators considered."""
    return screening.get("state") == FINAL and is_considered(screening) and is_same_contact(screening, arrest, offences)


def is_considered(screening: Wire) -> bool:
    """Say whether each indicator was found present, not present or not observed; or the person told."""
    return bool(screening.get("disclosure_made")) or all(screening.get(name) for name in INDICATORS)


def is_same_contact(screening: Wire, arrest: Wire, offences: OffenceTable | None = None) -> bool:
    """Say whether a screening was begun with this arrest, and not at some earlier time; later ones count too."""
    started_at, arrested_at = screening.get("started_at"), arrest.get("arrested_at")
    if not started_at or not arrested_at:
        return True
    zone = (offences or load_offences()).zone
    started, arrested = (from_wire(str(at)).astimezone(zone).date() for at in (started_at, arrested_at))
    return started >= arrested - _SAME_CONTACT


def tells_of_trafficking(screening: Wire) -> bool:
    """Say whether a screening came out such that the person is recovered rather than charged: advice, never a block."""
    if screening.get("disclosure_made") or screening.get("determination") == "clear_concern":
        return True
    return any(screening.get(name) == _PRESENT for name in INDICATORS)


def newest(screenings: Sequence[Wire]) -> Wire | None:
    """Return the screening that was begun last, None without any."""
    return max(screenings, key=lambda screening: str(screening.get("started_at") or ""), default=None)
