"""An adult is arrested: the charges decide in which line of the yearly report the arrest counts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from fieldapp.demo import people, place
from fieldapp.demo.narrative import write_report
from fieldapp.demo.scenario import name_of
from fieldapp.demo.script import Script, Written, local_day, wire
from fieldapp.demo.somebody import meet, some_age
from fieldapp.domain.wire import Json
from fieldapp.records.seed import agency_id
from fieldapp.rules.offence import bucket_precedence, load_offences

BUYER, HT, ICAC, MISC = "BUYER", "HT", "ICAC", "MISC"
CHARGES: Final = {
    BUYER: ("pc_647_b_purchaser",),
    HT: ("pc_236_1_a", "pc_236_1_b", "pc_236_1_c", "pc_266h", "pc_266i", "pc_653_23"),
    ICAC: ("pc_288_2", "pc_288_3", "pc_288_4", "pc_311_1", "pc_311_2", "pc_311_11"),
    MISC: ("pc_148_a_1", "hs_11378", "pc_1203_2", "pc_29800_a_1", "pc_647_b_seller"),
}
_ROLES: Final = {
    BUYER: ("purchaser",),
    HT: ("trafficker", "trafficker", "facilitator", "labour_trafficker"),
    ICAC: ("online_offender",),
    MISC: ("other", "other", "seller"),
}
_REASON: Final = "After the interview the unit's part in the case is another"


@dataclass(frozen=True, kw_only=True)
class Counted:
    """How one arrest counts. ``first`` is the line its charges give when a supervisor moves it to ``bucket``."""

    bucket: str
    mixed: bool = False
    first: str | None = None


def arrest(
    script: Script, arrested_at: datetime, counted: Counted, operation: Written | None, who: str | None = None
) -> Written:
    """Write down one arrest with its charges, booking and outcome; return the arrest."""
    who = who or script.police()
    by_charges = counted.first or counted.bucket
    years = script.random.randrange(19, 62)
    age = some_age(script, years, local_day(arrested_at))
    arrestee = meet(script, who, arrested_at, age, female_share=0.08 if by_charges == BUYER else 0.2)
    charges = _charges(script, by_charges, mixed=counted.mixed)
    at = script.after(script.entered(arrested_at), 20, 45)
    values = _capture(script, arrestee, arrested_at, operation)
    values |= age.for_event()
    values["role"] = script.random.choice(_ROLES[counted.bucket if counted.first else by_charges])
    values["report_bucket"] = load_offences().bucket_of(charges)
    written = script.create(who, at, "arrest", values)
    for number, code in enumerate(charges):
        charge: dict[str, Json] = {
            "arrest": written.record_id,
            "offence": code,
            "counts": script.random.choice((1, 1, 1, 2, 3)),
            "level": "misdemeanour" if code.startswith(("pc_647", "pc_148")) else "felony",
        }
        script.create(who, script.after(at, 2 + number, 3 + number), "charge", charge)
    booked_at = script.after(at, 60, 240)
    script.edit(who, booked_at, written, _booking(script, by_charges))
    if counted.first:
        _reassign(script, written, counted.bucket)
    if script.chance(0.8):
        script.finalise(script.after(at, 1200, 2400), written)
        filed_at = script.after(at, 5_000, 40_000)
        script.edit(who, filed_at, written, {"disposition": "prosecution"}, "Turned over to the prosecutor")
    return written


def strike_out(script: Script, arrested_at: datetime) -> None:
    """Write down an arrest that was entered twice."""
    who = script.police()
    arrestee = meet(script, who, arrested_at, some_age(script, 33, local_day(arrested_at)), female_share=0.2)
    at = script.after(script.entered(arrested_at), 20, 45)
    values = _capture(script, arrestee, arrested_at, None)
    values |= {"role": "purchaser", "report_bucket": BUYER}
    written = script.create(who, at, "arrest", values)
    charge: dict[str, Json] = {"arrest": written.record_id, "offence": "pc_647_b_purchaser"}
    script.create(who, script.after(at, 1, 4), "charge", charge)
    script.void(script.after(at, 60, 600), written, "Entered twice")


def _charges(script: Script, bucket: str, *, mixed: bool) -> list[str]:
    """Return one or two charges of a line, and with ``mixed`` one more of a line that gives way to it."""
    random = script.random
    own = CHARGES[bucket]
    codes = random.sample(own, min(len(own), random.choice((1, 1, 2))))
    if mixed:
        order = bucket_precedence()
        weaker = [line for line in order[order.index(bucket) + 1 :] if line != BUYER or bucket != HT]
        codes.insert(0, random.choice(CHARGES[random.choice(weaker)]))
    return codes


def _capture(script: Script, arrestee: Written, arrested_at: datetime, operation: Written | None) -> dict[str, Json]:
    random = script.random
    values: dict[str, Json] = {
        "person": arrestee.record_id,
        "agency": agency_id("LASD"),
        "arrested_at": wire(arrested_at),
        "place": f"{place.inn(random)}, {place.address(random)}",
        "city": place.city(random),
        "officer": name_of(arrestee.author),
        "report_number": f"DEMO-{arrested_at.year}-{random.randrange(100_000):05d}",
        "narrative": write_report(random),
    }
    if operation:
        values["operation"] = operation.record_id
    return values


def _booking(script: Script, bucket: str) -> dict[str, Json]:
    return {
        "booking_number": f"DEMO{script.random.randrange(10**7):07d}",
        "facility": place.station(script.random),
        "disposition": "cited" if bucket == BUYER else "booked",
    }


def _reassign(script: Script, written: Written, bucket: str) -> None:
    at = script.after(written.at, 300, 900)
    values: dict[str, Json] = {
        "report_bucket": bucket,
        "bucket_reason": _REASON,
        "approved_by": script.random.choice(people.SUPERVISORS),
        "approved_at": wire(at),
    }
    script.edit(written.author, at, written, values)
