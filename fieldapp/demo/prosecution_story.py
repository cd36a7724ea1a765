"""What the district attorney and the courts make of an arrest: presented, filed or not, and how each charge ends.

The shares are those of the domain study (most traffickers and online offenders are prosecuted, some purchasers and
most sellers diverted). Nothing here is drawn by lot: what is told of the year besides stays as it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from fieldapp.demo.script import Script, Written, local_day, wire
from fieldapp.domain.wire import Json

_OFFICE: Final = "Demo District Attorney, human-trafficking unit"
_PROSECUTOR: Final = "DDA Q. Sampleridge"
# Of a hundred arrests of each line: filed, declined, diverted, back for more; the rest waits for the decision.
_DECISIONS: Final = ("filed", "declined", "diverted", "further_investigation")
_SHARES: Final = {
    "HT": (77, 13, 0, 6),
    "ICAC": (80, 11, 0, 5),
    "BUYER": (52, 12, 30, 1),
    "MISC": (55, 24, 14, 2),
}
_SELLER_SHARE: Final = (8, 32, 56, 0)
# Of a hundred that were filed and came to their end within the year.
_ENDS: Final = ("plea", "convicted", "dismissed", "acquitted")
_END_SHARE: Final = (68, 14, 14, 4)
_SENTENCES: Final = {
    "HT": "State prison, 8 years",
    "ICAC": "State prison, 3 years; registration",
    "BUYER": "Fine, and the course for purchasers",
    "MISC": "County jail, 60 days",
}
_DECLINED: Final = ("Identity not shown beyond the phone alone", "The only witness cannot be asked to testify now")
_NOT_PRESENTED_EACH: Final = 25
_NEVER: Final = "released_insufficient"


def prosecute(script: Script, arrest: Written, charges: Sequence[Written], bucket: str, *, is_seller: bool) -> None:
    """Write down what became of an arrest that counts in a line of the report (``bucket``), as far as the year goes."""
    number = int(arrest.record_id.replace("-", "")[-6:], 16)
    presented_at = arrest.at + timedelta(days=9 + number % 12 if bucket == "BUYER" else 2, hours=number % 7)
    if number % _NOT_PRESENTED_EACH == 0:
        script.edit(arrest.author, presented_at, arrest, {"disposition": _NEVER}, "Released")
        return
    presented: dict[str, Json] = {
        "disposition": "prosecution",
        "presented_at": wire(presented_at),
        "prosecutor_office": _OFFICE,
        "da_number": f"DEMO-DA-{number % 1_000_000:06d}",
    }
    script.edit(arrest.author, presented_at + timedelta(minutes=20), arrest, presented, "Presented to the prosecutor")
    decision = _choose(_DECISIONS, _SELLER_SHARE if is_seller else _SHARES[bucket], number // 7)
    if decision is None:
        return
    decided_at = presented_at + timedelta(days=1 + number % (30 if bucket == "BUYER" else 12), hours=2)
    decided: dict[str, Json] = {"da_decision": decision, "da_decided_on": local_day(decided_at).isoformat()}
    if decision == "declined":
        decided["da_decline_reason"] = _DECLINED[number % len(_DECLINED)]
    script.edit(arrest.author, decided_at, arrest, decided, "The prosecutor decided")
    for place, charge in enumerate(charges):
        _follow(script, charge, decision, decided_at + timedelta(minutes=5 + place), bucket, number)


def _follow(script: Script, charge: Written, decision: str, at: datetime, bucket: str, number: int) -> None:
    """One charge after the prosecutor's decision, to its end in court where the year is long enough."""
    day = local_day(at).isoformat()
    if decision in {"declined", "diverted"}:
        ended: dict[str, Json] = {"disposition": "rejected" if decision == "declined" else "diverted"}
        script.edit(charge.author, at, charge, {**ended, "disposed_on": day})
    if decision != "filed":
        return
    filed: dict[str, Json] = {
        "disposition": "filed",
        "filed_on": day,
        "court_case_number": f"DEMO-CR-{number % 100_000:05d}",
        "prosecutor": _PROSECUTOR,
    }
    script.edit(charge.author, at, charge, filed)
    end = _choose(_ENDS, _END_SHARE, number // 11)
    ended_at = at + timedelta(days=(60 if bucket in {"BUYER", "MISC"} else 110) + number % 150)
    if end is None:
        return
    outcome: dict[str, Json] = {"disposition": end, "disposed_on": local_day(ended_at).isoformat()}
    if end in {"plea", "convicted"}:
        outcome["sentence"] = _SENTENCES[bucket]
    script.edit(charge.author, ended_at, charge, outcome)


def _choose(words: Sequence[str], shares: Sequence[int], number: int) -> str | None:
    """Return the word whose part of a hundred the number falls into; None beyond all of them."""
    place = number % 100
    for word, share in zip(words, shares, strict=True):
        if place < share:
            return word
        place -= share
    return None
