"""Whatever two laptops write of somebody's age, in whatever order they meet: both show the same, and no age is lost."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from fieldapp.actions.age_evidence import load_ages, rest_on, state_age
from fieldapp.actions.capture import save_record
from fieldapp.actions.conflict import load_clashes, resolve_clash
from fieldapp.actions.exchange_status import load_refused
from tests.fakes.clock import FakeClock
from tests.fakes.sample import a_person, a_recovery
from tests.hostile.town import Seat, Town

BASES = ("claimed", "apparent", "documented", "verified")
ACTS = ("state", "state", "type", "type", "type_at_recovery", "rest", "sync")


def an_age(random: Random) -> tuple[str, int | None, str | None]:
    """A basis with years or a date of birth, of which no two are likely to be the same."""
    years = random.randrange(12, 60)
    born_on = f"{2025 - years}-{random.randrange(1, 12):02}-{random.randrange(1, 28):02}"
    return (random.choice(BASES), years, None) if random.random() < 0.5 else (random.choice(BASES), None, born_on)


def one_act(random: Random, seat: Seat, person: str, recovery: str) -> set[tuple[str, str]]:
    """Do something with somebody's age; return what was said of it."""
    session, act = seat.session, random.choice(ACTS)
    basis, years, born_on = an_age(random)
    value: dict = {"estimated_age": years} if years else {"born_on": born_on}
    if act == "state":
        stated = {"basis": basis, "age": years} if years else {"basis": basis, "born_on": born_on}
        state_age(session, person, stated)
    elif act == "type":
        save_record(session, "person", {**value, "age_basis": basis}, record_id=person)
    elif act == "type_at_recovery":
        if years is None:
            return set()
        save_record(session, "recovery", {"estimated_age": years, "age_basis": basis}, record_id=recovery)
    elif act == "rest":
        offered = [view for view in load_ages(session, person).ages if view.is_offered]
        if offered:
            rest_on(session, random.choice(offered).stated.evidence_id)
        return set()
    else:
        seat.sync()
        return set()
    return {(basis, str(years or born_on))}


def shown(seat: Seat, person: str) -> list[tuple]:
    ages = load_ages(seat.session, person).ages
    return [(view.stated.content, view.stated.stated_on, view.stated.author, view.counts) for view in ages]


@pytest.mark.parametrize("seed", range(6))
def test_two_laptops_show_the_same_ages_and_lose_none(tmp_path: Path, clock: FakeClock, seed: int):
    random = Random(seed)
    town = Town(tmp_path / "town", clock)
    seats = [town.enrol("dana"), town.enrol("eli")]
    person = a_person(seats[0].session, "Doe-2026-0001")
    recovery = a_recovery(seats[0].session, person)
    for seat in seats:
        seat.sync()
    said: set[tuple[str, str]] = set()
    for _ in range(14):
        clock.advance(random.choice((700, 5000)))
        said |= one_act(random, random.choice(seats), person, recovery)
    for seat in (*seats, *seats):
        seat.sync()
    for clash in load_clashes(seats[1].session):
        resolve_clash(seats[1].session, clash, random.choice(clash.heads).value, "Settled")
    for seat in (*seats[::-1], *seats):
        seat.sync()
    assert shown(seats[0], person) == shown(seats[1], person)
    told = {(basis, str(born_on or age)) for (basis, born_on, age), *_ in shown(seats[0], person)}
    # What was typed into one field while another hand wrote a basis may be borne out less: then it stands as claimed.
    lost = {(basis, value) for basis, value in said - told if ("claimed", value) not in told}
    assert not lost
    assert [load_refused(seat.session) for seat in seats] == [[], []]
