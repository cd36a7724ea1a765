"""How much of what happens in the year: the input of the demonstration, from which every figure must come out again."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date
from typing import Final, Self

from fieldapp.domain.access import Account, Role
from fieldapp.records.seed import agency_id

FIRST_DAY: Final = date(2015, 11, 16)
LAST_DAY: Final = date(2016, 11, 16)

DETECTIVE: Final = "d.exampleton"
DEPUTY: Final = "p.samplewood"
RESPONDER: Final = "r.demoson"
SUPERVISOR: Final = "k.placeholder"
HANDLES: Final = (DETECTIVE, DEPUTY, RESPONDER, SUPERVISOR)


@dataclass(frozen=True, kw_only=True)
class Scenario:
    """The composition of the year. Counts are of what the figures must find; the rest is there to be left out.

    ``*_outside`` happened just before or after the period, ``*_void`` were struck out, ``victims_again`` were recovered
    a second time, ``found_otherwise`` turned out to be no victims of trafficking. ``arrests_mixed`` of the arrests
    carry charges of more than one line of the report, ``arrests_reassigned`` were moved to another line by a
    supervisor. ``ages_corrected`` of the victims turned out older or younger than they looked, across the line of 18 in
    turn. ``clashes`` fields are written by two laptops that do not know of each other, ``settled`` of them are
    settled before the year is over; ``merges`` records are edited by two laptops at once in different fields, of which
    nobody need ever hear.
    """

    seed: int = 20151116
    operations: int = 60
    victims_minor: int = 98
    victims_adult: int = 33
    victims_again: int = 9
    recoveries_void: int = 4
    recoveries_outside: int = 4
    found_otherwise: int = 3
    ages_corrected: int = 4
    purchasers: int = 104
    trafficking: int = 132
    internet: int = 82
    miscellaneous: int = 36
    arrests_mixed: int = 40
    arrests_reassigned: int = 6
    arrests_void: int = 3
    arrests_outside: int = 4
    warrants_served: int = 361
    warrants_unserved: int = 24
    warrants_void: int = 3
    warrants_outside: int = 4
    leads: int = 420
    clashes: int = 24
    settled: int = 6
    merges: int = 60
    minors_charged: int = 1

    @property
    def victims(self) -> int:
        """Distinct people recovered in the period."""
        return self.victims_minor + self.victims_adult

    @property
    def arrested(self) -> int:
        """People arrested in the period."""
        return self.purchasers + self.trafficking + self.internet + self.miscellaneous

    @property
    def open_clashes(self) -> int:
        """Clashes that nobody has settled when the year is over."""
        return self.clashes - self.settled

    def scaled(self, share: float) -> Self:
        """Return the same year with a share of everything, but at least one of each."""
        counts = {f.name: max(1, round(getattr(self, f.name) * share)) for f in fields(self) if f.name != "seed"}
        counts["clashes"] = max(2, counts["clashes"])
        counts["settled"] = min(counts["settled"], counts["clashes"] - 1)
        counts["minors_charged"] = self.minors_charged
        return type(self)(seed=self.seed, **counts)


def accounts() -> tuple[Account, ...]:
    """Return the four people who carry a laptop."""
    return (
        Account(DETECTIVE, Role.DETECTIVE, agency_id("LASD"), "Dana Exampleton"),
        Account(DEPUTY, Role.DEPUTY, agency_id("LASD"), "Perry Samplewood"),
        Account(RESPONDER, Role.ADVOCATE, agency_id("CAST"), "Robin Demoson"),
        Account(SUPERVISOR, Role.SUPERVISOR, agency_id("LASD"), "Kim Placeholder"),
    )


def name_of(handle: str) -> str:
    """Return what a person with a laptop is called on forms."""
    return next(account.name for account in accounts() if account.handle == handle)
