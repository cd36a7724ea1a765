"""Five years of a task force: 100,000 recoveries and all that hangs on them, about a million rows.

Values follow from the declarations, so that a new field or type is filled without a word here. The seed is fixed; the
last of it happens now, since a board looks at what is recent.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from random import Random
from typing import Final

from benchmarks.workload import DEVICE, SEED, colleague, identifier_values, narrative, recovery_values, true_name
from fieldapp.domain.change import VOID_FIELD
from fieldapp.domain.clock import to_ms, to_wire
from fieldapp.domain.fields import Field, Kind
from fieldapp.domain.ids import IdSource
from fieldapp.domain.merge import Origin, RecordState
from fieldapp.domain.record import DRAFT, FINAL, Record
from fieldapp.domain.wire import Json, encode
from fieldapp.records import require_type
from fieldapp.records.seed import seed_agencies
from fieldapp.records.vocabulary import choices
from fieldapp.store.projection import Whole

# For each recovery so many of each type, in an order in which most links lead to what is there already.
PLAN: Final = {
    "operation": 0.02,
    "roster_member": 0.1,
    "check_in": 0.1,
    "site": 0.04,
    "person": 1.0,
    "alias": 0.25,
    "identifier": 0.4,
    "lead": 0.2,
    "recovery": 1.0,
    "protocol_step": 2.0,
    "responder": 0.8,
    "interview": 0.4,
    "screening": 0.3,
    "arrest": 0.4,
    "charge": 0.6,
    "search_warrant": 0.1,
    "evidence_item": 0.3,
    "custody_transfer": 0.3,
    "consent": 0.2,
    "referral": 0.5,
    "service": 0.4,
    "contact_attempt": 0.2,
    "task": 0.4,
    "clock_change": 0.05,
    "note": 0.3,
    "review": 0.1,
    "training": 0.02,
}
ROWS_EACH: Final = sum(PLAN.values())
_SPAN: Final = timedelta(days=5 * 365)
_RECENT: Final = 0.98  # what is older is closed and final
_SETTLED: Final[dict[str, Json]] = {
    "operation": "debriefed",
    "task": "done",
    "referral": "completed",
    "service": "delivered",
    "search_warrant": "returned",
    "lead": "closed",
}
_OWNERS: Final = ("assigned_to", "case_agent")
_AUTHORS: Final = ("alvarez", "chen", "okafor")
_WORDS: Final = ("blue", "north", "second", "corner", "station", "late", "river", "motel", "front", "desk", "Holt")

Fill = Callable[[Random, datetime], Json]


class _Then:
    """A clock that says when a record was made."""

    def __init__(self, moment: datetime) -> None:
        self.moment = moment

    def now(self) -> datetime:
        """That moment."""
        return self.moment

    def monotonic(self) -> float:
        """Seconds since 1970."""
        return self.moment.timestamp()


def casework(recoveries: int, now: datetime, seed: int = SEED + 30) -> Iterator[Whole]:
    """Yield records as headquarters sends them to a fresh laptop, type by type, each type oldest first."""
    random = Random(seed)
    ids: dict[str, list[str]] = {}
    seq = 0
    for record_type, each in PLAN.items():
        count = max(1, int(recoveries * each))
        ids[record_type] = []
        then = _Then(now - _SPAN)
        source = IdSource(then, random.randbytes)
        for values, at in _of_type(require_type(record_type), count, now, random, ids):
            seq += 1
            then.moment = at
            record_id = source.new()
            ids[record_type].append(record_id)
            yield _whole(seq, record_type, record_id, values, at, random.choice(_AUTHORS))


def _of_type(
    record: type[Record], count: int, now: datetime, random: Random, ids: dict[str, list[str]]
) -> Iterator[tuple[dict[str, Json], datetime]]:
    fills = _fills(record)
    links = {n: f.link for n, f in record.fields.items() if f.link}
    always = {record.parent, *record.columns, *(n for n in links if record.fields[n].required)}
    optional = [n for n in links if n not in always and links[n] != "agency"]
    agencies = list(seed_agencies())
    for number in range(count):
        at = now - _SPAN * (1 - (number + 1) / count)
        values: dict[str, Json] = {name: fill(random, at) for name, fill in fills.items()}
        values |= _own_values(record, random, number, at)
        if record.type_name == "review":
            pool = ids["recovery"]
            values |= {"record_type": "recovery", "record_id": pool[number * len(pool) // count]}
        chosen = random.choice(optional) if optional else None
        for name, linked in links.items():
            if linked == "agency":
                values[name] = random.choice(agencies)
            elif (name in always or name == chosen) and (pool := ids.get(linked or "")):
                # What happened at about the same time belongs together.
                values[name] = pool[number * len(pool) // count]
        recent = number >= min(count - 1, count * _RECENT)
        values["state"] = DRAFT if recent else FINAL
        if record.type_name in _SETTLED and not recent:
            values["status"] = _SETTLED[record.type_name]
        if record.type_name == "operation" and recent:
            values["status"] = "active" if number == count - 1 else "approved"
        yield values, at


def _own_values(record: type[Record], random: Random, number: int, at: datetime) -> dict[str, Json]:
    """Return what a type says in a way of its own."""
    if record.type_name == "recovery":
        return recovery_values(random, number, at)
    if record.type_name == "person":
        return true_name(random)
    if record.type_name == "identifier":
        return identifier_values(random, number)
    if "handle" in record.fields:
        handle, name = colleague(random)
        return {"handle": handle, "who" if "who" in record.fields else "name": name}
    return {}


def _fills(record: type[Record]) -> dict[str, Fill]:
    """Return how to fill what every record of a type says: what is required, in its title or in its list, and prose."""
    shown = {*record.label, *record.columns, record.sort.removeprefix("-"), "status", "due_at", *_OWNERS}
    found = {}
    for name, declared in record.fields.items():
        if declared.link or name == "state":
            continue
        if declared.required or name in shown or declared.kind is Kind.NARRATIVE:
            found[name] = _fill(record, declared)
    return found


def _fill(record: type[Record], declared: Field) -> Fill:
    if declared.name in _OWNERS:
        return lambda random, _at: colleague(random)[1]
    offered = [choice.code for choice in choices(declared.vocabulary)] if declared.vocabulary else []
    if declared.kind is Kind.CHOICE:
        return lambda random, _at: random.choice(offered)
    if declared.kind is Kind.CHOICES:
        return lambda random, _at: [random.choice(offered)]
    if declared.kind is Kind.FLAG:
        return lambda random, _at: random.random() < 0.5
    if declared.kind is Kind.COUNT:
        low, high = declared.minimum or 0, min(declared.maximum or 40, 40)
        return lambda random, _at: random.randint(low, max(low, high))
    if declared.kind is Kind.INSTANT:
        return lambda random, at: to_wire(at + timedelta(minutes=random.randint(0, 300)))
    if declared.kind is Kind.DATE:
        return lambda random, at: (at + timedelta(days=random.randint(0, 9))).date().isoformat()
    if declared.kind is Kind.NARRATIVE:
        return lambda random, _at: narrative(random, 120)
    if record.code and declared.name == record.label[0]:
        return lambda random, at: f"{record.code}-{at:%Y}-{DEVICE[:3]}-{random.randint(0, 999_999):06}"
    most = declared.max_length
    return lambda random, _at: f"{random.choice(_WORDS)} {random.choice(_WORDS)} {random.randint(1, 9999)}"[:most]


def _whole(seq: int, record_type: str, record_id: str, values: dict[str, Json], at: datetime, author: str) -> Whole:
    made_at, change_id = to_wire(at), f"{DEVICE}-{seq}"
    state = RecordState(record_type, record_id, "police", {VOID_FIELD: False}, change_id)
    state.origins[change_id] = Origin(to_ms(at) << 16, author, made_at)
    packed = encode(values)
    return Whole(seq, record_type, record_id, "police", packed, state.encode_heads(), made_at, author, made_at, author)
