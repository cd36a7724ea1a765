"""What an arrest comes to, and what is kept of one that may not be: its refusal stands in the journal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from fieldapp.actions.session import Session
from fieldapp.domain.change import ACCESS
from fieldapp.domain.clock import from_wire
from fieldapp.domain.problems import Problem, Refused
from fieldapp.domain.wire import Json
from fieldapp.rules.charge_guard import is_minor_at_offence, offence_day
from fieldapp.rules.nibrs import code_problems, suggested_code
from fieldapp.rules.offence import find, load_offences
from fieldapp.rules.supervisor_guard import REASON_MISSING, line_problems, suggested_line

MINOR_RULES: Final = frozenset({"ARREST_MINOR_PROSTITUTION", "CHARGE_UNKNOWN_FOR_MINOR", "CHARGE_ON_VICTIM"})


def note_refusal(
    session: Session, record_type: str, record_id: str | None, values: Mapping[str, Json], refusal: Refused
) -> None:
    """Write into the history of an arrest (or person) that a charge on a minor was refused, and which (rule N2).

    Nothing is written for other refusals, nor where there is no record yet that could carry the line.
    """
    code = next((problem.code for problem in refusal.problems if problem.code in MINOR_RULES), None)
    about, key = ("arrest", values.get("arrest")) if record_type == "charge" else (record_type, record_id)
    if record_type == "charge" and key is None and record_id is not None:
        key = (session.store.record("charge", record_id) or {}).get("arrest")
    if code is None or not key or session.store.load(about, str(key)) is None:
        return
    offence = find(str(values.get("offence")))
    words = f"Refused: {code}" + (f", {offence.statute}" if offence else "")
    session.store.save(session.author, about, {}, record_id=str(key), kind=ACCESS, reason=words)


@dataclass(frozen=True)
class ArrestReading:
    """What an arrest comes to: the report line that its charges suggest, its offence day, advice, the prosecution.

    ``mends`` gives, by the code of a piece of advice, the values of the arrest that would follow it. ``steps`` are the
    steps to the end of the case in their order, each with its day or "" while it has not come.
    """

    suggested: str | None
    stated: str | None
    day: date | None
    advice: tuple[Problem, ...]
    mends: Mapping[str, Mapping[str, Json]]
    codes: Mapping[str, str]
    steps: tuple[tuple[str, str], ...]


def read_arrest(session: Session, arrest_id: str) -> ArrestReading | None:
    """Return what an arrest comes to, None when it is not here."""
    row = session.store.load("arrest", arrest_id)
    if row is None:
        return None
    arrest, charges = row.state.values, session.store.linked("charge", "arrest", arrest_id)
    table, codes, advice = load_offences(), {}, []
    for charge in charges:
        is_minor = _victim_is_minor(session, arrest, charge)
        codes[str(charge["id"])] = str(charge.get("nibrs") or suggested_code(charge, victim_is_minor=is_minor) or "")
        advice += code_problems(charge, victim_is_minor=is_minor, others=charges)
    suggested = suggested_line(charges, table)
    mends = line_mends(arrest, suggested)
    advice += [Problem(code) for code in mends if code != REASON_MISSING] + line_problems(arrest, suggested)
    return ArrestReading(
        suggested,
        str(arrest.get("report_bucket") or "") or None,
        offence_day(arrest, {}, table),
        tuple({(p.code, *p.values.values()): p for p in reversed(advice)}.values())[::-1],
        mends,
        codes,
        filing_steps(arrest, charges),
    )


def line_mends(arrest: Mapping[str, Json], suggested: str | None) -> dict[str, Mapping[str, Json]]:
    """Return what is to be asked about an arrest's line of the report, each with the values that would settle it.

    ``BUCKET_BLANK``: no line was chosen yet. ``BUCKET_REASON_MISSING``: another line than the charges suggest. Rule R2,
    ``BUCKET_WITHOUT_PURCHASER``: it counts, or would count, as a purchaser, and the part played is another.
    """
    found: dict[str, Mapping[str, Json]] = {}
    stated = arrest.get("report_bucket")
    if suggested is not None and stated != suggested:
        found[REASON_MISSING if stated else "BUCKET_BLANK"] = {"report_bucket": suggested}
    if (stated or suggested) == "BUYER" and arrest.get("role") != "purchaser":
        found["BUCKET_WITHOUT_PURCHASER"] = {"role": "purchaser"}
    return found


def filing_steps(arrest: Mapping[str, Json], charges: Sequence[Mapping[str, Json]]) -> tuple[tuple[str, str], ...]:
    """Return arrested, presented, the prosecutor's decision, the court's outcome; each with its local day or "".

    What the prosecutor declined or diverted does not come before a court: then the decision is the last of them.
    """
    zone = load_offences().zone

    def local(name: str) -> str:
        moment = arrest.get(name)
        return from_wire(str(moment)).astimezone(zone).date().isoformat() if moment else ""

    decision = str(arrest.get("da_decision") or "")
    decided = decision if decision in {"filed", "declined", "diverted", "further_investigation"} else "decided"
    ends = [charge for charge in charges if charge.get("disposed_on")]
    convicted = [charge for charge in ends if charge.get("disposition") in {"plea", "convicted"}]
    last = max((str(charge["disposed_on"]) for charge in convicted or ends), default="")
    outcome = "convicted" if convicted else str(ends[0].get("disposition")) if ends else "outcome"
    decided_on = str(arrest.get("da_decided_on") or "")
    steps = (("arrested", local("arrested_at")), ("presented", local("presented_at")), (decided, decided_on))
    ended = decided in {"declined", "diverted"} and outcome in {"outcome", "rejected", "diverted"}
    return steps if ended else (*steps, (outcome, last))


def _victim_is_minor(session: Session, arrest: Mapping[str, Json], charge: Mapping[str, Json]) -> bool:
    victim = session.store.record("person", str(charge.get("victim"))) if charge.get("victim") else None
    table = load_offences()
    about = {name: arrest.get(name) for name in ("offence_on", "arrested_at")}
    return victim is not None and is_minor_at_offence(about, victim, charge, table)
