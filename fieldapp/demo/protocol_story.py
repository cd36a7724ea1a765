"""The first hours of a recovery step by step: what was done by whom, who was called, and the talk with the victim.

Nothing here is drawn by lot: what is told of the year besides stays as it is.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from fieldapp.demo.scenario import name_of
from fieldapp.demo.script import Script, Written, wire
from fieldapp.domain.ids import derive_record_id
from fieldapp.domain.wire import Json
from fieldapp.rules.protocol import load_protocol

_TOLD_EACH: Final = 2
_UNABLE_EACH: Final = 5
_STEPS: Final = (("secure_scene", 4), ("rights_card", 25), ("handoff", 140))
_TALK: Final = timedelta(minutes=70)
_LATER: Final = timedelta(days=6)
_DECLINED_EACH: Final = 8
_LATER_EACH: Final = 6
_BUSY: Final = "At another call; comes to the meeting"


def run_protocol(
    script: Script, recovery: Written, first_contact: datetime, care: dict[str, Json], *, minor: bool
) -> None:
    """Write down the steps of every other recovery, its responders and the minimal-facts contact with a minor."""
    number = int(recovery.record_id.replace("-", "")[-4:], 16)
    if number % _TOLD_EACH:
        return
    for code, minutes in _STEPS:
        is_unable = code == "rights_card" and number % _UNABLE_EACH == 0
        _step(script, recovery, code, first_contact + timedelta(minutes=minutes), is_unable=is_unable)
    called = first_contact + timedelta(minutes=15)
    _responder(script, recovery, "advocate", called, called + timedelta(minutes=40 + number % 50))
    if number % _DECLINED_EACH == 0:
        _decline(script, recovery, "probation" if minor else "victim_witness", called)
    if minor:
        _responder(script, recovery, "child_services", called, called + timedelta(minutes=50 + number % 60))
        _talk(script, recovery, "minimal_facts", first_contact + _TALK, care)
        if number % _LATER_EACH == 0:
            _talk_later(script, recovery, first_contact, care)
    elif number % _LATER_EACH == 0:
        _talk_alone(script, recovery, first_contact, number)


def _step(script: Script, recovery: Written, code: str, at: datetime, *, is_unable: bool) -> None:
    protocol = load_protocol()
    step = protocol.find(code)
    facts: dict[str, Json] = {
        "recovery": recovery.record_id,
        "step": code,
        "status": "unable" if is_unable else "done",
        "at": wire(at),
        "by": name_of(recovery.author),
        "owner": step.owner() if step is not None else None,
        "reason": "The victim was asleep until the transfer" if is_unable else None,
        "template": protocol.name,
    }
    record_id = derive_record_id(recovery.record_id, "protocol_step", code)
    _save(script, recovery, "protocol_step", record_id, at, facts)


def _responder(script: Script, recovery: Written, kind: str, called: datetime, arrived: datetime) -> None:
    facts: dict[str, Json] = {
        "recovery": recovery.record_id,
        "kind": kind,
        "called_at": wire(called),
        "called_by": name_of(recovery.author),
        "arrived_at": wire(arrived),
    }
    record_id = derive_record_id(recovery.record_id, "responder", kind)
    _save(script, recovery, "responder", record_id, arrived, facts)


def _decline(script: Script, recovery: Written, kind: str, called: datetime) -> None:
    """Somebody who was called cannot come."""
    at = called + timedelta(minutes=20)
    facts: dict[str, Json] = {
        "recovery": recovery.record_id,
        "kind": kind,
        "called_at": wire(called),
        "called_by": name_of(recovery.author),
        "declined_at": wire(at),
        "declined_reason": _BUSY,
    }
    _save(script, recovery, "responder", derive_record_id(recovery.record_id, "responder", kind), at, facts)


def _talk(script: Script, recovery: Written, kind: str, at: datetime, care: dict[str, Json], **more: Json) -> None:
    """A talk with the victim, after the right to an advocate was told and answered."""
    if care.get("advocate_answer") != "wanted":
        return
    names = ("advocate_notice_at", "advocate_answer", "advocate_called_at", "advocate_arrived_at")
    facts: dict[str, Json] = {
        "recovery": recovery.record_id,
        "kind": kind,
        "interviewer": name_of(recovery.author),
        "started_at": wire(at),
        "ended_at": wire(at + timedelta(minutes=12)),
        "others_present": "The advocate",
        **{name: care[name] for name in names},
        **more,
    }
    _save(script, recovery, "interview", derive_record_id(recovery.record_id, "interview", kind), at, facts)


def _talk_later(script: Script, recovery: Written, first_contact: datetime, care: dict[str, Json]) -> None:
    """The forensic interview: planned in the first night, held days later by somebody trained for it."""
    if care.get("advocate_answer") != "wanted":
        return
    at = first_contact + _LATER
    planned: dict[str, Json] = {
        "recovery": recovery.record_id,
        "kind": "forensic",
        "interviewer": "Demo child advocacy center",
        "scheduled_for": wire(at),
        "place": "Demo child advocacy center, the small room",
    }
    record_id = derive_record_id(recovery.record_id, "interview", "forensic")
    _save(script, recovery, "interview", record_id, first_contact + timedelta(hours=3), planned)
    held: dict[str, Json] = {"interviewer": planned["interviewer"], "ended_at": wire(at + timedelta(minutes=50))}
    _talk(script, recovery, "forensic", at, care, **held)


def _talk_alone(script: Script, recovery: Written, first_contact: datetime, number: int) -> None:
    """An adult talks without an advocate, and has signed that this is what they want."""
    at = first_contact + timedelta(days=2, hours=3)
    told, signed = at - timedelta(minutes=30), at - timedelta(minutes=20)
    facts: dict[str, Json] = {
        "recovery": recovery.record_id,
        "kind": "investigative",
        "interviewer": name_of(recovery.author),
        "advocate_notice_at": wire(told),
        "advocate_answer": "declined",
        "support_person_answer": "declined",
        "waiver_reference": f"DEMO-W-{number:05d}",
        "waiver_signed_at": wire(signed),
        "started_at": wire(at),
        "ended_at": wire(at + timedelta(minutes=40)),
        "others_present": "Nobody",
    }
    _save(script, recovery, "interview", derive_record_id(recovery.record_id, "interview", "alone"), at, facts)


def _save(
    script: Script, recovery: Written, record_type: str, record_id: str, at: datetime, facts: dict[str, Json]
) -> None:
    # As the clocks of the year: written down by whoever made the recovery, once it was there.
    when = max(at, recovery.at) + timedelta(minutes=5)
    script.edit(recovery.author, when, Written(record_type, record_id, recovery.author, when), facts)
