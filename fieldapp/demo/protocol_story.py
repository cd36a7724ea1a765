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
    if minor:
        _responder(script, recovery, "child_services", called, called + timedelta(minutes=50 + number % 60))
        _talk(script, recovery, first_contact, care)


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


def _talk(script: Script, recovery: Written, first_contact: datetime, care: dict[str, Json]) -> None:
    """The minimal facts, after the right to an advocate was told and answered."""
    if care.get("advocate_answer") != "wanted":
        return
    at = first_contact + _TALK
    names = ("advocate_notice_at", "advocate_answer", "advocate_called_at", "advocate_arrived_at")
    facts: dict[str, Json] = {
        "recovery": recovery.record_id,
        "kind": "minimal_facts",
        "interviewer": name_of(recovery.author),
        "started_at": wire(at),
        "ended_at": wire(at + timedelta(minutes=12)),
        "others_present": "The advocate",
        **{name: care[name] for name in names},
    }
    record_id = derive_record_id(recovery.record_id, "interview", "minimal_facts")
    _save(script, recovery, "interview", record_id, at, facts)


def _save(
    script: Script, recovery: Written, record_type: str, record_id: str, at: datetime, facts: dict[str, Json]
) -> None:
    # As the clocks of the year: written down by whoever made the recovery, once it was there.
    when = max(at, recovery.at) + timedelta(minutes=5)
    script.edit(recovery.author, when, Written(record_type, record_id, recovery.author, when), facts)
