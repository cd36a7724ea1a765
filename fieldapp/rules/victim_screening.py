"""Whoever is taken for selling, or recovered, is screened first, or a supervisor signs why not (rule R6).

An arrest on the seller's side and a recovery become final only beside a final screening of the same person in which
the seven statutory indicators were considered, whichever checklist asked for them: the checklist says so itself, by
saving its answers into those fields. A disclosure ends the questions and counts as well. Source: Penal Code 236.2 (an
officer considers the indicators with whoever is suspected under 647(a) or (b), was deprived of liberty, is a minor in
a commercial sex act, or a victim of domestic violence or of sexual assault); domain.md 1.1 and 3.8, R6.
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
SOLICITATION: Final = "solicitation_contact"
"""Why somebody is screened who is taken for selling, as the vocabulary of screenings says it."""
_SEXUAL: Final = frozenset({"sex", "both"})
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


def recovery_trigger(recovery: Wire, *, is_minor: bool | None) -> str:
    """Return for which of the contacts in the statute a victim is screened (vocabulary screening_reason).

    Whoever is recovered from exploitation was deprived of liberty, until it is known better.
    """
    if is_minor and recovery.get("exploitation_type") in _SEXUAL:
        return "minor_commercial_sex"
    return "sexual_assault" if recovery.get("assaulted_at") else "deprived_of_liberty"


def recovery_screening_problems(
    recovery: Wire, screenings: Iterable[Wire], offences: OffenceTable | None = None
) -> list[Problem]:
    """Return ``VICTIM_SCREENED_FIRST`` when a recovery (with its ``id``) may not be final yet.

    ``screenings`` are those of its victim that are not struck out, drafts among them.
    """
    table = offences or load_offences()
    is_signed = all(recovery.get(name) for name in UNSCREENED)
    if is_signed or any(counts_for(screening, recovery, table) for screening in screenings):
        return []
    return [Problem("VICTIM_SCREENED_FIRST", UNSCREENED[0])]


def counts_for(screening: Wire, contact: Wire, offences: OffenceTable | None = None) -> bool:
    """Say whether a screening is what an arrest or a recovery waits for: final, considered, of this contact."""
    is_done = screening.get("state") == FINAL and is_considered(screening)
    return is_done and is_same_contact(screening, contact, offences)


def is_considered(screening: Wire) -> bool:
    """Say whether each indicator was found present, not present or not observed; or the person told."""
    return bool(screening.get("disclosure_made")) or all(screening.get(name) for name in INDICATORS)


def is_same_contact(screening: Wire, contact: Wire, offences: OffenceTable | None = None) -> bool:
    """Say whether a screening was begun with this arrest or recovery, not at some earlier time; later ones count too.

    One that names a recovery is of that recovery.
    """
    met_at, named = contact.get("arrested_at") or contact.get("first_contact_at"), screening.get("recovery")
    if named and "first_contact_at" in contact and named != contact.get("id"):
        return False
    started_at = screening.get("started_at")
    if not started_at or not met_at:
        return True
    zone = (offences or load_offences()).zone
    started, met = (from_wire(str(at)).astimezone(zone).date() for at in (started_at, met_at))
    return started >= met - _SAME_CONTACT


def tells_of_trafficking(screening: Wire) -> bool:
    """Say whether a screening came out such that the person is recovered rather than charged: advice, never a block."""
    if screening.get("disclosure_made") or screening.get("determination") == "clear_concern":
        return True
    return any(screening.get(name) == _PRESENT for name in INDICATORS)


def newest(screenings: Sequence[Wire]) -> Wire | None:
    """Return the screening that was begun last, None without any."""
    return max(screenings, key=lambda screening: str(screening.get("started_at") or ""), default=None)
