"""A made-up person enters the records: description, other names, and what leads to them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from fieldapp.demo import people, place
from fieldapp.demo.script import Script, Written, local_day
from fieldapp.domain.wire import Json


@dataclass(frozen=True)
class Age:
    """What is known of an age on the day somebody was met; all blank when nothing is."""

    born_on: date | None = None
    estimated: int | None = None
    basis: str | None = None

    def for_person(self, day: date) -> dict[str, Json]:
        """Return it as a person's fields."""
        if self.born_on is not None:
            return {"born_on": self.born_on.isoformat(), "age_basis": self.basis}
        if self.estimated is None:
            return {}
        return {"estimated_age": self.estimated, "estimated_on": day.isoformat(), "age_basis": self.basis}

    def for_event(self) -> dict[str, Json]:
        """Return it as the fields of a recovery or an arrest."""
        values: dict[str, Json] = {}
        if self.estimated is not None:
            values["estimated_age"] = self.estimated
        if self.basis is not None:
            values["age_basis"] = self.basis
        return values


def some_age(script: Script, years: int, day: date) -> Age:
    """Return how an age came to be known: from papers, or by estimate."""
    if script.chance(0.55):
        basis = script.random.choice(("documented", "documented", "verified", "claimed"))
        return Age(people.born_for_age(script.random, years, day), None, basis)
    return Age(None, years, script.random.choice(("apparent", "apparent", "claimed")))


def meet(script: Script, who: str, met_at: datetime, age: Age, *, female_share: float) -> Written:
    """Write down a person with their other names and numbers."""
    at = script.entered(met_at)
    code = script.next_code(who, met_at)
    values = people.description(script.random, female_share=female_share)
    values |= age.for_person(local_day(met_at))
    values["code_name"] = code
    if script.chance(0.5):
        values["address"] = f"{place.address(script.random)}, {place.city(script.random)}"
    person = script.create(who, at, "person", values, code)
    if script.chance(0.6):
        _alias(script, person, at)
    for _ in range(script.random.choice((0, 1, 1, 2))):
        _identifier(script, person, at, local_day(met_at))
    return person


def _alias(script: Script, person: Written, at: datetime) -> None:
    kind = script.random.choice(("street", "online", "advertised", "nickname", "false_name"))
    online = kind in {"online", "advertised"}
    values: dict[str, Json] = {
        "person": person.record_id,
        "name": people.handle(script.random) if online else people.nickname(script.random),
        "kind": kind,
    }
    if online:
        values["used_where"] = script.random.choice(place.PLATFORMS)
    script.create(person.author, script.after(at, 1, 8), "alias", values)


def _identifier(script: Script, person: Written, at: datetime, day: date) -> None:
    kind = script.random.choice(("phone", "phone", "phone", "handle", "email", "plate"))
    makers = {"phone": people.phone, "handle": people.handle, "email": people.email, "plate": people.plate}
    values: dict[str, Json] = {
        "person": person.record_id,
        "kind": kind,
        "value": makers[kind](script.random),
        "last_seen_on": day.isoformat(),
        "verified": script.chance(0.4),
    }
    if kind == "phone":
        values["platform"] = script.random.choice(place.PROVIDERS)
    if kind == "plate":
        values["region"] = "California"
    script.create(person.author, script.after(at, 2, 20), "identifier", values)
