"""A search warrant from its affidavit to its return, and what was seized."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from typing import Final

from fieldapp.demo import people, place
from fieldapp.demo.custody_story import pass_on, send_to_laboratory
from fieldapp.demo.narrative import write_report, write_sentence
from fieldapp.demo.scenario import DETECTIVE, name_of
from fieldapp.demo.script import Script, Written, wire
from fieldapp.domain.wire import Json
from fieldapp.records.seed import agency_id

_KINDS: Final = ("premises", "vehicle", "device", "device", "device", "account", "account", "records")
_ENDS: Final = ("issued", "denied", "expired", "recalled", "submitted")
_WHY_VOID: Final = {"expired": "Nobody was at the address in ten days", "recalled": "Recalled by the court"}
_DELAYED_EACH: Final = 6
_ELECTRONIC: Final = frozenset({"account", "device"})
_ITEMS: Final = (
    ("device", "Black phone with a cracked screen"),
    ("device", "Laptop computer"),
    ("storage_media", "Memory card in a paper sleeve"),
    ("ledger", "Notebook with names and amounts"),
    ("cash", "Envelope with cash, counted by two"),
    ("document", "Motel receipts"),
    ("digital_file", "Export of the account"),
    ("forensic_only", "Held in the forensic system only"),
)


def serve(script: Script, served_at: datetime, operation: Written | None, issued_before: int | None = None) -> Written:
    """Write down a warrant that is served at a moment, ``issued_before`` minutes after it was issued; return it."""
    who = DETECTIVE if issued_before or script.chance(0.8) else script.police()
    issued_at = served_at - timedelta(minutes=issued_before or script.random.randrange(300, 12_000))
    written = _draft(script, who, issued_at, operation)
    at = max(script.entered(issued_at), written.at + timedelta(minutes=30))
    script.edit(who, at, written, _issued(script, issued_at))
    at = max(script.entered(served_at), at + timedelta(minutes=20))
    served: dict[str, Json] = {
        "status": "served",
        "served_at": wire(served_at),
        "served_by": name_of(who),
        "result": write_report(script.random, 160),
    }
    _notify(script, written, served_at, at, served)
    for number in range(script.random.choice((0, 1, 2, 2, 3) if issued_before is None else (2, 3))):
        _seize(script, written, served_at, at, number)
    returned_at = script.after(at, 1500, 8000)
    script.edit(who, returned_at, written, {"status": "returned", "returned_at": wire(returned_at)})
    if script.chance(0.92):
        script.finalise(script.after(returned_at, 5, 50), written)
    return written


def strike_out(script: Script, served_at: datetime) -> None:
    """Write down a served warrant that was entered twice."""
    written = _draft(script, DETECTIVE, served_at - timedelta(hours=30), None)
    at = max(script.entered(served_at), written.at + timedelta(minutes=30))
    values = _issued(script, served_at - timedelta(hours=24))
    values |= {"status": "served", "served_at": wire(served_at), "served_by": name_of(DETECTIVE)}
    script.edit(DETECTIVE, at, written, values)
    script.void(script.after(at, 30, 300), written, "Entered twice")


def leave_unserved(script: Script, moment: datetime, number: int) -> None:
    """Write down a warrant that is never served."""
    status = _ENDS[number % len(_ENDS)]
    written = _draft(script, DETECTIVE, moment, None)
    at = script.after(max(moment, written.at), 40, 300)
    if status in {"submitted", "denied"}:
        script.edit(DETECTIVE, at, written, {"status": status})
        return
    script.edit(DETECTIVE, at, written, _issued(script, moment))
    if status != "issued":
        ended: dict[str, Json] = {"status": status, "void_reason": _WHY_VOID.get(status)}
        script.edit(DETECTIVE, script.after(at, 15_000, 16_000), written, ended)


def _draft(script: Script, who: str, issued_at: datetime, operation: Written | None) -> Written:
    random = script.random
    kind = random.choice(_KINDS)
    at = script.entered(issued_at - timedelta(hours=6))
    values: dict[str, Json] = {
        "number": f"DEMO-SW-{issued_at.year}-{100 * script.first_code + len(script.records):05d}",
        "kind": kind,
        "agency": agency_id("LASD"),
        "case_number": f"DEMO-{issued_at.year}-{random.randrange(100_000):05d}",
        "target": _target(script, kind),
        "city": place.city(random),
        "affiant": name_of(who),
        "court": "Demo Superior Court",
    }
    if kind == "account":
        values["provider"] = random.choice(place.PROVIDERS)
    if operation:
        values["operation"] = operation.record_id
    return script.create(who, at, "search_warrant", values)


def _target(script: Script, kind: str) -> str:
    random = script.random
    if kind == "vehicle":
        return f"Vehicle with plate {people.plate(random)}"
    if kind == "device":
        return f"Phone with number {people.phone(random)}"
    if kind == "account":
        return f"Account {people.handle(random)}"
    return f"{place.inn(random)}, {place.address(random)}"


def _issued(script: Script, issued_at: datetime) -> dict[str, Json]:
    return {
        "status": "issued",
        "affidavit_at": wire(issued_at - timedelta(hours=2)),
        "issued_at": wire(issued_at),
        "judge": "Hon. Q. Placeholdman",
        "night_service": script.chance(0.2),
        "sealed": script.chance(0.5),
    }


def _seize(script: Script, warrant: Written, served_at: datetime, at: datetime, number: int) -> None:
    random = script.random
    kind, text = random.choice(_ITEMS)
    values: dict[str, Json] = {
        "kind": kind,
        "description": text,
        "search_warrant": warrant.record_id,
        "seized_at": wire(served_at + timedelta(minutes=15 + number)),
        "seized_by": name_of(warrant.author),
        "seal_number": f"S{random.randrange(100_000):05d}",
        "storage_place": f"Demo property room, shelf {random.randrange(1, 40)}",
    }
    if kind == "digital_file":
        values["sha256"] = hashlib.sha256(random.randbytes(16)).hexdigest()
    if kind == "forensic_only":
        values["forensic_reference"] = f"DEMO-F-{random.randrange(10_000):04d}"
        values["contraband"] = True
    item = script.create(warrant.author, script.after(at, 5 + number, 25 + number), "evidence_item", values)
    if script.chance(0.4):
        moved: dict[str, Json] = {"disposition": "laboratory", "remarks": write_sentence(random)}
        script.edit(warrant.author, script.after(at, 400, 1400), item, moved)
    script.finalise(script.after(at, 1500, 3000), item)
    pass_on(script, item, str(values["seal_number"]))
    send_to_laboratory(script, item, str(values["seal_number"]))


def _notify(script: Script, warrant: Written, served_at: datetime, at: datetime, served: dict[str, Json]) -> None:
    """Write down the service, and that the target was notified with it or, by order of the court, weeks later.

    Which of them is not drawn by lot, so that what is told of the year besides stays as it is.
    """
    kind = next(
        (
            act.values.get("kind")
            for act in reversed(script.acts)
            if act.record_id == warrant.record_id and act.values.get("kind")
        ),
        None,
    )
    if kind not in _ELECTRONIC:
        script.edit(warrant.author, at, warrant, served)
        return
    if int(warrant.record_id[-4:], 16) % _DELAYED_EACH:
        script.edit(warrant.author, at, warrant, {**served, "notice_given_at": wire(served_at)})
        return
    until = served_at + timedelta(days=80)
    script.edit(warrant.author, at, warrant, {**served, "notice_delayed_until": wire(until)})
    given: dict[str, Json] = {"notice_given_at": wire(until - timedelta(days=1))}
    script.edit(warrant.author, until - timedelta(hours=20), warrant, given, "Notice given")
