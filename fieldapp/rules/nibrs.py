"""NIBRS codes of charges: what the offence table suggests, and what of a code that was written down cannot be.

Sources: FBI, NIBRS User Manual (40A, 40B, 40C, 64A, 64B); 34 USC 41309 sets apart the offences against those under 18.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final, TypeAlias

from fieldapp.domain.problems import Problem
from fieldapp.domain.wire import Json
from fieldapp.rules.charge_guard import offence_day
from fieldapp.rules.offence import OffenceTable, load_offences

Wire: TypeAlias = Mapping[str, Json]

SELLING: Final = "40A"
TRAFFICKING: Final = "64A"
MINOR_INDUCED: Final = "pc_236_1_c"
_COMMERCIAL: Final = frozenset({"purchaser", "exploitation", "prostitution_seller"})


def suggested_code(charge: Wire, *, victim_is_minor: bool, offences: OffenceTable | None = None) -> str | None:
    """Return the NIBRS code that the table gives a charge; None for an offence that it does not know."""
    offence = (offences or load_offences()).find(str(charge.get("offence")))
    if offence is None:
        return None
    return (offence.nibrs_minor or offence.nibrs) if victim_is_minor else offence.nibrs


def known_codes(offences: OffenceTable | None = None) -> frozenset[str]:
    """Return every NIBRS code that the table uses."""
    rows = (offences or load_offences()).offences
    return frozenset(code for row in rows for code in (row.nibrs, row.nibrs_minor) if code)


def code_problems(
    charge: Wire, *, victim_is_minor: bool, others: Iterable[Wire] = (), offences: OffenceTable | None = None
) -> list[Problem]:
    """Return what to ask about a charge's code. It is advice: none of it stops anything.

    Rule R3: a commercial sex act with somebody under 18 is 64A, asks whether 236.1(c) is charged, and never is 40A.
    """
    table = offences or load_offences()
    offence, stated = table.find(str(charge.get("offence"))), charge.get("nibrs")
    if offence is None:
        return []
    if victim_is_minor and offence.group in _COMMERCIAL:
        found = (
            []
            if (stated or suggested_code(charge, victim_is_minor=True, offences=table)) == TRAFFICKING
            else [Problem("NIBRS_MINOR_IS_64A", "nibrs", {"statute": offence.statute})]
        )
        if MINOR_INDUCED not in {other.get("offence") for other in others}:
            found.append(Problem("CHARGE_236_1_C_SUGGESTED", "offence"))
        return found
    wanted = suggested_code(charge, victim_is_minor=victim_is_minor, offences=table)
    if not stated or stated == wanted:
        return []
    if stated not in known_codes(table):
        return [Problem("NIBRS_UNKNOWN", "nibrs", {"code": str(stated)})]
    return [Problem("NIBRS_UNUSUAL", "nibrs", {"code": str(stated), "wanted": str(wanted)})]


def victim_problems(
    arrest: Wire, charges: Iterable[Wire], recoveries: Sequence[Wire], offences: OffenceTable | None = None
) -> list[Problem]:
    """Rule R4: who was recovered in the same event is not charged there with selling (``CHARGE_ON_VICTIM``).

    The same event is the same operation, or the same local day as the offence.
    """
    table = offences or load_offences()
    for charge in charges:
        if table.group_of(str(charge.get("offence"))) not in table.minor_never_charged:
            continue
        day = offence_day(arrest, charge, table)
        for recovery in recoveries:
            if recovery.get("victim_status") == "not_trafficking":
                continue
            same_operation = arrest.get("operation") and arrest.get("operation") == recovery.get("operation")
            there = offence_day({"arrested_at": recovery.get("first_contact_at")}, {}, table)
            if same_operation or (day is not None and day == there):
                return [Problem("CHARGE_ON_VICTIM", "offence")]
    return []
