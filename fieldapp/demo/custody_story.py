"""What becomes of an item after its seizure: handed on, signed for at the next meeting; denied, forgotten, settled.

Nothing here is drawn by lot: what is told of the year besides stays as it is.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from fieldapp.demo.act import Verb
from fieldapp.demo.scenario import DEPUTY, DETECTIVE, SUPERVISOR
from fieldapp.demo.script import Script, Written, wire
from fieldapp.domain.ids import derive_record_id
from fieldapp.domain.wire import Json

_OTHER: Final = {DETECTIVE: DEPUTY, DEPUTY: DETECTIVE}
_EACH: Final = 3
_ODD_ONE: Final = 3
_SECOND: Final = 8
# Not of those that go to the other laptop.
_LABORATORY_EACH: Final = 21
_LABORATORY: Final = "R. Testham, county laboratory"
_ROOM: Final = "Demo property room"
_PURPOSES: Final = ("storage", "laboratory", "court", "viewing")
_DENIED: Final = "Never reached me; still in the locker"
_SETTLED: Final = "Found in the locker under its own seal; it was never handed over"
_ENOUGH: Final = timedelta(days=3)
_COPIED: Final = 10
_NEVER_GAVE: Final = "Never left my locker; another item of that day did"
_NEVER_GOT: Final = "Never given to me"
_MISTAKEN: Final = "The line of the property room's book belongs to another item; both say so"


def pass_on(script: Script, item: Written, seal: str) -> None:
    """Write down that a third of the items went to the other laptop's person, and what that person says to it.

    Of the detective's the fourth and the ninth are denied, and the former is settled by the supervisor; of the
    deputy's the fourth waits for its signature to this day.
    """
    number = int(item.record_id.replace("-", "")[-4:], 16)
    giver, receiver = item.author, _OTHER[item.author]
    at = item.at + timedelta(days=1, minutes=number % 240)
    known = script.schedule.known_from(giver, receiver, at)
    if number % _EACH or known + _ENOUGH >= script.schedule.end:
        return
    told = sum(
        act.verb is Verb.SAVE and act.record_type == "custody_transfer" and act.who == giver for act in script.acts
    )
    transfer = Written("custody_transfer", derive_record_id(item.record_id, "custody_transfer", "1"), giver, at)
    script.edit(giver, at, transfer, _facts(item, giver, receiver, at, seal, _PURPOSES[number % len(_PURPOSES)]))
    if told == _ODD_ONE and giver == DEPUTY:
        return
    is_denied = told == _ODD_ONE or (told == _SECOND and giver == DETECTIVE)
    answered_at = known + timedelta(minutes=20 + number % 300)
    script.do(Verb.ANSWER, receiver, answered_at, transfer, reason=_DENIED if is_denied else None)
    if told == _ODD_ONE:
        settled_at = script.supervised(receiver, answered_at)
        script.do(Verb.SETTLE_TRANSFER, SUPERVISOR, settled_at, transfer, {"counts": False}, _SETTLED)


def copy_from_book(script: Script) -> None:
    """Write down that the detective copied a hand-over from the property room's book, of which neither side knows.

    Both deny it, each on their own laptop; the supervisor settles what was a mistake of the book.
    """
    passed = {act.values.get("evidence_item") for act in script.acts if act.record_type == "custody_transfer"}
    sent = {act.record_id for act in script.acts if act.verb in {Verb.HAND_OVER, Verb.TAKE_OVER}}
    items = sorted(
        (each for each in script.records if each.record_type == "evidence_item" and each.author == DETECTIVE),
        key=lambda each: each.at,
    )
    item = next((each for each in items[_COPIED:] if each.record_id not in passed | sent), None)
    if item is None:
        return
    copied_at = item.at + timedelta(days=2)
    known = script.schedule.known_from(DETECTIVE, DEPUTY, copied_at) + timedelta(minutes=25)
    if known + _ENOUGH >= script.schedule.end:
        return
    key = derive_record_id(item.record_id, "custody_transfer", "book")
    transfer = Written("custody_transfer", key, DETECTIVE, copied_at)
    facts = _facts(item, DETECTIVE, DEPUTY, item.at + timedelta(hours=5), "S00777", "storage")
    unsaid = {name: value for name, value in facts.items() if not name.startswith("giver_")}
    script.edit(DETECTIVE, copied_at, transfer, unsaid)
    script.do(Verb.ANSWER, DETECTIVE, copied_at + timedelta(minutes=50), transfer, reason=_NEVER_GAVE)
    script.do(Verb.ANSWER, DEPUTY, known, transfer, reason=_NEVER_GOT)
    script.do(
        Verb.SETTLE_TRANSFER, SUPERVISOR, script.supervised(DEPUTY, known), transfer, {"counts": False}, _MISTAKEN
    )


def send_to_laboratory(script: Script, item: Written, seal: str) -> None:
    """Write down that some items went to a laboratory, which signs on paper, and came back from there."""
    number = int(item.record_id.replace("-", "")[-4:], 16)
    if number % _LABORATORY_EACH != 1:
        return
    facts: dict[str, Json] = {"other": _LABORATORY, "purpose": "laboratory", "place": "Demo county laboratory"}
    facts |= {"seal_number": seal, "seal_intact": True}
    gone_at, back_at = item.at + timedelta(days=4), item.at + timedelta(days=25)
    gone, back = (f"DEMO-LAB-{item.record_id[-7:].upper()}-{way}" for way in ("A", "B"))
    script.do(Verb.HAND_OVER, item.author, gone_at, item, {**facts, "receipt_reference": gone})
    returned: dict[str, Json] = {**facts, "purpose": "storage", "place": _ROOM, "receipt_reference": back}
    script.do(Verb.TAKE_OVER, item.author, back_at, item, returned)


def pass_on_tonight(script: Script, end: datetime) -> None:
    """Write down that the last item of the evening was handed on a minute later; nobody has answered yet."""
    items = [written for written in script.records if written.record_type == "evidence_item"]
    item = max(items, key=lambda written: written.at, default=None)
    if item is None or item.at + timedelta(minutes=1) >= end:
        return
    at = item.at + timedelta(minutes=1)
    key = derive_record_id(item.record_id, "custody_transfer", "1")
    transfer = Written("custody_transfer", key, item.author, at)
    facts = _facts(item, item.author, _OTHER[item.author], at, "S00900", "laboratory")
    script.edit(item.author, at, transfer, facts)


def _facts(item: Written, giver: str, receiver: str, at: datetime, seal: str, purpose: str) -> dict[str, Json]:
    return {
        "evidence_item": item.record_id,
        "handed_by": giver,
        "received_by": receiver,
        "handed_at": wire(at),
        "purpose": purpose,
        "place": _ROOM,
        "seal_number": seal,
        "seal_intact": True,
        "giver_answer": "signed",
        "giver_answered_at": wire(at),
    }
