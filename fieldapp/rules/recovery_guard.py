"""What the recovery of a minor needs before it is final, beyond what any recovery needs.

The first-responder protocol asks for the hotline call and the advocate. None of it blocks saving: a detective on the
roadside writes what there is, and the record says what is still missing.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final, TypeAlias

from fieldapp.domain.change import VOID_FIELD
from fieldapp.domain.clock import from_wire
from fieldapp.domain.people import ADULT_AT, age_on, noted_age
from fieldapp.domain.problems import Problem
from fieldapp.domain.record import FINAL
from fieldapp.domain.wire import Json
from fieldapp.records.recovery import Recovery
from fieldapp.rules.exam import Decides, decides
from fieldapp.rules.offence import OffenceTable, load_offences

Wire: TypeAlias = Mapping[str, Json]

_ADVICE: Final = frozenset({"NAME_ADVICE_MISSING", "NAME_ADVICE_INCOMPLETE", "NAME_PUBLIC_WITHOUT_ADVICE"})
MINOR_NEEDS: Final = (
    "hotline_called_at",
    "hotline_worker",
    "hotline_disposition",
    "advocate_answer",
    "advocate_agency",
    "advocate_called_at",
)


def recovery_problems(recovery: Wire, person: Wire | None, offences: OffenceTable | None = None) -> list[Problem]:
    """Return what stops a recovery from being final that only shows with the person beside it."""
    minor = is_minor_at_recovery(recovery, person or {}, offences or load_offences())
    if minor is None:
        return [Problem("RECOVERY_AGE_UNKNOWN", "estimated_age")]
    consent = exam_problems(recovery, person or {}, offences or load_offences())
    if not minor:
        return consent
    return consent + [
        Problem("RECOVERY_MINOR_NEEDS", name, {"label": Recovery.fields[name].label})
        for name in MINOR_NEEDS
        if recovery.get(name) is None
    ]


def advice_problems(before: Wire | None, after: Wire) -> list[Problem]:
    """Return what stops a recovery from becoming final by rule R7: was the victim told, and what is answered (PC 293).

    Both ends ask it, whatever else they leave to whoever finalises.
    """
    if after.get(VOID_FIELD) or after.get("state") != FINAL or (before or {}).get("state") == FINAL:
        return []
    return [problem for problem in Recovery.from_wire(after).check() if problem.code in _ADVICE]


def is_minor_at_recovery(recovery: Wire, person: Wire, table: OffenceTable) -> bool | None:
    """Say whether the victim was under age at first contact, on its local day; None when nothing is known."""
    age = age_at_recovery(recovery, person, table)
    return None if age is None else age < ADULT_AT


def exam_problems(recovery: Wire, person: Wire, table: OffenceTable) -> list[Problem]:
    """Return ``EXAM_CONSENT_OWN`` where a guardian is said to decide for somebody of 12 or more (Fam. Code 6927)."""
    if recovery.get("exam_consent") != "guardian":
        return []
    own = decides(age_at_recovery(recovery, person, table)) is Decides.SELF
    return [Problem("EXAM_CONSENT_OWN", "exam_consent")] if own else []


def age_at_recovery(recovery: Wire, person: Wire, table: OffenceTable) -> int | None:
    """Return the victim's age in years at first contact, on its local day; None when nothing is known.

    The date of birth decides; the estimate made at the recovery, then the person's own, stand in for it. The person's
    goes first where it rests on more: from a document or verified, where the other was claimed or seen.
    """
    first_contact, born_on = recovery.get("first_contact_at"), person.get("born_on")
    day = from_wire(str(first_contact)).astimezone(table.zone).date() if first_contact else None
    if day and born_on:
        return age_on(date.fromisoformat(str(born_on)), day)
    return noted_age(recovery, person, day)[0]
