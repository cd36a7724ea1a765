"""Supervisors who keep sealed names, at real laptops round a real headquarters, and what they do together."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from fieldapp.actions.keeper import become_keeper, load_keepers, note_compared
from fieldapp.actions.name_opening import agree_to_open, ask_to_open
from fieldapp.actions.sealed_name import TrueName, seal_name
from fieldapp.domain.access import Role
from fieldapp.domain.problems import Refused
from tests.hostile.town import Seat, Town, meet

MARK = "Quillonbrandthessaly"
NAME = TrueName(f"{MARK} Zephyrinemarchetti", "Badge7734512", "Harborlightagency")
WORDS = (MARK, "Zephyrinemarchetti", "Badge7734512", "Harborlightagency")


@pytest.fixture
def ana(town: Town) -> Seat:
    """A supervisor."""
    return town.enrol("ana", Role.SUPERVISOR)


@pytest.fixture
def ben(town: Town) -> Seat:
    """A supervisor."""
    return town.enrol("ben", Role.SUPERVISOR)


@pytest.fixture
def caro(town: Town) -> Seat:
    """A supervisor."""
    return town.enrol("caro", Role.SUPERVISOR)


def keep(*seats: Seat) -> None:
    """Make keepers of them, who all compared their digits."""
    for seat in seats:
        become_keeper(seat.session)
    meet(*seats)
    for seat in seats:
        for keeper in load_keepers(seat.session):
            note_compared(seat.session, keeper.record_id)


def a_seal(ana: Seat, *others: Seat) -> str:
    """Seal NAME under UC-7 for all of them."""
    keep(ana, *others)
    sealed = seal_name(ana.session, "UC-7", NAME)
    meet(ana, *others)
    return sealed


def agreed(asker: Seat, other: Seat, sealed: str) -> str:
    """Ask, and be answered with yes; return the question."""
    opening = ask_to_open(asker.session, sealed, "Subpoena of the court")
    meet(asker, other)
    agree_to_open(other.session, opening)
    meet(other, asker)
    return opening


def refusal(act: Callable[[], object]) -> str:
    """Return the code that an act is refused with."""
    with pytest.raises(Refused) as caught:
        act()
    return caught.value.problems[0].code
