"""What people write in the simulation: few words, so that two often write differently on the same line."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Final

from fieldapp.domain.wire import Json

Draw = Callable[[random.Random, "Pool"], Json]

POLICE_AGENCY: Final = "01890a5d-0000-7000-8000-000000000001"
PARTNERS: Final = ("01890a5d-0000-7000-8000-0000000000a1", "01890a5d-0000-7000-8000-0000000000a2")
SELLER: Final = "pc_647_b_1"
_OFFENCES: Final = ("pc_236_1_a", "pc_236_1_b", "pc_236_1_c", SELLER)


class Pool:
    """The records that there are, newest last; people mostly work on the same few."""

    def __init__(self) -> None:
        self.records: list[tuple[str, str]] = []
        self.of_type: dict[str, list[str]] = {}

    def add(self, record_type: str, record_id: str) -> None:
        """Remember a record."""
        self.records.append((record_type, record_id))
        self.of_type.setdefault(record_type, []).append(record_id)

    def pick(self, rng: random.Random, recent: int = 14) -> tuple[str, str] | None:
        """Return a record, most often a recent one."""
        if not self.records:
            return None
        return rng.choice(self.records[-recent:] if rng.random() < 0.8 else self.records)

    def link(self, rng: random.Random, record_type: str) -> str | None:
        """Return the id of a record of a type."""
        ids = self.of_type.get(record_type)
        return rng.choice(ids[-6:]) if ids else None


def _text(rng: random.Random, _pool: Pool) -> str:
    return rng.choice(("tall", "short", "Ängström", "señal 7", "nothing seen", "x" * 60)) + f" {rng.randrange(40)}"


def _word(*words: Json) -> Draw:
    return lambda rng, _pool: rng.choice(words)


def _link(record_type: str) -> Draw:
    return lambda rng, pool: pool.link(rng, record_type)


def _list(*words: str) -> Draw:
    return lambda rng, _pool: sorted(rng.sample(words, rng.randint(1, len(words))))  # type: ignore[return-value]


_AGE: Final = _word(15, 19, 24, 24, 31, 31, 40, 52)

FIELDS: Final[dict[str, dict[str, Draw]]] = {
    "person": {
        "code_name": _text,
        "marks": _text,
        "hair": _word("black", "brown", "red"),
        "estimated_age": _AGE,
        "age_basis": _word("claimed", "apparent", "documented"),
        "interpreter_needed": _word(True, False),
        "race_ethnicity": _list("a", "b", "c"),
        "remarks": _text,
    },
    "arrest": {
        "person": _link("person"),
        "place": _text,
        "city": _word("Carson", "Compton", "Lomita"),
        "role": _word("purchaser", "trafficker", "other"),
        "estimated_age": _AGE,
        "apparent_minor": _word(True, False, False, False),
        "officer": _text,
    },
    "charge": {
        "arrest": _link("arrest"),
        "offence": _word(*_OFFENCES),
        "counts": _word(1, 2, 3),
        "prosecutor": _text,
    },
    "note": {"text": _text, "kind": _word("observation", "contact"), "person": _link("person")},
    "task": {"what": _text, "status": _word("open", "done"), "assigned_to": _word("Ortiz", "Lane")},
    "referral": {
        "client_code": _word("Cedar", "Willow", "Aspen"),
        "status": _word("draft", "sent", "accepted"),
        "needs": _list("food", "shelter", "clothing"),
        "message": _text,
    },
    "service": {
        "client_code": _word("Cedar", "Willow", "Aspen"),
        "category": _word("shelter", "legal", "medical"),
        "minutes": _word(15, 30, 45),
        "remarks": _text,
    },
    "agency": {"name": _text, "city": _word("Carson", "Lomita"), "phone": _word("310-555-0101", "310-555-0102")},
}


def draw_values(rng: random.Random, pool: Pool, record_type: str, most: int = 3) -> dict[str, Json]:
    """Return values for some fields of a record; now and then a field is left blank on purpose."""
    fields = FIELDS[record_type]
    names = rng.sample(sorted(fields), min(len(fields), rng.randint(1, most)))
    return {name: None if rng.random() < 0.04 else fields[name](rng, pool) for name in names}
