"""Records of the size of a recovery: 24 fields, about 1,000 bytes of JSON, 300 of them narrative. The seed is fixed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Final

from fieldapp.domain.change import SET, Change
from fieldapp.domain.clock import to_ms, to_wire
from fieldapp.domain.ids import IdSource
from fieldapp.domain.merge import RecordState
from fieldapp.domain.wire import Json, encode
from fieldapp.records.seed import agency_id
from fieldapp.store.projection import Row, Whole

SEED: Final = 20161116
DEVICE: Final = "h9q2k7m4x1ab"
_START: Final = datetime(2015, 11, 16, tzinfo=UTC)
_GIVEN: Final = (
    "Maria",
    "Ana",
    "Lucia",
    "Keisha",
    "Jada",
    "Tiana",
    "Rosa",
    "Elena",
    "Carmen",
    "Nadia",
    "Amber",
    "Sofia",
)
_FAMILY: Final = (
    "Reyes",
    "Garcia",
    "Johnson",
    "Nguyen",
    "Ramirez",
    "Williams",
    "Lopez",
    "Brown",
    "Castillo",
    "Ortega",
    "Kim",
)
_ENDS: Final = (
    "",
    "son",
    "ez",
    "man",
    "ova",
    "ski",
    "er",
    "ton",
    "field",
    "wood",
    "berg",
    "well",
    "ley",
    "ford",
    "ano",
)
_CITIES: Final = ("Pomona", "Ontario", "Los Angeles", "Santa Monica", "Compton", "Lancaster", "Long Beach")
_PLACES: Final = ("Motel on Holt Avenue", "Truck stop, exit 43", "Figueroa and 66th", "Apartment on 5th Street")
_SENTENCES: Final = (
    "Deputies made contact at the location and spoke with the person apart from others.",
    "Water, food and a blanket were offered and accepted.",
    "An interpreter was reached by phone before any question was asked.",
    "The person rested in a quiet room with one detective in plain clothes.",
    "Video of the lobby was asked for the same evening.",
    "The hotline worker was told of the placement.",
    "Phone and bag stayed with the person.",
    "The interview was left for another day.",
)
_NARRATIVE: Final = 300


class Tick:
    """A clock for ids: a millisecond further at every look."""

    def __init__(self, start: datetime = _START) -> None:
        self._now = start

    def now(self) -> datetime:
        """The next moment."""
        self._now += timedelta(milliseconds=700)
        return self._now

    def monotonic(self) -> float:
        """Seconds since 1970."""
        return self._now.timestamp()


@dataclass(frozen=True)
class Sample:
    """A record as wire values."""

    record_type: str
    record_id: str
    values: dict[str, Json]


def recoveries(n: int, seed: int = SEED, people: list[str] | None = None) -> Iterator[Sample]:
    """Make recoveries; each names one of ``people``, or a person of its own that is not there."""
    random = Random(seed)
    ids = IdSource(Tick(), random.randbytes)
    for number in range(n):
        record_id = ids.new()
        person = people[number % len(people)] if people else ids.new()
        met = _START + timedelta(minutes=5 * number, seconds=random.randint(0, 59))
        yield Sample("recovery", record_id, {"person": person} | recovery_values(random, number, met))


def persons(n: int, seed: int = SEED + 1) -> Iterator[Sample]:
    """Make people with names that repeat as names do."""
    random = Random(seed)
    ids = IdSource(Tick(_START - timedelta(days=400)), random.randbytes)
    for number in range(n):
        values: dict[str, Json] = {
            "code_name": f"Doe-2016-{DEVICE[:3]}-{number:05}",
            **true_name(random),
            "gender": "female",
            "estimated_age": random.randint(13, 45),
            "age_basis": "apparent",
            "state": "draft",
        }
        yield Sample("person", ids.new(), values)


def true_name(random: Random) -> dict[str, Json]:
    """A given and a family name that repeat as names do."""
    return {"given_name": random.choice(_GIVEN), "family_name": family_name(random)}


def colleague(random: Random) -> tuple[str, str]:
    """Handle and name of one of 120 people of the task force; the first is who unlocks a laptop here."""
    number = random.randrange(120)
    if number == 0:
        return "alvarez", "Dana Alvarez"
    return f"colleague{number}", f"{_GIVEN[number % len(_GIVEN)]} {_FAMILY[number // len(_GIVEN)]}"


def family_name(random: Random) -> str:
    """A family name out of about 3,000."""
    first, second = random.choice(_FAMILY), random.choice(_FAMILY)
    return f"{first[: random.randint(3, 6)]}{second[:2].lower()}{random.choice(_ENDS)}"


def identifier_values(random: Random, number: int) -> dict[str, Json]:
    """Make a phone or a plate, in turn."""
    is_phone = number % 2 == 0
    return {"kind": "phone" if is_phone else "plate", "value": phone(random) if is_phone else plate(random)}


def phone(random: Random) -> str:
    """A number that nobody has: the exchange 555, lines 0100 to 0199, any area."""
    return f"({random.randint(201, 989)}) 555-01{random.randint(0, 99):02}"


def plate(random: Random) -> str:
    """A plate of the kind seen on cars."""
    return f"{random.randint(1, 9)}{''.join(random.choices('ABCDEFGHJKLMNPRSTUVWXYZ', k=3))}{random.randint(100, 999)}"


def whole(samples: Iterator[Sample], first_seq: int = 1) -> Iterator[Whole]:
    """Return records as headquarters sends them to a fresh laptop, each as its first change left it."""
    random, clock = Random(SEED + 3), Tick()
    for seq, sample in enumerate(samples, first_seq):
        made_at = clock.now()
        change = Change(
            device=DEVICE,
            counter=seq,
            prev="0" * 64,
            kind=SET,
            record_type=sample.record_type,
            record_id=sample.record_id,
            zone="police",
            author=random.choice(("alvarez", "chen", "okafor")),
            agency=agency_id("LASD"),
            made_at=to_wire(made_at),
            hlc=to_ms(made_at) << 16,
            fields=sample.values,
        )
        row = Row(RecordState(sample.record_type, sample.record_id, "police"))
        row.apply(change)
        yield Whole(
            seq,
            sample.record_type,
            sample.record_id,
            "police",
            encode(sample.values),
            row.state.encode_heads(),
            row.created_at,
            row.created_by,
            row.updated_at,
            row.updated_by,
        )


def recovery_values(random: Random, number: int, met: datetime) -> dict[str, Json]:
    """Make what is written of a recovery at ``met``, its person left out."""
    return {
        "first_contact_at": to_wire(met),
        "place": f"{random.choice(_PLACES)}, {random.randint(100, 399)}",
        "city": random.choice(_CITIES),
        "agency": agency_id("LASD"),
        "recovered_by": random.choice(("Alvarez", "Chen", "Okafor")),
        "origin": random.choice(("operation", "patrol", "lead", "online")),
        "report_number": f"016-{number:06}-{random.randint(1000, 9999)}",
        "estimated_age": random.randint(13, 40),
        "age_basis": "apparent",
        "foreign_national_minor": False,
        "exploitation_type": "sex",
        "victim_status": "potential",
        "needs": [random.choice(("injury", "medicine", "pain"))],
        "medical_decision": "hub_visit",
        "hotline_called_at": to_wire(met + timedelta(minutes=40)),
        "hotline_worker": "Ms. Hale",
        "advocate_answer": "wanted",
        "name_advice_given": True,
        "name_advice_by": "Chen",
        "name_confidentiality": "confidential",
        "taken_into": "child_services",
        "narrative": narrative(random),
        "state": "draft",
    }


def narrative(random: Random, letters: int = _NARRATIVE) -> str:
    """Make prose of about so many letters."""
    text = ""
    while len(text) < letters:
        text += f"{random.choice(_SENTENCES)} Room {random.randint(1, 999)}, {random.choice(_CITIES)}. "
    return text[:letters].strip()
