"""Somebody is arrested: the charges decide in which line of the yearly report the arrest counts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from fieldapp.demo import nexus_story, place
from fieldapp.demo.narrative import write_report
from fieldapp.demo.prosecution_story import prosecute
from fieldapp.demo.scenario import SUPERVISOR, name_of
from fieldapp.demo.screening_story import screen_arrestee
from fieldapp.demo.script import Script, Written, local_day, wire
from fieldapp.demo.somebody import meet, some_age
from fieldapp.domain.wire import Json
from fieldapp.records.seed import agency_id
from fieldapp.rules.nibrs import suggested_code
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
    HT: ("trafficker", "trafficker", "facilitator"),
    ICAC: ("online_offender",),
    MISC: ("other",),
}
_LABOUR: Final = "pc_236_1_a"
_ADULT_INDUCED: Final = "pc_236_1_b"
_MINOR_INDUCED: Final = "pc_236_1_c"
_SELLING: Final = "pc_647_b_seller"
_OF_A_YOUTH: Final = "pc_148_a_1"
_REASON: Final = "After the interview the unit's part in the case is another"
_UNSCREENED_EACH: Final = 4
_UNSCREENED: Final = "Taken to hospital before anybody could ask; the advocate spoke with them there, alone"


@dataclass(frozen=True, kw_only=True)
class Counted:
    """How one arrest counts. ``first`` is the line its charges give when a supervisor moves it to ``bucket``."""

    bucket: str
    mixed: bool = False
    first: str | None = None


@dataclass(frozen=True)
class Victim:
    """Somebody recovered at the operation at which the arrest is made."""

    person: Written
    minor: bool


def arrest(
    script: Script,
    arrested_at: datetime,
    counted: Counted,
    operation: Written | None,
    who: str | None = None,
    victim: Victim | None = None,
) -> Written:
    """Write down one arrest with its charges, booking and what came of it; return the arrest.

    ``victim`` is whom the arrestee's trafficking charges are about; whoever recovered them makes the arrest.
    """
    who = who or (victim.person.author if victim else script.police())
    by_charges = counted.first or counted.bucket
    years, is_youth = script.random.randrange(19, 62), _is_youths(script, counted)
    age = some_age(script, nexus_story.AGE if is_youth else years, local_day(arrested_at))
    arrestee = meet(script, who, arrested_at, age, female_share=0.08 if by_charges == BUYER else 0.2)
    codes = _about(victim, _charges(script, by_charges, mixed=counted.mixed))
    if is_youth:
        codes = [_OF_A_YOUTH]
    at = script.after(script.entered(arrested_at), 20, 45)
    values = _capture(script, arrestee, arrested_at, operation)
    values |= age.for_event()
    values["role"] = _role(script, counted.bucket if counted.first else by_charges, codes)
    values["report_bucket"] = load_offences().bucket_of(codes)
    written = script.create(who, at, "arrest", values)
    charges = [_charge(script, written, number, code, victim) for number, code in enumerate(codes)]
    script.edit(who, script.after(at, 60, 240), written, _booking(script, by_charges))
    if counted.first:
        _reassign(script, written, counted.bucket)
    ready_at = at
    if _SELLING in codes:
        ready_at = _ask_first(script, arrestee, written, arrested_at, operation)
    elif is_youth:
        ready_at = nexus_story.review(script, written)
    if script.chance(0.93):
        script.finalise(max(script.after(at, 1200, 2400), ready_at + timedelta(minutes=10)), written)
    prosecute(script, written, charges, counted.bucket, is_seller=values["role"] == "seller")
    return written


def _is_youths(script: Script, counted: Counted) -> bool:
    """Say whether this is one of the few arrests of somebody under age, none of them for selling."""
    arrests = sum(act.record_type == "arrest" and act.values.get("report_bucket") == MISC for act in script.acts)
    return counted == Counted(bucket=MISC) and arrests % nexus_story.EVERY == nexus_story.EVERY // 2


def _charge(script: Script, arrest: Written, number: int, code: str, victim: Victim | None) -> Written:
    is_about = victim is not None and load_offences().bucket_of([code]) == HT
    charge: dict[str, Json] = {
        "arrest": arrest.record_id,
        "offence": code,
        "counts": script.random.choice((1, 1, 1, 2, 3)),
        "level": "misdemeanour" if code.startswith(("pc_647", "pc_148")) else "felony",
        "victim": victim.person.record_id if victim is not None and is_about else None,
    }
    charge["nibrs"] = suggested_code(charge, victim_is_minor=is_about and victim is not None and victim.minor)
    at = script.after(arrest.at, 2 + number, 3 + number)
    return script.create(arrest.author, at, "charge", {name: value for name, value in charge.items() if value})


def _about(victim: Victim | None, codes: list[str]) -> list[str]:
    """Return the charges as they must be with this victim: inducing a minor is charged where there was one."""
    if victim is None:
        return codes
    others = [code for code in codes if code != _MINOR_INDUCED]
    if victim.minor:
        return [*others, _MINOR_INDUCED]
    return others if _ADULT_INDUCED in others or len(others) == len(codes) else [*others, _ADULT_INDUCED]


def _role(script: Script, bucket: str, codes: list[str]) -> str:
    role = script.random.choice(_ROLES[bucket])
    if bucket == HT and _LABOUR in codes:
        return "labour_trafficker"
    return "seller" if bucket == MISC and _SELLING in codes else role


def _ask_first(
    script: Script, person: Written, arrest: Written, arrested_at: datetime, operation: Written | None
) -> datetime:
    """An adult taken for selling is screened first, or the supervisor signs why not; return when that is done."""
    so_far = sum(act.values.get("offence") == _SELLING for act in script.acts if act.record_type == "charge")
    signed_at = script.supervised(arrest.author, arrest.at + timedelta(hours=1))
    ready_at = script.schedule.known_from(SUPERVISOR, arrest.author, signed_at)
    if so_far % _UNSCREENED_EACH or ready_at >= script.schedule.end:
        return screen_arrestee(script, person, arrest, arrested_at, operation)
    signed: dict[str, Json] = {
        "unscreened_reason": _UNSCREENED,
        "unscreened_by": name_of(SUPERVISOR),
        "unscreened_at": wire(signed_at),
    }
    script.edit(SUPERVISOR, signed_at, arrest, signed)
    return ready_at


def strike_out(script: Script, arrested_at: datetime) -> None:
    """Write down an arrest that was entered twice."""
    who = script.police()
    arrestee = meet(script, who, arrested_at, some_age(script, 33, local_day(arrested_at)), female_share=0.2)
    at = script.after(script.entered(arrested_at), 20, 45)
    values = _capture(script, arrestee, arrested_at, None)
    values |= {"role": "purchaser", "report_bucket": BUYER}
    written = script.create(who, at, "arrest", values)
    charge: dict[str, Json] = {"arrest": written.record_id, "offence": "pc_647_b_purchaser", "nibrs": "40C"}
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
    at = script.supervised(written.author, script.after(written.at, 300, 900))
    values: dict[str, Json] = {
        "report_bucket": bucket,
        "bucket_reason": _REASON,
        "approved_by": name_of(SUPERVISOR),
        "approved_at": wire(at),
    }
    script.edit(SUPERVISOR, at, written, values, _REASON)
